import { beforeAll, describe, expect, it } from 'vitest'
import { checkLoaded } from '../packages/check-package.ts'
import { readPackage } from '../packages/read-package.ts'
import { fromTemplate, listTemplates, templateFiles } from './templates.ts'

describe('templates to begin a draft from', () => {
  let keys: string[] = []
  beforeAll(async () => {
    keys = (await listTemplates()).map(({ key }) => key)
  })

  it('are there with a name and a description for people', async () => {
    expect(keys).toEqual(['acceptance-examination', 'countersigning', 'declaration-review', 'dispatch'])
    for (const { name, description } of await listTemplates()) expect(`${name}${description}`).not.toMatch(/[A-Za-z]{3}/)
  })

  it('have nothing to be improved but that no case is saved yet', async () => {
    for (const key of keys) {
      const problems = checkLoaded(readPackage(await templateFiles(key)))
      expect(
        problems.map(({ code, level, place, message }) => `${code} ${level} ${place} ${message}`),
        key,
      ).toEqual([expect.stringContaining('CASES_MISSING warning')])
    }
  })

  it('make packages whose keys no other package has', async () => {
    for (const key of keys) {
      const [one, other] = await Promise.all([1, 2].map(async () => readPackage(await fromTemplate(key, { name: '新事项', organ: 'jyj' }))))
      const names = [one!, other!].map(({ manifest }) => [manifest.key, manifest.matters[0]!.key, manifest.matters[0]!.process.key])
      expect(new Set(names.flat()).size).toBe(2)
      expect(one!.manifest).toMatchObject({ name: '新事项', matters: [{ organ: 'jyj' }] })
      expect(checkLoaded(one!).map(({ code }) => code)).toEqual(['CASES_MISSING'])
    }
  })

  it('that are not there are named', async () => {
    await expect(templateFiles('../../etc')).rejects.toMatchObject({ code: 'STUDIO_NOT_FOUND' })
  })
})

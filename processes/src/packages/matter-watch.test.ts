import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { loadPackage } from './load-package.ts'
import { matterWatch } from './matter-watch.ts'

const PROJECTS = join(fileURLToPath(new URL('../../packages', import.meta.url)), 'g3-projects')

describe('what supervision knows of a matter', () => {
  it('is which steps one person may not do together, not those from which the applicant or a payee is kept', async () => {
    const projects = await loadPackage(PROJECTS)
    const apart = (key: string) =>
      matterWatch(
        projects,
        projects.manifest.matters.find((matter) => matter.key === key)!,
      ).apart
    expect(apart('project-proposal')).toEqual([['Task_Technical', 'Task_Expert', 'Task_Decide']])
    expect(apart('final-acceptance')).toEqual([])
  })
})

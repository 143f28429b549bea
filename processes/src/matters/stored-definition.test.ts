import { describe, expect, it } from 'vitest'
import { loadPackage } from '../packages/load-package.ts'
import { definitionOf } from '../packages/deploy-package.ts'
import { PACKAGES_FOLDER } from '../packages/templates.ts'
import { storedDefinition } from './matter-definition.ts'
import { MaterialRecord, MatterRecord } from './record.ts'

describe('a matter as it was stored', () => {
  it('before it said anything of codes, kinds, 容缺 and promises is read with defaults', async () => {
    // given a version as an earlier release stored it
    const processPackage = await loadPackage(`${PACKAGES_FOLDER}/c3-licensing`)
    const now = JSON.parse(JSON.stringify(definitionOf(processPackage, processPackage.manifest.matters[0]!))) as ReturnType<
      typeof definitionOf
    >
    const old = structuredClone(now) as unknown as { matter: Record<string, unknown> & { materials: Record<string, unknown>[] } }
    for (const key of Object.keys(MatterRecord.shape)) delete old.matter[key]
    for (const material of old.matter.materials) for (const key of Object.keys(MaterialRecord.shape)) delete material[key]

    // then what it says is as it was, and what it does not say is the careful answer
    const { matter } = storedDefinition(old)
    expect(matter).toMatchObject({ codes: null, commitment: null, handling: 'promised', validity: { from: null, until: null }, online: [] })
    expect(matter.materials[1]).toMatchObject({ key: 'identity', kind: null, deferral: null, declared: false, copies: 1 })
    expect(matter.limits).toEqual(now.matter.limits)
    // and one of today's is not changed by reading
    expect(storedDefinition(now)).toEqual(now)
  })
})

import { describe, expect } from 'vitest'
import { deployPackage, type ProcessPackage } from '@lianban/processes'
import { scenario, type Scenario } from '@lianban/processes/testing'
import { aForm, cast, FOLDER, MATTER, submitted, theMaterials } from './food-business.ts'

/** Publishes the next version of the matter. @returns its number */
async function publishes(s: Scenario, change: (matter: ProcessPackage['manifest']['matters'][number]) => void): Promise<number> {
  const processPackage = structuredClone(s.processPackage)
  change(processPackage.manifest.matters[0]!)
  const { database, engine, tenants, tenantId, clock } = s
  const [published] = await deployPackage({ database, engine, tenants, tenantId, processPackage, clock })
  return published!.version
}

describe('食品经营许可: versions and their days', () => {
  scenario('a version published today takes effect later, and the case before it stays on its own', FOLDER, async (s) => {
    const { applicant } = cast(s)
    const first = await submitted(s)
    const version = await publishes(s, (matter) => {
      matter.validity = { from: '2026-10-01', until: null }
      matter.limits.promised = { days: 12, unit: 'workday', basis: '承诺' }
      matter.materials.find(({ key }) => key === 'proxy')!.required = 'required'
    })
    expect(version).toBe(2)
    expect(
      await publishes(s, (matter) => {
        matter.validity = { from: '2026-10-01', until: null }
        matter.limits.promised = { days: 12, unit: 'workday', basis: '承诺' }
        matter.materials.find(({ key }) => key === 'proxy')!.required = 'required'
      }),
    ).toBe(2)
    const guide = async () => s.cases.getMatter(await applicant.caller(), MATTER)
    expect(await guide()).toMatchObject({ version: 1, nextFrom: '2026-10-01', promised: '10个工作日', closed: null })
    await submitted(s)

    await s.at('2026-09-30T23:59:00+08:00')
    expect(await guide()).toMatchObject({ version: 1 })
    await s.at('2026-10-01T00:00:00+08:00')
    expect(await guide()).toMatchObject({ version: 2, validFrom: '2026-10-01', nextFrom: null, promised: '12个工作日' })
    await expect(applicant.submits(MATTER, aForm(), await theMaterials(applicant))).rejects.toMatchObject({
      details: { problems: [{ path: 'materials.proxy' }] },
    })
    const seen = applicant.submits(MATTER, aForm(), await theMaterials(applicant), undefined, { version: 1 })
    await expect(seen).rejects.toMatchObject({ code: 'MATTER_CHANGED' })
    const proxy = { ...(await theMaterials(applicant)), proxy: [await applicant.uploads('委托书.pdf')] }
    const later = await applicant.submits(MATTER, aForm(), proxy, undefined, { version: 2 })

    const versionOf = async (caseId: string) =>
      (await s.database('case_file').where({ id: caseId }).first('matter_version'))!.matter_version as number
    expect([await versionOf(first), await versionOf(later)]).toEqual([1, 2])
    // The old case still asks what it asked.
    expect((await applicant.sees(first)).materials.find(({ key }) => key === 'proxy')).toMatchObject({ required: false })
    expect((await applicant.sees(later)).materials.find(({ key }) => key === 'proxy')).toMatchObject({ required: true })
  })

  scenario('an expired matter takes no new cases and says so; what runs goes on', FOLDER, async (s) => {
    const { applicant, windowClerk } = cast(s)
    await publishes(s, (matter) => void (matter.validity = { from: null, until: '2026-09-22' }))
    const running = await submitted(s)
    await s.at('2026-09-22T23:00:00+08:00')
    expect((await s.cases.getMatter(await applicant.caller(), MATTER)).closed).toBeNull()
    // Version 2 began on 18 September, so version 1 does not come back to life behind it.
    await s.at('2026-09-23T00:00:00+08:00')
    await expect(submitted(s)).rejects.toMatchObject({ code: 'MATTER_NOT_OPEN', message: expect.stringContaining('2026年9月22日停止受理') })
    const [listed] = (await s.cases.listMatters(await applicant.caller())).items
    expect(listed).toMatchObject({ key: MATTER, closed: expect.stringContaining('停止受理') })
    await windowClerk.does('Task_Intake', 'accept')
    expect((await applicant.sees(running)).status).toBe('accepted')

    await publishes(s, (matter) => void (matter.validity = { from: '2026-10-08', until: null }))
    await expect(submitted(s)).rejects.toMatchObject({ message: expect.stringContaining('新版本自2026年10月8日起受理') })
    await s.at('2026-10-08T08:00:00+08:00')
    expect(await submitted(s)).toEqual(expect.any(String))
  })
})

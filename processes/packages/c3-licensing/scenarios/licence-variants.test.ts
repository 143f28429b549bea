import { describe, expect } from 'vitest'
import { scenario, type MadeDocument, type OfficeOptions, type Scenario } from '@lianban/processes/testing'
import { accepted, aDelivery, aForm, audited, cast, checkedOnSite, FOLDER, submitted, theMaterials } from './food-business.ts'

interface Granted {
  /** What the QR code on the licence leads to. */
  code: string
  decision: MadeDocument
}

/** From intake to the grant with its papers. */
async function granted(s: Scenario, caseId: string): Promise<Granted> {
  const { applicant, approver } = cast(s)
  await accepted(s)
  await checkedOnSite(s)
  await audited(s)
  await approver.does('Task_Decide', 'grant')
  const [decision] = await s.documents.make()
  await s.documents.make()
  return { code: (await applicant.sees(caseId)).verificationUrl!.split('/').at(-1)!, decision: decision! }
}

/** Licences of one year: calendars reach no further. */
const forOneYear: OfficeOptions['alter'] = ({ manifest }) => {
  for (const { licence } of manifest.matters) if (licence) licence.validYears = 1
}

const START = '2026-09-18T09:00:00+08:00'

/** The holder asks for what the matter does to his only licence. @returns the case's id */
async function asksFor(s: Scenario, matter: string, change: Record<string, unknown> = {}): Promise<string> {
  const { applicant } = cast(s)
  const [choice] = (await s.cases.licenceChoices(await applicant.caller(), matter)).items
  return applicant.submits(matter, { ...aForm(), ...choice!.values, ...change }, await theMaterials(applicant))
}

const licenceOf = async (s: Scenario) => {
  const caller = await cast(s).applicant.caller()
  const { items } = await s.cases.listLicences(caller, { view: 'mine', limit: 9 })
  return s.cases.getLicence(caller, items[0]!.id)
}

describe('食品经营许可 after the grant, on the common model', () => {
  scenario('altered: the new paper is in force, the old one is superseded', FOLDER, async (s) => {
    const { applicant } = cast(s)
    const { code: before } = await granted(s, await submitted(s))
    const [choice] = (await s.cases.licenceChoices(await applicant.caller(), 'food-licence-alteration')).items
    expect(choice!.values).toMatchObject({ operatorName: '三湖县湖畔面馆', address: '三湖县莲湖镇湖滨路18号' })
    const form = { ...aForm(), ...choice!.values, address: '三湖县莲湖镇湖滨路20号', cause: '门牌号码调整' }
    const caseId = await applicant.submits('food-licence-alteration', form, await theMaterials(applicant))
    const { code: after, decision } = await granted(s, caseId)
    expect(decision).toMatchObject({ name: '变更行政许可决定书', number: '三市监许变〔2026〕1号' })
    for (const part of ['门牌号码调整', '三湖县莲湖镇湖滨路18号</td><td>三湖县莲湖镇湖滨路20号', '第四十九条', '申请行政复议'])
      expect(decision.html).toContain(part)
    expect((await applicant.sees(caseId)).statusText).toBe('准予变更')
    const verified = async (code: string) => (await s.verification.document(s.tenantId, code))!.licence
    expect(await verified(before)).toMatchObject({ valid: false, superseded: true, standing: 'valid' })
    expect(await verified(after)).toMatchObject({ valid: true, superseded: false, licenceNo: choice!.licenceNo })
    const licence = await s.cases.getLicence(await applicant.caller(), choice!.id)
    expect(licence.history.at(-1)!.changes).toEqual([
      { label: '经营场所', before: '三湖县莲湖镇湖滨路18号', after: '三湖县莲湖镇湖滨路20号' },
    ])
    expect(licence.document).not.toBeNull()
    // The paper bears the number that the licence got by another case: the archive holds, and says by which.
    for (let i = 0; i < 2; i++) await cast(s).deliveryClerk.does('Task_Deliver', 'deliver', { form: aDelivery })
    await s.documents.make()
    const { archive } = await s.archives.ofCase(await s.person('juzhang').caller(), caseId)
    expect(archive!.tests!.flatMap(({ problems }) => problems)).toEqual([])
    expect(archive).toMatchObject({ state: 'archived' })
  })
  scenario(
    'art. 50 kept: renewed before its end by a decision that says so',
    FOLDER,
    async (s) => {
      await granted(s, await submitted(s))
      await s.at('2027-08-10T09:00:00+08:00')
      const { decision } = await granted(s, await asksFor(s, 'food-licence-renewal'))
      expect(decision).toMatchObject({ name: '准予延续行政许可决定书', number: '三市监许续〔2027〕1号' })
      for (const part of ['第五十条', '2027年9月18日至2028年9月17日']) expect(decision.html).toContain(part)
      expect(await licenceOf(s)).toMatchObject({ standing: 'valid', validUntil: '2028-09-17' })
    },
    START,
    'bureau',
    forOneYear,
  )

  scenario(
    'art. 50 broken: asked for in time and not decided before its end it counts as renewed, with a card',
    FOLDER,
    async (s) => {
      const { approver, auditor } = cast(s)
      await granted(s, await submitted(s))
      await s.at('2027-08-10T09:00:00+08:00')
      const caseId = await asksFor(s, 'food-licence-renewal')
      await accepted(s)
      await checkedOnSite(s)
      await audited(s)
      await s.at('2027-09-18T09:00:00+08:00')
      expect(await licenceOf(s)).toMatchObject({ standing: 'valid', validUntil: '2028-09-17' })
      const told = (await auditor.timeline(caseId)).map(({ action }) => action)
      expect(told).toContain('有效期届满前未作决定,视为准予延续至2028年9月17日')
      expect(told).toContainEqual(expect.stringMatching(/^黄牌:.*已视为准予延续/))
      await expect(approver.does('Task_Decide', 'refuse', { opinion: '不符合条件' })).rejects.toMatchObject({
        code: 'LICENCE_RENEWED_BY_SILENCE',
      })
      await approver.completes((await approver.inbox())[0]!.taskId, 'grant')
      await s.documents.make()
    },
    START,
    'bureau',
    forOneYear,
  )

  scenario(
    'art. 50 broken: asked for too late it is told so, and silence does not renew it',
    FOLDER,
    async (s) => {
      const { applicant } = cast(s)
      await granted(s, await submitted(s))
      // Fewer than fifteen workdays before 17 September 2027.
      await s.at('2027-09-06T09:00:00+08:00')
      const [choice] = (await s.cases.licenceChoices(await applicant.caller(), 'food-licence-renewal')).items
      expect(choice!.notice).toContain('届满15个工作日前')
      const caseId = await asksFor(s, 'food-licence-renewal')
      expect((await applicant.timeline(caseId)).map(({ action }) => action)).toContain(choice!.notice)
      await s.at('2027-09-18T09:00:00+08:00')
      expect(await licenceOf(s)).toMatchObject({ standing: 'lapsed', validUntil: '2027-09-17' })
    },
    START,
    'bureau',
    forOneYear,
  )

  scenario('replaced: the decision says that the lost paper is void', FOLDER, async (s) => {
    await granted(s, await submitted(s))
    const { decision } = await granted(s, await asksFor(s, 'food-licence-reissue', { cause: '保管不善遗失' }))
    expect(decision).toMatchObject({ name: '准予补发许可证件决定书', number: '三市监许补发〔2026〕1号' })
    for (const part of ['保管不善遗失', '原证自补发之日起作废']) expect(decision.html).toContain(part)
  })
})

import { describe, expect } from 'vitest'
import { scenario, type Scenario } from '@lianban/processes/testing'
import { accepted, aForm, audited, cast, checkedOnSite, FOLDER, submitted, theMaterials } from './food-business.ts'

/** From intake to the grant with its papers. @returns what the QR code on the licence leads to */
async function granted(s: Scenario, caseId: string): Promise<string> {
  const { applicant, approver } = cast(s)
  await accepted(s)
  await checkedOnSite(s)
  await audited(s)
  await approver.does('Task_Decide', 'grant')
  await s.documents.make()
  await s.documents.make()
  return (await applicant.sees(caseId)).verificationUrl!.split('/').at(-1)!
}

describe('食品经营许可 after the grant, on the common model', () => {
  scenario('altered: the new paper is in force, the old one is superseded', FOLDER, async (s) => {
    const { applicant } = cast(s)
    const before = await granted(s, await submitted(s))
    const [choice] = (await s.cases.licenceChoices(await applicant.caller(), 'food-licence-alteration')).items
    expect(choice!.values).toMatchObject({ operatorName: '三湖县湖畔面馆', address: '三湖县莲湖镇湖滨路18号' })
    const form = { ...aForm(), ...choice!.values, address: '三湖县莲湖镇湖滨路20号', cause: '门牌号码调整' }
    const caseId = await applicant.submits('food-licence-alteration', form, await theMaterials(applicant))
    const after = await granted(s, caseId)
    expect((await applicant.sees(caseId)).statusText).toBe('准予变更')
    const verified = async (code: string) => (await s.verification.document(s.tenantId, code))!.licence
    expect(await verified(before)).toMatchObject({ valid: false, superseded: true, standing: 'valid' })
    expect(await verified(after)).toMatchObject({ valid: true, superseded: false, licenceNo: choice!.licenceNo })
    const licence = await s.cases.getLicence(await applicant.caller(), choice!.id)
    expect(licence.history.at(-1)!.changes).toEqual([
      { label: '经营场所', before: '三湖县莲湖镇湖滨路18号', after: '三湖县莲湖镇湖滨路20号' },
    ])
    expect(licence.document).not.toBeNull()
  })
})

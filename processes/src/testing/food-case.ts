import type { Actor } from './actor.ts'
import type { Office } from './office.ts'

/*
 * A case of the food business licence, brought to the step a test is about by the people of the sample county.
 */

export const FOOD_MATTER = 'food-business-licence'
export const FOOD_FORM = {
  operatorName: '湖畔面馆',
  creditCode: '91350100M000100Y43',
  legalRepresentative: '李春华',
  citizenId: '11010519491231002X',
  phone: '13800138000',
  address: '湖滨路 1 号',
  area: 30,
  online: false,
  businessForm: '餐饮服务经营者',
  items: ['热食类食品制售'],
  safetyManager: '周敏',
  staff: [{ name: '周敏', position: '店员', healthCertificateNo: 'JK-1' }],
  truthful: true,
}
const SITE_RECORD = {
  checkedOn: '2026-09-18',
  premises: '符合',
  layout: '符合',
  facilities: '符合',
  system: '符合',
  health: '符合',
  conclusion: '符合',
}
const MATERIALS = ['identity', 'floor-plan', 'safety-system', 'health-certificates']

export type FoodStep = 'Task_Intake' | 'Task_Review' | 'Task_SiteCheckA' | 'Task_Audit' | 'Task_Decide'

/** Hands in an application and carries it to `step`, which is open then. @returns the case's id */
export async function foodCase(
  office: Pick<Office, 'documents'>,
  person: (userId: string) => Actor,
  step: FoodStep,
  form: Record<string, unknown> = FOOD_FORM,
): Promise<string> {
  const applicant = person('shenqing')
  const materials: Record<string, string[]> = {}
  for (const key of MATERIALS) materials[key] = [await applicant.uploads()]
  const caseId = await applicant.submits(FOOD_MATTER, form, materials)
  if (step === 'Task_Intake') return caseId
  await person('chuangkou').does('Task_Intake', 'accept')
  await office.documents.make()
  if (step === 'Task_Review') return caseId
  const named = { finding: '齐全', siteDate: '2026-09-18', officerA: 'takan1', officerB: 'takan2' }
  await person('chengban').does('Task_Review', 'submit', { form: named })
  if (step === 'Task_SiteCheckA') return caseId
  await person('takan1').does('Task_SiteCheckA', 'submit', { form: SITE_RECORD })
  await person('takan2').does('Task_SiteCheckB', 'submit', { form: SITE_RECORD })
  if (step === 'Task_Audit') return caseId
  await person('shenhe').does('Task_Audit', 'pass', { opinion: '同意' })
  return caseId
}

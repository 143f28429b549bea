import { fileURLToPath } from 'node:url'
import type { Actor, Scenario } from '@lianban/processes/testing'

export const FOLDER = fileURLToPath(new URL('..', import.meta.url))
export const MATTER = 'food-business-licence'

/** A whole and right application form; `change` gives what matters to the scenario. */
export const aForm = (change: Record<string, unknown> = {}): Record<string, unknown> => ({
  operatorName: '三湖县湖畔面馆',
  creditCode: '91350100M000100Y43',
  legalRepresentative: '李春华',
  citizenId: '11010519491231002X',
  phone: '13800138000',
  address: '三湖县莲湖镇湖滨路18号',
  area: 85,
  online: false,
  businessForm: '餐饮服务经营者',
  items: ['热食类食品制售', '自制饮品制售'],
  safetyManager: '周敏',
  staff: [{ name: '李春华', position: '厨师', healthCertificateNo: 'JK2026-0101' }],
  truthful: true,
  ...change,
})

/** Everything the matter asks for, freshly uploaded. */
export const theMaterials = async (applicant: Actor): Promise<Record<string, string[]>> => ({
  identity: [await applicant.uploads('身份证.jpg', 'image/jpeg')],
  'floor-plan': [await applicant.uploads('平面图.pdf')],
  'safety-system': [await applicant.uploads('制度.pdf')],
  'health-certificates': [await applicant.uploads('健康证.png', 'image/png')],
})

/** The people of the bureau by their work. */
export const cast = (s: Scenario) => ({
  applicant: s.person('shenqing'),
  windowClerk: s.person('chuangkou'),
  handler: s.person('chengban'),
  officerA: s.person('takan1'),
  officerB: s.person('takan2'),
  reviewer: s.person('shenhe'),
  approver: s.person('pizhun'),
  deliveryClerk: s.person('chujian'),
  leader: s.person('juzhang'),
  auditor: s.person('jianjian'),
  otherBureau: s.person('chengguan'),
  systemAdmin: s.person('xitong'),
})

export const aReview = (change: Record<string, unknown> = {}) => ({
  finding: '材料齐全,内容相符',
  siteDate: '2026-09-22',
  officerA: 'takan1',
  officerB: 'takan2',
  ...change,
})

export const aSiteCheck = (change: Record<string, unknown> = {}) => ({
  checkedOn: '2026-09-22',
  premises: '符合',
  layout: '符合',
  facilities: '符合',
  system: '符合',
  health: '合理缺项',
  conclusion: '符合',
  ...change,
})

export const aDelivery = { method: '窗口领取', receiver: '李春华', deliveredOn: '2026-09-24' }

/** The applicant hands in a whole application. @returns the case's id */
export async function submitted(s: Scenario, form = aForm()): Promise<string> {
  const { applicant } = cast(s)
  return applicant.submits(MATTER, form, await theMaterials(applicant))
}

/** From intake to the end of the site check. */
export async function accepted(s: Scenario): Promise<void> {
  await cast(s).windowClerk.does('Task_Intake', 'accept')
  await s.documents.make()
}

export async function checkedOnSite(s: Scenario): Promise<void> {
  const { handler, officerA, officerB } = cast(s)
  await handler.does('Task_Review', 'submit', { form: aReview() })
  await officerA.does('Task_SiteCheckA', 'submit', { form: aSiteCheck() })
  await officerB.does('Task_SiteCheckB', 'submit', { form: aSiteCheck() })
}

export async function audited(s: Scenario): Promise<void> {
  await cast(s).reviewer.does('Task_Audit', 'pass', { opinion: '同意承办意见' })
}

/** The bureau's leader signs for and explains every card that waits for him; the auditor upholds or cancels it. */
export async function cardsAnswered(s: Scenario, result: 'uphold' | 'cancel' = 'uphold'): Promise<string[]> {
  const leader = await cast(s).leader.caller()
  const auditor = await cast(s).auditor.caller()
  const { cards } = s.supervision
  const { items } = await cards.list(leader, { state: 'issued', limit: 50 })
  for (const { id } of items) {
    await cards.sign(leader, id)
    await cards.reply(leader, id, { kind: 'explain', text: '人员外出,已另行安排', fileIds: [] })
    await cards.review(auditor, id, {
      result,
      text: result === 'uphold' ? '理由不成立' : '依法延期',
      ...(result === 'cancel' && { reasonCode: 'legal-extension' }),
    })
    if ((await cards.get(auditor, id)).state === 'liability') {
      await cards.liability(auditor, id, {
        shares: [{ name: '郑国华', role: 'approver', percent: 100 }],
        measure: 'advice',
        text: '应当按时决定',
      })
    }
  }
  await s.supervise()
  return items.map(({ title }) => title)
}

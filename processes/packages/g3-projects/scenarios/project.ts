import { fileURLToPath } from 'node:url'
import { projectMoney, projects, type ProjectRow } from '@lianban/storage'
import { tinyPng, type Actor, type Scenario } from '@lianban/processes/testing'

export const FOLDER = fileURLToPath(new URL('..', import.meta.url))
/** A Monday morning without holidays near it. */
export const MONDAY = '2026-03-02T09:00:00+08:00'
export const NAME = '智慧生态监测平台'
/** Good check characters; nobody's. */
export const WINNER = '91320899MA1ABCDE8N'

/** Who takes part in a project of the environment bureau. */
export const cast = (s: Scenario) => {
  const person = (id: string) => s.person(id)
  return {
    officer: person('hbj-xiangmu'),
    lead: person('hbj-fuze'),
    leader: person('hbj-juzhang'),
    accountant: person('hbj-caiwu'),
    legal: person('hbj-fazhi'),
    tech: person('xxzx-jishu'),
    techHead: person('xxzx-pizhun'),
    office: person('zhb-shenhe'),
    officeHead: person('zhb-pizhun'),
    group: person('ldxz-zuzhang'),
    planning: person('fgw-xiangmu'),
    planningHead: person('fgw-pizhun'),
    finance: person('czj-shenhe'),
    financeHead: person('czj-pizhun'),
    treasury: person('czj-guoku'),
    security: person('gaj-wangan'),
    archive: person('daj-shenhe'),
    engineer: person('jlgs-jianli'),
    auditor: person('jianjian'),
  }
}

export const need = (change: Record<string, unknown> = {}) => ({
  ...{ projectName: NAME, kind: 'informatisation', need: '对重点排污单位和水体进行在线监测', reuse: '政务云、法人库、地理空间库' },
  ...{ estimate: '10000000.00', designOn: '2026-06-30', contractOn: '2026-09-30', acceptOn: '2027-06-30' },
  ...change,
})

const REUSE = { register: 'none', resources: 'partly', note: '云和数据库复用,监测应用新建' }

/** From the need to the register. @returns the code of the project */
export async function entered(s: Scenario, change: Record<string, unknown> = {}): Promise<string> {
  const { officer, tech, office, group } = cast(s)
  const caseId = await officer.submits('project-entry', need(change), {})
  await tech.does('Task_Reuse', 'pass', { form: REUSE })
  await office.does('Task_Office', 'pass')
  await group.does('Task_Group', 'list', { opinion: '同意入库' })
  await s.documents.make(caseId)
  return (await projects(s.database).ofCase(s.tenantId, caseId))!.code
}

export const estimated = (code: string, estimate: string) => ({
  ...{ projectCode: code, projectName: NAME, content: '监测站点六十处和监测应用一套', estimate, architecture: '部署在政务云' },
  ...{ dataSharing: true, securityLevel: '3', crypto: true, performance: '重点水体在线监测全覆盖' },
})

/** What may be changed of it when it was sent back. */
export function revised(change: Record<string, unknown> = {}): Record<string, unknown> {
  const { projectCode: _, projectName: __, ...rest } = estimated('', '10000000.00')
  return { ...rest, ...change }
}

const TECHNICAL = { architecture: 'pass', sharing: 'pass', cloud: 'pass', level: '3', crypto: 'pass', note: '符合' }

/** A signature by hand. @returns its id */
export async function signs(s: Scenario, actor: Actor): Promise<string> {
  const stored = await s.objects.put(tinyPng(300, 120))
  return (await s.cases.registerSignature(await actor.caller(), stored)).signatureId
}

export const EXPERTS = [
  'xxzx-zhuanjia',
  'jxw-zhuanjia',
  'kjj-zhuanjia',
  'wjw-zhuanjia',
  'zjj-zhuanjia1',
  'zjj-zhuanjia2',
  'jyj-zhuanjia1',
  'jyj-zhuanjia2',
]

/** The experts who have something to do, with their task. */
export async function panel(s: Scenario): Promise<Actor[]> {
  const found: Actor[] = []
  for (const id of EXPERTS) if ((await s.person(id).inbox()).some(({ elementId }) => elementId === 'Task_Expert')) found.push(s.person(id))
  return found
}

export async function opines(s: Scenario, expert: Actor, conclusion = 'agree'): Promise<void> {
  await expert.does('Task_Expert', 'submit', {
    form: { interest: 'none', conclusion, text: '方案可行' },
    signature: await signs(s, expert),
  })
}

/** The five organs of the joint review, side by side, and its minutes. */
export async function jointlyReviewed(s: Scenario): Promise<void> {
  const { planning, finance, tech, security, archive } = cast(s)
  const asked = { Planning: planning, Finance: finance, Tech: tech, Security: security, Archive: archive }
  for (const [name, actor] of Object.entries(asked)) await actor.does(`Task_Joint${name}`, 'reply', { form: { conclusion: 'agree' } })
  await planning.does('Task_Minutes', 'pass', { form: { heldOn: '2026-03-10', present: '五家单位', minutes: '会议同意该项目,按意见修改' } })
}

/** 项目建议书, 可研, 初步设计…: as far as the decision of the 发改委. */
export async function reviewed(s: Scenario, matter: string, form: Record<string, unknown>): Promise<string> {
  const { officer, tech } = cast(s)
  const caseId = await officer.submits(matter, form, {})
  await tech.does('Task_Technical', 'pass', { form: TECHNICAL })
  for (const expert of await panel(s)) await opines(s, expert)
  await jointlyReviewed(s)
  return caseId
}

/** The opinions of the experts, then the reply. */
export async function papers(s: Scenario, caseId: string): Promise<void> {
  for (let made = 1; made > 0;) made = (await s.documents.make(caseId)).length
}

export async function approved(s: Scenario, matter: string, form: Record<string, unknown>): Promise<string> {
  const caseId = await reviewed(s, matter, form)
  await cast(s).planningHead.does('Task_Decide', 'grant', { opinion: '同意' })
  await papers(s, caseId)
  return caseId
}

export { TECHNICAL }

/** A matter that leader, desk and head of the organ in charge pass. */
export async function recorded(s: Scenario, matter: string, form: Record<string, unknown>, desk: Actor, head: Actor): Promise<string> {
  const { officer, leader } = cast(s)
  const caseId = await officer.submits(matter, form, {})
  await leader.does('Task_Leader', 'pass')
  await desk.does('Task_Desk', 'pass')
  await head.does('Task_Approve', 'pass')
  return caseId
}

export const of = (code: string) => ({ projectCode: code, projectName: NAME })

export async function budgeted(s: Scenario, code: string, year: number, amount: string): Promise<string> {
  const { finance, financeHead } = cast(s)
  return recorded(s, 'annual-budget', { ...of(code), year, amount, source: '县级财政' }, finance, financeHead)
}

export const purchase = (code: string, change: Record<string, unknown> = {}) => ({
  ...{ ...of(code), category: 'goods', amount: '1800000.00', content: '监测设备和应用软件' },
  ...change,
})

export const winner = (bid: string, change: Record<string, unknown> = {}) => ({
  ...{ supplierName: '三湖县广播电视信息网络有限公司', supplierCode: WINNER, bid, awardedOn: '2026-03-20' },
  ...change,
})

/** A small project from its need to the result of a purchase. @returns its code */
export async function awarded(s: Scenario, bid = '1800000.00'): Promise<string> {
  const code = await entered(s, { estimate: '1900000.00' })
  await approved(s, 'implementation-plan', estimated(code, '1950000.00'))
  await purchased(s, code, bid)
  return code
}

/** Of a project with its 概算: a budget and the result of a purchase. */
export async function purchased(s: Scenario, code: string, bid = '1800000.00'): Promise<void> {
  const { officer, leader } = cast(s)
  await budgeted(s, code, 2026, '1000000.00')
  const caseId = await officer.submits('procurement', purchase(code), {})
  await leader.does('Task_Method', 'pass')
  await officer.does('Task_Purchase', 'awarded', { form: { method: 'negotiation', ...winner(bid) } })
  await s.documents.make(caseId)
}

export const contractForm = (code: string, change: Record<string, unknown> = {}) => ({
  ...of(code),
  ...{ contractNo: 'HT-2026-01', payeeName: '三湖县广播电视信息网络有限公司', payeeCode: WINNER, payeeOrgan: 'yx', amount: '1800000.00' },
  ...{ retention: '54000.00', payDays: 30, signedOn: '2026-03-30' },
  milestones: [
    { name: '到货验收', plannedOn: '2026-05-30', amount: '900000.00' },
    { name: '竣工验收', plannedOn: '2026-10-30', amount: '846000.00' },
    { name: '质量保证金', plannedOn: '2027-10-30', amount: '54000.00' },
  ],
  ...change,
})

/** @returns the code of a project with a signed contract */
export async function contracted(s: Scenario): Promise<string> {
  const code = await awarded(s)
  await signed(s, code)
  return code
}

/** The contract of a project that has a winner. */
export async function signed(s: Scenario, code: string): Promise<void> {
  const { officer, legal, accountant, leader } = cast(s)
  await officer.submits('project-contract', contractForm(code), {})
  await legal.does('Task_Legal', 'pass')
  await accountant.does('Task_Finance', 'pass')
  await leader.does('Task_Sign', 'sign')
  await officer.does('Task_Publish', 'publish')
}

export const milestone = (code: string, milestoneNo: number, acceptedOn: string) => ({
  ...{ ...of(code), contractNo: 'HT-2026-01', milestoneNo, acceptedOn, report: '现场核对,符合合同' },
})

export const request = (code: string, change: Record<string, unknown> = {}) => ({
  ...{ ...of(code), contractNo: 'HT-2026-01', milestoneNo: 1, invoiceNo: '26322000000000000001', amount: '900000.00' },
  ...change,
})

/** A payment's way up to the treasury. */
export async function paymentPassed(s: Scenario, caseId: string): Promise<void> {
  const { lead, engineer, accountant, leader, finance } = cast(s)
  await lead.does('Task_Lead', 'pass')
  await engineer.does('Task_Supervisor', 'pass')
  await accountant.does('Task_Finance', 'pass')
  await leader.does('Task_Head', 'pass')
  await finance.does('Task_Treasury', 'pass')
  await s.documents.make(caseId)
}

export const projectNow = async (s: Scenario, code: string): Promise<ProjectRow> => (await projects(s.database).byCode(s.tenantId, code))!

export async function paymentsNow(s: Scenario, code: string) {
  const { id } = await projectNow(s, code)
  return projectMoney(s.database).payments({ tenantId: s.tenantId, projectIds: [id] })
}

/** What the supervision log says of a case. */
export async function logged(s: Scenario, subject: string): Promise<{ action: string; payload: unknown }[]> {
  return (await s.tenants.supervision.entries(s.tenantId, { subject, limit: 200 })).items
}

/** The codes of the problems with which handing in is refused. */
export async function refusal(deed: Promise<unknown>): Promise<string[]> {
  try {
    await deed
  } catch (error) {
    const { details } = error as { details?: { problems?: { code: string }[]; reason?: string } }
    if (details?.problems) return details.problems.map(({ code }) => code)
    if (details?.reason) return [details.reason]
    throw error
  }
  return []
}

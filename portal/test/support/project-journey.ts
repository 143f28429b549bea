import { tinyPng } from '@lianban/processes/testing'
import type { ApiClient } from './api-client.ts'
import { until, waitForTask, work, type InboxItem } from './licence-journey.ts'

const NAME = '智慧生态监测平台'
/** Nobody's, with good check characters. */
const WINNER = { payeeName: '三湖县广播电视信息网络有限公司', payeeCode: '91320899MA1ABCDE8N' }
const EXPERTS = ['xxzx', 'jxw', 'kjj', 'wjw', 'zjj', 'jyj'].flatMap((organ) =>
  ['zjj', 'jyj'].includes(organ) ? [`${organ}-zhuanjia1`, `${organ}-zhuanjia2`] : [`${organ}-zhuanjia`],
)

export type Login = (username: string) => Promise<ApiClient>

async function handIn(
  person: ApiClient,
  matterKey: string,
  form: Record<string, unknown>,
  papers: readonly string[] = [],
): Promise<string> {
  const materials: Record<string, string[]> = {}
  for (const key of papers) materials[key] = [(await person.upload(`${key}.png`, tinyPng(300, 200))).body.fileId]
  const { status, body } = await person.post<{ caseId: string }>('/api/cases', { matterKey, form, materials })
  if (status !== 201) throw new Error(`${matterKey}: ${status} ${JSON.stringify(body)}`)
  return body.caseId
}

/** A project of the environment bureau that is listed. @returns its id and code */
export async function enteredProject(
  login: Login,
  change: { projectName?: string; kind?: string } = {},
): Promise<{ id: string; code: string }> {
  const officer = await login('hbj-xiangmu')
  const caseId = await handIn(officer, 'project-entry', {
    ...{ projectName: NAME, kind: 'informatisation', need: '对重点排污单位和水体进行在线监测', reuse: '政务云、法人库、地理空间库' },
    ...{ estimate: '1900000.00', designOn: '2026-12-31', contractOn: '2027-01-31', acceptOn: '2027-10-31' },
    ...change,
  })
  const reuse = { register: 'none', resources: 'partly', note: '云和数据库复用,监测应用新建' }
  await work(await login('xxzx-jishu'), caseId, 'Task_Reuse', { action: 'pass', form: reuse })
  await work(await login('zhb-shenhe'), caseId, 'Task_Office', { action: 'pass' })
  await work(await login('ldxz-zuzhang'), caseId, 'Task_Group', { action: 'list', opinion: '同意入库' })
  return until('the project', async () => {
    const { body } = await officer.get<{ items: { id: string; code: string; name: string }[] }>('/api/projects')
    return body.items.find(({ name }) => name === (change.projectName ?? NAME))
  })
}

/** Its plan of one piece, reviewed by experts and five organs, budget, purchase and contract. */
export async function contractedProject(login: Login, code: string, year: number, today: string): Promise<void> {
  const officer = await login('hbj-xiangmu')
  const of = { projectCode: code, projectName: NAME }
  const plan = await handIn(officer, 'implementation-plan', {
    ...{ ...of, content: '监测站点六十处和监测应用一套', estimate: '1950000.00', architecture: '部署在政务云' },
    ...{ dataSharing: true, securityLevel: '3', crypto: true, performance: '重点水体在线监测全覆盖' },
  })
  await reviewed(login, plan)
  await work(await login('fgw-pizhun'), plan, 'Task_Decide', { action: 'grant', opinion: '同意' })
  await closed(officer, plan)
  const budget = await handIn(officer, 'annual-budget', { ...of, year, amount: '1000000.00', source: '县级财政' })
  await work(await login('hbj-juzhang'), budget, 'Task_Leader', { action: 'pass' })
  await work(await login('czj-shenhe'), budget, 'Task_Desk', { action: 'pass' })
  await work(await login('czj-pizhun'), budget, 'Task_Approve', { action: 'pass' })
  const purchase = await handIn(officer, 'procurement', { ...of, category: 'goods', amount: '1800000.00', content: '监测设备和应用软件' })
  await work(await login('hbj-juzhang'), purchase, 'Task_Method', { action: 'pass' })
  await work(officer, purchase, 'Task_Purchase', {
    action: 'awarded',
    form: { method: 'negotiation', supplierName: WINNER.payeeName, supplierCode: WINNER.payeeCode, bid: '1800000.00', awardedOn: today },
  })
  const contract = await handIn(officer, 'project-contract', {
    ...{
      ...of,
      contractNo: 'HT-2026-01',
      ...WINNER,
      payeeOrgan: 'yx',
      amount: '1800000.00',
      retention: '54000.00',
      payDays: 30,
      signedOn: today,
    },
    milestones: [
      { name: '到货验收', plannedOn: '2027-05-30', amount: '900000.00' },
      { name: '竣工验收', plannedOn: '2027-10-30', amount: '846000.00' },
      { name: '质量保证金', plannedOn: '2028-10-30', amount: '54000.00' },
    ],
  })
  await work(await login('hbj-fazhi'), contract, 'Task_Legal', { action: 'pass' })
  await work(await login('hbj-caiwu'), contract, 'Task_Finance', { action: 'pass' })
  await work(await login('hbj-juzhang'), contract, 'Task_Sign', { action: 'sign' })
  await work(officer, contract, 'Task_Publish', { action: 'publish' })
}

async function reviewed(login: Login, caseId: string): Promise<void> {
  const technical = { architecture: 'pass', sharing: 'pass', cloud: 'pass', level: '3', crypto: 'pass', note: '符合' }
  await work(await login('xxzx-jishu'), caseId, 'Task_Technical', { action: 'pass', form: technical })
  let opinions = 0
  for (const username of EXPERTS) {
    const expert = await login(username)
    const { body } = await expert.get<{ items: InboxItem[] }>('/api/inbox?limit=200')
    if (!body.items.some((item) => item.caseId === caseId)) continue
    const signature = await expert.upload<{ signatureId: string }>('signature.png', tinyPng(300, 120), '/api/signatures')
    const form = { interest: 'none', conclusion: 'agree', text: '方案可行' }
    await work(expert, caseId, 'Task_Expert', { action: 'submit', form, signature: signature.body.signatureId })
    opinions++
  }
  if (opinions !== 3) throw new Error(`${opinions} experts were drawn`)
  const asked = { Planning: 'fgw-xiangmu', Finance: 'czj-shenhe', Tech: 'xxzx-jishu', Security: 'gaj-wangan', Archive: 'daj-shenhe' }
  for (const [name, username] of Object.entries(asked))
    await work(await login(username), caseId, `Task_Joint${name}`, { action: 'reply', form: { conclusion: 'agree' } })
  const minutes = { heldOn: '2026-11-26', present: '五家单位', minutes: '会议同意该项目,按意见修改' }
  await work(await login('fgw-xiangmu'), caseId, 'Task_Minutes', { action: 'pass', form: minutes })
}

/** Its papers are printed in the background. */
const closed = (person: ApiClient, caseId: string) =>
  until('the end of the case', async () => {
    const { body } = await person.get<{ status: string; documents?: unknown[] }>(`/api/cases/${caseId}`)
    return body.status === 'granted' && (await person.get<{ items: InboxItem[] }>('/api/inbox?limit=5')).status === 200
  })

/** A month of the operation, filed and scored by all. */
export async function scoredMonth(login: Login, month: string): Promise<void> {
  const operator = await login('youxian')
  const caseId = await handIn(operator, 'bot-monthly-payment', {
    ...{ month, availability: 99.75, outages: 1, outageMinutes: 70, orders: 40, inTime: 38 },
    ...{ invoiceNo: '26322000000000000201', amount: '850000.00', report: '中断一次,其余达到服务级别' },
  })
  for (const username of ['zjj-xiangmu', 'cgj-xiangmu', 'xxzx-xiangmu'])
    await work(await login(username), caseId, 'Task_Score', { action: 'score', form: { score: 86, reason: '中断未提前告知' } })
  await work(await login('zhb-shenhe'), caseId, 'Task_Collect', { action: 'collect' })
  await waitForTask(operator, caseId, 'Task_Confirm')
}

/** A construction project whose first stage was handed in. */
async function landPermit(login: Login, projectName: string): Promise<{ id: string; caseId: string }> {
  const { id, code } = await enteredProject(login, { projectName, kind: 'construction' })
  const form = {
    ...{ projectCode: code, projectName, place: '城南新区,东至湖滨路', landArea: 12000, floorArea: 5600, content: '新建业务用房一幢' },
    ...{ civilDefence: 'needed', environment: 'needed', energy: 'none', soil: 'regional', utilities: 'needed' },
    regionalNo: '三水评〔2025〕3号',
  }
  return { id, caseId: await handIn(await login('hbj-xiangmu'), 'land-permit', form, ['site-plan']) }
}

/** A stage that came back to its applicant. @returns his task */
export async function returnedStage(login: Login): Promise<{ caseId: string; taskId: string }> {
  const { caseId } = await landPermit(login, '应急物资仓库')
  await work(await login('gtj-gcshouli'), caseId, 'Task_Intake', { action: 'return', opinion: '一次性告知:四至不清,请更换用地范围图' })
  return waitForTask(await login('hbj-xiangmu'), caseId, 'Task_Revise')
}

/** A construction project whose first stage is under way: the opinion on land is given, the rest lies with its organs. @returns its id */
export async function constructionProject(login: Login): Promise<string> {
  const { id, caseId } = await landPermit(login, '环境监测业务用房')
  await work(await login('gtj-gcshouli'), caseId, 'Task_Intake', { action: 'accept' })
  const examined = { action: 'submit', form: { conclusion: 'agree' } }
  await work(await login('gtj-xiangmu'), caseId, 'Task_Examine', examined, '用地预审与选址意见(承办)')
  const passed = { action: 'pass', opinion: '符合国土空间规划' }
  await work(await login('gtj-gcpizhun'), caseId, 'Task_Decide', passed, '用地预审与选址意见(决定)')
  await until('the opinion in print', async () => {
    const { body } = await (await login('hbj-xiangmu')).get<{ cases: { documents: { name: string }[] }[] }>(`/api/projects/${id}`)
    return body.cases.some(({ documents }) => documents.some(({ name }) => name === '审批意见'))
  })
  return id
}

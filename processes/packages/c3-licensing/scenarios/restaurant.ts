import { aProcess } from '@lianban/engine/testing'
import type { FormSchema } from '@lianban/forms'
import type { MatterManifest, ProcessPackage } from '@lianban/processes'
import type { Actor, Scenario } from '@lianban/processes/testing'

/*
 * The theme 开餐馆一件事 on three or four short matters: what a joint case does between its matters is the same, however long each takes.
 */

export const THEME = 'opening-a-restaurant'
export const FOOD = 'food-business-licence'
export const HYGIENE = 'public-place-hygiene-permit'
export const SIGN = 'outdoor-advertising-permit'
export const ROAD = 'road-occupation-permit'

const input = (title: string, more: object = {}) => ({ type: 'string', title, required: true, 'x-component': 'Input', ...more }) as const
const section = (title: string, properties: object) => ({ type: 'void', title, 'x-component': 'Section', properties }) as const
const form = (properties: object) => ({ type: 'object', 'x-lianban': { version: 1 }, properties }) as FormSchema

const OPERATOR = { operatorName: input('经营者名称', { maxLength: 100 }), phone: input('手机号码', { 'x-component': 'Phone' }) }
const FORMS: Record<string, FormSchema> = {
  [FOOD]: form({
    operator: section('经营者', { ...OPERATOR, legalRepresentative: input('法定代表人') }),
    premises: section('经营场所', { address: input('经营场所地址'), area: { type: 'number', title: '面积', required: true, minimum: 1 } }),
  }),
  [HYGIENE]: form({
    operator: section('经营者', { unitName: input('单位名称', { maxLength: 60 }), phone: OPERATOR.phone }),
    place: section('公共场所', {
      address: input('地址'),
      area: { type: 'number', title: '面积', required: true, minimum: 10 },
      rooms: { type: 'integer', title: '房间数', required: true, minimum: 0 },
    }),
  }),
  [SIGN]: form({
    operator: section('设置人', OPERATOR),
    sign: section('广告', {
      area: { type: 'number', title: '广告面积', required: true },
      licenceReference: input('食品经营许可证编号'),
    }),
  }),
  [ROAD]: form({
    operator: section('申请人', OPERATOR),
    road: section('占用道路', { area: { type: 'number', title: '占用面积', required: true, minimum: 1 } }),
  }),
}

const paper = (key: string, kind: string | null, name: string) => ({
  ...{
    key,
    kind,
    name,
    required: 'required' as const,
    description: name,
    formats: ['pdf' as const],
    maxBytes: 1_000_000,
    maxFiles: 2,
    basis: '规定',
  },
  ...{ form: 'electronic' as const, copies: 1, source: 'applicant' as const, sample: null, sharing: null, declared: false, deferral: null },
})
const MATERIALS: Record<string, MatterManifest['materials']> = {
  [FOOD]: [paper('identity', 'identity-card', '身份证明'), paper('floor-plan', 'floor-plan', '平面图')],
  [HYGIENE]: [
    paper('id-card', 'identity-card', '负责人身份证'),
    paper('plan', 'floor-plan', '场所平面图'),
    paper('water', null, '水质检测报告'),
  ],
  [SIGN]: [paper('drawing', null, '效果图')],
  [ROAD]: [paper('plan', 'floor-plan', '平面图'), paper('works', null, '施工方案')],
}

const NAMES: Record<string, string> = {
  [FOOD]: '食品经营许可',
  [HYGIENE]: '公共场所卫生许可',
  [SIGN]: '户外广告设置许可',
  [ROAD]: '占用城市道路许可',
}

/** Intake, decision, the decision's papers, and the wait for the one delivery; a supplement in between. */
const model = (key: string): string =>
  aProcess(`test-${key}`)
    .startEvent('Start')
    .userTask('Task_Intake', { name: '受理审查', 'camunda:candidateGroups': '${organ}:window-clerk' })
    .exclusiveGateway('GW_Intake')
    .condition('=intakeResult = "accept"')
    .userTask('Task_Decide', { name: '决定', 'camunda:candidateGroups': '${organ}:approver', 'camunda:dueDate': '=workdays(20)' })
    .exclusiveGateway('GW_Decide')
    .condition('=decisionResult = "grant"')
    .serviceTask('Doc_Grant', 'render-document', { properties: { template: 'grant-decision', documentName: '准予行政许可决定书' } })
    .serviceTask('Doc_Licence', 'render-document', { properties: { template: 'licence', documentName: '许可证' } })
    .messageCatch('Catch_Together', 'delivered-together', { attributes: { name: '等待统一出件' } })
    .endEvent('End_Granted')
    .moveTo('GW_Decide')
    .condition('=decisionResult = "refuse"')
    .serviceTask('Doc_Refusal', 'render-document', { properties: { template: 'refusal-decision', documentName: '不予行政许可决定书' } })
    .connectTo('Catch_Together')
    .moveTo('GW_Intake')
    .condition('=intakeResult = "supplement"')
    .messageCatch('Catch_Supplement', 'supplement-submitted', { attributes: { name: '等待申请人补正' } })
    .connectTo('Task_Intake')
    .moveTo('GW_Intake')
    .condition('=intakeResult = "not-accept"')
    .endEvent('End_NotAccepted')
    .boundaryTimer('Task_Decide', 'Timer_Statutory', { duration: '=workdays(statutoryDays, clockFrom, clock)' }, { interrupting: false })
    .endEvent('End_Late')
    .toXml()

const NEXT = { text: '下一环节', people: '经办人' }
const action = (key: string, effect: string, variable: string, more: object = {}) => ({
  ...{ key, label: key, kind: 'primary', opinion: 'optional', set: { [variable]: key }, next: NEXT, effect },
  ...more,
})
const TASKS = {
  Task_Intake: {
    post: 'window-clerk',
    take: 'claim',
    verbs: [],
    applicationAccess: { '*': 'read' },
    actions: [
      action('accept', 'accept', 'intakeResult'),
      action('supplement', 'request-supplement', 'intakeResult', { fields: 'missing-materials' }),
      action('not-accept', 'not-accept', 'intakeResult'),
    ],
  },
  Task_Decide: {
    post: 'approver',
    take: 'claim',
    verbs: [],
    applicationAccess: { '*': 'read' },
    actions: [action('grant', 'grant', 'decisionResult'), action('refuse', 'refuse', 'decisionResult')],
  },
} as unknown as MatterManifest['tasks']

const CODES: Record<string, string> = { [FOOD]: '三市监', [HYGIENE]: '三卫', [SIGN]: '三城管', [ROAD]: '三住建' }
const ORGANS: Record<string, string> = { [FOOD]: 'scjg', [HYGIENE]: 'wjw', [SIGN]: 'cgj', [ROAD]: 'zjj' }

/** As `onShortMatters`, with a fourth matter of a fourth unit, which every restaurant needs: its building site stands on the road. */
export const onFourShortMatters = () =>
  onShortMatters(({ matters }) => void matters.push({ ...matters[0]!, matter: ROAD, fields: { area: 'roadArea' } }), [ROAD])

/** The package with the theme in force, on three short matters. `change` gives what a scenario is about, `more` further matters. */
export const onShortMatters =
  (change: (theme: ProcessPackage['manifest']['themes'][number]) => void = () => undefined, more: string[] = []) =>
  (processPackage: ProcessPackage): void => {
    const { manifest, forms, models } = processPackage
    const whole = manifest.matters.find(({ key }) => key === FOOD)!
    manifest.matters = [FOOD, HYGIENE, SIGN, ...more].map((key, at) => {
      forms[`test-${key}`] = structuredClone(FORMS[key]!)
      models[`test-${key}.bpmn`] = model(key)
      return {
        ...whole,
        ...{ key, name: NAMES[key]!, organ: ORGANS[key]!, matterNo: `9${at}00`, commitment: null, handling: 'promised' },
        applicationForm: `test-${key}`,
        applicantName: key === HYGIENE ? 'unitName' : 'operatorName',
        process: { file: `test-${key}.bpmn`, key: `test-${key}` },
        licence: { name: `${NAMES[key]}证`, validYears: 4, numbering: 'licence', document: 'licence' },
        materials: MATERIALS[key]!,
        results: [{ name: `${NAMES[key]}证`, kind: '证照', sample: null }],
        applicantAccess: { '*': 'write' },
        supplementAccess: { '*': 'write' },
        tasks: TASKS,
        documentNumbers: { ...whole.documentNumbers, organCode: CODES[key]! },
        steps: [],
        separation: [],
        timers: { Timer_Statutory: 'statutory-passed' },
        outcomes: { End_Granted: 'granted', End_NotAccepted: 'not-accepted' },
        messages: { supplement: 'supplement-submitted' },
      } satisfies MatterManifest
    })
    const theme = manifest.themes.find(({ key }) => key === THEME)!
    const [, hygiene, sign] = theme.matters
    theme.draft = false
    hygiene!.fields = { unitName: 'operatorName' }
    sign!.fields = { area: 'signArea' }
    sign!.dependsOn[0]!.take = { licenceReference: 'licenceNo' }
    change(theme)
  }

/** What the applicant fills in, once, for all three. */
export const aForm = (change: Record<string, unknown> = {}): Record<string, unknown> => ({
  otherPlaces: ['住宿'],
  hasSignboard: true,
  operatorName: '三湖县湖畔人家',
  phone: '13800138000',
  legalRepresentative: '李春华',
  address: '三湖县莲湖镇湖滨路18号',
  area: 85,
  rooms: 6,
  signArea: 12,
  ...change,
})

/** Each paper once. */
export const thePapers = async (applicant: Actor): Promise<Record<string, string[]>> => ({
  identity: [await applicant.uploads('身份证.pdf')],
  'floor-plan': [await applicant.uploads('平面图.pdf')],
  water: [await applicant.uploads('水质.pdf')],
  drawing: [await applicant.uploads('效果图.pdf')],
})

const STAFF = [
  ['wsck', 'wjw', 'window-clerk'],
  ['wspz', 'wjw', 'approver'],
  ['cgpz', 'cgj', 'approver'],
  ['zjck', 'zjj', 'window-clerk'],
  ['zjpz', 'zjj', 'approver'],
] as const

/** The people of the four bureaux by their work; those that the sample county lacks are hired. */
export async function people(s: Scenario) {
  for (const [username, organId, post] of STAFF)
    await s.tenants.users.create({
      ...{ tenantId: s.tenantId, id: username, username, name: username, kind: 'staff', password: 'Sanhu-2026-Test!', demo: true },
      by: { actor: { userId: 'system', name: '系统' } },
      posts: [{ organId, post }],
    })
  return {
    applicant: s.person('shenqing'),
    lead: s.person('chuangkou'),
    handler: s.person('chengban'),
    delivery: s.person('chujian'),
    head: s.person('xianzhang'),
    food: { clerk: s.person('chuangkou'), approver: s.person('pizhun') },
    hygiene: { clerk: s.person('wsck'), approver: s.person('wspz') },
    sign: { clerk: s.person('chengguan'), approver: s.person('cgpz') },
    road: { clerk: s.person('zjck'), approver: s.person('zjpz') },
  }
}
export type People = Awaited<ReturnType<typeof people>>
/** Those of the three matters. */
export type Bureau = 'food' | 'hygiene' | 'sign'

export async function submitted(s: Scenario, { applicant }: People, form = aForm()): Promise<string> {
  return applicant.submits(THEME, form, await thePapers(applicant))
}

/** One matter from its intake to its decision, with all the papers that it makes. */
export async function decided(s: Scenario, who: People, bureau: Bureau | 'road', result: 'grant' | 'refuse'): Promise<void> {
  await who[bureau].clerk.does('Task_Intake', 'accept')
  await who[bureau].approver.does('Task_Decide', result, { opinion: '经审查,决定如上' })
  while ((await s.documents.make()).length > 0);
}

/** The children of a joint case as one sees them, by matter. */
export async function childrenOf(actor: Actor, caseId: string) {
  const { joint } = await actor.sees(caseId)
  return Object.fromEntries(joint!.children.map((child) => [child.matterKey, child]))
}

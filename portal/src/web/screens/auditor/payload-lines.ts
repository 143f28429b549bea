import { fieldsOf } from '@lianban/forms'
import { COLOUR_TEXTS, postName } from '@lianban/processes/labels'
import type { CaseDetail } from '../../api/cases.ts'
import { exactText } from '../../time.ts'

/** One recorded value: what it is called, and what it was. */
export interface PayloadLine {
  /** Where it stands in the record, `materials.id-card.0`. */
  path: string
  label: string
  text: string
  /** An identifier or hash: shown in monospace. */
  code: boolean
}

/** What a form calls its fields, by their path in a record without indexes. */
export type FieldNames = ReadonlyMap<string, { title: string; options?: ReadonlyMap<string, string> }>

/** Keys of the log's records in words; an empty word adds nothing. A key we have no word for is shown as it is. */
const WORDS: Record<string, string> = {
  archiveNo: '档号',
  late: '是否逾期',
  problems: '检测发现的问题',
  publication: '公示标识',
  assignee: '办理人',
  card: '监察牌标识',
  cardNo: '监察牌编号',
  dueAt: '期限',
  effect: '法律效果',
  entry: '依据的日志条目',
  integrity: '仅监察机关可见',
  limit: '时限',
  occasion: '情形',
  phase: '阶段',
  acceptedAt: '受理时间',
  action: '操作标识',
  basis: '依据',
  caseNo: '办件编号',
  channel: '办理渠道',
  code: '原因代码',
  decision: '决定',
  door: '来源',
  element: '环节标识',
  fields: '',
  form: '',
  index: '条目',
  key: '表单标识',
  label: '操作',
  materials: '材料',
  replaced: '替换的文件',
  matter: '事项标识',
  message: '说明',
  name: '名称',
  number: '文号',
  opinion: '意见',
  reason: '理由',
  record: '',
  reused: '复用材料',
  rule: '规则',
  sha256: '指纹',
  size: '大小(字节)',
  status: '状态',
  step: '环节',
  task: '任务标识',
  text: '内容',
  values: '',
  principal: '委托人标识',
  delegate: '代理人标识',
  delegation: '委托标识',
  matters: '事项',
  actions: '环节',
  amountLimitFen: '金额上限(分)',
  startsAt: '开始时间',
  endsAt: '结束时间',
  accessId: '应急访问标识',
  expiresAt: '失效时间',
  userName: '人员',
  ruleText: '所豁免的规则',
  policyVersion: '权限规则版本',
  outcome: '结论',
  note: '说明',
  added: '增加的规则',
  put: '新增或改动的规则',
  remove: '删除的规则',
  proposedBy: '提出人标识',
  node: '环节标识',
  type: '类型',
  kind: '类别',
  holding: '任职方式',
  address: '地址',
  attempts: '次数',
  consistency: '比对',
  durationMs: '时长(毫秒)',
  elapsedMs: '已运行(毫秒)',
  error: '原因',
  everyMs: '心跳间隔(毫秒)',
  export: '导出',
  findings: '需说明的事项',
  from: '开始',
  location: '存放处',
  ok: '完好',
  organId: '单位标识',
  post: '岗位',
  proof: '证明所依检查点',
  server: '服务器',
  target: '发布目标',
  until: '结束',
  userId: '用户标识',
  username: '登录名',
  wallMs: '服务器时间',
  method: '登录方式',
  secondFactor: '第二重验证',
  by: '验证方式',
  condition: '条件',
  id: '标识',
  role: '岗位标识',
  scope: '数据范围',
  details: '变更内容',
  parentId: '上级单位标识',
  shortName: '简称',
  sort: '排序',
  successorId: '承接单位标识',
  validFrom: '成立日期',
  validUntil: '终止日期',
  on: '生效日期',
  addresses: '限定地址',
  rights: '权限',
  topics: '任务主题',
  caseId: '办件标识',
  fileIds: '附件标识',
  colour: '牌色',
  title: '情形',
  rules: '规则',
  definition: '规则内容',
  enabled: '启用',
  wasEnabled: '原为启用',
  contentHash: '内容指纹',
  definitionId: '流程版本标识',
  watch: '监察要素',
  apart: '须由不同人员办理的环节',
  before: '前置环节',
  materialNames: '材料名称',
  names: '环节名称',
  phases: '环节所属阶段',
  promisedDays: '承诺工作日',
  statutoryDays: '法定工作日',
  remedies: '救济途径',
  organs: '单位',
  regionCode: '行政区划代码',
  organ: '单位标识',
  carried: '随之转移',
  endedPosts: '终止的任职',
  lockedUntil: '锁定至',
  links: '关联',
  hosts: '域名',
  issuer: '身份认证服务',
  limits: '时限',
  run: '运行标识',
  holds: '前后衔接',
  version: '版本',
  calendar: '日历版本',
  officialUntil: '正式数据至',
  closures: '停办',
  officeHours: '办公时间',
  years: '年度',
  kindName: '特别程序',
  plannedEnd: '计划结束日',
  plannedEndAt: '计划结束时间',
  suspension: '特别程序标识',
  extension: '延期标识',
  overran: '超过计划结束日',
  since: '起始时间',
  approvedBy: '批准人',
  amount: '数量',
  unit: '单位',
  days: '延长',
}
const CODES = new Set([
  'organId',
  'run',
  'server',
  'userId',
  'username',
  'action',
  'caseNo',
  'code',
  'door',
  'element',
  'key',
  'matter',
  'number',
  'rule',
  'sha256',
  'status',
  'task',
])
/** Words that the log records as their keys. */
const VALUES: Record<string, Record<string, string>> = {
  method: { password: '密码', oidc: '统一身份认证' },
  by: { code: '动态口令', 'recovery-code': '恢复码' },
  colour: COLOUR_TEXTS,
  condition: { always: '无条件' },
  channel: { web: '网上', window: '窗口' },
}
/** File ids, `01j8…`, and hashes, wherever they stand. */
const LOOKS_LIKE_CODE = /^[0-9a-z]{26}$|^[0-9a-f]{64}$/
/** Instants whose names do not say so. */
const INSTANTS = new Set(['from', 'until', 'wallMs', 'lockedUntil'])
const INDEX = /^\d+$/
const SUMMARY_KEYS = ['step', 'label', 'name', 'number', 'text', 'message', 'caseNo'] as const

/** Everything a log entry recorded, one line for each value, in the order of the record; nothing is left out. */
export function payloadLines(payload: unknown, names: FieldNames = new Map()): PayloadLine[] {
  return leaves(payload, []).map(({ path, value }) => {
    const plain = path.filter((part) => !INDEX.test(part))
    const options = names.get(plain.join('.'))?.options
    const text = textOf(value, plain.at(-1), options)
    return { path: path.join('.'), label: labelOf(path, names), text, code: CODES.has(plain.at(-1) ?? '') || LOOKS_LIKE_CODE.test(text) }
  })
}

/** The entry's point in a few words, such as `受理审查 · 受理`; empty if the record has none. */
export function payloadSummary(payload: unknown): string {
  if (typeof payload !== 'object' || payload === null) return ''
  const record = payload as Record<string, unknown>
  return SUMMARY_KEYS.flatMap((key) => (typeof record[key] === 'string' ? [record[key]] : [])).join(' · ')
}

/** Names for the records of one case: its application, its materials, the forms of its steps. */
export function fieldNamesOf(item: CaseDetail): FieldNames {
  const names = new Map<string, { title: string; options?: ReadonlyMap<string, string> }>()
  const add = (prefix: string, form: CaseDetail['form']) => {
    for (const { path, title, schema } of fieldsOf(form.schema)) {
      const options = schema.enum && new Map(schema.enum.map(({ value, label }) => [String(value), label]))
      names.set(`${prefix}.${path}`, { title, ...(options && { options }) })
    }
  }
  for (const { form } of item.records ?? []) add('record.form.values', form)
  add('form', item.form)
  for (const { key, name } of item.materials) names.set(`materials.${key}`, { title: name })
  return names
}

function leaves(value: unknown, path: string[]): { path: string[]; value: unknown }[] {
  if (typeof value !== 'object' || value === null) return [{ path, value }]
  if (Array.isArray(value) && value.every((one) => typeof one !== 'object')) return [{ path, value }]
  const entries = Object.entries(value)
  return entries.length === 0 ? [{ path, value: null }] : entries.flatMap(([key, child]) => leaves(child, [...path, key]))
}

/** Titles where the forms have them, else words; table rows are counted from 1. */
function labelOf(path: string[], names: FieldNames): string {
  const titles = path.map(
    (_, end) =>
      names.get(
        path
          .slice(0, end + 1)
          .filter((part) => !INDEX.test(part))
          .join('.'),
      )?.title,
  )
  const known = titles.at(-1) !== undefined
  const parts = path.map((part, place) => {
    if (INDEX.test(part)) return `第 ${Number(part) + 1} 项`
    return titles[place] ?? (known && place > 0 ? '' : (WORDS[part] ?? part))
  })
  return parts.filter(Boolean).join(' · ') || '内容'
}

function textOf(value: unknown, key: string | undefined, options: ReadonlyMap<string, string> | undefined): string {
  if (Array.isArray(value)) return value.length ? value.map((one) => textOf(one, key, options)).join('、') : '无'
  if (value === null || value === undefined || value === '') return '无'
  if (typeof value === 'boolean') return value ? '是' : '否'
  if (typeof value === 'number' && (key?.endsWith('At') || INSTANTS.has(key ?? ''))) return exactText(value)
  if (key === 'post' && typeof value === 'string') return postName(value)
  return options?.get(String(value)) ?? VALUES[key ?? '']?.[String(value)] ?? String(value)
}

import { lengthWords, type Length } from '../../clock/index.ts'
import { postName } from '../../labels.ts'
import type { MatterManifest, TaskManifest } from '../../manifest.ts'
import { changedFromTo } from './words.ts'

/** Members of a matter's entry, as people call them. */
const MEMBERS: Record<string, string> = {
  name: '名称',
  kind: '事项类型',
  matterNo: '目录编号',
  theme: '主题分类',
  organ: '实施单位',
  process: '所用流程',
  applicationForm: '申请表单',
  applicantName: '申请人名称字段',
  conditions: '办理条件',
  basis: '设定依据',
  fees: '收费',
  remedies: '救济途径',
  licence: '证照',
  decisionDocument: '决定文书',
  licenceAct: '对证照的处理',
  documentNumbers: '文号',
  separation: '岗位分离',
  parties: '协办单位',
  amountField: '金额字段',
  applicantAccess: '申请人可见可填的字段',
  supplementAccess: '补正时可改的字段',
  outcomes: '办结结果',
  timers: '定时事件的含义',
  messages: '消息',
  codes: '实施编码',
  creditCode: '统一社会信用代码',
  level: '行使层级',
  handling: '办件类型',
  results: '办理结果',
  visits: '到现场次数',
  online: '网办深度',
  scope: '通办范围',
  intermediaries: '中介服务',
  contact: '办理地点和联系方式',
  validity: '有效期',
  commitment: '告知承诺',
  publicity: '双公示',
  archive: '归档',
  procedure: '办理程序',
  starterMayCirculate: '申请人抄送',
  urge: '催办间隔',
}
const LIMITS: Record<string, string> = {
  intake: '受理时限',
  supplement: '补正时限',
  promised: '承诺时限',
  statutory: '法定时限',
  delivery: '送达时限',
  extension: '延期',
  statement: '陈述申辩期限',
  firstReview: '初审时限',
  inspection: '检验检测检疫时限',
}
/** Said one by one. */
const APART = new Set(['key', 'limits', 'steps', 'tasks', 'materials', 'joint'])

/** What differs between two entries of a matter, in words. @param nameOf an element as it is drawn */
export function compareMatters(before: MatterManifest, after: MatterManifest, nameOf: (elementId: string) => string): string[] {
  const members = Object.keys({ ...before, ...after }).filter((name) => !APART.has(name))
  const plain = members.flatMap((name) => memberWords(MEMBERS[name] ?? '其他设置', member(before, name), member(after, name)))
  return [
    ...plain,
    ...limitWords(before, after),
    ...stepWords(before, after),
    ...materialWords(before, after),
    ...taskWords(before, after, nameOf),
  ]
}

const member = (of: object, name: string): unknown => (of as Record<string, unknown>)[name]

function memberWords(what: string, before: unknown, after: unknown): string[] {
  if (same(before, after)) return []
  const isPlain = [before, after].every((value) => value === undefined || value === null || typeof value !== 'object')
  return [isPlain ? changedFromTo(what, before, after) : `${what}有变动`]
}

function limitWords(before: MatterManifest, after: MatterManifest): string[] {
  return Object.entries(LIMITS).flatMap(([name, what]) => {
    const [old, now] = [member(before.limits, name), member(after.limits, name)] as (Length | undefined)[]
    if (same(old, now)) return []
    const [from, to] = [old && lengthWords(old), now && lengthWords(now)]
    return [from === to ? `${what}的依据有变动` : changedFromTo(what, from, to)]
  })
}

function stepWords({ steps: before }: MatterManifest, { steps: after }: MatterManifest): string[] {
  const old = new Map(before.map((step) => [step.task, step]))
  const now = new Map(after.map((step) => [step.task, step]))
  return [
    ...after.filter(({ task }) => !old.has(task)).map(({ name }) => `办理流程新增“${name}”`),
    ...before.filter(({ task }) => !now.has(task)).map(({ name }) => `办理流程删除“${name}”`),
    ...after.flatMap((step) => {
      const was = old.get(step.task)
      if (!was || same(was, step)) return []
      const [from, to] = [lengthWords(was.limit), lengthWords(step.limit)]
      return [from === to ? `环节“${step.name}”在办理流程中的说明有变动` : changedFromTo(`环节“${step.name}”的时限`, from, to)]
    }),
  ]
}

function materialWords({ materials: before }: MatterManifest, { materials: after }: MatterManifest): string[] {
  const old = new Map(before.map((material) => [material.key, material]))
  return [
    ...after.flatMap((material) => {
      const was = old.get(material.key)
      if (!was) return [`新增材料“${material.name}”`]
      return same(was, material) ? [] : [`材料“${was.name}”的要求有变动`]
    }),
    ...before.filter(({ key }) => !after.some((material) => material.key === key)).map(({ name }) => `删除材料“${name}”`),
  ]
}

function taskWords({ tasks: before }: MatterManifest, { tasks: after }: MatterManifest, nameOf: (elementId: string) => string): string[] {
  return Object.keys({ ...before, ...after }).flatMap((id) => {
    const [old, now] = [before[id], after[id]]
    const name = nameOf(id)
    if (!old) return [`设置了环节“${name}”的办理人和处理方式`]
    if (!now) return [`取消了环节“${name}”的设置`]
    return same(old, now) ? [] : oneTask(name, old, now)
  })
}

function oneTask(name: string, before: TaskManifest, after: TaskManifest): string[] {
  const words: string[] = []
  if (before.post !== after.post) words.push(changedFromTo(`环节“${name}”的办理岗位`, postName(before.post), postName(after.post)))
  if (!same(before.approval, after.approval)) words.push(`环节“${name}”多人办理的规则有变动`)
  if (before.form !== after.form) words.push(`环节“${name}”所用的表单有变动`)
  if (!same([before.applicationAccess, before.formAccess], [after.applicationAccess, after.formAccess]))
    words.push(`环节“${name}”可见可填的字段有变动`)
  const old = new Map(before.actions.map((action) => [action.key, action]))
  for (const action of after.actions) {
    const was = old.get(action.key)
    if (!was) words.push(`环节“${name}”新增处理方式“${action.label}”`)
    else if (!same(was, action)) words.push(`环节“${name}”的处理方式“${was.label}”有变动`)
  }
  for (const { key, label } of before.actions)
    if (!after.actions.some((action) => action.key === key)) words.push(`环节“${name}”删除处理方式“${label}”`)
  return words.length > 0 ? words : [`环节“${name}”的其他设置有变动`]
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

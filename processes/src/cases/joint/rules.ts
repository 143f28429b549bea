import type { CaseRow, CaseWithLamp, JointChildRow, JointChildState } from '@lianban/storage'
import { caseClockOf, STOP_KINDS, type Calendar, type CaseClock, type Suspension } from '../../clock/index.ts'
import { formOfPart, pathInTheme, takenFields, type DecisionValue, type JointManifest, type JointPart } from '../../joint/index.ts'
import type { FieldAccess } from '@lianban/forms'
import { statusText } from '../../labels.ts'
import { formOf, type Matter } from '../../matters/matter-definition.ts'
import { CaseError, type PlacedProblem } from '../errors.ts'
import { checkNewForm } from '../forms.ts'
import type { NewLine } from '../line.ts'
import { SYSTEM_ACTOR } from '../log-entries.ts'
import { movedClock } from '../moved-clock.ts'
import type { DecisionRecord } from '../views.ts'

/** Options that forms name, as `checkNewForm` takes them. */
type Options = Parameters<typeof checkNewForm>[4]

/* What holds of a joint case 并联办件 and its matters whatever keeps them: pure, for the case service and the try-out alike. */

/** Nothing more is to be waited for: it is decided, or will never be. */
const SETTLED: readonly JointChildState[] = ['decided', 'delivered', 'stopped', 'ended']

export const isOver = ({ state }: Pick<JointChildRow, 'state'>): boolean => SETTLED.includes(state)

export const partOf = ({ parts }: JointManifest, { matter_key }: Pick<JointChildRow, 'matter_key'>): JointPart =>
  parts.find(({ matter }) => matter === matter_key)!

/** What a matter depends on, of those that this case needs. */
export function dependenciesOf(joint: JointManifest, children: readonly JointChildRow[], child: JointChildRow) {
  return partOf(joint, child).dependsOn.flatMap((dependency) => {
    const other = children.find(({ matter_key }) => matter_key === dependency.matter)
    return other ? [{ ...dependency, other }] : []
  })
}

/** Why a matter that waits is not started any more: it is nothing without another that was not granted. null: it is still to be. */
export function stopOf(
  joint: JointManifest,
  children: readonly JointChildRow[],
  child: JointChildRow,
): { because: JointChildRow; reason: string } | null {
  const refused = dependenciesOf(joint, children, child).find(
    ({ stopsOnRefusal, other }) => stopsOnRefusal && isOver(other) && other.result !== 'granted',
  )
  if (!refused) return null
  const { other } = refused
  const said = other.result === null ? '未办理' : statusText(other.result)
  return { because: other, reason: `“${partOf(joint, other).name}”${said},本事项以它准予为前提,不再办理` }
}

/** A matter that waits for nothing any more. */
export const isReady = (joint: JointManifest, children: readonly JointChildRow[], child: JointChildRow): boolean =>
  child.state === 'waiting' && dependenciesOf(joint, children, child).every(({ other }) => isOver(other))

/** The joint case waits for nothing but that it is told so. */
export const isAllSettled = (parent: Pick<CaseRow, 'accepted_at' | 'decided_at'>, children: readonly JointChildRow[]): boolean =>
  parent.accepted_at !== null && parent.decided_at === null && children.every(isOver)

/** What a decision gives to the matters that wait for it; null: nothing. */
export const givenBy = (row: Pick<CaseRow, 'decision'> | undefined): DecisionRecord | null => {
  const decision = row?.decision as DecisionRecord | null | undefined
  return decision?.result === 'grant' ? decision : null
}

/** The matter's own form out of the theme's, with what other decisions give to it. */
export function formOfChild(
  part: JointPart,
  matter: Matter,
  given: { form: Record<string, unknown>; decisions: ReadonlyMap<string, DecisionRecord | null>; at: number; options: Options },
): Record<string, unknown> {
  const { form: whole, decisions, at, options } = given
  const schema = formOf(matter, matter.matter.applicationForm)
  const taken = part.dependsOn.flatMap(({ matter: other, take }) =>
    Object.entries(take).flatMap(([field, value]) => {
      const given = valueOf(decisions.get(other) ?? null, value)
      return given === null ? [] : [[field, given] as const]
    }),
  )
  const form = { ...formOfPart(part, schema, whole), ...Object.fromEntries(taken) }
  const checked = checkNewForm(schema, form, { '*': 'write' }, at, options)
  // It was right when it was handed in; a field that nothing was taken over for is for the intake to judge.
  return checked.problems.length === 0 ? checked.values : form
}

const valueOf = (decision: DecisionRecord | null, value: DecisionValue): string | null => decision?.[value] ?? null

export const NOTHING_NEEDED: PlacedProblem = {
  ...{ path: 'joint', code: 'NOTHING_NEEDED' },
  message: '按您的回答,不需要办理本主题的任何事项,请核对开头几个问题的回答',
}

/** What the applicant may fill in of a matter's form: what a decision will give is not his. */
const accessOf = (part: JointPart, { matter }: Matter): FieldAccess => ({
  ...matter.applicantAccess,
  ...Object.fromEntries(takenFields(part).map((field) => [field, 'read' as const])),
})

/** What keeps a matter from being handed in with the theme's form, at the places of that form. */
export function partProblems(
  part: JointPart,
  matter: Matter,
  form: Record<string, unknown>,
  { now, options }: { now: number; options: Options },
): PlacedProblem[] {
  const schema = formOf(matter, matter.matter.applicationForm)
  const { problems } = checkNewForm(schema, formOfPart(part, schema, form), accessOf(part, matter), now, options)
  return problems.map((problem) => ({ ...problem, path: pathInTheme(part, problem.path) }))
}

/** One field may serve several matters: what is wrong with it is said once. */
export const saidOnce = (problems: readonly PlacedProblem[]): PlacedProblem[] =>
  problems.filter(({ path, message }, at, all) => all.findIndex((one) => one.path === path && one.message === message) === at)

/** A matter of the joint case that is to be begun, once it is distributed. */
export const plannedRow = (
  { tenant_id, id }: Pick<CaseRow, 'tenant_id' | 'id'>,
  { matter, version }: Pick<Matter, 'matter' | 'version'>,
  position: number,
): JointChildRow => ({
  ...{ tenant_id, parent_id: id, matter_key: matter.key, matter_version: version, position },
  ...{ state: 'planned', is_open: true, case_id: null, result: null, reason: null, started_at: null, settled_at: null },
})

/** What the row of a matter says once its case was decided or has ended; null: neither. */
export const settledBy = ({ status, decided_at, closed_at }: CaseRow, at: number) =>
  decided_at === null && closed_at === null
    ? null
    : {
        state: status === 'granted' || status === 'refused' ? ('decided' as const) : ('ended' as const),
        ...{ result: status, settled_at: at, is_open: closed_at === null },
      }

const STATE_TEXTS: Record<JointChildState, string> = {
  planned: '等待分发',
  waiting: '等待开始',
  started: '办理中',
  decided: '已决定,等待统一出件',
  delivered: '已统一送达',
  stopped: '不再办理',
  ended: '已了结',
}

/** Where a matter stands, with the decision or what it waits for. @param row its case; null before it is started */
export function partStateText(
  { state, result }: Pick<JointChildRow, 'state' | 'result'>,
  row: Pick<CaseRow, 'step_name' | 'status'> | null,
  waitsFor: readonly string[],
): string {
  if (state === 'waiting' && waitsFor.length > 0) return `等待${waitsFor.map((name) => `“${name}”`).join('、')}作出决定`
  if (state === 'started') return row?.step_name ?? (row ? statusText(row.status) : STATE_TEXTS.started)
  if (state === 'ended') return result === null ? STATE_TEXTS.ended : statusText(result)
  return state === 'decided' || state === 'delivered'
    ? `${statusText(result ?? '')},${STATE_TEXTS[state].replace('已决定,', '')}`
    : STATE_TEXTS[state]
}

/** A line about the whole and its matters. */
export type JointSaid = Pick<NewLine, 'type' | 'step_name' | 'action_text'> & Partial<NewLine>

/** Lines of the two time lines. */
export const SAID = {
  distributed: (parent: Pick<CaseRow, 'matter_name'>): JointSaid => ({
    ...{ type: 'submitted', step_name: '申请', action_text: `由“${parent.matter_name}”分发`, actor_name: SYSTEM_ACTOR.name },
  }),
  started: (part: JointPart, caseNo: string): JointSaid => ({
    ...{ type: 'child-started', step_name: part.name, action_text: `开始办理,办件编号${caseNo}`, actor_name: SYSTEM_ACTOR.name },
  }),
  stopped: (part: JointPart, reason: string): JointSaid => ({
    ...{ type: 'child-stopped', step_name: part.name, action_text: '不再办理', opinion: reason, actor_name: SYSTEM_ACTOR.name },
  }),
  settled: (row: Pick<CaseRow, 'matter_name' | 'status' | 'submitted_at'>): JointSaid => ({
    ...{ type: 'child-settled', step_name: row.matter_name, action_text: statusText(row.status) },
    ...{ started_at: row.submitted_at, actor_name: SYSTEM_ACTOR.name },
  }),
  allDecided: (parent: Pick<CaseRow, 'accepted_at'>, said: string): JointSaid => ({
    ...{ type: 'all-decided', step_name: '并联办理', action_text: said, started_at: parent.accepted_at, actor_name: SYSTEM_ACTOR.name },
  }),
}

/** Why what was not decided ends with the whole. */
export const endedWith = ({ matter_name, case_no, status }: Pick<CaseRow, 'matter_name' | 'case_no' | 'status'>): string =>
  `随“${matter_name}”(${case_no})${statusText(status)}`

/** @throws CaseError PARTS_DECIDED while some of the matters are decided already */
export function refuseDecidedParts(names: readonly string[], verb: string): void {
  if (names.length === 0) return
  const said = names.map((name) => `“${name}”`).join('、')
  throw new CaseError('PARTS_DECIDED', `${said}已经作出决定,不能整体${verb};尚未决定的事项可以在各自的办件里单独${verb}`)
}

/** What stopped the clocks of the matters; of one that has ended meanwhile until its end. */
export function stopsIn(rows: readonly Pick<CaseRow, 'clock' | 'decided_at' | 'closed_at'>[]): Suspension[] {
  const stops = rows.flatMap(({ clock, decided_at, closed_at }) =>
    caseClockOf(clock).stops.map((stop) => ({ ...stop, to: stop.to ?? decided_at ?? closed_at })),
  )
  return stops.sort((a, b) => a.from - b.from || (a.to ?? Infinity) - (b.to ?? Infinity))
}

const openStops = (stops: readonly Suspension[]): Suspension[] => stops.filter(({ to }) => to === null)

export const isSameStops = (a: readonly Suspension[], b: readonly Suspension[]): boolean =>
  a.length === b.length && a.every(({ kind, from, to }, at) => kind === b[at]!.kind && from === b[at]!.from && to === b[at]!.to)

/** The clock of the whole stands still while that of one of its matters does. `said`: null where it stood or ran already. */
export function followedClock(
  row: Pick<CaseWithLamp, 'clock' | 'accepted_at' | 'decided_at' | 'suspended_at'>,
  matter: Pick<Matter, 'matter'>,
  clock: CaseClock,
  calendar: Calendar,
): { patch: Partial<CaseRow>; isStopped: boolean; kind: Suspension['kind'] | null; said: JointSaid | null } {
  const open = openStops(clock.stops)
  const stood = openStops(caseClockOf(row.clock).stops)
  const since = open.length === 0 ? null : Math.min(...open.map(({ from }) => from))
  const patch = { ...movedClock(row, matter, clock, calendar), suspended_at: since }
  const isStopped = open.length > 0
  // Of several that stand still at once, the first stops the whole and the last lets it go on.
  if (stood.length > 0 === isStopped) return { patch, isStopped, kind: null, said: null }
  const { kind } = (open[0] ?? stood[0])!
  const said = {
    ...{ type: isStopped ? 'clock-stopped' : 'clock-resumed', step_name: '并联办理' },
    action_text: isStopped ? `其中有事项进行${STOP_KINDS[kind]},整体时限暂停计算` : '特别程序结束,整体时限恢复计算',
    ...{ started_at: row.suspended_at ?? row.accepted_at, actor_name: SYSTEM_ACTOR.name },
  }
  return { patch, isStopped, kind, said }
}

/** The joint case is under way, and its clock with it. */
export const isRunning = ({ accepted_at, decided_at, closed_at }: Pick<CaseRow, 'accepted_at' | 'decided_at' | 'closed_at'>): boolean =>
  accepted_at !== null && decided_at === null && closed_at === null

/** What is handed over of a decided matter: the papers that say so. `missing`: one of them is not there yet. */
export function papersToDeliver(
  row: Pick<CaseRow, 'decision'>,
  issued: readonly { name: string; number: string | null }[],
): { papers: { name: string; number: string }[]; missing: boolean } {
  const decision = row.decision as DecisionRecord | null
  const numbers = [decision?.number, decision?.licenceNo].filter((number) => number != null)
  const papers = issued.flatMap(({ name, number }) => (number !== null && numbers.includes(number) ? [{ name, number }] : []))
  return { papers, missing: numbers.some((number) => !papers.some((paper) => paper.number === number)) }
}

/** @throws CaseError PAPERS_NOT_READY */
export function refuseUnready(names: readonly string[]): void {
  if (names.length === 0) return
  const said = names.map((name) => `“${name}”`).join('、')
  throw new CaseError('PAPERS_NOT_READY', `${said}的决定书或证照还没有制作完成,请稍后再办理出件;长时间没有完成的,请联系系统管理员`)
}

/** The papers of one delivery as its proof names them. */
export const deliveredPapers = (all: readonly { name: string; papers: readonly { name: string; number: string }[] }[]): string[] =>
  all.flatMap((one) => one.papers.map(({ name, number }) => `${one.name}：${name}　${number}`))

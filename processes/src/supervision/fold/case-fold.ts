import {
  dueOf,
  isWorkday,
  openSuspension,
  STOP_KINDS,
  usedOf,
  warnFrom,
  type Calendar,
  type Suspension,
  type StopKind,
  type TimeLimit,
} from '../../clock/index.ts'
import { suspendedOn } from '../../clock/suspensions.ts'
import { warnAtOf } from '../rules/warn-at.ts'
import type { CaseState, MatterWatch } from './case-state.ts'
import type { RuleEvent } from './folds.ts'

/** Steps of a case that are remembered; a case that goes round more often is watched for other reasons. */
const MAX_DONE = 200
const DAY_MS = 86_400_000

type Fold = (state: CaseState, event: RuleEvent, watch: MatterWatch | null, calendar: Calendar) => void

const str = (value: unknown): string | null => (typeof value === 'string' ? value : null)
const num = (value: unknown): number | null => (typeof value === 'number' ? value : null)

/** The name of the step that an entry tells, null if it tells none or only the element's id. */
export const namedStep = ({ step, element }: Record<string, unknown>): string | null =>
  typeof step === 'string' && step !== element ? step : null

/** What each entry changes of its case. */
const FOLDS: Record<string, Fold> = {
  'case.submitted': (state, event, watch, calendar) => {
    const { payload, organId, at } = event
    const given = Object.entries(payload.materials as Record<string, unknown>).flatMap(([key, files]) =>
      Array.isArray(files) && files.length > 0 ? [key] : [],
    )
    Object.assign(state, {
      caseNo: str(payload.caseNo),
      matterKey: str(payload.matter),
      matterVersion: num(payload.version) ?? 0,
      organId,
      channel: str(payload.channel),
      urgent: payload.urgent === true,
      submittedAt: at,
      receivedAt: at,
      materialKeys: given,
      materialsReused: given.filter((key) => (payload.reused as string[]).includes(key)).length,
      matterName: watch?.name ?? null,
      promisedDays: watch?.promisedDays ?? null,
      statutoryDays: watch?.statutoryDays ?? null,
      ...(watch?.limitUnit && { limitUnit: watch.limitUnit }),
      ...(watch?.firstReview && { decisionFrom: null }),
    })
    // What the organ begins itself waits for no acceptance.
    if (state.channel === 'ex-officio') accept(state, at, at, calendar)
  },
  // What came with the application stands in its entry.
  'material.reused': (state, { payload }) => {
    if (num(payload.round) === 0) return
    addMaterial(state, str(payload.material))
    state.materialsReused = (state.materialsReused ?? 0) + 1
  },
  'debt.settled': (state, { payload }) => addMaterial(state, str(payload.material)),
  'case.supplemented': (state, { at }) => void (state.receivedAt = at),
  'case.accepted-by-silence': (state, { payload, at }, _watch, calendar) => accept(state, num(payload.acceptedAt) ?? at, at, calendar),
  'case.supplement-lapsed': (state) => void (state.result = 'lapsed'),
  'case.closed': (state, { payload, at }) => {
    state.closedAt = at
    state.result = str(payload.result) ?? (state.result === 'lapsed' ? 'lapsed' : (str(payload.status) ?? 'closed'))
    state.open = {}
    stop(state)
  },
  'task.opened': (state, { payload, at }) => {
    state.open[str(payload.task) ?? ''] = {
      element: str(payload.element) ?? '',
      openedAt: at,
      dueAt: num(payload.dueAt),
      holder: str(payload.assignee),
      step: namedStep(payload),
    }
  },
  'task.canceled': (state, { payload }) => void delete state.open[str(payload.task) ?? ''],
  'task.claimed': (state, { payload, actorId, at }) => hold(state, str(payload.task), actorId, at),
  'task.assigned': (state, { payload, at }) => hold(state, str(payload.task), str(payload.to), at),
  'task.completed': (state, event, _watch, calendar) => {
    const { payload, actorId, onBehalfOf, at } = event
    const open = state.open[str(payload.task) ?? '']
    state.done = [
      ...state.done.slice(-(MAX_DONE - 1)),
      {
        element: str(payload.element) ?? '',
        actorId,
        onBehalfOf,
        at,
        step: namedStep(payload) ?? open?.step ?? null,
        ...(open?.dueAt != null && open.dueAt - open.openedAt < DAY_MS && { inHours: true }),
      },
    ]
    state.steps++
    delete state.open[str(payload.task) ?? '']
    const effect = str(payload.effect)
    if (effect === 'accept') accept(state, at, at, calendar)
    // A joint case counts from its receipt, however long the distribution took.
    if (effect === 'distribute') accept(state, state.receivedAt ?? at, at, calendar)
    if (effect === 'report-up') {
      state.decisionFrom = at
      recount(state, at, calendar)
    }
    if (effect === 'request-supplement') state.supplements++
    if (effect === 'grant' || effect === 'refuse' || effect === 'not-accept') decide(state, at, calendar)
  },
  /** The last matter of a joint case was decided. */
  'joint.decided': (state, { at }, _watch, calendar) => decide(state, at, calendar),
  'clock.suspended': (state, { payload, at }, _watch, calendar) => {
    const kind = str(payload.kind)
    if (kind !== null && Object.hasOwn(STOP_KINDS, kind)) state.suspensions.push({ kind: kind as StopKind, from: at, to: null })
    recount(state, at, calendar)
  },
  'clock.resumed': (state, { at }, _watch, calendar) => {
    for (const suspension of state.suspensions) suspension.to ??= at
    recount(state, at, calendar)
  },
  'limit.extended': (state, { payload, at }, _watch, calendar) => {
    state.extension += num(payload.days) ?? 0
    state.extensions++
    recount(state, at, calendar)
  },
  /** A new working calendar: the case service says what the due times are now. */
  'case.redated': (state, { payload }) => {
    const after = (payload.after ?? {}) as Record<string, unknown>
    if (state.acceptedAt !== null && state.decidedAt === null) {
      Object.assign(state, { promisedDueAt: num(after.promised), statutoryDueAt: num(after.statutory), warnAt: num(after.warn) })
    }
    for (const { task, after: dueAt } of (payload.tasks ?? []) as { task: string; after: number | null }[]) {
      const open = state.open[task]
      if (open) open.dueAt = dueAt
    }
  },
  'special-procedure.opened': (state, { payload, at }) => {
    state.specials.push({ kind: str(payload.kind) ?? '', from: at, to: null, plannedEndAt: num(payload.plannedEndAt) })
  },
  'special-procedure.closed': (state, { payload, at }) => {
    for (const special of state.specials) if (special.kind === str(payload.kind)) special.to ??= at
  },
  'separation.waived': (state, { payload }) =>
    void state.waived.push({ element: str(payload.element) ?? '', userId: str(payload.userId) ?? '' }),
  'complaint.received': (state) => void state.complaints++,
  'case.rated': (state, { payload }) => {
    state.rating = num(payload.grade)
    state.revisited = state.rating !== null && state.rating <= 2 ? false : null
  },
  'case.rating-followed': (state) => void (state.revisited = true),
}

/** Folds an entry into the state of its case. @returns whether it said anything of the case itself */
export function foldCase(state: CaseState, event: RuleEvent, watch: MatterWatch | null, calendar: Calendar): boolean {
  const fold = Object.hasOwn(FOLDS, event.action) ? FOLDS[event.action]! : null
  if (!fold) return false
  // A successor goes on with the case as its own: what it owes it owes itself.
  state.organId = event.organId ?? state.organId
  state.seq = event.seq
  fold(state, event, watch, calendar)
  return true
}

function addMaterial(state: CaseState, key: string | null): void {
  if (key !== null && !state.materialKeys.includes(key)) state.materialKeys.push(key)
}

function accept(state: CaseState, acceptedAt: number, now: number, calendar: Calendar): void {
  state.acceptedAt = acceptedAt
  recount(state, now, calendar)
}

function decide(state: CaseState, at: number, calendar: Calendar): void {
  state.decidedAt = at
  const limit = limitOf(state, state.promisedDays)
  if (limit) state.usedDays = usedOf(limit, at, calendar)
  stop(state)
}

/** The due times of what is no longer running are forgotten. */
function stop(state: CaseState): void {
  state.warnAt = null
}

/** Both limits anew, after acceptance, suspension and extension. */
function recount(state: CaseState, now: number, calendar: Calendar): void {
  if (state.decidedAt !== null || state.closedAt !== null) return
  const promised = limitOf(state, state.promisedDays)
  const statutory = limitOf(state, state.statutoryDays)
  const suspended = openSuspension(state.suspensions as Suspension[], now) !== null
  state.promisedDueAt = promised && !suspended ? dueOf(promised, now, calendar).dueAt : null
  state.statutoryDueAt = statutory && !suspended ? dueOf(statutory, now, calendar).dueAt : null
  state.warnAt = promised && state.promisedDueAt !== null ? warn(promised, state.promisedDueAt, now, calendar) : null
}

function warn(limit: TimeLimit, dueAt: number, now: number, calendar: Calendar): number {
  if (limit.unit !== 'workday') return warnFrom(limit, calendar)
  if (!limit.suspensions?.length) return warnAtOf(limit.startAt, dueAt, calendar)
  const suspended = suspendedOn(limit.suspensions, now)
  return warnAtOf(limit.startAt, dueAt, calendar, (day) => isWorkday(day, calendar) && !suspended(day))
}

const limitOf = (state: CaseState, days: number | null): TimeLimit | null =>
  state.acceptedAt === null || days === null || state.decisionFrom === null
    ? null
    : {
        startAt: state.decisionFrom ?? state.acceptedAt,
        n: days,
        unit: state.limitUnit ?? 'workday',
        extension: state.extension,
        suspensions: state.suspensions as Suspension[],
      }

function hold(state: CaseState, task: string | null, holder: string | null, at: number): void {
  const open = task === null ? undefined : state.open[task]
  if (!open || holder === null) return
  if (open.holder !== null && open.holder !== holder) state.reassignedAt = at
  open.holder = holder
}

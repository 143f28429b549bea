import { THE_FORM } from '../../cases/asked-items.ts'
import { dayOf, isWorkday, usedOf, type Calendar } from '../../clock/index.ts'
import type { CaseState, MatterWatch } from './case-state.ts'
import {
  caseSubject,
  idOf,
  matterSubject,
  monthSubject,
  personSubject,
  seenSubject,
  SYSTEM_SUBJECT,
  type Folds,
  type RuleEvent,
} from './folds.ts'
import {
  newMatterState,
  newMonthState,
  newPersonState,
  newSeenState,
  newSystemState,
  type MatterState,
  type MonthState,
  type PersonState,
  type SeenState,
  type SystemState,
} from './other-states.ts'

/** What an entry means beside all others: the part of a rule's question that one entry cannot answer. */
export interface Facts {
  /** Names of the steps that every way to this one passes and this case did not. */
  skipped: string[]
  /** Steps of which one person did two that must be kept apart. */
  together: string[]
  /** Cases of the same matter that came before and that nobody has dealt with; none at a step whose limit is shorter than a day. */
  overtaken: number
  /** Other cases closed by the same person within ten minutes before. */
  closingsInBurst: number
  /** Outside office days, or between 22:00 and 6:00, at a step whose limit is a day or more. */
  outOfHours: boolean
  /** Materials demanded that the matter does not need. */
  demandedNeedless: string[]
  /** Materials demanded that were handed in already, and of which nobody says that they are defective. */
  demandedAgain: string[]
  /** Decisions of the matter before this one, and the share of those that went the same way, 0 to 1. */
  decisionsBefore: number
  sameDecisionShare: number
  /** Milliseconds from the last change of who holds the case to its decision; null if none. */
  reassignedBeforeMs: number | null
  /** How often this kind of special procedure was opened in the case; time of special procedures by the limit, both in its unit. */
  specialTimes: number
  specialShare: number
  /** How often the expert, or these bidders together, have turned up. */
  seenTimes: number
  /** Of the person who acts, on this day. */
  refusedToday: number
  exportsToday: number
  exportedRowsToday: number
  /** How far the clock went back since the entry before, milliseconds; 0 if it did not. */
  clockBackMs: number
  /** Of the organ, in the month of the entry. */
  month: string
  monthEndsAt: number
  monthClosed: number
  monthIrregular: number
}

const BURST_MS = 10 * 60_000
const MAX_SEEN = 50
/** Results of closings that are watched by share: 退回、作废、删除、补正不来. */
const IRREGULAR = ['returned', 'voided', 'deleted', 'lapsed']
/** Cases of a matter that are remembered as waiting; beyond, the oldest is forgotten. */
const MAX_WAITING = 5_000

export const noFacts = (): Facts => ({
  skipped: [],
  together: [],
  overtaken: 0,
  closingsInBurst: 0,
  outOfHours: false,
  demandedNeedless: [],
  demandedAgain: [],
  decisionsBefore: 0,
  sameDecisionShare: 1,
  reassignedBeforeMs: null,
  specialTimes: 0,
  specialShare: 0,
  seenTimes: 0,
  refusedToday: 0,
  exportsToday: 0,
  exportedRowsToday: 0,
  clockBackMs: 0,
  month: '',
  monthEndsAt: 0,
  monthClosed: 0,
  monthIrregular: 0,
})

export interface FactInput {
  event: RuleEvent
  folds: Folds
  calendar: Calendar
  /** The case as the entry left it; null if it is about none. */
  state: CaseState | null
  watch: MatterWatch | null
}

/** Every subject whose state these facts may ask for, as far as the entry itself names it. */
export function subjectsOf(event: RuleEvent): string[] {
  const { action, subject, actorId, organId, at, payload } = event
  const subjects = [subject, personSubject(actorId), SYSTEM_SUBJECT]
  if (organId !== null && action === 'case.closed') subjects.push(monthSubject(organId, at))
  if (typeof payload.matter === 'string') subjects.push(matterSubject(payload.matter))
  if (action === 'expert.assigned') subjects.push(seenSubject('expert', String(payload.expertId)))
  if (action === 'bid.opened') subjects.push(seenSubject('bidders', biddersOf(event)))
  return subjects
}

const biddersOf = ({ payload }: RuleEvent): string => [...(payload.bidders as string[])].sort().join('+')

/** Computes the facts of an entry and remembers what later ones will ask. */
export function factsOf(input: FactInput): Facts {
  const facts = noFacts()
  clock(input, facts)
  const compute = Object.hasOwn(BY_ACTION, input.event.action) ? BY_ACTION[input.event.action]! : []
  for (const one of compute) one(input, facts)
  return facts
}

type Compute = (input: FactInput, facts: Facts) => void

function clock({ event, folds }: FactInput, facts: Facts): void {
  const system = folds.of<SystemState>(SYSTEM_SUBJECT, newSystemState)
  facts.clockBackMs = Math.max(0, system.lastAt - event.at)
  system.lastAt = event.at
  folds.touch(SYSTEM_SUBJECT)
}

/** What people call a step: as the matter names it, else as the log told of it in this case; null if neither does. */
export function stepNameOf(state: CaseState | null, watch: MatterWatch | null, element: string): string | null {
  const told = (step: { element: string; step?: string | null }) => step.element === element && step.step != null
  return watch?.names[element] ?? state?.done.findLast(told)?.step ?? Object.values(state?.open ?? {}).find(told)?.step ?? null
}

const conformance: Compute = ({ event, state, watch }, facts) => {
  const element = String(event.payload.element)
  if (!state || !watch) return
  const isWaived = state.waived.some((waiver) => waiver.element === element && waiver.userId === event.actorId)
  const done = new Set(state.done.slice(0, -1).map((step) => step.element))
  facts.skipped = (watch.before[element] ?? []).filter((step) => !done.has(step)).map((step) => stepNameOf(state, watch, step) ?? step)
  const people = (one: { actorId: string; onBehalfOf: string | null }) => [
    one.actorId,
    ...(one.onBehalfOf === null ? [] : [one.onBehalfOf]),
  ]
  const mine = people(event)
  for (const group of isWaived ? [] : watch.apart.filter((elements) => elements.includes(element))) {
    const other = state.done.find(
      (step) => step.element !== element && group.includes(step.element) && people(step).some((person) => mine.includes(person)),
    )
    if (other) facts.together = [other.element, element].map((step) => stepNameOf(state, watch, step) ?? step)
  }
}

const order: Compute = ({ event, folds, state }, facts) => {
  if (!state?.matterKey || state.receivedAt === null) return
  const subject = matterSubject(state.matterKey)
  const matter = folds.of<MatterState>(subject, newMatterState)
  const since = matter.waiting[state.caseId]
  if (since === undefined) return
  delete matter.waiting[state.caseId]
  folds.touch(subject)
  if (event.action === 'task.completed' && !state.urgent && !isInHours(state))
    facts.overtaken = Object.values(matter.waiting).filter((waits) => waits < since).length
}

const queue: Compute = ({ folds, state }) => {
  if (!state?.matterKey || state.receivedAt === null) return
  const subject = matterSubject(state.matterKey)
  const matter = folds.of<MatterState>(subject, newMatterState)
  matter.waiting[state.caseId] = state.receivedAt
  const ids = Object.keys(matter.waiting)
  if (ids.length > MAX_WAITING) delete matter.waiting[ids[0]!]
  folds.touch(subject)
}

const similarity: Compute = ({ event, folds, state }, facts) => {
  const effect = event.payload.effect
  if (!state?.matterKey || (effect !== 'grant' && effect !== 'refuse')) return
  const subject = matterSubject(state.matterKey)
  const matter = folds.of<MatterState>(subject, newMatterState)
  facts.decisionsBefore = matter.granted + matter.refused
  const same = effect === 'grant' ? matter.granted : matter.refused
  if (facts.decisionsBefore > 0) facts.sameDecisionShare = same / facts.decisionsBefore
  if (effect === 'grant') matter.granted++
  else matter.refused++
  folds.touch(subject)
  facts.reassignedBeforeMs = state.reassignedAt === null ? null : event.at - state.reassignedAt
}

const demands: Compute = ({ event, state, watch }, facts) => {
  if (event.payload.effect !== 'request-supplement' || !state) return
  const { record } = event.payload as { record: { fields: { missing: { key: string | null; fault: string | null }[] } } }
  const asked = record.fields.missing.flatMap(({ key, fault }) => (key ? [{ key, fault }] : []))
  const nameOf = ({ key }: { key: string }) => watch?.materialNames[key] ?? key
  facts.demandedNeedless = watch
    ? asked.filter(({ key }) => key !== THE_FORM && (watch.materials[key] ?? 'optional') === 'optional').map(nameOf)
    : []
  // What is there and does not do may lawfully be asked for again: the organ said that it is defective, and answers for it.
  facts.demandedAgain = asked.filter(({ key, fault }) => fault !== 'defective' && state.materialKeys.includes(key)).map(nameOf)
}

const isInHours = (state: CaseState | null): boolean => state?.done.at(-1)?.inHours === true

const hours: Compute = ({ event, calendar, state }, facts) => {
  const hour = Number(new Date(event.at + 8 * 3_600_000).toISOString().slice(11, 13))
  facts.outOfHours = !isInHours(state) && (hour >= 22 || hour < 6 || !isWorkday(dayOf(event.at), calendar))
}

const closings: Compute = ({ event, folds, state }, facts) => {
  const last = state?.done.at(-1)
  if (!last) return
  const person = folds.of<PersonState>(personSubject(last.actorId), newPersonState)
  person.closings = person.closings.filter((at) => at > event.at - BURST_MS)
  facts.closingsInBurst = person.closings.length
  person.closings.push(event.at)
  folds.touch(personSubject(last.actorId))
}

const month: Compute = ({ event, folds, state }, facts) => {
  const organId = event.organId ?? state?.organId
  if (!organId || !state) return
  const subject = monthSubject(organId, event.at)
  const counts = folds.of<MonthState>(subject, newMonthState)
  counts.closed++
  counts.results[state.result ?? 'closed'] = (counts.results[state.result ?? 'closed'] ?? 0) + 1
  folds.touch(subject)
  Object.assign(facts, monthFacts(counts, event.at))
}

/** What a rule about a month sees of it. */
export function monthFacts(counts: MonthState, at: number): Pick<Facts, 'month' | 'monthEndsAt' | 'monthClosed' | 'monthIrregular'> {
  const name = dayOf(at).slice(0, 7)
  const [year, number] = name.split('-').map(Number) as [number, number]
  const next = number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`
  const irregular = IRREGULAR.reduce((sum, result) => sum + (counts.results[result] ?? 0), 0)
  return { month: name, monthEndsAt: Date.parse(`${next}-01T00:00:00+08:00`), monthClosed: counts.closed, monthIrregular: irregular }
}

const specials: Compute = ({ event, state, watch, calendar }, facts) => {
  if (!state) return
  facts.specialTimes = state.specials.filter(({ kind }) => kind === event.payload.kind).length
  const n = watch?.statutoryDays ?? state.statutoryDays
  if (!n) return
  const unit = state.limitUnit ?? 'workday'
  const stood = ({ from, to }: { from: number; to: number | null }) => usedOf({ startAt: from, n, unit }, to ?? event.at, calendar)
  facts.specialShare = state.specials.reduce((sum, special) => sum + stood(special), 0) / n
}

const seen =
  (kind: 'expert' | 'bidders', idOfEvent: (event: RuleEvent) => string): Compute =>
  ({ event, folds }, facts) => {
    const subject = seenSubject(kind, idOfEvent(event))
    const state = folds.of<SeenState>(subject, newSeenState)
    state.times++
    state.subjects = [...state.subjects.slice(-(MAX_SEEN - 1)), idOf(event.subject)]
    facts.seenTimes = state.times
    folds.touch(subject)
  }

const today =
  (count: (person: PersonState, event: RuleEvent) => void): Compute =>
  ({ event, folds }, facts) => {
    const subject = personSubject(event.actorId)
    const person = folds.of<PersonState>(subject, newPersonState)
    const day = dayOf(event.at)
    if (person.day !== day) Object.assign(person, { day, refused: 0, exports: 0, exportedRows: 0 })
    count(person, event)
    folds.touch(subject)
    facts.refusedToday = person.refused
    facts.exportsToday = person.exports
    facts.exportedRowsToday = person.exportedRows
  }

const exported = today((person, { payload }) => {
  person.exports++
  person.exportedRows += typeof payload.rows === 'number' ? payload.rows : 0
})

const BY_ACTION: Record<string, Compute[]> = {
  'case.submitted': [queue],
  'case.supplemented': [queue],
  'case.accepted-by-silence': [order],
  'task.completed': [conformance, order, similarity, demands, hours],
  'case.closed': [order, closings, month],
  'special-procedure.opened': [specials],
  'special-procedure.closed': [specials],
  'expert.assigned': [seen('expert', ({ payload }) => String(payload.expertId))],
  'bid.opened': [seen('bidders', biddersOf)],
  'access.refused': [today((person) => void person.refused++)],
  'data.exported': [exported],
  'user.exported': [exported],
  'supervision.exported': [exported],
}

export { caseSubject }

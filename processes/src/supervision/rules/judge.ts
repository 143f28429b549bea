import type { CaseState, MatterWatch } from '../fold/case-state.ts'
import { newCaseState } from '../fold/case-state.ts'
import { payloadOf } from '../event-catalogue.ts'
import { foldCase, namedStep } from '../fold/case-fold.ts'
import { factsOf, monthFacts, noFacts, stepNameOf, type Facts } from '../fold/facts.ts'
import { idOf, isCase, watchSubject, type Folds, type RuleEvent } from '../fold/folds.ts'
import type { MonthState } from '../fold/other-states.ts'
import type { Calendar } from '../../clock/index.ts'
import type { CompiledRule, RuleBook } from './compiled-rules.ts'
import type { RuleContext, RuleFunctions } from './feel.ts'
import { fillText } from './text.ts'
import type { VersionedRule } from './rule.ts'

/** A rule that holds: what is to be done about it. */
export interface Finding {
  rule: VersionedRule
  subject: string
  occasion: string
  text: string
  event: RuleEvent
  about: FoundAbout
  /** When it became so, epoch milliseconds. */
  at: number
}

/** What a finding is about, as it stood at that instant: the state itself goes on. */
export interface FoundAbout {
  /** null if no case was handed in. */
  caseId: string | null
  caseNo: string | null
  matterKey: string | null
  matterName: string | null
  organId: string | null
  /** Who held the task that stood still. */
  holder: string | null
}

export interface DeadlineChange {
  ruleId: string
  subject: string
  occasion: string
  /** null: the wait is over. */
  dueAt: number | null
  event: RuleEvent
}

/** A rule whose expression failed on an entry. */
export interface RuleTrouble {
  ruleId: string
  version: number
  seq: number
  message: string
}

export interface Verdict {
  findings: Finding[]
  deadlines: DeadlineChange[]
  troubles: RuleTrouble[]
}

export interface JudgeOptions {
  book: RuleBook
  functions: RuleFunctions
  calendar: Calendar
}

const MAX_OCCASION_CHARS = 100

/**
 * Folds one entry and asks the rules that listen to it. Pure but for the folds: the same entries in the same order give
 * the same findings.
 */
export function judge(options: JudgeOptions, folds: Folds, event: RuleEvent): Verdict & { state: CaseState | null } {
  const { state, watch } = foldEvent(options, folds, event)
  const listening = listeningTo(options.book, event.action)
  const facts = factsOf({ event, folds, calendar: options.calendar, state, watch })
  const verdict: Verdict = { findings: [], deadlines: [], troubles: [] }
  if (listening.length > 0) {
    const context = contextOf(event, state, watch, facts)
    for (const compiled of listening) {
      context.parameters = compiled.rule.parameters
      ask(options, compiled, context, event, state, verdict)
    }
  }
  for (const opened of reopened(event, state, watch)) {
    const context = contextOf(opened, state, watch, facts)
    for (const compiled of options.book.byAction.get(opened.action) ?? []) {
      context.parameters = compiled.rule.parameters
      if (compiled.deadline) ask(options, compiled, context, opened, state, verdict)
    }
  }
  return { ...verdict, state }
}

/** A new calendar moves due times as the end of a suspension does: what waits for one of them waits anew. */
function listeningTo({ byAction }: RuleBook, action: string): readonly CompiledRule[] {
  const own = byAction.get(action) ?? []
  if (action !== 'case.redated') return own
  return [...own, ...(byAction.get('clock.resumed') ?? []).filter((one) => one.deadline && !own.includes(one))]
}

/** A new calendar moved what open steps are due at: to the rules that wait for it each is as it was opened, with its new due time. */
function reopened(event: RuleEvent, state: CaseState | null, watch: MatterWatch | null): RuleEvent[] {
  if (event.action !== 'case.redated' || !state) return []
  return (event.payload.tasks as { task: string | null; after: number | null }[]).flatMap(({ task, after }) => {
    const open = task === null ? undefined : state.open[task]
    if (!open) return []
    const { element, openedAt, holder, step } = open
    const payload = payloadOf('task.opened', {
      task,
      element,
      step: step ?? stepNameOf(state, watch, element),
      phase: watch?.phases[element] ?? null,
      dueAt: after,
      assignee: holder,
    })
    return [{ ...event, action: 'task.opened', at: openedAt, payload }]
  })
}

/** A deadline has come: does what it waits for still hold? */
export function judgeDeadline(
  options: JudgeOptions,
  folds: Folds,
  due: { ruleId: string; subject: string; occasion: string; dueAt: number; event: RuleEvent },
): Verdict {
  const verdict: Verdict = { findings: [], deadlines: [], troubles: [] }
  const compiled = options.book.byId.get(due.ruleId)
  if (!compiled?.deadline) return verdict
  const { event } = due
  const state = isCase(event.subject) ? (folds.peek<CaseState>(event.subject) ?? null) : null
  const watch = watchOf(folds, state)
  const month = folds.peek<MonthState>(due.subject)
  const facts: Facts = { ...noFacts(), ...(due.subject.startsWith('organ:') && month && monthFacts(month, event.at)) }
  const context = { ...contextOf(event, state, watch, facts), parameters: compiled.rule.parameters }
  guarded(compiled, event, verdict, () => {
    if (!compiled.deadline!.holds(context, options.functions, due.dueAt) || isExempt(options, compiled, context, due.dueAt)) return
    verdict.findings.push(finding(compiled, context, { ...due, occasion: occasionAtDeadline(compiled, due), state, at: due.dueAt }))
  })
  return verdict
}

function foldEvent({ calendar }: JudgeOptions, folds: Folds, event: RuleEvent): { state: CaseState | null; watch: MatterWatch | null } {
  if (event.action === 'matter.published' && event.payload.watch) {
    folds.put(watchSubject(idOf(event.subject), Number(event.payload.version)), event.payload.watch)
  }
  if (!isCase(event.subject)) return { state: null, watch: null }
  const state = folds.of<CaseState>(event.subject, () => newCaseState(idOf(event.subject)))
  const { matter, version } = event.payload
  const watch =
    event.action === 'case.submitted'
      ? (folds.peek<MatterWatch>(watchSubject(String(matter), Number(version))) ?? null)
      : watchOf(folds, state)
  if (foldCase(state, event, watch, calendar)) folds.touch(event.subject)
  nameStep(event, state, watch)
  return { state, watch }
}

/** Whoever wrote the entry may have told only the element's id: people are told what the matter or the log calls it. */
function nameStep({ payload }: RuleEvent, state: CaseState, watch: MatterWatch | null): void {
  if (typeof payload.element === 'string' && namedStep(payload) === null)
    payload.step = stepNameOf(state, watch, payload.element) ?? payload.step
}

export const watchOf = (folds: Folds, state: CaseState | null): MatterWatch | null =>
  state?.matterKey ? (folds.peek<MatterWatch>(watchSubject(state.matterKey, state.matterVersion)) ?? null) : null

const NO_WATCH: MatterWatch = {
  name: '',
  promisedDays: 0,
  statutoryDays: 0,
  phases: {},
  before: {},
  names: {},
  apart: [],
  materials: {},
  materialNames: {},
  remedies: '',
}
const NO_STATE = newCaseState('')

/** What expressions see. */
function contextOf(event: RuleEvent, state: CaseState | null, watch: MatterWatch | null, facts: Facts): RuleContext {
  const { name, promisedDays, statutoryDays, remedies, publishes = false } = watch ?? NO_WATCH
  return {
    event: event as unknown as Record<string, unknown>,
    state: (state ?? NO_STATE) as unknown as Record<string, unknown>,
    facts: facts as unknown as Record<string, unknown>,
    matter: { known: watch !== null, name, promisedDays, statutoryDays, remedies, publishes },
    parameters: {},
  }
}

function ask(
  options: JudgeOptions,
  compiled: CompiledRule,
  context: RuleContext,
  event: RuleEvent,
  state: CaseState | null,
  verdict: Verdict,
): void {
  const { functions } = options
  guarded(compiled, event, verdict, () => {
    const holds = compiled.when(context, functions, event.at)
    if (compiled.deadline) {
      const change = deadlineChange(options, compiled, context, event, holds)
      if (change) verdict.deadlines.push(change)
      return
    }
    if (!holds || isExempt(options, compiled, context, event.at)) return
    verdict.findings.push(
      finding(compiled, context, {
        subject: subjectOf(options, compiled, context, event),
        occasion: occasionOf(options, compiled, context, event),
        event,
        state,
        at: event.at,
      }),
    )
  })
}

function deadlineChange(
  options: JudgeOptions,
  compiled: CompiledRule,
  context: RuleContext,
  event: RuleEvent,
  holds: boolean,
): DeadlineChange | null {
  const { due, until } = compiled.deadline!
  if (!holds && !until(context, options.functions, event.at)) return null
  const dueAt = holds ? due(context, options.functions, event.at) : null
  return {
    ruleId: compiled.rule.id,
    subject: subjectOf(options, compiled, context, event),
    occasion: occasionOf(options, compiled, context, event),
    dueAt: typeof dueAt === 'number' ? dueAt : null,
    event,
  }
}

const occasionAtDeadline = ({ rule }: CompiledRule, { occasion, event }: { occasion: string; event: RuleEvent }): string =>
  rule.deadline?.repeats ? `${occasion}-${event.seq}`.slice(0, MAX_OCCASION_CHARS) : occasion

const isExempt = ({ functions }: JudgeOptions, { exempt }: CompiledRule, context: RuleContext, now: number): boolean =>
  exempt !== null && exempt(context, functions, now)

const subjectOf = ({ functions }: JudgeOptions, { subject }: CompiledRule, context: RuleContext, event: RuleEvent): string =>
  subject === null ? event.subject : String(subject(context, functions, event.at))

const occasionOf = ({ functions }: JudgeOptions, { occasion }: CompiledRule, context: RuleContext, event: RuleEvent): string =>
  String(occasion(context, functions, event.at)).slice(0, MAX_OCCASION_CHARS)

const finding = (
  { rule }: CompiledRule,
  context: RuleContext,
  found: Pick<Finding, 'subject' | 'occasion' | 'event' | 'at'> & { state: CaseState | null },
): Finding => ({
  rule,
  subject: found.subject,
  occasion: found.occasion,
  text: fillText(rule.text, context),
  event: found.event,
  about: aboutOf(found.event, found.state),
  at: found.at,
})

const aboutOf = (event: RuleEvent, state: CaseState | null): FoundAbout => ({
  caseId: state?.submittedAt == null ? null : state.caseId,
  caseNo: state?.caseNo ?? null,
  matterKey: state?.matterKey ?? null,
  matterName: state?.matterName ?? null,
  organId: state?.organId ?? event.organId,
  holder: Object.values(state?.open ?? {}).find((task) => task.holder !== null)?.holder ?? null,
})

/** A rule that cannot be computed must not stop the others: it is reported. */
function guarded({ rule }: CompiledRule, event: RuleEvent, verdict: Verdict, work: () => void): void {
  try {
    work()
  } catch (error) {
    verdict.troubles.push({ ruleId: rule.id, version: rule.version, seq: event.seq, message: (error as Error).message })
  }
}

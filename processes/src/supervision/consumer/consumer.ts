import { randomUUID } from 'node:crypto'
import { setImmediate as breathe } from 'node:timers/promises'
import { inTransaction, supervisionFolds, type Database, type SupervisionCursorRow, type Tx } from '@lianban/storage'
import type { SealedEntry, Supervision } from '@lianban/tenants'
import type { CalendarOf } from '../../clock/index.ts'
import type { CaseState } from '../fold/case-state.ts'
import { Folds, isCase, matterSubject, personSubject, ruleEvent, watchSubject, type RuleEvent } from '../fold/folds.ts'
import { subjectsOf } from '../fold/facts.ts'
import { ruleFunctions } from '../rules/feel.ts'
import { judge, judgeDeadline, type Finding, type JudgeOptions, type RuleTrouble, type Verdict } from '../rules/judge.ts'
import type { RuleBook } from '../rules/compiled-rules.ts'
import { Deadlines } from './deadlines.ts'
import { IndicatorRows } from './indicator-rows.ts'

/** Entries that one transaction reads: a case that tells several times in it is written once. */
export const BATCH_ENTRIES = 5_000
/** Entries that the log gives at once. */
const PAGE_ENTRIES = 1_000
/** Transactions of one call; the rest waits for the next call. */
const MAX_TURNS = 10_000
/** Tenants whose states are kept in memory, those read last. */
const MAX_KEPT_TENANTS = 8
/** How long a process that died keeps the others waiting. */
const LEASE_MS = 15_000

export interface ConsumerOptions {
  database: Database
  supervision: Pick<Supervision, 'sealed' | 'oldestUnsealed'>
  calendarOf: CalendarOf
  /** UTC epoch milliseconds. */
  clock: () => number
  /** The rules in force, read in the transaction that applies them. */
  ruleBook: (tx: Tx, tenantId: string) => Promise<RuleBook>
  /** Gives the cards, in the same transaction. */
  act: (tx: Tx, tenantId: string, findings: Finding[], troubles: RuleTrouble[]) => Promise<void>
  /** @default BATCH_ENTRIES */
  batchEntries?: number
  /** JSON characters of states kept in memory for each tenant. @default KEPT_CHARACTERS */
  keptCharacters?: number
}

export interface Progress {
  entries: number
  findings: number
}

/** Another process went on while this one worked: what it did is undone and read again. */
class Overtaken extends Error {}

/**
 * The consumer of the supervision log: it reads sealed entries in their order, folds them, asks the rules, and moves its
 * place in the log, the states, the deadlines and the cards in one transaction. One process works at a time, by a lease;
 * that nothing happens twice does not hang on the lease but on the turn counter, which only one of two transactions moves.
 */
export function createConsumer(options: ConsumerOptions) {
  const owner = randomUUID()
  const kept: Kept = new Map()
  return {
    /** Reads on to the end of the sealed log and lets deadlines up to now fire. @returns null while another process is at it */
    async catchUp(tenantId: string): Promise<Progress | null> {
      const { database, clock } = options
      await supervisionFolds(database).createCursor(tenantId)
      const sum: Progress = { entries: 0, findings: 0 }
      try {
        for (let turns = 0; turns < MAX_TURNS; turns++) {
          if (!(await supervisionFolds(database).takeLease(tenantId, owner, clock(), clock() + LEASE_MS))) return null
          const done = await turn(options, kept, tenantId)
          if (!done) continue
          sum.entries += done.entries
          sum.findings += done.findings
          if (!done.more) break
          // SQLite's driver never waits: without this nobody else is served, and its statements are never freed.
          await breathe()
        }
      } finally {
        await supervisionFolds(database).releaseLease(tenantId, owner)
      }
      return sum
    },
  }
}

/** Tenant → the states after that turn; those read longest ago first. */
type Kept = Map<string, { folds: Folds; turn: number }>

/** One transaction. @returns null if another process was faster */
async function turn(options: ConsumerOptions, kept: Kept, tenantId: string): Promise<(Progress & { more: boolean }) | null> {
  const { database, supervision, batchEntries = BATCH_ENTRIES, keptCharacters } = options
  const before = await supervisionFolds(database).cursor(tenantId)
  // Sealed entries never change, so they may be read before the transaction; SQLite has one connection.
  const entries = await readPages(supervision, tenantId, before.next_seq, batchEntries)
  const horizon = entries.length === batchEntries ? entries.at(-1)!.at : await quietUntil(options, tenantId)
  const remembered = kept.get(tenantId)
  kept.delete(tenantId)
  let folds = remembered?.turn === before.turn ? remembered.folds : new Folds(keptCharacters)
  let attempts = 0
  try {
    const done = await inTransaction(database, (tx) => {
      // What a lost attempt folded is not in the database: it begins with what is.
      if (attempts++ > 0) folds = new Folds(keptCharacters)
      return work(options, tx, tenantId, { before, folds, horizon, events: entries.map(ruleEvent), full: entries.length === batchEntries })
    })
    folds.settle()
    kept.set(tenantId, { folds, turn: before.turn + 1 })
    if (kept.size > MAX_KEPT_TENANTS) kept.delete([...kept.keys()][0]!)
    return done
  } catch (error) {
    if (error instanceof Overtaken) return null
    throw error
  }
}

async function readPages(supervision: Pick<Supervision, 'sealed'>, tenantId: string, from: number, limit: number): Promise<SealedEntry[]> {
  const entries: SealedEntry[] = []
  while (entries.length < limit) {
    const asked = Math.min(PAGE_ENTRIES, limit - entries.length)
    const page = await supervision.sealed(tenantId, { from: from + entries.length, limit: asked })
    entries.push(...page)
    if (page.length < asked) break
  }
  return entries
}

/** Up to when nothing can come any more that would have ended a wait: an entry that is not sealed yet may. */
async function quietUntil({ supervision, clock }: ConsumerOptions, tenantId: string): Promise<number> {
  const now = clock()
  const unsealed = await supervision.oldestUnsealed(tenantId)
  return unsealed === null ? now : Math.min(now, unsealed - 1)
}

interface Work {
  before: SupervisionCursorRow
  folds: Folds
  horizon: number
  events: RuleEvent[]
  full: boolean
}

async function work(
  options: ConsumerOptions,
  tx: Tx,
  tenantId: string,
  { before, folds, horizon, events, full }: Work,
): Promise<Progress & { more: boolean }> {
  const deadlines = await Deadlines.read(tx, tenantId, horizon)
  // More is due than one transaction takes: those first, and the entries that came before them.
  const until = deadlines.complete ? horizon : deadlines.all.at(-1)!.dueAt
  const later = events.findIndex(({ at }) => at > until)
  const taken = deadlines.complete || later < 0 ? events : events.slice(0, later)
  if (taken.length === 0 && deadlines.all.length === 0) return { entries: 0, findings: 0, more: false }
  // First, because it locks the row: whoever comes second waits here, and finds that the turn is over.
  const to = {
    next_seq: before.next_seq + taken.length,
    last_at: taken.at(-1)?.at ?? before.last_at,
    fired_to: Math.max(before.fired_to, until),
  }
  if (!(await supervisionFolds(tx).advance(tenantId, before.turn, to))) throw new Overtaken()
  const calendar = options.calendarOf(tenantId)
  const judging: JudgeOptions = {
    book: await options.ruleBook(tx, tenantId),
    functions: ruleFunctions(calendar),
    calendar,
  }
  await loadStates(tx, tenantId, folds, taken, deadlines)
  const indicators = new IndicatorRows(tenantId)
  // Entries of the very instant of the horizon may still be to come if this was a full page.
  const found = readEvents(judging, {
    folds,
    events: taken,
    deadlines,
    fireBefore: full && deadlines.complete ? until : until + 1,
    indicators,
  })
  await folds.save(tx, tenantId)
  await deadlines.save(tx, tenantId)
  await indicators.save(tx)
  await options.act(tx, tenantId, found.findings, found.troubles)
  return { entries: taken.length, findings: found.findings.length, more: full || !deadlines.complete }
}

/** Reads every state that these entries and deadlines may ask for. */
async function loadStates(tx: Tx, tenantId: string, folds: Folds, events: RuleEvent[], deadlines: Deadlines): Promise<void> {
  await folds.load(tx, tenantId, [
    ...events.flatMap(subjectsOf),
    ...deadlines.all.flatMap(({ subject, event }) => [subject, event.subject]),
  ])
  const further: string[] = []
  for (const { action, subject, payload } of events) {
    if (action === 'case.submitted') further.push(watchSubject(String(payload.matter), Number(payload.version)))
    if (!isCase(subject)) continue
    const state = folds.peek<CaseState>(subject)
    further.push(...mattersOf(state))
    // Who did the last step closed it: it is counted with his other cases.
    const last = action === 'case.closed' ? state?.done.at(-1) : undefined
    if (last) further.push(personSubject(last.actorId))
  }
  for (const { event } of deadlines.all) if (isCase(event.subject)) further.push(...mattersOf(folds.peek<CaseState>(event.subject)))
  await folds.load(tx, tenantId, further)
}

const mattersOf = (state: CaseState | undefined): string[] =>
  state?.matterKey ? [matterSubject(state.matterKey), watchSubject(state.matterKey, state.matterVersion)] : []

interface Reading {
  folds: Folds
  events: RuleEvent[]
  deadlines: Deadlines
  /** Epoch milliseconds. */
  fireBefore: number
  indicators: IndicatorRows
}

/** Entries and deadlines in the order of time: a deadline fires before the first entry that is later than it. */
function readEvents(judging: JudgeOptions, { folds, events, deadlines, fireBefore, indicators }: Reading) {
  const findings: Finding[] = []
  const troubles: RuleTrouble[] = []
  const take = (verdict: Verdict) => {
    findings.push(...verdict.findings)
    troubles.push(...verdict.troubles)
    verdict.deadlines.forEach((change) => deadlines.change(change))
  }
  const fire = (at: number) => {
    for (let due = deadlines.take(at); due; due = deadlines.take(at)) {
      take(judgeDeadline(judging, folds, due))
    }
  }
  for (const event of events) {
    fire(event.at)
    const opened = isCase(event.subject) ? indicators.see(event, folds.peek<CaseState>(event.subject)) : null
    const verdict = judge(judging, folds, event)
    take(verdict)
    if (verdict.state) indicators.add(event, verdict.state, opened)
  }
  fire(fireBefore)
  return { findings, troubles }
}

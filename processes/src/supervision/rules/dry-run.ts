import type { Supervision } from '@lianban/tenants'
import type { Calendar } from '../../clock/index.ts'
import { Replay } from './replay.ts'
import type { Rule } from './rule.ts'

/** Entries that a dry run reads back at most. */
export const MAX_DRY_ENTRIES = 50_000
const PAGE = 1_000
const MAX_SHOWN = 50

export interface DryRun {
  /** Entries read, and the place in the log where reading began. */
  entries: number
  from: number
  /** Cards that the rule would have given in the time asked for; the same rule, subject and occasion once. */
  cards: number
  shown: { at: number; subject: string; occasion: string; caseNo: string | null; text: string }[]
  /** The first expression that could not be computed. */
  trouble: string | null
}

export interface DryRunOptions {
  supervision: Pick<Supervision, 'sealed' | 'status'>
  calendar: Calendar
  now: number
}

/** What a rule would have done between `since` and now: the log is folded anew in memory, nothing is written. */
export async function dryRun({ supervision, calendar, now }: DryRunOptions, tenantId: string, rule: Rule, since: number): Promise<DryRun> {
  const { size } = await supervision.status(tenantId)
  const from = Math.max(0, size - MAX_DRY_ENTRIES)
  const replay = new Replay([{ ...rule, enabled: true, version: 0 }], calendar)
  let entries = 0
  for (let next = from; next < size; next += PAGE) {
    for (const entry of await supervision.sealed(tenantId, { from: next, limit: PAGE })) {
      replay.read(entry)
      entries++
    }
  }
  replay.passTo(now)
  const found = [...replay.findings.values()].filter(({ at }) => at >= since)
  const shown = found
    .slice(-MAX_SHOWN)
    .map(({ at, subject, occasion, about, text }) => ({ at, subject, occasion, caseNo: about.caseNo, text }))
  return { entries, from, cards: found.length, shown, trouble: replay.troubles[0]?.message ?? null }
}

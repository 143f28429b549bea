import {
  organs,
  supervisedCases,
  supervisionFolds,
  users,
  type CardCounts,
  type CaseCounts,
  type Database,
  type IndicatorGroup,
  type IndicatorQuery,
} from '@lianban/storage'
import type { Supervision } from '@lianban/tenants'
import type { Caller, TenantsPort } from '../../cases/ports.ts'
import { FEW } from '../../ratings/words.ts'
import { scoreOf, type Score } from './score-scheme.ts'

/** Over which time, by what, of whom. */
export interface StatisticsQuery {
  by: IndicatorGroup
  /** UTC epoch milliseconds, `[from, to)`. */
  from: number
  to: number
  organId?: string
  matterKey?: string
  /** For readers who may be of the rated: rates of few ratings are hidden whoever asks. */
  hideFew?: boolean
}

export interface ColourCounts {
  gross: number
  cancelled: number
  net: number
}

/** The indicators of one group. Rates are between 0 and 1; null where there is nothing to divide by. */
export interface IndicatorRow {
  group: string
  name: string
  accepted: number
  closed: number
  rates: Record<RateKey, number | null>
  /** Workdays, of those decided. */
  averageDays: number | null
  cards: Record<'warning' | 'yellow' | 'red', ColourCounts>
  /** Only by person: steps done, and the share done in time. */
  steps: number | null
  score: Score
}

export interface Statistics {
  query: StatisticsQuery
  rows: IndicatorRow[]
  /** When it was computed, epoch milliseconds. */
  at: number
  /** The head of the log, and up to which entry the rules had read it. */
  log: { size: number; root: string | null; readTo: number }
  /** The queries themselves, to compute the figures again. */
  queryTexts: string[]
}

/** Each rate: a count over another. */
const RATES = {
  onTime: (c: CaseCounts) => [c.onTime, c.decided],
  early: (c: CaseCounts) => [c.early, c.decided],
  speedUp: (c: CaseCounts) => [c.statutoryDays - c.usedDays, c.statutoryDays],
  instant: (c: CaseCounts) => [c.instant, c.decided],
  promiseCut: (c: CaseCounts) => [c.statutoryDays - c.promisedDays, c.statutoryDays],
  once: (c: CaseCounts) => [c.once, c.closed],
  irregular: (c: CaseCounts) => [c.irregular, c.closed],
  supplemented: (c: CaseCounts) => [c.supplemented, c.closed],
  special: (c: CaseCounts) => [c.special, c.closed],
  extended: (c: CaseCounts) => [c.extended, c.closed],
  refused: (c: CaseCounts) => [c.refused, c.decided],
  complaints: (c: CaseCounts) => [c.complaints, c.closed],
  good: (c: CaseCounts) => [c.good, c.rated],
  revisited: (c: CaseCounts) => [c.revisited, c.poor],
  online: (c: CaseCounts) => [c.online, c.closed],
  reused: (c: CaseCounts) => [c.reused, c.materials],
} satisfies Record<string, (counts: CaseCounts) => [number, number]>
export type RateKey = keyof typeof RATES

export interface IndicatorOptions {
  database: Database
  tenants: Pick<TenantsPort, 'authorization'> & { supervision: Pick<Supervision, 'status' | 'record'> }
  clock: () => number
}

/**
 * The indicators of §3.4, computed from the supervision's own tables and from nothing else.
 * @throws NOT_AUTHORIZED; who may see one organ only gets that organ's figures
 */
export async function statistics(options: IndicatorOptions, caller: Caller, query: StatisticsQuery): Promise<Statistics> {
  const { database, tenants, clock } = options
  const organIds = await visibleOrgans(options, caller, query.organId)
  const { tenantId } = caller
  const { hideFew = false, ...figures } = query
  const asked: IndicatorQuery = { ...figures, tenantId, ...(organIds && { organIds }) }
  const cursor = await supervisionFolds(database).cursor(tenantId)
  const log = await tenants.supervision.status(tenantId)
  const cases = await supervisedCases(database).countCases(asked)
  const cards = await supervisedCases(database).countCards(asked)
  const people = query.by === 'person' ? await supervisedCases(database).countSteps(asked) : []
  const groups =
    query.by === 'person' ? people.map(({ group }) => group) : [...new Set([...cases.rows, ...cards.rows].map(({ group }) => group))]
  const names = await groupNames(database, tenantId, query.by, groups)
  const rows = groups.map((group): IndicatorRow => {
    const steps = people.find((person) => person.group === group)
    const counts = query.by === 'person' ? undefined : cases.rows.find((row) => row.group === group)
    const row = rowOf({
      group,
      name: steps?.name ?? names.get(group) ?? (group || '未知'),
      counts,
      cards: cards.rows.filter((row) => row.group === group),
      steps,
    })
    // Whoever sees the figures of his own organ only is of the rated: few ratings would tell who gave them.
    if ((organIds || hideFew) && (counts?.rated ?? 0) < FEW) Object.assign(row.rates, { good: null, revisited: null })
    return row
  })
  return {
    query,
    rows: rows.sort((a, b) => a.name.localeCompare(b.name, 'zh')),
    at: clock(),
    log: { size: log.size, root: log.root, readTo: cursor.next_seq },
    queryTexts: [cases.sql, cards.sql],
  }
}

/** The indicators of one organ, for who has the right already; on a transaction, too. null: nothing is known of it in that time. */
export async function indicatorsOfOrgan(
  db: Database,
  tenantId: string,
  { organId, from, to }: { organId: string; from: number; to: number },
): Promise<{ row: IndicatorRow | null; queryTexts: string[] }> {
  const asked: IndicatorQuery = { tenantId, by: 'organ', from, to, organId }
  const cases = await supervisedCases(db).countCases(asked)
  const cards = await supervisedCases(db).countCards(asked)
  const counts = cases.rows.find(({ group }) => group === organId)
  const mine = cards.rows.filter(({ group }) => group === organId)
  const row = counts || mine.length > 0 ? rowOf({ group: organId, name: organId, counts, cards: mine, steps: undefined }) : null
  return { row, queryTexts: [cases.sql, cards.sql] }
}

/** The organs whose figures the caller may see; undefined: all. @throws NOT_AUTHORIZED */
export async function visibleOrgans(
  { tenants }: Pick<IndicatorOptions, 'tenants'>,
  caller: Caller,
  organId?: string,
): Promise<string[] | undefined> {
  if (tenants.authorization.decide(caller, 'read', { type: 'statistics' }).allowed) {
    await tenants.authorization.assert(caller, 'read', { type: 'statistics' })
    return undefined
  }
  const own = [...new Set(caller.posts.map((post) => post.organId))].filter(
    (id) => tenants.authorization.decide(caller, 'read', { type: 'statistics', organId: id }).allowed,
  )
  // Asked once more for the organ that is meant, so that a refusal is recorded.
  await tenants.authorization.assert(caller, 'read', { type: 'statistics', organId: organId ?? own[0] ?? null })
  return own
}

interface RowInput {
  group: string
  name: string
  counts: CaseCounts | undefined
  cards: readonly CardCounts[]
  steps: { steps: number; onTime: number } | undefined
}

const NOTHING: CaseCounts = {
  group: '',
  accepted: 0,
  closed: 0,
  decided: 0,
  onTime: 0,
  early: 0,
  instant: 0,
  usedDays: 0,
  promisedDays: 0,
  statutoryDays: 0,
  once: 0,
  irregular: 0,
  supplemented: 0,
  special: 0,
  extended: 0,
  refused: 0,
  complaints: 0,
  rated: 0,
  good: 0,
  poor: 0,
  revisited: 0,
  online: 0,
  materials: 0,
  reused: 0,
  incomplete: 0,
}

function rowOf({ group, name, counts = NOTHING, cards, steps }: RowInput): IndicatorRow {
  const share = (part: number, whole: number) => (whole === 0 ? null : part / whole)
  const rates = Object.fromEntries(
    Object.entries(RATES).map(([key, rate]) => [key, share(...(rate(counts) as [number, number]))]),
  ) as IndicatorRow['rates']
  if (steps) rates.onTime = share(steps.onTime, steps.steps)
  const colours = (colour: CardCounts['colour']): ColourCounts => {
    const mine = cards.filter((card) => card.colour === colour)
    const gross = mine.reduce((sum, card) => sum + card.gross, 0)
    const cancelled = mine.reduce((sum, card) => sum + card.cancelled, 0)
    return { gross, cancelled, net: gross - cancelled }
  }
  return {
    group,
    name,
    accepted: counts.accepted,
    closed: counts.closed,
    rates,
    averageDays: share(counts.usedDays, counts.decided),
    cards: { warning: colours('warning'), yellow: colours('yellow'), red: colours('red') },
    steps: steps?.steps ?? null,
    score: scoreOf(
      cards.map(({ rule_id: rule, colour, gross, cancelled }) => ({ rule, colour, count: gross - cancelled })),
      { early: rates.early ?? 0, missing: share(counts.incomplete, counts.closed) ?? 0 },
    ),
  }
}

async function groupNames(
  database: Database,
  tenantId: string,
  by: IndicatorGroup,
  groups: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (by === 'organ') return new Map((await organs(database).list(tenantId)).map(({ id, name }) => [id, name]))
  if (by === 'total') return new Map([['all', '全部']])
  if (by === 'matter') return supervisedCases(database).matterNames(tenantId)
  if (by === 'person') {
    const found = await Promise.all(groups.map(async (id) => [id, (await users(database).get(tenantId, id))?.name ?? id] as const))
    return new Map(found)
  }
  return new Map()
}

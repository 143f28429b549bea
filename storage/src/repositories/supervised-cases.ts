import type { Knex } from 'knex'
import { isSqlite, type Tx } from '../database.ts'
import { insertRows, upsertRows } from '../write-rows.ts'

/** A case as the indicators count it. Instants are UTC epoch milliseconds, used_days workdays. */
export interface SupervisedCaseRow {
  tenant_id: string
  case_id: string
  case_no: string | null
  matter_key: string | null
  matter_name: string | null
  organ_id: string | null
  channel: string | null
  submitted_at: number | null
  accepted_at: number | null
  decided_at: number | null
  closed_at: number | null
  result: string | null
  promised_days: number | null
  statutory_days: number | null
  used_days: number | null
  on_time: boolean | null
  supplements: number
  specials: number
  extensions: number
  materials: number
  materials_reused: number
  complaints: number
  rating: number | null
  revisited: boolean | null
}

export interface SupervisedStepRow {
  tenant_id: string
  entry_seq: number
  case_id: string
  element_id: string
  person_id: string
  person_name: string | null
  organ_id: string | null
  matter_key: string | null
  opened_at: number | null
  due_at: number | null
  completed_at: number
}

export type IndicatorGroup = 'total' | 'organ' | 'matter' | 'person' | 'month'

/** What is counted, and by what. Instants are UTC epoch milliseconds, `[from, to)`. */
export interface IndicatorQuery {
  tenantId: string
  by: IndicatorGroup
  from: number
  to: number
  organIds?: readonly string[]
  organId?: string
  matterKey?: string
}

/** Counts of one group of cases; everything but `accepted` counts cases that were closed in the time. */
export interface CaseCounts {
  group: string
  accepted: number
  closed: number
  decided: number
  onTime: number
  early: number
  instant: number
  usedDays: number
  promisedDays: number
  statutoryDays: number
  once: number
  irregular: number
  supplemented: number
  special: number
  extended: number
  refused: number
  complaints: number
  rated: number
  good: number
  poor: number
  revisited: number
  online: number
  materials: number
  reused: number
  incomplete: number
}

export interface CardCounts {
  group: string
  rule_id: string
  colour: 'warning' | 'yellow' | 'red'
  gross: number
  cancelled: number
  score: number
}

const flag = (value: boolean | null): number | null => (value === null ? null : Number(value))

const stored = (row: SupervisedCaseRow) => ({ ...row, on_time: flag(row.on_time), revisited: flag(row.revisited) })

/** The tables that the indicators are computed from. */
export const supervisedCases = (db: Tx) => ({
  put: async (rows: SupervisedCaseRow[]): Promise<void> => {
    if (rows.length > 0) await upsertRows(db, 'supervised_case', rows.map(stored), ['tenant_id', 'case_id'])
  },

  byNumber: async (
    tenantId: string,
    caseNo: string,
  ): Promise<Pick<SupervisedCaseRow, 'case_id' | 'case_no' | 'matter_key' | 'matter_name' | 'organ_id'> | undefined> =>
    db<SupervisedCaseRow>('supervised_case')
      .where({ tenant_id: tenantId, case_no: caseNo })
      .first('case_id', 'case_no', 'matter_key', 'matter_name', 'organ_id'),

  addSteps: async (rows: SupervisedStepRow[]): Promise<void> => {
    if (rows.length > 0) await insertRows(db, 'supervised_step', rows)
  },

  /** Cases counted by group, with the text of the query itself. */
  countCases: async (query: IndicatorQuery): Promise<{ rows: CaseCounts[]; sql: string }> => {
    const builder = casesQuery(db, query)
    const rows = (await builder) as Record<string, number | string | null>[]
    return {
      rows: rows.map(({ group, ...counts }) => ({ group: String(group ?? ''), ...numbers(counts) }) as CaseCounts),
      sql: builder.toQuery(),
    }
  },

  /** Cards counted by group, rule and colour, without those for the auditor only. */
  countCards: async (query: IndicatorQuery): Promise<{ rows: CardCounts[]; sql: string }> => {
    const builder = cardsQuery(db, query)
    const rows = (await builder) as (Omit<CardCounts, 'gross' | 'cancelled' | 'score'> & Record<string, number | string | null>)[]
    return {
      rows: rows.map(
        (row) =>
          ({
            group: String(row.group ?? ''),
            rule_id: row.rule_id,
            colour: row.colour,
            ...numbers({ gross: row.gross ?? 0, cancelled: row.cancelled ?? 0, score: row.score ?? 0 }),
          }) as CardCounts,
      ),
      sql: builder.toQuery(),
    }
  },

  /** Steps that people did, and how many of them in time. */
  countSteps: async (query: IndicatorQuery): Promise<{ group: string; name: string | null; steps: number; onTime: number }[]> => {
    const builder = db('supervised_step')
      .where('tenant_id', query.tenantId)
      .andWhere('completed_at', '>=', query.from)
      .andWhere('completed_at', '<', query.to)
      .select({ group: 'person_id' })
      .max({ name: 'person_name' })
      .count({ steps: '*' })
      .select(db.raw('sum(case when due_at is null or completed_at <= due_at then 1 else 0 end) as ??', ['onTime']))
      .groupBy('person_id')
    narrow(builder, query)
    const rows = (await builder) as unknown as { group: string; name: string | null; steps: number | string; onTime: number | string }[]
    return rows.map((row) => ({ ...row, steps: Number(row.steps), onTime: Number(row.onTime) }))
  },

  /** Matter key → its name in the newest case. */
  matterNames: async (tenantId: string): Promise<ReadonlyMap<string, string>> => {
    const rows = (await db('supervised_case')
      .where({ tenant_id: tenantId })
      .whereNotNull('matter_key')
      .groupBy('matter_key')
      .select('matter_key')
      .max({ name: 'matter_name' })) as { matter_key: string; name: string | null }[]
    return new Map(rows.map(({ matter_key, name }) => [matter_key, name ?? matter_key]))
  },

  /** How many cases the rules know: handed in, open, closed. */
  totals: async (tenantId: string, organIds?: readonly string[]): Promise<{ submitted: number; open: number; closed: number }> => {
    const builder = db('supervised_case').where('tenant_id', tenantId).count({ submitted: '*' }).count({ closed: 'closed_at' })
    if (organIds) void builder.whereIn('organ_id', [...organIds])
    const row = (await builder.first()) as { submitted: number | string; closed: number | string } | undefined
    const submitted = Number(row?.submitted ?? 0)
    const closed = Number(row?.closed ?? 0)
    return { submitted, closed, open: submitted - closed }
  },
})

/** Beijing time all year round. */
const ZONE_MS = 8 * 3_600_000

/** `yyyymm` of an instant column, in Beijing time. */
function monthOf(db: Tx, column: string): Knex.Raw {
  return isSqlite(db)
    ? db.raw("strftime('%Y-%m', (?? + ?) / 1000, 'unixepoch')", [column, ZONE_MS])
    : db.raw("date_format(timestampadd(second, (?? + ?) / 1000, '1970-01-01'), '%Y-%m')", [column, ZONE_MS])
}

function narrow(builder: Knex.QueryBuilder, { organIds, organId, matterKey }: IndicatorQuery): void {
  if (organIds) void builder.whereIn('organ_id', [...organIds])
  if (organId !== undefined) void builder.where('organ_id', organId)
  if (matterKey !== undefined) void builder.where('matter_key', matterKey)
}

function groupColumn(db: Tx, by: IndicatorGroup, instant: string, person: string | null): Knex.Raw {
  if (by === 'organ') return db.raw('??', ['organ_id'])
  if (by === 'matter') return db.raw('??', ['matter_key'])
  if (by === 'month') return monthOf(db, instant)
  return by === 'person' && person !== null ? db.raw('??', [person]) : db.raw("'all'")
}

/** Conditions that a closed case is counted by. */
const CASE_SUMS: Record<Exclude<keyof CaseCounts, 'group' | 'accepted' | 'closed'>, string> = {
  decided: 'case when decided_at is not null and used_days is not null then 1 else 0 end',
  onTime: 'case when on_time then 1 else 0 end',
  early: 'case when used_days < promised_days then 1 else 0 end',
  instant: 'case when used_days = 0 then 1 else 0 end',
  usedDays: 'coalesce(used_days, 0)',
  promisedDays: 'case when used_days is not null then promised_days else 0 end',
  statutoryDays: 'case when used_days is not null then statutory_days else 0 end',
  once: 'case when supplements = 0 then 1 else 0 end',
  irregular: "case when result in ('returned', 'voided', 'deleted', 'lapsed') then 1 else 0 end",
  supplemented: 'case when supplements > 0 then 1 else 0 end',
  special: 'case when specials > 0 then 1 else 0 end',
  extended: 'case when extensions > 0 then 1 else 0 end',
  refused: "case when result = 'refused' then 1 else 0 end",
  complaints: 'complaints',
  rated: 'case when rating is not null then 1 else 0 end',
  good: 'case when rating >= 4 then 1 else 0 end',
  poor: 'case when rating <= 2 then 1 else 0 end',
  revisited: 'case when rating <= 2 and revisited then 1 else 0 end',
  online: "case when channel = 'web' then 1 else 0 end",
  materials: 'materials',
  reused: 'materials_reused',
  incomplete: 'case when matter_key is null or organ_id is null or (decided_at is not null and used_days is null) then 1 else 0 end',
}

function casesQuery(db: Tx, query: IndicatorQuery): Knex.QueryBuilder {
  const { tenantId, by, from, to } = query
  const accepted = '(case when accepted_at >= ? and accepted_at < ? then 1 else 0 end)'
  const closed = '(case when closed_at >= ? and closed_at < ? then 1 else 0 end)'
  const builder = db('supervised_case')
    .where('tenant_id', tenantId)
    .andWhere((either) => {
      void either.where((some) => void some.where('accepted_at', '>=', from).andWhere('accepted_at', '<', to))
      void either.orWhere((some) => void some.where('closed_at', '>=', from).andWhere('closed_at', '<', to))
    })
    .select(db.raw('? as ??', [groupColumn(db, by, 'closed_at', null), 'group']))
    .select(db.raw(`sum(${accepted}) as accepted`, [from, to]), db.raw(`sum(${closed}) as closed`, [from, to]))
  for (const [name, sum] of Object.entries(CASE_SUMS)) void builder.select(db.raw(`sum(${closed} * (${sum})) as ??`, [from, to, name]))
  narrow(builder, query)
  return by === 'total' || by === 'person' ? builder : builder.groupBy('group').orderBy('group')
}

function cardsQuery(db: Tx, query: IndicatorQuery): Knex.QueryBuilder {
  const { tenantId, by, from, to } = query
  const builder = db('supervision_card')
    .where({ tenant_id: tenantId, integrity: false })
    .andWhere('issued_at', '>=', from)
    .andWhere('issued_at', '<', to)
    .select(db.raw('? as ??', [groupColumn(db, by, 'issued_at', 'person_id'), 'group']), 'rule_id', 'colour')
    .count({ gross: '*' })
    .select(db.raw("sum(case when outcome in ('cancelled', 'withdrawn') then 1 else 0 end) as cancelled"))
    .select(db.raw("sum(case when outcome in ('cancelled', 'withdrawn') then 0 else score end) as score"))
  narrow(builder, query)
  return builder.groupBy('group', 'rule_id', 'colour').orderBy(['group', 'rule_id', 'colour'])
}

const numbers = (counts: Record<string, number | string | null>): Record<string, number> =>
  Object.fromEntries(Object.entries(counts).map(([name, value]) => [name, Number(value ?? 0)]))

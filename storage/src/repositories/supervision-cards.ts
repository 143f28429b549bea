import type { Knex } from 'knex'
import type { Tx } from '../database.ts'
import { insertRows, updateRows } from '../write-rows.ts'

export type CardColour = 'warning' | 'yellow' | 'red'
export type CardState = 'verifying' | 'issued' | 'signed' | 'replied' | 'appealed' | 'urged' | 'escalated' | 'liability' | 'closed'

/** A supervision card 监察牌. Instants are UTC epoch milliseconds. */
export interface SupervisionCardRow {
  tenant_id: string
  id: string
  card_no: string
  rule_id: string
  rule_version: number
  subject: string
  occasion: string
  source: 'rule' | 'manual' | 'complaint'
  colour: CardColour
  first_colour: CardColour
  state: CardState
  urged: boolean
  integrity: boolean
  case_id: string | null
  case_no: string | null
  matter_key: string | null
  matter_name: string | null
  organ_id: string | null
  person_id: string | null
  person_name: string | null
  element_id: string | null
  step_name: string | null
  title: string
  text: string
  basis: string
  score: number
  reply_workdays: number | null
  entry_seq: number | null
  opened_by: string | null
  instance_id: string | null
  issued_at: number | null
  reply_due_at: number | null
  appeal_until: number | null
  closed_at: number | null
  outcome: 'upheld' | 'cancelled' | 'withdrawn' | 'not-issued' | 'noted' | null
  reason_code: string | null
  liability: unknown
  created_at: number
}

export interface SupervisionCardLineRow {
  tenant_id: string
  card_id: string
  id: string
  at: number
  verb: string
  actor_id: string | null
  actor_name: string | null
  text: string | null
  data: unknown
}

export interface CardQuery {
  tenantId: string
  restrict?: (query: Knex.QueryBuilder) => void
  states?: CardState[]
  colour?: CardColour
  urged?: boolean
  organId?: string
  caseId?: string
  ruleId?: string
  /** Part of the card's or the case's number, or of its title. */
  q?: string
  after?: string
  limit: number
}

/** What a rule gives one card for. */
export type CardOccasion = Pick<SupervisionCardRow, 'rule_id' | 'subject' | 'occasion'>

/** Keys of one statement. */
const CHUNK = 300
const chunks = <T>(all: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(all.length / CHUNK) }, (_, i) => all.slice(i * CHUNK, (i + 1) * CHUNK))

const OPEN_STATES: CardState[] = ['verifying', 'issued', 'signed', 'replied', 'appealed', 'urged', 'escalated', 'liability']
const MAX_PAGE = 200
const MAX_LINES = 500
const MAX_CHARTED = 100_000
const INSTANTS = ['issued_at', 'reply_due_at', 'appeal_until', 'closed_at', 'created_at', 'entry_seq'] as const

/** Cards and what happens to them. */
const keeping = (db: Tx) => ({
  /** In the order of their numbers. */
  insert: (rows: readonly SupervisionCardRow[]): Promise<void> => insertRows(db, 'supervision_card', rows.map(insertable)),

  /** Which of these occasions have their card already. */
  given: async (tenantId: string, occasions: readonly CardOccasion[]): Promise<CardOccasion[]> => {
    const found: CardOccasion[] = []
    for (const some of chunks(occasions)) {
      const rows = (await db('supervision_card')
        .where({ tenant_id: tenantId })
        .whereIn(
          ['rule_id', 'subject', 'occasion'],
          some.map(({ rule_id, subject, occasion }) => [rule_id, subject, occasion]),
        )
        .select('rule_id', 'subject', 'occasion')) as CardOccasion[]
      found.push(...rows)
    }
    return found
  },

  get: async (tenantId: string, id: string): Promise<SupervisionCardRow | undefined> => {
    const row: unknown = await db('supervision_card').where({ tenant_id: tenantId, id }).first()
    return row === undefined ? undefined : read(row)
  },

  /** Those of these ids that are there, in no order. */
  getMany: async (tenantId: string, ids: readonly string[]): Promise<SupervisionCardRow[]> => {
    const rows: unknown[] = []
    for (const some of chunks(ids))
      rows.push(...((await db('supervision_card').where({ tenant_id: tenantId }).whereIn('id', some)) as unknown[]))
    return rows.map(read)
  },

  /** Gives cards the colours that they have in these rows. */
  recolour: async (rows: readonly Pick<SupervisionCardRow, 'tenant_id' | 'id' | 'colour'>[]): Promise<void> =>
    void (await updateRows(db, 'supervision_card', rows, ['colour'])),

  update: async (tenantId: string, id: string, patch: Partial<SupervisionCardRow>): Promise<void> => {
    if (Object.keys(patch).length > 0) await db('supervision_card').where({ tenant_id: tenantId, id }).update(stored(patch))
  },

  /** Gives a card its supervision case, once. @returns false if it has one */
  linkInstance: async (tenantId: string, id: string, instanceId: string): Promise<boolean> =>
    (await db('supervision_card').where({ tenant_id: tenantId, id, instance_id: null }).update({ instance_id: instanceId })) === 1,

  /** Cards that must be handled and have no supervision case yet, oldest first. */
  withoutInstance: async (tenantId: string, limit: number): Promise<SupervisionCardRow[]> => {
    const rows: unknown[] = await db('supervision_card')
      .where({ tenant_id: tenantId, instance_id: null })
      .whereIn('state', OPEN_STATES)
      .orderBy('id')
      .limit(limit)
    return rows.map(read)
  },
})

/** What desks, lamps and charts ask. */
const asking = (db: Tx) => ({
  /** Newest first. */
  list: async (query: CardQuery): Promise<SupervisionCardRow[]> => {
    const rows: unknown[] = await filtered(db, query)
      .modify((builder) => query.after !== undefined && builder.where('supervision_card.id', '<', query.after))
      .orderBy('supervision_card.id', 'desc')
      .limit(Math.min(query.limit, MAX_PAGE))
      .select('supervision_card.*')
    return rows.map(read)
  },

  /** How many cards the query finds in each state and colour. */
  counts: async (
    query: Omit<CardQuery, 'limit' | 'after'>,
  ): Promise<{ state: CardState; colour: CardColour; urged: boolean; count: number }[]> => {
    const rows = (await filtered(db, query)
      .select('supervision_card.state', 'supervision_card.colour', 'supervision_card.urged')
      .count({ count: '*' })
      .groupBy('supervision_card.state', 'supervision_card.colour', 'supervision_card.urged')) as {
      state: CardState
      colour: CardColour
      urged: number
      count: number | string
    }[]
    return rows.map((row) => ({ ...row, urged: Boolean(row.urged), count: Number(row.count) }))
  },

  /** Cards issued since, for a chart: without those for the auditor only. */
  issuedSince: async (
    tenantId: string,
    since: number,
    organIds?: readonly string[],
  ): Promise<{ colour: CardColour; issued_at: number }[]> => {
    const query = db('supervision_card')
      .where({ tenant_id: tenantId, integrity: false })
      .andWhere('issued_at', '>=', since)
      .select('colour', 'issued_at')
      .limit(MAX_CHARTED)
    if (organIds) void query.whereIn('organ_id', [...organIds])
    return ((await query) as { colour: CardColour; issued_at: number | string }[]).map((row) => ({
      ...row,
      issued_at: Number(row.issued_at),
    }))
  },

  /** Cards issued in `[from, to)`, oldest first: without those for the auditor only. */
  issuedBetween: async (query: {
    tenantId: string
    from: number
    to: number
    organIds?: readonly string[]
    organId?: string
    limit: number
  }): Promise<SupervisionCardRow[]> => {
    const { tenantId, from, to, organIds, organId, limit } = query
    const builder = db('supervision_card')
      .where({ tenant_id: tenantId, integrity: false, ...(organId !== undefined && { organ_id: organId }) })
      .andWhere('issued_at', '>=', from)
      .andWhere('issued_at', '<', to)
    if (organIds) void builder.whereIn('organ_id', [...organIds])
    return ((await builder.orderBy(['issued_at', 'id']).limit(limit)) as unknown[]).map(read)
  },

  /** The cards of these cases that stand: issued, not cancelled, not withdrawn, not for the auditor only. */
  standingOfCases: async (
    tenantId: string,
    caseIds: readonly string[],
  ): Promise<{ case_id: string; colour: CardColour; urged: boolean }[]> => {
    const found: { case_id: string; colour: CardColour; urged: number }[] = []
    for (const some of chunks(caseIds)) {
      const rows = (await db('supervision_card')
        .where({ tenant_id: tenantId, integrity: false })
        .whereIn('case_id', some)
        .whereNotNull('issued_at')
        .andWhere((either) => either.whereNull('outcome').orWhereIn('outcome', ['upheld', 'noted']))
        .select('case_id', 'colour', 'urged')) as typeof found
      found.push(...rows)
    }
    return found.map((row) => ({ ...row, urged: Boolean(row.urged) }))
  },

  /** Who did which step of a case, as the log has told: element id → user ids. */
  stepsOfCase: async (tenantId: string, caseId: string): Promise<Record<string, string[]>> => {
    const rows = (await db('supervised_step')
      .where({ tenant_id: tenantId, case_id: caseId })
      .distinct('element_id', 'person_id')
      .limit(MAX_LINES)) as { element_id: string; person_id: string }[]
    const byElement: Record<string, string[]> = {}
    for (const { element_id, person_id } of rows) (byElement[element_id] ??= []).push(person_id)
    return byElement
  },

  addLines: (rows: readonly SupervisionCardLineRow[]): Promise<void> =>
    insertRows(
      db,
      'supervision_card_line',
      rows.map((row) => ({ ...row, data: row.data == null ? null : JSON.stringify(row.data) })),
    ),

  lines: async (tenantId: string, cardId: string): Promise<SupervisionCardLineRow[]> => {
    const rows = (await db('supervision_card_line')
      .where({ tenant_id: tenantId, card_id: cardId })
      .orderBy('id')
      .limit(MAX_LINES)) as SupervisionCardLineRow[]
    return rows.map((row) => ({ ...row, at: Number(row.at), data: row.data == null ? null : (JSON.parse(row.data as string) as unknown) }))
  },
})

/** Cards of the electronic supervision with their lines. */
export const supervisionCards = (db: Tx) => ({ ...keeping(db), ...asking(db) })

function filtered(db: Tx, query: Omit<CardQuery, 'limit' | 'after'>): Knex.QueryBuilder {
  const builder = db('supervision_card').where('supervision_card.tenant_id', query.tenantId)
  if (query.restrict) void builder.where((inner) => query.restrict!(inner))
  if (query.states) void builder.whereIn('supervision_card.state', query.states)
  const equal = { colour: query.colour, urged: query.urged, organ_id: query.organId, case_id: query.caseId, rule_id: query.ruleId }
  for (const [column, value] of Object.entries(equal)) if (value !== undefined) void builder.where(`supervision_card.${column}`, value)
  if (query.q) {
    const pattern = `%${query.q.replace(/[!%_]/g, '!$&')}%`
    void builder.where((either) => {
      for (const column of ['card_no', 'case_no', 'title'])
        void either.orWhereRaw("?? like ? escape '!'", [`supervision_card.${column}`, pattern])
    })
  }
  return builder
}

const stored = (row: Partial<SupervisionCardRow>): Record<string, unknown> => ({
  ...row,
  ...('liability' in row && { liability: row.liability == null ? null : JSON.stringify(row.liability) }),
})

/** Prepared statements take no true and false. */
const insertable = (row: SupervisionCardRow): Record<string, unknown> => ({
  ...stored(row),
  urged: Number(row.urged),
  integrity: Number(row.integrity),
})

function read(raw: unknown): SupervisionCardRow {
  const row: Record<string, unknown> = { ...(raw as object) }
  for (const column of INSTANTS) row[column] = row[column] == null ? null : Number(row[column])
  row.urged = Boolean(row.urged)
  row.integrity = Boolean(row.integrity)
  row.liability = row.liability == null ? null : JSON.parse(row.liability as string)
  return row as unknown as SupervisionCardRow
}

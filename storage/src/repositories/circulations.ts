import { isSqlite, type Tx } from '../database.ts'
import { insertRows } from '../write-rows.ts'
import { lampColumn } from './case-lamp.ts'
import { matchesCase, readCase, type CaseWithLamp, type Restriction } from './cases.ts'

/** A circulation 传阅. Instants are UTC epoch milliseconds. */
export interface CirculationRow {
  tenant_id: string
  id: string
  case_id: string
  source: 'step' | 'manual' | 'starter'
  element_id: string | null
  step_name: string
  note: string
  by_id: string
  by_name: string
  at: number
}

/** One reader of a circulation. */
export interface CaseReaderRow {
  tenant_id: string
  circulation_id: string
  user_id: string
  case_id: string
  at: number
  opened_at: number | null
  reply: string | null
  replied_at: number | null
  chased: number
  chased_at: number | null
  canceled_at: number | null
}

/** A circulation with how its readers stand; those cancelled are counted in `canceled` alone. */
export interface CirculationWithCounts extends CirculationRow {
  readers: number
  opened: number
  replied: number
  canceled: number
}

export interface ReadingRow extends Pick<CaseReaderRow, 'circulation_id' | 'opened_at' | 'reply' | 'replied_at' | 'chased' | 'chased_at'> {
  source: CirculationRow['source']
  step_name: string
  note: string
  by_name: string
  at: number
  case: CaseWithLamp
}

/** Circulations of one case that are shown. */
const MAX_OF_CASE = 200

const papers = (db: Tx) => ({
  /** The circulation and all its readers, in a few statements whatever their number. */
  insert: async (row: CirculationRow, readerIds: readonly string[]): Promise<void> => {
    await db<CirculationRow>('case_circulation').insert(row)
    const { tenant_id, id, case_id, at } = row
    await insertRows(
      db,
      'case_reader',
      readerIds.map((user_id): CaseReaderRow => ({
        tenant_id,
        circulation_id: id,
        user_id,
        case_id,
        at,
        opened_at: null,
        reply: null,
        replied_at: null,
        chased: 0,
        chased_at: null,
        canceled_at: null,
      })),
    )
  },

  get: async (tenantId: string, id: string): Promise<CirculationRow | undefined> => {
    const row = await db<CirculationRow>('case_circulation').where({ tenant_id: tenantId, id }).first()
    return row && { ...row, at: Number(row.at) }
  },

  /** Newest first. */
  ofCase: async (tenantId: string, caseId: string): Promise<CirculationWithCounts[]> => {
    const rows: CirculationRow[] = await db<CirculationRow>('case_circulation')
      .where({ tenant_id: tenantId, case_id: caseId })
      .orderBy('id', 'desc')
      .limit(MAX_OF_CASE)
    const ids = rows.map(({ id }) => id)
    const counts = (await db('case_reader')
      .where({ tenant_id: tenantId })
      .whereIn('circulation_id', ids)
      .groupBy('circulation_id')
      .select(
        'circulation_id',
        db.raw('sum(case when canceled_at is null then 1 else 0 end) as readers'),
        db.raw('sum(case when canceled_at is null and opened_at is not null then 1 else 0 end) as opened'),
        db.raw('sum(case when canceled_at is null and replied_at is not null then 1 else 0 end) as replied'),
        db.raw('sum(case when canceled_at is not null then 1 else 0 end) as canceled'),
      )) as Record<string, number | string>[]
    const byId = new Map(counts.map((row) => [row.circulation_id, row]))
    return rows.map((row) => {
      const of = byId.get(row.id)
      const count = (name: string) => Number(of?.[name] ?? 0)
      return {
        ...row,
        at: Number(row.at),
        readers: count('readers'),
        opened: count('opened'),
        replied: count('replied'),
        canceled: count('canceled'),
      }
    })
  },
})

const readers = (db: Tx) => ({
  /** Readers by their ids; `after` is the last id of the page before. */
  readers: async (
    tenantId: string,
    circulationId: string,
    page: { unread?: boolean; after?: string; limit: number },
  ): Promise<(CaseReaderRow & { user_name: string })[]> => {
    const rows = (await db('case_reader')
      .join('user', (on) => on.on('user.tenant_id', 'case_reader.tenant_id').andOn('user.id', 'case_reader.user_id'))
      .where({ 'case_reader.tenant_id': tenantId, circulation_id: circulationId })
      .modify((query) => {
        if (page.unread) void query.whereNull('opened_at').whereNull('canceled_at')
        if (page.after !== undefined) void query.where('user_id', '>', page.after)
      })
      .orderBy('user_id')
      .limit(page.limit)
      .select('case_reader.*', 'user.name as user_name')) as (CaseReaderRow & { user_name: string })[]
    return rows.map((row) => ({ ...readReader(row), user_name: row.user_name }))
  },

  /** Those who have not opened it yet and for whom it holds; a circulation has some hundred readers at most. */
  unread: async (tenantId: string, circulationId: string): Promise<Pick<CaseReaderRow, 'user_id' | 'chased_at'>[]> => {
    const rows = (await db('case_reader')
      .where({ tenant_id: tenantId, circulation_id: circulationId, opened_at: null, canceled_at: null })
      .orderBy('user_id')
      .select('user_id', 'chased_at')) as Pick<CaseReaderRow, 'user_id' | 'chased_at'>[]
    return rows.map(({ user_id, chased_at }) => ({ user_id, chased_at: instant(chased_at) }))
  },

  /** Of these people, those who have a circulation of this step before them that they have not opened. */
  waitingFor: async (tenantId: string, caseId: string, elementId: string, userIds: readonly string[]): Promise<string[]> =>
    (await db('case_reader as r')
      .join('case_circulation as c', (on) => on.on('c.tenant_id', 'r.tenant_id').andOn('c.id', 'r.circulation_id'))
      .where({ 'r.tenant_id': tenantId, 'r.case_id': caseId, 'c.element_id': elementId, 'c.source': 'step' })
      .whereNull('r.opened_at')
      .whereNull('r.canceled_at')
      .whereIn('r.user_id', [...userIds])
      .distinct('r.user_id')
      .pluck('r.user_id')) as string[],

  reader: async (tenantId: string, circulationId: string, userId: string): Promise<CaseReaderRow | undefined> => {
    const row = (await db('case_reader').where({ tenant_id: tenantId, circulation_id: circulationId, user_id: userId }).first()) as
      CaseReaderRow | undefined
    return row && readReader(row)
  },

  /** The reader opened the case: whatever of it was before him is read. @returns how many circulations were unread */
  open: (tenantId: string, caseId: string, userId: string, at: number): Promise<number> =>
    db('case_reader')
      .where({ tenant_id: tenantId, user_id: userId, canceled_at: null, opened_at: null, case_id: caseId })
      .update({ opened_at: at }),

  reply: (tenantId: string, circulationId: string, userId: string, reply: string, at: number): Promise<number> =>
    db('case_reader').where({ tenant_id: tenantId, circulation_id: circulationId, user_id: userId }).update({ reply, replied_at: at }),

  /** Counts that those were asked again who have not opened it and were not asked since `notAfter`. @returns who they are */
  chase: async (tenantId: string, circulationId: string, at: number, notAfter: number): Promise<string[]> => {
    const due = () =>
      db('case_reader')
        .where({ tenant_id: tenantId, circulation_id: circulationId, opened_at: null, canceled_at: null })
        .where((either) => void either.whereNull('chased_at').orWhere('chased_at', '<=', notAfter))
    const query = due().orderBy('user_id').pluck('user_id')
    const userIds = (await (isSqlite(db) ? query : query.forUpdate())) as string[]
    if (userIds.length > 0)
      await due()
        .whereIn('user_id', userIds)
        .update({ chased: db.raw('chased + 1'), chased_at: at })
    return userIds
  },

  /** Ends it for some readers, or without `userIds` for all. @returns for how many it held until now */
  cancel: (tenantId: string, circulationId: string, at: number, userIds?: readonly string[]): Promise<number> =>
    db('case_reader')
      .where({ tenant_id: tenantId, circulation_id: circulationId, canceled_at: null })
      .modify((query) => userIds && query.whereIn('user_id', [...userIds]))
      .update({ canceled_at: at }),

  /** What is circulated to a person, holds and is his to read, newest first; `after` is the circulation's id of the last row. */
  ofReader: async (query: {
    tenantId: string
    userId: string
    now: number
    restrict: Restriction
    unread?: boolean
    q?: string
    after?: string
    limit: number
  }): Promise<ReadingRow[]> => {
    const rows = (await db('case_reader as r')
      .join('case_circulation as c', (on) => on.on('c.tenant_id', 'r.tenant_id').andOn('c.id', 'r.circulation_id'))
      .join('case_file', (on) => on.on('case_file.tenant_id', 'r.tenant_id').andOn('case_file.id', 'r.case_id'))
      .where({ 'r.tenant_id': query.tenantId, 'r.user_id': query.userId })
      .whereNull('r.canceled_at')
      .where((inner) => query.restrict(inner))
      .modify((builder) => {
        if (query.unread) void builder.whereNull('r.opened_at')
        if (query.q) void builder.where((inner) => matchesCase(inner, query.q!))
        if (query.after !== undefined) void builder.where('r.circulation_id', '<', query.after)
      })
      .orderBy('r.circulation_id', 'desc')
      .limit(query.limit)
      .select('case_file.*', lampColumn(db, query.now), ...READING_COLUMNS)) as Record<string, unknown>[]
    return rows.map(readReading)
  },

  countUnread: async (tenantId: string, userId: string, restrict: Restriction): Promise<number> => {
    const row = await db('case_reader as r')
      .join('case_file', (on) => on.on('case_file.tenant_id', 'r.tenant_id').andOn('case_file.id', 'r.case_id'))
      .where({ 'r.tenant_id': tenantId, 'r.user_id': userId, 'r.canceled_at': null, 'r.opened_at': null })
      .where((inner) => restrict(inner))
      .count({ n: '*' })
      .first()
    return Number(row?.n ?? 0)
  },
})

/** Circulations 传阅 of cases, and their readers. */
export const circulations = (db: Tx) => ({ ...papers(db), ...readers(db) })

const READING_COLUMNS = [
  'r.circulation_id as reading_circulation_id',
  'r.opened_at as reading_opened_at',
  'r.reply as reading_reply',
  'r.replied_at as reading_replied_at',
  'r.chased as reading_chased',
  'r.chased_at as reading_chased_at',
  'c.source as reading_source',
  'c.step_name as reading_step_name',
  'c.note as reading_note',
  'c.by_name as reading_by_name',
  'c.at as reading_at',
]

const instant = (value: unknown): number | null => (value == null ? null : Number(value))

const readReading = (row: Record<string, unknown>): ReadingRow => ({
  circulation_id: row.reading_circulation_id as string,
  opened_at: instant(row.reading_opened_at),
  reply: row.reading_reply as string | null,
  replied_at: instant(row.reading_replied_at),
  chased: Number(row.reading_chased),
  chased_at: instant(row.reading_chased_at),
  source: row.reading_source as CirculationRow['source'],
  step_name: row.reading_step_name as string,
  note: row.reading_note as string,
  by_name: row.reading_by_name as string,
  at: Number(row.reading_at),
  case: readCase(row),
})

const readReader = ({ tenant_id, circulation_id, user_id, case_id, reply, ...row }: CaseReaderRow): CaseReaderRow => ({
  tenant_id,
  circulation_id,
  user_id,
  case_id,
  reply,
  at: Number(row.at),
  opened_at: instant(row.opened_at),
  replied_at: instant(row.replied_at),
  chased: Number(row.chased),
  chased_at: instant(row.chased_at),
  canceled_at: instant(row.canceled_at),
})

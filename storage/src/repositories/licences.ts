import type { Tx } from '../database.ts'
import { containing, type Restriction } from './cases.ts'

/** What is stored; that a licence is past its end is a matter of the day. */
export type LicenceState = 'valid' | 'withdrawn' | 'revoked' | 'cancelled'
export type LicenceAct = 'grant' | 'alter' | 'renew' | 'reissue' | 'withdraw' | 'revoke' | 'cancel'
/** `opened`: a case asks for it; `done`: decided; `silence`: by law, because nobody decided. */
export type LicenceStage = 'opened' | 'done' | 'silence'

/** A licence 证照. Instants are UTC epoch milliseconds, days YYYY-MM-DD. */
export interface LicenceRow {
  tenant_id: string
  id: string
  licence_no: string
  kind: string
  name: string
  matter_key: string
  matter_name: string
  organ_id: string
  organ_name: string
  /** That granted it. */
  case_id: string
  /** Whose licence paper is the one in force. */
  paper_case_id: string
  holder_id: string
  holder_name: string
  holder_code: string | null
  face: { label: string; text: string }[]
  valid_from: string
  /** Last day; null: without end. */
  valid_until: string | null
  state: LicenceState
  state_at: number | null
  created_at: number
}

export interface LicenceEventRow {
  tenant_id: string
  id: string
  licence_id: string
  at: number
  act: LicenceAct
  stage: LicenceStage
  case_id: string
  /** Of an application for renewal in time: if it is undecided then, the licence counts as renewed. Null: silence says nothing. */
  silence_at: number | null
  actor_id: string | null
  actor_name: string | null
  reason: string | null
  /** JSON; what it changed. */
  data: unknown
}

/** A case about a licence that is not closed. */
export interface OpenLicenceCase {
  act: LicenceAct
  caseId: string
  caseNo: string
  /** The holder, or for a case ex officio the officer. */
  openedBy: string | null
  isDecided: boolean
}

type OpenLicenceCaseRow = Pick<LicenceEventRow, 'act' | 'case_id' | 'actor_id'> & { case_no: string; decided_at: number | string | null }

export interface LicenceEventListed extends LicenceEventRow {
  case_no: string
  matter_name: string
}

export interface LicenceQuery {
  tenantId: string
  /** Columns are those of `licence`. */
  restrict: Restriction
  holderId?: string
  kind?: string
  /** As of `today`: `valid` is within its days, `lapsed` past them. */
  state?: LicenceState | 'lapsed'
  /** Valid, and at its end on this day or before. */
  dueBy?: string
  /** YYYY-MM-DD. */
  today: string
  /** Part of the number or of the holder's name. */
  q?: string
  /** Id of the last licence of the page before. */
  after?: string
  /** 1 to 200. */
  limit: number
}

export const MAX_LICENCE_PAGE = 200

type Place = Pick<LicenceRow, 'tenant_id' | 'id'>

export const licences = (db: Tx) => ({
  /** @throws a unique violation if the number is taken */
  insert: async (row: LicenceRow): Promise<void> => {
    await db('licence').insert({ ...row, face: JSON.stringify(row.face) })
  },

  update: async ({ tenant_id, id }: Place, patch: Partial<LicenceRow>): Promise<void> => {
    await db('licence')
      .where({ tenant_id, id })
      .update({ ...patch, ...(patch.face && { face: JSON.stringify(patch.face) }) })
  },

  get: async (tenantId: string, id: string): Promise<LicenceRow | undefined> => first(db, { tenant_id: tenantId, id }),

  byNumber: async (tenantId: string, licenceNo: string): Promise<LicenceRow | undefined> =>
    first(db, { tenant_id: tenantId, licence_no: licenceNo }),

  /** The licence, held until the end of the transaction: nobody else acts on it meanwhile. */
  lock: async ({ tenant_id, id }: Place): Promise<LicenceRow | undefined> => {
    const row: unknown = await db('licence').where({ tenant_id, id }).forUpdate().first()
    return row === undefined ? undefined : read(row)
  },

  /** Newest first. */
  list: async (query: LicenceQuery): Promise<LicenceRow[]> => {
    const { tenantId, restrict, holderId, kind, q, after, limit } = query
    const rows: unknown[] = await db('licence')
      .where('licence.tenant_id', tenantId)
      .where((inner) => restrict(inner))
      .modify((builder) => {
        if (holderId !== undefined) void builder.where('licence.holder_id', holderId)
        if (kind !== undefined) void builder.where('licence.kind', kind)
        inState(builder, query)
        if (q !== undefined)
          void builder.where((either) => {
            const pattern = [containing(q)]
            void either
              .whereRaw("licence.licence_no like ? escape '!'", pattern)
              .orWhereRaw("licence.holder_name like ? escape '!'", pattern)
          })
        if (after !== undefined) void builder.where('licence.id', '<', after)
      })
      .orderBy('licence.id', 'desc')
      .limit(Math.min(limit, MAX_LICENCE_PAGE))
      .select('licence.*')
    return rows.map(read)
  },

  /** Kinds of the licences that may be listed, each with the name that its papers have. */
  kinds: async (tenantId: string, restrict: Restriction): Promise<{ kind: string; name: string }[]> => {
    const rows: { kind: string; name: string }[] = await db('licence')
      .where('licence.tenant_id', tenantId)
      .where((inner) => restrict(inner))
      .groupBy('licence.kind')
      .orderBy('licence.kind')
      .select('licence.kind')
      .max({ name: 'licence.name' })
    return rows.map(({ kind, name }) => ({ kind, name }))
  },

  /** Applications for renewal that silence has answered by `now`, and nobody has said so yet. Earliest first. */
  renewedBySilence: async (tenantId: string, now: number, limit: number): Promise<{ licenceId: string; caseId: string }[]> => {
    const rows: { id: string; case_id: string }[] = await openRenewals(db, tenantId)
      .andWhere('licence_event.silence_at', '<=', now)
      .orderBy(['licence_event.silence_at', 'licence.id'])
      .limit(limit)
      .select('licence.id', 'licence_event.case_id')
    return rows.map(({ id, case_id }) => ({ licenceId: id, caseId: case_id }))
  },

  /** When silence answers the next one, or null. */
  nextSilenceAt: async (tenantId: string): Promise<number | null> => {
    const row: { at?: number | string | null } | undefined = await openRenewals(db, tenantId)
      .min({ at: 'licence_event.silence_at' })
      .first()
    return row?.at == null ? null : Number(row.at)
  },
})

/** Applications for renewal that silence may answer: in time, undecided, complete before the licence ended. */
const openRenewals = (db: Tx, tenantId: string) =>
  db('licence')
    .join('licence_event', (on) => on.on('licence_event.tenant_id', 'licence.tenant_id').andOn('licence_event.licence_id', 'licence.id'))
    .join('case_file', (on) => on.on('case_file.tenant_id', 'licence_event.tenant_id').andOn('case_file.id', 'licence_event.case_id'))
    .where({ 'licence.tenant_id': tenantId, 'licence.state': 'valid', 'licence_event.act': 'renew', 'licence_event.stage': 'opened' })
    .whereNotNull('licence_event.silence_at')
    .whereIn('case_file.status', ['submitted', 'accepted'])
    .whereRaw('?? < ??', ['case_file.received_at', 'licence_event.silence_at'])
    .whereNull('case_file.closed_at')
    .whereNotExists((answered) => {
      void answered
        .select('answer.id')
        .from({ answer: 'licence_event' })
        .where('answer.stage', 'silence')
        .whereRaw('?? = ??', ['answer.tenant_id', 'licence_event.tenant_id'])
        .whereRaw('?? = ??', ['answer.case_id', 'licence_event.case_id'])
    })

export const licenceEvents = (db: Tx) => ({
  insert: async (row: LicenceEventRow): Promise<void> => {
    await db('licence_event').insert({ ...row, data: row.data == null ? null : JSON.stringify(row.data) })
  },

  /** Oldest first, each with its case. */
  ofLicence: async (tenantId: string, licenceId: string): Promise<LicenceEventListed[]> => {
    const rows: unknown[] = await db('licence_event')
      .leftJoin('case_file', (on) => on.on('case_file.tenant_id', 'licence_event.tenant_id').andOn('case_file.id', 'licence_event.case_id'))
      .where({ 'licence_event.tenant_id': tenantId, 'licence_event.licence_id': licenceId })
      .orderBy(['licence_event.at', 'licence_event.id'])
      .select('licence_event.*', 'case_file.case_no', 'case_file.matter_name')
    return rows.map((row) => readEvent(row as LicenceEventListed))
  },

  /** What a case is to a licence: how it was opened, and whether silence has answered it. */
  ofCase: async (tenantId: string, caseId: string): Promise<LicenceEventRow[]> => {
    const rows: LicenceEventRow[] = await db<LicenceEventRow>('licence_event')
      .where({ tenant_id: tenantId, case_id: caseId })
      .orderBy(['at', 'id'])
    return rows.map(readEvent)
  },

  /** Cases about this licence that are not closed, oldest first, with what they ask for, who opened them and whether they are decided. */
  openCases: async (tenantId: string, licenceId: string): Promise<OpenLicenceCase[]> => {
    const rows: OpenLicenceCaseRow[] = await db('licence_event')
      .join('case_file', (on) => on.on('case_file.tenant_id', 'licence_event.tenant_id').andOn('case_file.id', 'licence_event.case_id'))
      .where({ 'licence_event.tenant_id': tenantId, 'licence_event.licence_id': licenceId, 'licence_event.stage': 'opened' })
      .whereNull('case_file.closed_at')
      .orderBy(['licence_event.at', 'licence_event.id'])
      .select('licence_event.act', 'licence_event.case_id', 'licence_event.actor_id', 'case_file.case_no', 'case_file.decided_at')
    return rows.map(({ act, case_id, case_no, actor_id, decided_at }) => ({
      ...{ act, caseId: case_id, caseNo: case_no },
      ...{ openedBy: actor_id, isDecided: decided_at !== null },
    }))
  },
})

function inState(builder: ReturnType<Tx>, { state, dueBy, today }: LicenceQuery): void {
  const ended = state === 'lapsed'
  if (state !== undefined) void builder.where('licence.state', ended ? 'valid' : state)
  if (ended) void builder.where('licence.valid_until', '<', today)
  if (state === 'valid' || dueBy !== undefined) {
    void builder.where('licence.state', 'valid')
    void builder.where((open) => void open.whereNull('licence.valid_until').orWhere('licence.valid_until', '>=', today))
  }
  if (dueBy !== undefined) void builder.where('licence.valid_until', '<=', dueBy)
}

async function first(db: Tx, where: Record<string, string>): Promise<LicenceRow | undefined> {
  const row: unknown = await db('licence').where(where).first()
  return row === undefined ? undefined : read(row)
}

function read(row: unknown): LicenceRow {
  const stored = row as Omit<LicenceRow, 'face'> & { face: string }
  return {
    ...stored,
    face: JSON.parse(stored.face) as LicenceRow['face'],
    state_at: stored.state_at === null ? null : Number(stored.state_at),
    created_at: Number(stored.created_at),
  }
}

const readEvent = <Row extends LicenceEventRow>(row: Row): Row => ({
  ...row,
  at: Number(row.at),
  silence_at: row.silence_at === null ? null : Number(row.silence_at),
  data: row.data == null ? null : (JSON.parse(row.data as string) as unknown),
})

import { isUniqueViolation, type Tx } from '../database.ts'
import type { Restriction } from './cases.ts'
import { replaceVersion } from './versioned-row.ts'

export interface ServiceHallRow {
  tenant_id: string
  id: string
  organ_id: string
  name: string
  settings: unknown
  version: number
  changed_at: number
}

export interface QueueDeviceRow {
  tenant_id: string
  id: string
  hall_id: string
  kind: 'kiosk' | 'display'
  name: string
  /** SHA-256, hex. */
  token_hash: string
  registered_by: string
  registered_at: number
  revoked_at: number | null
}

export interface QueueWindowRow {
  tenant_id: string
  hall_id: string
  number: number
  /** null: closed. */
  clerk_id: string | null
  clerk_name: string | null
  classes: string[]
  opened_at: number | null
}

export type QueuePriority = 'none' | 'elderly' | 'disabled' | 'soldier' | 'booked'
export type QueueTicketState = 'waiting' | 'called' | 'served' | 'passed'

/** A number 排队号. Instants are UTC epoch milliseconds. */
export interface QueueTicketRow {
  tenant_id: string
  id: string
  hall_id: string
  /** YYYY-MM-DD. */
  day: string
  class_letter: string
  number: number
  queue_letter: string
  for_window: number | null
  priority: QueuePriority
  applicant_id: string | null
  state: QueueTicketState
  taken_at: number
  queued_at: number
  waiting_since: number
  turn: number | null
  called_at: number | null
  last_called_at: number | null
  calls: number
  window_number: number | null
  clerk_id: string | null
  ended_at: number | null
}

/** A day of a hall. */
export interface QueueDay {
  tenantId: string
  hallId: string
  day: string
}

/** What a window may call: the classes that it serves, and what was sent to it alone. */
export interface QueueReach {
  classes: readonly string[]
  window: number
}

/** Of the tickets that were called at one window for one class. Times in milliseconds. */
export interface QueueFigureRow {
  window: number
  letter: string
  served: number
  passed: number
  /** Sums, from the beginning of waiting to the first call, and from that to the end, over those served. */
  waitedMs: number
  servedMs: number
  longestWaitMs: number
}

export const serviceHalls = (db: Tx) => ({
  /** @param restrict narrows it to what the caller may see; columns are those of `service_hall` */
  list: async (tenantId: string, restrict: Restriction = () => {}): Promise<ServiceHallRow[]> => {
    const query = db('service_hall').where({ tenant_id: tenantId }).orderBy('id')
    void query.andWhere((inner) => restrict(inner))
    return ((await query) as ServiceHallRow[]).map(readHall)
  },

  get: async (tenantId: string, id: string): Promise<ServiceHallRow | undefined> => {
    const row = (await db('service_hall').where({ tenant_id: tenantId, id }).first()) as ServiceHallRow | undefined
    return row === undefined ? undefined : readHall(row)
  },

  /** Puts its next version in the place of the one before. @returns false: there is another by now */
  replace: ({ tenant_id, id, settings, ...row }: ServiceHallRow): Promise<boolean> =>
    replaceVersion(db, 'service_hall', { tenant_id, id }, { ...row, settings: JSON.stringify(settings) }),

  /** The hall's next turn. Nobody else of the hall calls until the transaction ends: ask for it before anything is read. */
  nextTurn: async (tenantId: string, id: string): Promise<number> => {
    await db('service_hall').where({ tenant_id: tenantId, id }).increment('turn', 1)
    const row = (await db('service_hall').where({ tenant_id: tenantId, id }).first('turn')) as { turn: number | string }
    return Number(row.turn)
  },
})

export const queueDevices = (db: Tx) => ({
  insert: async (row: QueueDeviceRow): Promise<void> => void (await db('queue_device').insert(row)),

  list: async (tenantId: string): Promise<QueueDeviceRow[]> =>
    (await db<QueueDeviceRow>('queue_device').where({ tenant_id: tenantId }).orderBy('id')).map(readDevice),

  /** One that was not revoked. */
  byToken: async (tenantId: string, tokenHash: string): Promise<QueueDeviceRow | undefined> => {
    const row = await db<QueueDeviceRow>('queue_device').where({ tenant_id: tenantId, token_hash: tokenHash, revoked_at: null }).first()
    return row && readDevice(row)
  },

  /** @returns false: there is none, or it was revoked before */
  revoke: async (tenantId: string, id: string, at: number): Promise<boolean> =>
    (await db('queue_device').where({ tenant_id: tenantId, id, revoked_at: null }).update({ revoked_at: at })) === 1,
})

export const queueWindows = (db: Tx) => ({
  list: async (tenantId: string, hallId: string): Promise<QueueWindowRow[]> =>
    (await db('queue_window').where({ tenant_id: tenantId, hall_id: hallId }).orderBy('number')).map(readWindow),

  /** The one where the clerk sits. */
  ofClerk: async (tenantId: string, clerkId: string): Promise<QueueWindowRow | undefined> => {
    const row = (await db('queue_window').where({ tenant_id: tenantId, clerk_id: clerkId }).first()) as QueueWindowRow | undefined
    return row === undefined ? undefined : readWindow(row)
  },

  /** Opens a window that nobody sits at. @returns false: somebody does, or the clerk sits at another */
  open: async ({ tenant_id, hall_id, number, classes, ...sits }: QueueWindowRow): Promise<boolean> => {
    const [place, row] = [
      { tenant_id, hall_id, number },
      { ...sits, classes: JSON.stringify(classes) },
    ]
    try {
      if (
        (await db('queue_window')
          .where({ ...place, clerk_id: null })
          .update(row)) === 1
      )
        return true
      await db('queue_window').insert({ ...place, ...row })
      return true
    } catch (error) {
      if (isUniqueViolation(error)) return false
      throw error
    }
  },

  /** Nobody closed them in the evening: those of a hall, and where the clerk sat in whatever hall. */
  closeBefore: async (tenantId: string, { hallId, clerkId }: { hallId: string; clerkId: string }, before: number): Promise<void> => {
    await db('queue_window')
      .where({ tenant_id: tenantId })
      .andWhere('opened_at', '<', before)
      .andWhere((either) => void either.where({ hall_id: hallId }).orWhere({ clerk_id: clerkId }))
      .update(CLOSED)
  },

  close: async (tenantId: string, clerkId: string): Promise<void> => {
    await db('queue_window').where({ tenant_id: tenantId, clerk_id: clerkId }).update(CLOSED)
  },
})

const reading = (db: Tx) => ({
  get: async (tenantId: string, id: string): Promise<QueueTicketRow | undefined> => {
    const row = await db<QueueTicketRow>('queue_ticket').where({ tenant_id: tenantId, id }).first()
    return row && readTicket(row)
  },

  /** What stands at a window now. */
  at: async (day: QueueDay, window: number): Promise<QueueTicketRow | undefined> => {
    const row = await ofDay(db, day).where({ state: 'called', window_number: window }).orderBy('turn', 'desc').first()
    return row && readTicket(row)
  },

  /** Who has waited longest, of those with a priority or of those without. */
  head: async (day: QueueDay, reach: QueueReach, isPriority: boolean): Promise<QueueTicketRow | undefined> => {
    const row = await waitingFor(db, day, reach)
      .where('priority', isPriority ? '<>' : '=', 'none')
      .orderBy(['queued_at', 'class_letter', 'number'])
      .first()
    return row && readTicket(row)
  },

  waiting: async (day: QueueDay, reach: QueueReach, limit: number): Promise<QueueTicketRow[]> =>
    (await waitingFor(db, day, reach).orderBy(['queued_at', 'class_letter', 'number']).limit(limit)).map(readTicket),

  /** The last calls for these classes, newest first. */
  called: async (day: QueueDay, { classes, limit }: { classes?: readonly string[]; limit: number }): Promise<QueueTicketRow[]> => {
    const query = ofDay(db, day).whereNotNull('turn').orderBy('turn', 'desc').limit(limit)
    if (classes) void query.whereIn('queue_letter', [...classes])
    return (await query).map(readTicket)
  },

  /** Passed over at a window or for its classes and not back, newest first. */
  passed: async (day: QueueDay, { classes }: QueueReach, limit: number): Promise<QueueTicketRow[]> =>
    (
      await ofDay(db, day)
        .where({ state: 'passed' })
        .whereIn('queue_letter', [...classes])
        .orderBy('ended_at', 'desc')
        .limit(limit)
    ).map(readTicket),
})

const counting = (db: Tx) => ({
  /** How many wait, by class. */
  countWaiting: async (day: QueueDay): Promise<Map<string, number>> => {
    const rows = (await ofDay(db, day).where({ state: 'waiting' }).groupBy('queue_letter').select('queue_letter').count({ n: '*' })) as {
      queue_letter: string
      n: number | string
    }[]
    return new Map(rows.map(({ queue_letter, n }) => [queue_letter, Number(n)]))
  },

  /** How many wait for a class and come before the ticket by time alone. */
  countAhead: async (day: QueueDay, { queue_letter, queued_at, id }: QueueTicketRow): Promise<number> => {
    const [row] = (await ofDay(db, day)
      .where({ state: 'waiting', queue_letter })
      .andWhere('queued_at', '<=', queued_at)
      .andWhereNot({ id })
      .count({ n: '*' })) as { n: number | string }[]
    return Number(row?.n ?? 0)
  },

  /** What was done from one day to another, by window and class. */
  figures: async (tenantId: string, hallId: string, from: string, until: string): Promise<QueueFigureRow[]> => {
    const rows = (await db('queue_ticket')
      .where({ tenant_id: tenantId, hall_id: hallId })
      .whereBetween('day', [from, until])
      .whereIn('state', ['served', 'passed'])
      .groupBy('window_number', 'queue_letter')
      .orderBy(['window_number', 'queue_letter'])
      .select({ window: 'window_number', letter: 'queue_letter' })
      .select(
        db.raw("sum(case when ?? = 'served' then 1 else 0 end) as served", ['state']),
        db.raw("sum(case when ?? = 'passed' then 1 else 0 end) as passed", ['state']),
        db.raw("sum(case when ?? = 'served' then ?? - ?? else 0 end) as waited", ['state', 'called_at', 'waiting_since']),
        db.raw("sum(case when ?? = 'served' then ?? - ?? else 0 end) as lasted", ['state', 'ended_at', 'called_at']),
        db.raw("max(case when ?? = 'served' then ?? - ?? else 0 end) as longest", ['state', 'called_at', 'waiting_since']),
      )) as Record<'window' | 'letter' | 'served' | 'passed' | 'waited' | 'lasted' | 'longest', string | number>[]
    return rows.map((row) => ({
      ...{ window: Number(row.window), letter: String(row.letter), served: Number(row.served), passed: Number(row.passed) },
      ...{ waitedMs: Number(row.waited), servedMs: Number(row.lasted), longestWaitMs: Number(row.longest) },
    }))
  },
})

const writing = (db: Tx) => ({
  insert: async (row: QueueTicketRow): Promise<void> => void (await db('queue_ticket').insert(row)),

  /** Changes a ticket that is in `state` still. @returns false: it is not */
  move: async (
    { tenant_id, id, state }: Pick<QueueTicketRow, 'tenant_id' | 'id' | 'state'>,
    change: Partial<QueueTicketRow>,
  ): Promise<boolean> => (await db('queue_ticket').where({ tenant_id, id, state }).update(change)) === 1,
})

export const queueTickets = (db: Tx) => ({ ...reading(db), ...counting(db), ...writing(db) })

const ofDay = (db: Tx, { tenantId, hallId, day }: QueueDay) =>
  db<QueueTicketRow>('queue_ticket').where({ tenant_id: tenantId, hall_id: hallId, day })

/** What was sent to one window alone waits for that one only. */
const waitingFor = (db: Tx, day: QueueDay, { classes, window }: QueueReach) =>
  ofDay(db, day)
    .where({ state: 'waiting' })
    .andWhere(
      (either) =>
        void either.where({ for_window: window }).orWhere((any) => void any.whereNull('for_window').whereIn('queue_letter', [...classes])),
    )

const CLOSED = { clerk_id: null, clerk_name: null, opened_at: null }

const numberOrNull = (value: number | string | null): number | null => (value === null ? null : Number(value))

const readHall = (row: ServiceHallRow): ServiceHallRow => ({
  ...{ tenant_id: row.tenant_id, id: row.id, organ_id: row.organ_id, name: row.name },
  ...{ settings: JSON.parse(row.settings as string) as unknown, version: Number(row.version), changed_at: Number(row.changed_at) },
})

const readDevice = (row: QueueDeviceRow): QueueDeviceRow => ({
  ...row,
  registered_at: Number(row.registered_at),
  revoked_at: numberOrNull(row.revoked_at),
})

const readWindow = (row: QueueWindowRow): QueueWindowRow => ({
  ...row,
  classes: JSON.parse(row.classes as unknown as string) as string[],
  opened_at: numberOrNull(row.opened_at),
})

const readTicket = (row: QueueTicketRow): QueueTicketRow => ({
  ...row,
  taken_at: Number(row.taken_at),
  queued_at: Number(row.queued_at),
  waiting_since: Number(row.waiting_since),
  turn: numberOrNull(row.turn),
  called_at: numberOrNull(row.called_at),
  last_called_at: numberOrNull(row.last_called_at),
  ended_at: numberOrNull(row.ended_at),
})

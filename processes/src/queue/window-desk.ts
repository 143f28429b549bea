import {
  inTransaction,
  queueTickets,
  queueWindows,
  serviceHalls,
  type QueueDay,
  type QueueTicketRow,
  type QueueWindowRow,
  type Tx,
} from '@lianban/storage'
import type { Caller } from '@lianban/tenants'
import { dayOf, startOfDay } from '../clock/index.ts'
import { chooseNext } from './choose-next.ts'
import {
  byCaller,
  classNames,
  dayIn,
  hallOf,
  hallResource,
  isToday,
  openWindows,
  queueEntry,
  type Hall,
  type QueuesOptions,
} from './context.ts'
import { queueError } from './queue-error.ts'
import type { HallSettings } from './settings.ts'
import { classViews } from './take.ts'
import { labelOf, ticketView, type ClassView, type TicketView } from './views.ts'

/** Numbers that a desk lists. */
const MAX_LISTED = 50

export interface WindowDesk {
  /** Halls that the caller may call in. */
  halls: { id: string; name: string; windows: number; classes: { letter: string; name: string }[] }[]
  /** Where he sits; null: nowhere. */
  window: { hallId: string; hallName: string; number: number; classes: string[] } | null
  reader: HallSettings['reader'] | null
  current: TicketView | null
  waiting: TicketView[]
  passed: TicketView[]
  classes: ClassView[]
  /** Others that a number may be sent to. */
  otherWindows: { number: number; clerkName: string; classes: string[] }[]
}

/** The desk of a window clerk: what he has before him and who waits. @throws NOT_AUTHORIZED */
export async function windowDesk({ database, tenants, clock }: QueuesOptions, caller: Caller): Promise<WindowDesk> {
  await tenants.authorization.assert(caller, 'call', { type: 'queue' })
  const halls = (await serviceHalls(database).list(caller.tenantId)) as Hall[]
  const offered = halls.map(({ id, name, settings }) => ({ id, name, windows: settings.windows, classes: settings.classes }))
  const row = await queueWindows(database).ofClerk(caller.tenantId, caller.userId)
  const hall = row && isToday(row, clock()) ? halls.find(({ id }) => id === row.hall_id) : undefined
  if (!row || !hall)
    return { halls: offered, window: null, reader: null, current: null, waiting: [], passed: [], classes: [], otherWindows: [] }
  const [now, nameOf, reach] = [clock(), classNames(hall), { classes: row.classes, window: row.number }]
  const day = dayIn(hall, now)
  const current = await queueTickets(database).at(day, row.number)
  const others = (await openWindows(database, hall, now)).filter(({ number }) => number !== row.number)
  const views = (rows: QueueTicketRow[]) => rows.map((ticket) => ticketView(ticket, nameOf))
  return {
    halls: offered,
    window: { hallId: hall.id, hallName: hall.name, number: row.number, classes: row.classes },
    reader: hall.settings.reader,
    current: current ? ticketView(current, nameOf) : null,
    waiting: views(await queueTickets(database).waiting(day, reach, MAX_LISTED)),
    passed: views(await queueTickets(database).passed(day, reach, MAX_LISTED)),
    classes: await classViews(database, hall, now),
    otherWindows: others.map(({ number, clerk_name, classes }) => ({ number, clerkName: clerk_name ?? '', classes })),
  }
}

/** Sits down at a window. @throws QueueError HALL_UNKNOWN, WINDOW_UNKNOWN, CLASS_UNKNOWN, WINDOW_TAKEN; NOT_AUTHORIZED */
export async function openWindow(
  options: QueuesOptions,
  caller: Caller,
  { hallId, window, classes }: { hallId: string; window: number; classes: string[] },
): Promise<void> {
  const { database, tenants, clock } = options
  const hall = await hallOf(database, caller.tenantId, hallId)
  await tenants.authorization.assert(caller, 'call', hallResource(hall))
  if (window < 1 || window > hall.settings.windows) throw queueError('WINDOW_UNKNOWN')
  const known = hall.settings.classes.map(({ letter }) => letter)
  if (classes.length === 0 || classes.some((letter) => !known.includes(letter))) throw queueError('CLASS_UNKNOWN')
  const now = clock()
  await inTransaction(database, async (tx) => {
    await queueWindows(tx).closeBefore(hall.tenant_id, { hallId: hall.id, clerkId: caller.userId }, startOfDay(dayOf(now)))
    const row = { tenant_id: hall.tenant_id, hall_id: hall.id, number: window, clerk_id: caller.userId, clerk_name: caller.name }
    if (!(await queueWindows(tx).open({ ...row, classes: [...new Set(classes)], opened_at: now }))) throw queueError('WINDOW_TAKEN')
    await tenants.supervision.record(tx, hall.tenant_id, [
      queueEntry(byCaller(caller), 'queue.window-opened', hall, { subject: `hall:${hall.id}`, payload: { window, classes } }),
    ])
  })
  options.onChanged?.(hall.tenant_id, hall.id)
}

/** What a window's verb works with, in its transaction; nobody else of the hall calls meanwhile. */
interface AtWindow {
  tx: Tx
  hall: Hall
  window: QueueWindowRow
  day: QueueDay
  turn: number
  now: number
  current: QueueTicketRow | undefined
  record(action: string, ticket: QueueTicketRow, more?: Record<string, string | number | null>): Promise<void>
}

/** Does something at the caller's window. @throws QueueError WINDOW_NOT_OPEN; NOT_AUTHORIZED */
async function atWindow(options: QueuesOptions, caller: Caller, work: (at: AtWindow) => Promise<void>): Promise<void> {
  const { database, tenants, clock } = options
  const seat = await queueWindows(database).ofClerk(caller.tenantId, caller.userId)
  await tenants.authorization.assert(caller, 'call', { type: 'queue' })
  if (!seat) throw queueError('WINDOW_NOT_OPEN')
  await inTransaction(database, async (tx) => {
    const turn = await serviceHalls(tx).nextTurn(caller.tenantId, seat.hall_id)
    const now = clock()
    const [hall, window] = [await hallOf(tx, caller.tenantId, seat.hall_id), await queueWindows(tx).ofClerk(caller.tenantId, caller.userId)]
    if (!window || window.hall_id !== hall.id || !isToday(window, now)) throw queueError('WINDOW_NOT_OPEN')
    const day = dayIn(hall, now)
    const current = await queueTickets(tx).at(day, window.number)
    const record: AtWindow['record'] = (action, ticket, more = {}) =>
      tenants.supervision.record(tx, hall.tenant_id, [
        queueEntry(byCaller(caller), action, hall, {
          subject: `ticket:${ticket.id}`,
          payload: { label: labelOf(ticket), window: window.number, ...more },
        }),
      ])
    await work({ tx, hall, window, day, turn, now, current, record })
  })
  options.onChanged?.(caller.tenantId, seat.hall_id)
}

const called = ({ current }: AtWindow): QueueTicketRow => {
  if (!current) throw queueError('NO_TICKET_CALLED')
  return current
}

async function finish({ tx, now, record }: AtWindow, ticket: QueueTicketRow, state: 'served' | 'passed'): Promise<void> {
  await queueTickets(tx).move(ticket, { state, ended_at: now })
  await record(`queue.ticket-${state}`, ticket)
}

/** Serves what is at the window and calls the next one; where nobody waits the window is free. @throws as `atWindow` */
export const callNext = (options: QueuesOptions, caller: Caller): Promise<void> =>
  atWindow(options, caller, async (at) => {
    const { tx, hall, window, day, turn, now, current, record } = at
    if (current) await finish(at, current, 'served')
    const reach = { classes: window.classes, window: window.number }
    const { ordinaryPerPriority } = hall.settings
    const tickets = queueTickets(tx)
    const heads = { ordinary: await tickets.head(day, reach, false), priority: await tickets.head(day, reach, true) }
    const recent = await tickets.called(day, { classes: window.classes, limit: Math.max(ordinaryPerPriority, 1) })
    const next = chooseNext(heads, recent, ordinaryPerPriority)
    if (!next) return
    const change = { turn, called_at: now, last_called_at: now, calls: 1, window_number: window.number, clerk_id: caller.userId }
    // The hall's turn keeps others away; should one come all the same, this call goes to nobody.
    if (!(await tickets.move(next, { ...change, state: 'called', for_window: null, ended_at: null }))) throw queueError('NO_TICKET_CALLED')
    await record('queue.ticket-called', next)
    await tell(options, at, next)
  })

/** Calls the same number again. @throws QueueError NO_TICKET_CALLED, and as `atWindow` */
export const callAgain = (options: QueuesOptions, caller: Caller): Promise<void> =>
  atWindow(options, caller, async (at) => {
    const ticket = called(at)
    await queueTickets(at.tx).move(ticket, { turn: at.turn, last_called_at: at.now, calls: ticket.calls + 1 })
    await at.record('queue.ticket-called', ticket, { calls: ticket.calls + 1 })
    await tell(options, at, ticket)
  })

/** Whoever was called did not come. @throws QueueError NO_TICKET_CALLED, and as `atWindow` */
export const passOver = (options: QueuesOptions, caller: Caller): Promise<void> =>
  atWindow(options, caller, (at) => finish(at, called(at), 'passed'))

/** Done, and nobody is called yet. @throws QueueError NO_TICKET_CALLED, and as `atWindow` */
export const serve = (options: QueuesOptions, caller: Caller): Promise<void> =>
  atWindow(options, caller, (at) => finish(at, called(at), 'served'))

/**
 * Sends the number on to a class, or to one window alone. Its place in the queue stays that of when it was taken: nobody
 * waits twice for having been sent. @throws QueueError NO_TICKET_CALLED, CLASS_UNKNOWN, WINDOW_UNKNOWN, and as `atWindow`
 */
export const transfer = (options: QueuesOptions, caller: Caller, to: { letter: string } | { window: number }): Promise<void> =>
  atWindow(options, caller, async (at) => {
    const ticket = called(at)
    const place = 'letter' in to ? { queue_letter: to.letter, for_window: null } : await windowPlace(at, to.window)
    if (!at.hall.settings.classes.some(({ letter }) => letter === place.queue_letter)) throw queueError('CLASS_UNKNOWN')
    await queueTickets(at.tx).move(ticket, { ...place, state: 'waiting', waiting_since: at.now, called_at: null, calls: 0 })
    await at.record('queue.ticket-transferred', ticket, { toClass: place.queue_letter, toWindow: place.for_window })
  })

async function windowPlace({ tx, hall, window, now, current }: AtWindow, number: number) {
  const target = (await openWindows(tx, hall, now)).find((open) => open.number === number && number !== window.number)
  if (!target) throw queueError('WINDOW_UNKNOWN')
  return { queue_letter: current!.queue_letter, for_window: number }
}

/** Who was passed over is here again: behind those who wait now. @throws QueueError TICKET_NOT_PASSED, and as `atWindow` */
export const comeBack = (options: QueuesOptions, caller: Caller, ticketId: string): Promise<void> =>
  atWindow(options, caller, async ({ tx, hall, now, record }) => {
    const ticket = await queueTickets(tx).get(hall.tenant_id, ticketId)
    if (ticket?.state !== 'passed' || ticket.hall_id !== hall.id || ticket.day !== dayOf(now)) throw queueError('TICKET_NOT_PASSED')
    const again = { queued_at: now, waiting_since: now, called_at: null, ended_at: null, calls: 0, for_window: null }
    await queueTickets(tx).move(ticket, { ...again, state: 'waiting' })
    await record('queue.ticket-returned', ticket)
  })

/** Leaves the window. @throws QueueError WINDOW_BUSY, and as `atWindow` */
export const closeWindow = (options: QueuesOptions, caller: Caller): Promise<void> =>
  atWindow(options, caller, async ({ tx, hall, window, current }) => {
    if (current) throw queueError('WINDOW_BUSY')
    await queueWindows(tx).close(caller.tenantId, caller.userId)
    await options.tenants.supervision.record(tx, hall.tenant_id, [
      queueEntry(byCaller(caller), 'queue.window-closed', hall, { subject: `hall:${hall.id}`, payload: { window: window.number } }),
    ])
  })

/** Whoever gave his telephone and has an account is told where to go. */
async function tell({ notices }: QueuesOptions, { tx, hall, window }: AtWindow, ticket: QueueTicketRow): Promise<void> {
  if (ticket.applicant_id === null) return
  const text = `您的排队号${labelOf(ticket)}已叫到,请到${hall.name}${window.number}号窗口办理。`
  await notices.send(tx, hall.tenant_id, { to: { userIds: [ticket.applicant_id] }, title: `请到${window.number}号窗口办理`, text })
}

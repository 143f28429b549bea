import {
  inTransaction,
  newId,
  numberSequences,
  queueTickets,
  users,
  type QueueDeviceRow,
  type QueuePriority,
  type QueueTicketRow,
  type Tx,
} from '@lianban/storage'
import { classNames, dayIn, hallOf, openWindows, queueEntry, type Hall, type QueuesOptions } from './context.ts'
import { queueError } from './queue-error.ts'
import { estimateOf, labelOf, PRIORITY_TEXTS, type CallLine, type ClassView, type TakenTicket } from './views.ts'

/** Of one class in one day; three digits on the ticket. */
const MAX_NUMBER = 999
/** Calls on the big display. */
const MAX_LINES = 8

export interface Taking {
  letter: string
  priority: QueuePriority
  /** Whoever has an account by this telephone is told in the application; nobody learns whether there is one. */
  phone?: string
  ip?: string
}

/** Gives out the next number of a class. @throws QueueError CLASS_UNKNOWN, NUMBERS_EXHAUSTED */
export async function takeNumber(options: QueuesOptions, device: QueueDeviceRow, taking: Taking): Promise<TakenTicket> {
  const taken = await inTransaction(options.database, async (tx) => {
    const hall = await hallOf(tx, device.tenant_id, device.hall_id)
    if (!hall.settings.classes.some(({ letter }) => letter === taking.letter)) throw queueError('CLASS_UNKNOWN')
    const row = await newTicket(tx, options, hall, taking)
    await queueTickets(tx).insert(row)
    const payload = { label: labelOf(row), priority: row.priority, device: device.id }
    const by = { actor: { userId: `device:${device.id}`, name: device.name }, ip: taking.ip }
    await options.tenants.supervision.record(tx, hall.tenant_id, [
      queueEntry(by, 'queue.ticket-taken', hall, { subject: `ticket:${row.id}`, payload }),
    ])
    return ticketFor(tx, options, hall, row)
  })
  options.onChanged?.(device.tenant_id, device.hall_id)
  return taken
}

async function newTicket(tx: Tx, { clock }: QueuesOptions, hall: Hall, { letter, priority, phone }: Taking): Promise<QueueTicketRow> {
  const now = clock()
  const { day } = dayIn(hall, now)
  const run = { tenantId: hall.tenant_id, organId: hall.id, type: `queue:${letter}`, period: Number(day.replaceAll('-', '')) }
  const number = await numberSequences(tx).allocate(run)
  if (number > MAX_NUMBER) throw queueError('NUMBERS_EXHAUSTED')
  const known = phone ? await users(tx).applicantsBy(hall.tenant_id, { phone }) : []
  return {
    ...{ tenant_id: hall.tenant_id, id: newId(), hall_id: hall.id, day, class_letter: letter, number, queue_letter: letter },
    ...{ for_window: null, priority, applicant_id: known.length === 1 ? known[0]!.id : null, state: 'waiting' },
    ...{ taken_at: now, queued_at: now, waiting_since: now, turn: null, called_at: null, last_called_at: null, calls: 0 },
    ...{ window_number: null, clerk_id: null, ended_at: null },
  }
}

async function ticketFor(tx: Tx, options: QueuesOptions, hall: Hall, row: QueueTicketRow): Promise<TakenTicket> {
  const ahead = await queueTickets(tx).countAhead(dayIn(hall, row.taken_at), row)
  const { estimateMinutes, windows } = (await classViews(tx, hall, row.taken_at, ahead)).find(({ letter }) => letter === row.class_letter)!
  const { title, text, ticket } = {
    title: `已取号${labelOf(row)}`,
    text: `您在${hall.name}的排队号是${labelOf(row)},前面还有${ahead}人。叫到您时会再次通知。`,
    ticket: { label: labelOf(row), className: classNames(hall)(row.class_letter), priorityText: PRIORITY_TEXTS[row.priority] },
  }
  if (row.applicant_id !== null) await options.notices.send(tx, hall.tenant_id, { to: { userIds: [row.applicant_id] }, title, text })
  return { ...ticket, hallName: hall.name, takenAt: row.taken_at, ahead, estimateMinutes, windows }
}

/** Every class as it stands now. @param ahead how many a newcomer stands behind; absent: all who wait */
export async function classViews(tx: Tx, hall: Hall, now: number, ahead?: number): Promise<ClassView[]> {
  const day = dayIn(hall, now)
  const [waiting, windows, figures] = [
    await queueTickets(tx).countWaiting(day),
    await openWindows(tx, hall, now),
    await queueTickets(tx).figures(hall.tenant_id, hall.id, day.day, day.day),
  ]
  return hall.settings.classes.map(({ letter, name }) => {
    const serving = windows.filter(({ classes }) => classes.includes(letter)).map(({ number }) => number)
    const count = waiting.get(letter) ?? 0
    return { letter, name, waiting: count, windows: serving, estimateMinutes: estimateOf(figures, letter, ahead ?? count, serving.length) }
  })
}

/** What a kiosk shows. */
export interface KioskView {
  hallName: string
  classes: ClassView[]
}

export async function kioskView({ database, clock }: QueuesOptions, device: QueueDeviceRow): Promise<KioskView> {
  const hall = await hallOf(database, device.tenant_id, device.hall_id)
  return { hallName: hall.name, classes: await classViews(database, hall, clock()) }
}

/** What the big display shows: the last calls, and how many wait. */
export interface BoardView {
  hallName: string
  calls: CallLine[]
  classes: Pick<ClassView, 'letter' | 'name' | 'waiting'>[]
}

export async function boardView({ database, clock }: QueuesOptions, device: QueueDeviceRow): Promise<BoardView> {
  const hall = await hallOf(database, device.tenant_id, device.hall_id)
  // Who was sent on or passed over is not called to that window any more.
  const called = (await queueTickets(database).called(dayIn(hall, clock()), { limit: 2 * MAX_LINES }))
    .filter(({ state }) => state === 'called' || state === 'served')
    .slice(0, MAX_LINES)
  const classes = await classViews(database, hall, clock())
  return {
    hallName: hall.name,
    calls: called.map((row) => ({
      ...{ label: labelOf(row), window: row.window_number!, callNo: `${row.id}:${row.turn}:${row.calls}`, calledAt: row.last_called_at! },
    })),
    classes: classes.map(({ letter, name, waiting }) => ({ letter, name, waiting })),
  }
}

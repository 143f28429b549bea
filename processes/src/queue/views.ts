import type { QueueFigureRow, QueuePriority, QueueTicketRow } from '@lianban/storage'

/* What the queue answers with: plain JSON. Instants are UTC epoch milliseconds. */

/** A number as its window sees it. */
export interface TicketView {
  id: string
  /** `A012`. */
  label: string
  className: string
  priority: QueuePriority
  priorityText: string | null
  takenAt: number
  calledAt: number | null
  calls: number
  window: number | null
  /** Sent to this window alone. */
  forWindow: number | null
}

/** A class as it stands now. */
export interface ClassView {
  letter: string
  name: string
  waiting: number
  /** Windows that serve it now. */
  windows: number[]
  /** Minutes that whoever takes a number now will wait; null: too few were served today to say. */
  estimateMinutes: number | null
}

/** What is printed for whoever takes a number. */
export interface TakenTicket {
  label: string
  className: string
  priorityText: string | null
  hallName: string
  takenAt: number
  /** How many wait before this one. */
  ahead: number
  estimateMinutes: number | null
  windows: number[]
}

/** One line of the big display. */
export interface CallLine {
  label: string
  window: number
  /** Changes with every call, also of the same number. */
  callNo: string
  calledAt: number
}

export interface QueueFigure {
  window: number
  letter: string
  className: string
  served: number
  passed: number
  /** Minutes, to one place; null: nobody was served. */
  meanWaitMinutes: number | null
  meanServiceMinutes: number | null
  longestWaitMinutes: number | null
}

export const PRIORITY_TEXTS: Record<QueuePriority, string | null> = {
  none: null,
  elderly: '老年人',
  disabled: '残疾人',
  soldier: '军人',
  booked: '预约',
}

const MINUTE_MS = 60_000
/** Before so many were served today nobody can say how long it takes. */
const MIN_SAMPLES = 3

export const labelOf = ({ class_letter, number }: Pick<QueueTicketRow, 'class_letter' | 'number'>): string =>
  `${class_letter}${String(number).padStart(3, '0')}`

export const ticketView = (row: QueueTicketRow, nameOf: (letter: string) => string): TicketView => ({
  id: row.id,
  label: labelOf(row),
  className: nameOf(row.queue_letter),
  priority: row.priority,
  priorityText: PRIORITY_TEXTS[row.priority],
  takenAt: row.taken_at,
  calledAt: row.called_at,
  calls: row.calls,
  window: row.window_number,
  forWindow: row.for_window,
})

export const figureView = (row: QueueFigureRow, nameOf: (letter: string) => string): QueueFigure => {
  const mean = (sumMs: number) => (row.served === 0 ? null : minutes(sumMs / row.served))
  return {
    ...{ window: row.window, letter: row.letter, className: nameOf(row.letter), served: row.served, passed: row.passed },
    meanWaitMinutes: mean(row.waitedMs),
    meanServiceMinutes: mean(row.servedMs),
    longestWaitMinutes: row.served === 0 ? null : minutes(row.longestWaitMs),
  }
}

const minutes = (ms: number): number => Math.round((ms / MINUTE_MS) * 10) / 10

/**
 * How long who stands behind `ahead` others will wait, in whole minutes, by how long the class took today.
 * @param windows how many serve the class now   @returns null: nobody serves it, or too few were served to say
 */
export function estimateOf(figures: readonly QueueFigureRow[], letter: string, ahead: number, windows: number): number | null {
  const own = figures.filter((figure) => figure.letter === letter)
  const served = own.reduce((sum, figure) => sum + figure.served, 0)
  if (served < MIN_SAMPLES || windows === 0) return null
  const mean = own.reduce((sum, figure) => sum + figure.servedMs, 0) / served
  return Math.ceil((ahead * mean) / windows / MINUTE_MS)
}

import type { ApplicantKind, CaseLamp, InboxCount, InboxFilter } from '@lianban/storage'
import { addWorkdays, DAY_MS, dayOf, endOfDay, startOfDay, type Calendar } from '../clock/index.ts'

/** Due already, by the end of today, or of so many working days from today. */
export const INBOX_DUE = ['overdue', 'today', '3', '5', '10'] as const
/** Arrived today, or in so many days including today. */
export const INBOX_ARRIVED = ['today', '3', '7', '30'] as const
export const INBOX_CLAIMED = ['mine', 'nobody'] as const
export const INBOX_SORTS = ['due', 'arrival', 'matter'] as const
export const APPLICANT_KINDS = ['organisation', 'individual-business', 'person'] as const satisfies readonly ApplicantKind[]
/** The lamps that an open case shows. */
export const INBOX_LAMPS = ['supervised', 'red', 'yellow', 'warning', 'suspended', 'normal'] as const satisfies readonly CaseLamp[]

/** What an inbox is narrowed to, in words that stay true from day to day; absent: everything. */
export interface InboxChoice {
  /** Case number, applicant, matter, or the initials of the applicant. */
  q?: string
  matter?: string
  /** Name of the step. */
  step?: string
  lamps?: readonly CaseLamp[]
  due?: (typeof INBOX_DUE)[number]
  organ?: string
  applicant?: ApplicantKind
  arrived?: (typeof INBOX_ARRIVED)[number]
  claimed?: (typeof INBOX_CLAIMED)[number]
}

/** The choice at an instant, in the days of a calendar. @throws ClockError CALENDAR_NOT_COVERED */
export function filterAt(choice: InboxChoice, now: number, calendar: Calendar): InboxFilter {
  const { q, matter, step, lamps, due, organ, applicant, arrived, claimed } = choice
  return {
    q: q?.trim() || undefined,
    matterKey: matter,
    step,
    lamps: lamps && lamps.length > 0 ? lamps : undefined,
    dueBefore: due && dueBefore(due, now, calendar),
    organId: organ,
    applicantKind: applicant,
    arrivedSince: arrived && startOfDay(dayOf(now)) - (arrived === 'today' ? 0 : (Number(arrived) - 1) * DAY_MS),
    claimed,
  }
}

function dueBefore(due: (typeof INBOX_DUE)[number], now: number, calendar: Calendar): number {
  if (due === 'overdue') return now
  return endOfDay(dayOf(due === 'today' ? now : addWorkdays(now, Number(due), calendar)))
}

/** What waits, counted; each kind of count holds what the choice would show without its own part. */
export interface InboxCounts {
  /** That the whole choice shows. */
  total: number
  lamps: Partial<Record<CaseLamp, number>>
  steps: { key: string; name: string; count: number }[]
  matters: { key: string; name: string; count: number }[]
  organs: { key: string; name: string; count: number }[]
}

/** The counts of the lists and lamps above an inbox, from one grouped query. */
export function countsOf(rows: readonly InboxCount[], { matter, step, lamps, organ }: InboxChoice): InboxCounts {
  const fits = {
    matter: (row: InboxCount) => matter === undefined || row.matter_key === matter,
    step: (row: InboxCount) => step === undefined || row.step === step,
    lamp: (row: InboxCount) => !lamps?.length || lamps.includes(row.lamp),
    organ: (row: InboxCount) => organ === undefined || row.organ_id === organ,
  }
  const but = (part: keyof typeof fits | null) =>
    rows.filter((row) => (Object.keys(fits) as (keyof typeof fits)[]).every((key) => key === part || fits[key](row)))
  const named = (part: keyof typeof fits, keyOf: (row: InboxCount) => string, nameOf: (row: InboxCount) => string) => {
    const found = new Map<string, { key: string; name: string; count: number }>()
    for (const row of but(part)) {
      const before = found.get(keyOf(row))
      found.set(keyOf(row), { key: keyOf(row), name: nameOf(row), count: (before?.count ?? 0) + row.count })
    }
    return [...found.values()].sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1))
  }
  return {
    total: but(null).reduce((sum, { count }) => sum + count, 0),
    lamps: Object.fromEntries(
      named(
        'lamp',
        (row) => row.lamp,
        (row) => row.lamp,
      ).map(({ key, count }) => [key, count]),
    ),
    steps: named(
      'step',
      (row) => row.step,
      (row) => row.step,
    ),
    matters: named(
      'matter',
      (row) => row.matter_key,
      (row) => row.matter_name,
    ),
    organs: named(
      'organ',
      (row) => row.organ_id,
      (row) => row.organ_name,
    ),
  }
}

import type { CaseDetail } from '@lianban/processes'
import type { Browser } from './browser.ts'
import type { Deed, Town } from './town.ts'

/** What whoever hands something in knows. */
export interface Moment {
  browser: Browser
  /** `YYYY-MM-DD` */
  today: string
  /** Number of the day of the month that is played, from 0. */
  day: number
}

type Form = Record<string, unknown>

/** One matter that somebody hands in when the one before it has come to its good end. */
export interface Stop {
  who: string
  matter: string
  /** What he fills in; null: not yet. */
  form: (moment: Moment) => Form | null | Promise<Form | null>
  /** Not before this day. */
  fromDay?: number
  /** Errands that have to be at their end, or past this stop, before it. */
  after?: readonly string[]
}

/** What somebody has to see through: one matter after another. */
export interface Errand {
  key: string
  stops: readonly Stop[]
}

interface Way {
  errand: Errand
  /** Stops that are behind it. */
  done: number
  /** Case of the stop under way. */
  caseId: string | null
  isStuck: boolean
}

/** Ends of a case after which the errand goes on. */
const GOOD_ENDS = new Set(['granted', 'closed'])

/**
 * Errands of the county's own people: what they hand in, and when the next of it can be handed in. What becomes of it in between is
 * the work of the clerks.
 */
export function createErrands(town: Town, errands: readonly Errand[]) {
  const ways = errands.map((errand): Way => ({ errand, done: 0, caseId: null, isStuck: false }))
  const isAtEnd = (key: string): boolean => {
    const way = ways.find(({ errand }) => errand.key === key)
    return way !== undefined && way.done >= way.errand.stops.length
  }

  const goOn = async (way: Way, day: number): Promise<void> => {
    const { errand } = way
    const stop = errand.stops[way.done]
    if (way.isStuck || !stop) return
    const browser = await town.browserOf(stop.who)
    if (way.caseId === null) {
      if (day < (stop.fromDay ?? 0) || !(stop.after ?? []).every(isAtEnd)) return
      const form = await stop.form({ browser, today: town.today(), day })
      if (form === null) return
      const sent = await browser.post<{ caseId: string }>('/api/cases', { matterKey: stop.matter, form })
      way.caseId = sent?.caseId ?? null
      way.isStuck = sent === null
      if (sent) town.deeds.done(`${stop.matter}.handed-in`)
      return
    }
    const detail = await browser.get<CaseDetail>(`/api/cases/${way.caseId}`)
    if (!detail || detail.closedAt === null) return
    way.caseId = null
    way.done++
    way.isStuck = !GOOD_ENDS.has(detail.status)
    return goOn(way, day)
  }

  /** Whoever has an errand looks how it stands, and hands in what comes next. */
  return (day: number): Deed[] =>
    ways
      .filter(({ errand, done, isStuck }) => !isStuck && done < errand.stops.length)
      .map(
        (way): Deed =>
          () =>
            goOn(way, day),
      )
}

import { useMemo } from 'react'
import { useSearchParams } from 'react-router-dom'
import type { FigureView, OverviewPlace } from '../../api/overview.ts'
import { useNow } from '../../hooks/use-now.ts'
import { dayOf } from '../../time.ts'

/** Time ranges of the board, in days up to now. */
export const RANGES = { '7': '近 7 天', '30': '近 30 天', '90': '近 90 天', '365': '近一年' } as const
export type Range = keyof typeof RANGES
const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

export const VIEWS: Record<FigureView, string> = {
  open: '在办',
  overdue: '超期在办',
  warning: '临期预警',
  accepted: '受理',
  closed: '办结',
  late: '超期办结',
}

/** Where on the board one is: it stands in the address, so that going back goes up. */
export interface Place {
  range: Range
  organ?: string
  matter?: string
  view?: FigureView
}

export const isBigScreen = ({ pathname, search }: { pathname: string; search: string }): boolean =>
  pathname === '/board' && new URLSearchParams(search).get('screen') === '1'

/** The address of a place on the board. */
export function boardLink({ range, organ, matter, view }: Place): string {
  const search = new URLSearchParams()
  if (range !== '30') search.set('days', range)
  if (organ) search.set('organ', organ)
  if (matter) search.set('matter', matter)
  if (view) search.set('view', view)
  const text = search.toString()
  return text ? `/board?${text}` : '/board'
}

/** The same place for a wall. */
export const screenLink = ({ organ }: Place): string => `/board?screen=1${organ ? `&organ=${encodeURIComponent(organ)}` : ''}`

export function usePlace(): Place {
  const [search] = useSearchParams()
  const [days, view] = [search.get('days') ?? '30', search.get('view') ?? '']
  return {
    range: days in RANGES ? (days as Range) : '30',
    organ: search.get('organ') ?? undefined,
    matter: search.get('matter') ?? undefined,
    view: view in VIEWS ? (view as FigureView) : undefined,
  }
}

/** What the server is asked: whole days of the county up to the end of today. */
export function useAsked({ range, organ, matter }: Place): OverviewPlace {
  const today = dayOf(useNow(MINUTE_MS))
  return useMemo(() => {
    const to = Date.parse(`${today}T00:00:00+08:00`) + DAY_MS
    return { from: to - Number(range) * DAY_MS, to, organId: organ, matterKey: matter }
  }, [range, organ, matter, today])
}

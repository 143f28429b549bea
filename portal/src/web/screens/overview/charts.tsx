import { useMemo } from 'react'
import { useNavigate } from 'react-router-dom'
import type { Overview, OverviewGroup } from '../../api/overview.ts'
import { BarChart, type Series } from '../../components/bar-chart.tsx'
import { boardLink, RANGES, type Place } from './place.ts'

export const DAY_SERIES: Series[] = [
  { key: 'accepted', name: '受理', colour: '--lamp-suspended' },
  { key: 'closed', name: '办结', colour: '--lamp-normal' },
]
export const OPEN_SERIES: Series[] = [
  { key: 'overdue', name: '超期', colour: '--lamp-red' },
  { key: 'near', name: '临期', colour: '--lamp-yellow' },
  { key: 'normal', name: '正常', colour: '--lamp-suspended' },
]
/** Bars of one chart. */
const MAX_BARS = 20

/** Every day of the range, those without any too. */
export function dayRows(data: Overview, from: number, to: number) {
  const known = new Map(data.days.map((day) => [day.day, day]))
  const rows: { label: string; accepted: number; closed: number }[] = []
  for (let at = from; at < to; at += 86_400_000) {
    const day = new Date(at + 8 * 3_600_000).toISOString().slice(0, 10)
    const { accepted = 0, closed = 0 } = known.get(day) ?? {}
    rows.push({ label: day.slice(5), accepted, closed })
  }
  return rows
}

export const openRows = (groups: readonly OverviewGroup[]) =>
  groups
    .filter(({ open }) => open > 0)
    .slice(0, MAX_BARS)
    .map(({ key, name, open, overdue, warning }) => ({ label: name, key, overdue, near: warning, normal: open - overdue - warning }))

/** How cases come and go, and where the open ones stand; a bar leads one step down. */
export function OverviewCharts({ place, data, from, to }: { place: Place; data: Overview; from: number; to: number }) {
  const navigate = useNavigate()
  const days = useMemo(() => dayRows(data, from, to), [data, from, to])
  const groups = useMemo(() => openRows(data.groups), [data])
  const below = place.organ === undefined ? '单位' : '事项'
  const linkOf = (key: string) =>
    boardLink(place.organ === undefined ? { range: place.range, organ: key } : { range: place.range, organ: place.organ, matter: key })
  return (
    <div className="board-charts gap-below">
      <BarChart title="每日受理和办结" unit="件" range={RANGES[place.range]} axis="日期" rows={days} series={DAY_SERIES} beside />
      {place.matter === undefined && (
        <BarChart
          title={`各${below}在办`}
          unit="件"
          range="现在"
          axis={below}
          rows={groups}
          series={OPEN_SERIES}
          lying
          linkOf={(row) => linkOf(String(row.key))}
          onOpen={(row) => void navigate(linkOf(String(row.key)))}
        />
      )}
    </div>
  )
}

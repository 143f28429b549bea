import { COLOUR_TEXTS } from '@lianban/processes/labels'
import { useMemo } from 'react'
import { supervisionPaths, type Board } from '../../api/supervision.ts'
import { BarChart, type Series } from '../../components/bar-chart.tsx'
import { ErrorResult } from '../../components/error-result.tsx'
import { TableSkeleton } from '../../components/table-skeleton.tsx'
import { useResource } from '../../hooks/use-resource.ts'
import { LogPlaceLine } from '../supervision/log-place.tsx'

export const CARD_SERIES: Series[] = [
  { key: 'warning', name: COLOUR_TEXTS.warning, colour: '--lamp-warning' },
  { key: 'yellow', name: COLOUR_TEXTS.yellow, colour: '--lamp-yellow' },
  { key: 'red', name: COLOUR_TEXTS.red, colour: '--lamp-red' },
]
export const CARD_RANGE = '近 30 天'

/** Cards by day and by organ. */
export function CardCharts({ version }: { version?: number }) {
  const { data, error, loading, reload } = useResource<Board>(supervisionPaths.board, version)
  const days = useMemo(() => (data?.days ?? []).map(({ day, ...counts }) => ({ label: day.slice(5), ...counts })), [data])
  const organs = useMemo(() => (data?.organs ?? []).map(({ name, organId: _id, ...counts }) => ({ label: name, ...counts })), [data])
  if (loading) return <TableSkeleton />
  if (!data) return error && <ErrorResult error={error} onRetry={reload} />
  return (
    <>
      <div className="board-charts gap-below">
        <BarChart title="每日发牌" unit="张" range={CARD_RANGE} axis="日期" rows={days} series={CARD_SERIES} />
        <BarChart title="各单位监察牌(净)" unit="张" range={CARD_RANGE} axis="单位" rows={organs} series={CARD_SERIES} lying />
      </div>
      <LogPlaceLine at={data.at} log={data.log} />
    </>
  )
}

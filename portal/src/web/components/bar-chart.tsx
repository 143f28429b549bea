import { Link } from 'react-router-dom'
import { ChartCanvas, ChartCard, colourOf, legendOf, textColour, type ChartOption } from './chart-card.tsx'

export interface Series {
  key: string
  name: string
  /** A name of a CSS colour of ours, `--lamp-red`. */
  colour: string
}

type Row = { label: string } & Record<string, number | string>

interface Props {
  title: string
  unit: string
  /** `近 30 天`. */
  range: string
  /** What the rows are, the head of the table's first column. */
  axis: string
  rows: Row[]
  series: Series[]
  /** Bars lie, for long names. */
  lying?: boolean
  /** Bars of the series stand beside each other, not upon each other. */
  beside?: boolean
  /** What is behind a row: links of the table. */
  linkOf?: (row: Row) => string
  /** The same for a bar that is clicked. */
  onOpen?: (row: Row) => void
}

/** A bar chart, and the same data as a table. */
export function BarChart({ title, unit, range, axis, rows, series, lying = false, beside = false, linkOf, onOpen }: Props) {
  return (
    <ChartCard
      {...{ title, unit, range, rows, onOpen }}
      empty={rows.every((row) => series.every(({ key }) => !row[key]))}
      option={optionOf({ rows, series, lying, beside })}
      height={lying ? Math.max(160, rows.length * 34 + 60) : undefined}
      columns={[
        { title: axis, key: 'label', render: (_, row) => (linkOf ? <Link to={linkOf(row)}>{row.label}</Link> : row.label) },
        ...series.map(({ key, name }) => ({ title: name, dataIndex: key, width: 90, align: 'right' as const })),
      ]}
    />
  )
}

type Bars = Pick<Props, 'rows' | 'series'> & { lying: boolean; beside: boolean }

/** The bars alone, as high as their place. */
export const BarCanvas = ({ label, ...bars }: Bars & { label: string }) => (
  <ChartCanvas rows={bars.rows} option={optionOf(bars)} label={label} filling />
)

const optionOf =
  ({ rows, series, lying, beside }: Bars) =>
  (fontSize: number): ChartOption => {
    const text = textColour()
    const names = { type: 'category' as const, data: rows.map(({ label }) => label), axisLabel: { color: text, fontSize }, inverse: lying }
    const values = {
      type: 'value' as const,
      minInterval: 1,
      axisLabel: { color: text, fontSize },
      splitLine: { lineStyle: { opacity: 0.25 } },
    }
    return {
      animation: false,
      grid: { left: 8, right: 16, top: fontSize * 3, bottom: 4, containLabel: true },
      legend: legendOf(fontSize),
      tooltip: { trigger: 'axis' as const, axisPointer: { type: 'shadow' as const } },
      xAxis: lying ? values : names,
      yAxis: lying ? names : values,
      series: series.map(({ key, name, colour }, place) => ({
        type: 'bar' as const,
        name,
        ...(!beside && { stack: 'all' }),
        barMaxWidth: fontSize * 2.4,
        // Yellow and warning share a hue: a pattern tells them apart without colour.
        itemStyle: {
          color: colourOf(colour),
          opacity: key === 'warning' ? 0.45 : 1,
          decal:
            place === 0 && !beside
              ? { symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: 0.8, color: 'rgba(255,255,255,0.5)' }
              : undefined,
        },
        data: rows.map((row) => row[key] as number),
      })),
    }
  }

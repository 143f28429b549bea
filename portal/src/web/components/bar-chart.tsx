import { ChartCard, colourOf, textColour } from './chart-card.tsx'

export interface Series {
  key: string
  name: string
  /** A name of a CSS colour of ours, `--lamp-red`. */
  colour: string
}

interface Props {
  title: string
  unit: string
  /** `近 30 天`. */
  range: string
  /** What the rows are, the head of the table's first column. */
  axis: string
  rows: ({ label: string } & Record<string, number | string>)[]
  series: Series[]
  /** Bars lie, for long names. */
  lying?: boolean
}

/** A stacked bar chart, and the same data as a table. */
export function BarChart({ title, unit, range, axis, rows, series, lying = false }: Props) {
  return (
    <ChartCard
      {...{ title, unit, range, rows }}
      empty={rows.every((row) => series.every(({ key }) => !row[key]))}
      option={() => optionOf(rows, series, lying)}
      height={lying ? Math.max(160, rows.length * 34 + 60) : undefined}
      columns={[
        { title: axis, dataIndex: 'label' },
        ...series.map(({ key, name }) => ({ title: name, dataIndex: key, width: 90, align: 'right' as const })),
      ]}
    />
  )
}

function optionOf(rows: Props['rows'], series: readonly Series[], lying: boolean) {
  const text = textColour()
  const names = { type: 'category' as const, data: rows.map(({ label }) => label), axisLabel: { color: text }, inverse: lying }
  const values = { type: 'value' as const, minInterval: 1, axisLabel: { color: text }, splitLine: { lineStyle: { opacity: 0.25 } } }
  return {
    animation: false,
    grid: { left: 8, right: 16, top: 36, bottom: 4, containLabel: true },
    legend: { top: 0, left: 0, textStyle: { color: text }, icon: 'rect', itemWidth: 12, itemHeight: 12 },
    tooltip: { trigger: 'axis' as const, axisPointer: { type: 'shadow' as const } },
    xAxis: lying ? values : names,
    yAxis: lying ? names : values,
    series: series.map(({ key, name, colour }, place) => ({
      type: 'bar' as const,
      name,
      stack: 'all',
      barMaxWidth: 28,
      // Yellow and warning share a hue: a pattern tells them apart without colour.
      itemStyle: {
        color: colourOf(colour),
        opacity: key === 'warning' ? 0.45 : 1,
        decal:
          place === 0
            ? { symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: 0.8, color: 'rgba(255,255,255,0.5)' }
            : undefined,
      },
      data: rows.map((row) => row[key] as number),
    })),
  }
}

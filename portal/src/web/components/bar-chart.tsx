import { Segmented, Table } from 'antd'
import { useEffect, useRef, useState } from 'react'
import './chart.css'

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

/** A stacked bar chart with title, unit and time range, and the same data as a table. */
export function BarChart({ title, unit, range, axis, rows, series, lying = false }: Props) {
  const [view, setView] = useState<'图' | '表'>('图')
  const empty = rows.every((row) => series.every(({ key }) => !row[key]))
  return (
    <section className="card" aria-label={title}>
      <div className="spread gap-below">
        <h2>
          {title}{' '}
          <span className="quiet chart-unit">
            单位:{unit} · {range}
          </span>
        </h2>
        <Segmented
          options={['图', '表']}
          value={view}
          onChange={(value) => setView(value as '图' | '表')}
          aria-label={`${title}的显示方式`}
        />
      </div>
      {empty ? (
        <p className="quiet chart-empty">{range}没有数据</p>
      ) : view === '图' ? (
        <Canvas rows={rows} series={series} lying={lying} label={`${title},${range}`} />
      ) : (
        <Table
          size="small"
          rowKey="label"
          pagination={false}
          scroll={{ y: 280 }}
          dataSource={[...rows]}
          columns={[
            { title: axis, dataIndex: 'label' },
            ...series.map(({ key, name }) => ({ title: name, dataIndex: key, width: 90, align: 'right' as const })),
          ]}
        />
      )}
    </section>
  )
}

const colourOf = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim()

function Canvas({ rows, series, lying, label }: Pick<Props, 'rows' | 'series'> & { lying: boolean; label: string }) {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const { current } = place
    if (!current) return
    let dispose = () => {}
    let gone = false
    void import('./chart-engine.ts').then(({ init }) => {
      if (gone) return
      const chart = init(current)
      chart.setOption(optionOf(rows, series, lying))
      const observer = new ResizeObserver(() => chart.resize())
      observer.observe(current)
      dispose = () => {
        observer.disconnect()
        chart.dispose()
      }
    })
    return () => {
      gone = true
      dispose()
    }
  }, [rows, series, lying])
  return (
    <div
      ref={place}
      className="chart"
      role="img"
      aria-label={`${label};可切换为表格`}
      style={lying ? { height: Math.max(160, rows.length * 34 + 60) } : undefined}
    />
  )
}

function optionOf(rows: Props['rows'], series: readonly Series[], lying: boolean) {
  const text = colourOf('--ant-color-text-secondary') || colourOf('--lamp-none')
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

import { Segmented, Table } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { Link } from 'react-router-dom'
import './chart.css'

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

/** A bar chart with title, unit and time range, and the same data as a table. */
export function BarChart({ title, unit, range, axis, rows, series, lying = false, beside = false, linkOf, onOpen }: Props) {
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
        <ChartCanvas rows={rows} series={series} lying={lying} beside={beside} label={`${title},${range};可切换为表格`} onOpen={onOpen} />
      ) : (
        <Table
          size="small"
          rowKey="label"
          pagination={false}
          scroll={{ y: 280 }}
          dataSource={[...rows]}
          columns={[
            { title: axis, key: 'label', render: (_, row) => (linkOf ? <Link to={linkOf(row)}>{row.label}</Link> : row.label) },
            ...series.map(({ key, name }) => ({ title: name, dataIndex: key, width: 90, align: 'right' as const })),
          ]}
        />
      )}
    </section>
  )
}

/** Text of a chart, of the text around it. */
const TEXT_SHARE = 0.86

const colourOf = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim()

interface CanvasProps extends Pick<Props, 'rows' | 'series' | 'onOpen'> {
  lying: boolean
  beside: boolean
  label: string
  /** As high as its place. */
  filling?: boolean
}

/** The chart alone, with text as large as that around it. */
export function ChartCanvas({ rows, series, lying, beside, label, onOpen, filling = false }: CanvasProps) {
  const place = useRef<HTMLDivElement>(null)
  const open = useRef(onOpen)
  useEffect(() => {
    open.current = onOpen
  })
  useEffect(() => {
    const { current } = place
    if (!current) return
    let dispose = () => {}
    let gone = false
    void import('./chart-engine.ts').then(({ init }) => {
      if (gone) return
      const chart = init(current)
      const draw = () => chart.setOption(optionOf({ rows, series, lying, beside, base: parseFloat(getComputedStyle(current).fontSize) }))
      draw()
      chart.on('click', ({ dataIndex }) => open.current?.(rows[dataIndex]!))
      const observer = new ResizeObserver(() => {
        chart.resize()
        draw()
      })
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
  }, [rows, series, lying, beside])
  return (
    <div
      ref={place}
      className={filling ? 'chart chart-filling' : 'chart'}
      role="img"
      aria-label={label}
      style={lying && !filling ? { height: Math.max(160, rows.length * 34 + 60) } : undefined}
    />
  )
}

type OptionInput = Pick<CanvasProps, 'rows' | 'series' | 'lying' | 'beside'> & {
  /** Pixels of the text around the chart. */
  base: number
}

function optionOf({ rows, series, lying, beside, base }: OptionInput) {
  const fontSize = Math.round(base * TEXT_SHARE)
  const text = colourOf('--ant-color-text-secondary') || colourOf('--lamp-none')
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
    legend: { top: 0, left: 0, textStyle: { color: text, fontSize }, icon: 'rect', itemWidth: fontSize, itemHeight: fontSize },
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

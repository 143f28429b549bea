import { Segmented, Table } from 'antd'
import type { ColumnsType } from 'antd/es/table'
import { useEffect, useRef, useState } from 'react'
import './chart.css'

export type ChartOption = Parameters<ReturnType<typeof import('./chart-engine.ts').init>['setOption']>[0]

interface Props<Row> {
  title: string
  unit: string
  /** `近 30 天`. */
  range: string
  rows: readonly Row[]
  /** Nothing to draw. */
  empty: boolean
  /** @see ChartCanvas */
  option: (fontSize: number) => ChartOption
  columns: ColumnsType<Row>
  /** Pixels. */
  height?: number
  /** A row whose place in the chart was clicked. */
  onOpen?: (row: Row) => void
}

/** A chart with title, unit and range, and the same data as a table. Each row has a `label` of its own. */
export function ChartCard<Row extends { label: string }>({ title, unit, range, rows, empty, columns, ...canvas }: Props<Row>) {
  const [view, setView] = useState<'图' | '表'>('图')
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
        <ChartCanvas rows={rows} label={`${title},${range};可切换为表格`} {...canvas} />
      ) : (
        <Table<Row> size="small" rowKey="label" pagination={false} scroll={{ y: 280 }} dataSource={[...rows]} columns={columns} />
      )}
    </section>
  )
}

/** Text of a chart, of the text around it. */
const TEXT_SHARE = 0.86

/** A CSS colour of ours by its name, as the page has it now. */
export const colourOf = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim()

export const textColour = (): string => colourOf('--ant-color-text-secondary') || colourOf('--lamp-none')

/** Names of the series above a chart, in one row that can be turned. */
export const legendOf = (fontSize: number) => ({
  type: 'scroll' as const,
  top: 0,
  left: 0,
  textStyle: { color: textColour(), fontSize },
  icon: 'rect',
  itemWidth: fontSize,
  itemHeight: fontSize,
})

interface CanvasProps<Row> {
  /** It is drawn anew when they change. */
  rows: readonly Row[]
  /** What is drawn; asked when the colours of the page are known. @param fontSize pixels, by the text around the chart */
  option: (fontSize: number) => ChartOption
  label: string
  /** Pixels. */
  height?: number
  /** As high as its place. */
  filling?: boolean
  onOpen?: (row: Row) => void
}

/** The chart alone. */
export function ChartCanvas<Row>({ rows, option, label, height, filling = false, onOpen }: CanvasProps<Row>) {
  const place = useRef<HTMLDivElement>(null)
  const latest = useRef({ option, onOpen })
  useEffect(() => {
    latest.current = { option, onOpen }
  })
  useEffect(() => {
    const { current } = place
    if (!current) return
    let dispose = () => {}
    let gone = false
    void import('./chart-engine.ts').then(({ init }) => {
      if (gone) return
      const chart = init(current)
      const draw = () => chart.setOption(latest.current.option(Math.round(parseFloat(getComputedStyle(current).fontSize) * TEXT_SHARE)))
      draw()
      chart.on('click', ({ dataIndex }) => latest.current.onOpen?.(rows[dataIndex]!))
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
  }, [rows])
  return (
    <div
      ref={place}
      className={filling ? 'chart chart-filling' : 'chart'}
      role="img"
      aria-label={label}
      style={height && !filling ? { height } : undefined}
    />
  )
}

import { Segmented, Table } from 'antd'
import type { ColumnsType } from 'antd/es/table'
import { useEffect, useRef, useState } from 'react'
import './chart.css'

type Option = Parameters<ReturnType<typeof import('./chart-engine.ts').init>['setOption']>[0]

interface Props<Row> {
  title: string
  unit: string
  /** `近 30 天`. */
  range: string
  rows: readonly Row[]
  /** Nothing to draw. */
  empty: boolean
  /** What is drawn; asked when the colours of the page are known, and again when `rows` change. */
  option: () => Option
  columns: ColumnsType<Row>
  /** Pixels. */
  height?: number
}

/** A chart with title, unit and range, and the same data as a table. Each row has a `label` of its own. */
export function ChartCard<Row extends { label: string }>({ title, unit, range, rows, empty, option, columns, height }: Props<Row>) {
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
        <Canvas rows={rows} option={option} height={height} label={`${title},${range}`} />
      ) : (
        <Table<Row> size="small" rowKey="label" pagination={false} scroll={{ y: 280 }} dataSource={[...rows]} columns={columns} />
      )}
    </section>
  )
}

/** A CSS colour of ours by its name, as the page has it now. */
export const colourOf = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim()

export const textColour = (): string => colourOf('--ant-color-text-secondary') || colourOf('--lamp-none')

function Canvas({ rows, option, height, label }: { rows: unknown; option: () => Option; height?: number; label: string }) {
  const place = useRef<HTMLDivElement>(null)
  const latest = useRef(option)
  useEffect(() => {
    latest.current = option
  })
  useEffect(() => {
    const { current } = place
    if (!current) return
    let dispose = () => {}
    let gone = false
    void import('./chart-engine.ts').then(({ init }) => {
      if (gone) return
      const chart = init(current)
      chart.setOption(latest.current())
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
  }, [rows])
  return <div ref={place} className="chart" role="img" aria-label={`${label};可切换为表格`} style={height ? { height } : undefined} />
}

import type { CustomSeriesOption } from 'echarts/charts'
import type { ProjectDetail } from '../../api/projects.ts'
import { ChartCard, colourOf, legendOf, textColour } from '../../components/chart-card.tsx'
import { dayOf } from '../../time.ts'

interface Row {
  label: string
  /** Days YYYY-MM-DD. */
  from: string
  planned: string | null
  real: string | null
  isLate: boolean
}

/** Stages and milestones with where each begins, was planned to end, and did. Those of which nothing is known are left out. */
export function ganttRows({ stations, contracts, enteredAt }: ProjectDetail): Row[] {
  let from = dayOf(enteredAt)
  const stages = stations.flatMap(({ text, plannedOn, passedAt, isLate }, at): Row[] => {
    const real = passedAt === null ? null : dayOf(passedAt)
    const row = { label: text, from, planned: plannedOn, real, isLate }
    if (real !== null) from = real
    return at === 0 || (plannedOn === null && real === null) ? [] : [row]
  })
  const milestones = contracts.flatMap(({ number, signedOn, milestones: own }) =>
    own.map(({ no, name, plannedOn, acceptedOn, isLate }): Row => {
      return { label: `${number} 节点${no} ${name}`, from: signedOn, planned: plannedOn, real: acceptedOn, isLate }
    }),
  )
  return [...stages, ...milestones]
}

/** The plan and what came of it, on one time scale. */
export function ProjectGantt({ item }: { item: ProjectDetail }) {
  const rows = ganttRows(item)
  return (
    <ChartCard
      title="计划与实际"
      unit="日期"
      range="各阶段和付款节点"
      rows={rows}
      empty={rows.length === 0}
      height={Math.max(160, rows.length * 36 + 60)}
      option={(fontSize) => gantt(rows, fontSize)}
      columns={[
        { title: '阶段或节点', dataIndex: 'label' },
        { title: '开始', dataIndex: 'from', width: 120 },
        { title: '计划完成', key: 'planned', width: 120, render: (_, { planned }) => planned ?? '—' },
        { title: '实际完成', key: 'real', width: 140, render: (_, { real, isLate }) => real ?? (isLate ? '已逾期' : '未完成') },
      ]}
    />
  )
}

const BAR = 10

function gantt(rows: readonly Row[], fontSize: number) {
  const text = textColour()
  const series = (name: string, end: 'planned' | 'real', colour: string, lift: number): CustomSeriesOption => ({
    ...{ type: 'custom', name, itemStyle: { color: colourOf(colour) }, encode: { x: [1, 2], y: 0 } },
    data: rows.flatMap((row, at) => (row[end] === null ? [] : [[at, row.from, row[end]]])),
    renderItem(_, api) {
      const [x = 0, y = 0] = api.coord([api.value(1), api.value(0)])
      const [until = 0] = api.coord([api.value(2), api.value(0)])
      // A day is a point in time: what begins and ends on the same one is still seen.
      const shape = { x: Math.min(x, until), y: y + lift, width: Math.max(4, Math.abs(until - x)), height: BAR }
      return { type: 'rect', shape, style: { fill: api.visual('color') as string } }
    },
  })
  return {
    animation: false,
    grid: { left: 8, right: 24, top: fontSize * 3, bottom: 4, containLabel: true },
    legend: legendOf(fontSize),
    xAxis: { type: 'time' as const, axisLabel: { color: text, fontSize }, splitLine: { show: true, lineStyle: { opacity: 0.25 } } },
    yAxis: { type: 'category' as const, inverse: true, data: rows.map(({ label }) => label), axisLabel: { color: text, fontSize } },
    series: [series('计划', 'planned', '--lamp-none', -BAR - 1), series('实际', 'real', '--lamp-normal', 1)],
  }
}

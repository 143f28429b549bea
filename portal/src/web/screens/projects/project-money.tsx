import { yuan } from '@lianban/processes/labels'
import type { ProjectMoney } from '../../api/projects.ts'
import { BarChart, type Series } from '../../components/bar-chart.tsx'
import { ChartCard, colourOf, textColour } from '../../components/chart-card.tsx'

const FEN_PER_WAN = 1_000_000
const wan = (fen: number): number => Math.round(fen / 100) / 10_000

interface Step {
  label: string
  /** Where the bar begins and how long it is, fen. */
  from: number
  fen: number
  colour: string
}

/** From the estimate to what is not paid yet: each bar stands where the one before leaves it. */
export function stepsOf({ need, proposal, feasibility, design, budgets, contract, changes, reserved, paid }: ProjectMoney): Step[] {
  const estimate = feasibility ?? proposal ?? need ?? 0
  const budget = Object.values(budgets).reduce((sum, fen) => sum + fen, 0)
  const total = contract + changes
  return [
    { label: '估算', from: 0, fen: estimate, colour: '--lamp-none' },
    { label: '批复概算', from: 0, fen: design ?? 0, colour: '--lamp-suspended' },
    { label: '预算合计', from: 0, fen: budget, colour: '--lamp-suspended' },
    { label: '合同', from: 0, fen: contract, colour: '--lamp-supervised' },
    ...(changes === 0
      ? []
      : [
          {
            label: changes < 0 ? '变更减少' : '变更增加',
            from: Math.min(contract, total),
            fen: Math.abs(changes),
            colour: '--lamp-warning',
          },
        ]),
    { label: '已付', from: total - paid, fen: paid, colour: '--lamp-normal' },
    { label: '在途', from: total - paid - reserved, fen: reserved, colour: '--lamp-warning' },
    { label: '未付', from: 0, fen: total - paid - reserved, colour: '--lamp-none' },
  ]
}

const BY_YEAR: Series[] = [
  { key: 'used', name: '已付和在途', colour: '--lamp-normal' },
  { key: 'left', name: '预算余额', colour: '--lamp-none' },
]

/** The money of a project: how it falls from the estimate to what is paid, and year by year. */
export function ProjectMoneyCharts({ money }: { money: ProjectMoney }) {
  const steps = stepsOf(money)
  const years = Object.entries(money.budgets).map(([year, fen]) => {
    const used = money.used[year] ?? 0
    return { label: `${year}年`, used: wan(used), left: wan(Math.max(0, fen - used)) }
  })
  return (
    <div className="money-grid">
      <ChartCard
        title="资金"
        unit="万元"
        range="立项至今"
        rows={steps}
        empty={steps.every(({ fen }) => fen === 0)}
        option={(fontSize) => waterfall(steps, fontSize)}
        columns={[
          { title: '环节', dataIndex: 'label' },
          { title: '金额(元)', key: 'fen', align: 'right', render: (_, { fen }) => yuan(fen) },
        ]}
      />
      <BarChart title="年度预算和支付" unit="万元" range="各年度" axis="年度" rows={years} series={BY_YEAR} />
    </div>
  )
}

function waterfall(steps: Step[], fontSize: number) {
  const text = textColour()
  return {
    animation: false,
    grid: { left: 8, right: 16, top: 16, bottom: 4, containLabel: true },
    tooltip: {
      trigger: 'item' as const,
      formatter: (at: unknown) => {
        const step = steps[(at as { dataIndex: number }).dataIndex]!
        return `${step.label} ${yuan(step.fen)} 元`
      },
    },
    xAxis: { type: 'category' as const, data: steps.map(({ label }) => label), axisLabel: { color: text, fontSize, interval: 0 } },
    yAxis: { type: 'value' as const, axisLabel: { color: text, fontSize }, splitLine: { lineStyle: { opacity: 0.25 } } },
    series: [
      // The bar below is not seen: it lifts the one that is.
      {
        type: 'bar' as const,
        stack: 'all',
        silent: true,
        itemStyle: { color: 'transparent' },
        data: steps.map(({ from }) => from / FEN_PER_WAN),
      },
      {
        ...{ type: 'bar' as const, stack: 'all', barMaxWidth: 40 },
        label: {
          ...{ show: true, position: 'top' as const, color: text, fontSize },
          formatter: ({ dataIndex }: { dataIndex: number }) => String(wan(steps[dataIndex]!.fen)),
        },
        data: steps.map(({ fen, colour }) => ({ value: fen / FEN_PER_WAN, itemStyle: { color: colourOf(colour) } })),
      },
    ],
  }
}

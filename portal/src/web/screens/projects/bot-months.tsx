import { yuan } from '@lianban/processes/labels'
import { projectPaths, type BotBoard, type BotMonth } from '../../api/projects.ts'
import { ErrorResult } from '../../components/error-result.tsx'
import { PageSkeleton } from '../../components/page-skeleton.tsx'
import { AdaptiveTable } from '../../components/adaptive-table.tsx'
import { useResource } from '../../hooks/use-resource.ts'
import { useTitle } from '../../hooks/use-title.ts'
import './projects.css'

const STATES: Record<BotMonth['state'], { sign: string; text: string }> = {
  filed: { sign: '●', text: '评分中' },
  scored: { sign: '◐', text: '待支付' },
  paid: { sign: '✓', text: '已支付' },
  handed: { sign: '◆', text: '已移交' },
  gap: { sign: '△', text: '未报送' },
  ahead: { sign: '○', text: '未到' },
}
const SCALE = 1000

/** Every month of the operation that is paid by the month: what was scored, deducted, paid, and what is missing. */
export function Component() {
  const { data: board, error, loading, reload } = useResource<BotBoard>(projectPaths.bot)
  useTitle('运营服务费')
  if (loading) return <PageSkeleton />
  if (!board) return error && <ErrorResult error={error} onRetry={reload} />
  const known = board.months.filter(({ caseId }) => caseId !== null)
  const count = (state: BotMonth['state']) => board.months.filter((one) => one.state === state).length
  return (
    <div className="page stack">
      <div className="page-head">
        <h1>运营服务费</h1>
      </div>
      <p className="quiet">
        {board.name} · 每月 {yuan(board.feeFen)} 元 · 共 {board.months.length} 个月
      </p>
      <dl className="sums">
        <Sum label="已支付(元)">{yuan(board.paidFen)}</Sum>
        <Sum label="已扣款(元)">{yuan(board.deductedFen)}</Sum>
        <Sum label="逾期利息(元)">{yuan(board.interestFen)}</Sum>
        <Sum label="已支付月数">{count('paid') + count('handed')}</Sum>
        <Sum label="未报送月数">{count('gap')}</Sum>
      </dl>
      <section className="card" aria-label="各月">
        <h2 className="gap-below">各月</h2>
        <ol className="plain month-squares" data-testid="bot-months">
          {board.months.map((one) => (
            <li key={one.no} className={`month-${one.state}`}>
              <span className="month-no">{one.month}</span>
              <span className="month-no">
                <span aria-hidden="true">{STATES[one.state].sign}</span> {STATES[one.state].text}
              </span>
            </li>
          ))}
        </ol>
      </section>
      <section className="card" aria-label="得分和扣款">
        <h2 className="gap-below">得分和扣款</h2>
        {known.length === 0 ? (
          <p className="quiet">还没有报送月报的月份</p>
        ) : (
          <AdaptiveTable
            rows={[...known].reverse()}
            keyOf={({ no }) => no}
            columns={[
              { title: '月份', key: 'month', render: (_, row) => `${row.month}(第 ${row.no} 个月)` },
              { title: '状态', key: 'state', render: (_, row) => STATES[row.state].text },
              { title: '平均得分', key: 'score', align: 'right', render: (_, row) => (row.score === null ? '—' : row.score / SCALE) },
              {
                title: '扣款(元)',
                key: 'deduction',
                align: 'right',
                render: (_, row) => (row.deduction === null ? '—' : yuan(row.deduction)),
              },
              {
                ...{ title: '应付(元)', key: 'pay', align: 'right' },
                render: (_, row) => (row.deduction === null ? '—' : yuan(board.feeFen - row.deduction)),
              },
              {
                ...{ title: '逾期利息(元)', key: 'interest', align: 'right' },
                render: (_, row) => (row.interest === 0 ? '—' : yuan(row.interest)),
              },
            ]}
          />
        )}
      </section>
    </div>
  )
}

/** One large number of a page with its name. */
export function Sum({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div className="card">
      <dt className="quiet">{label}</dt>
      <dd>{children}</dd>
    </div>
  )
}

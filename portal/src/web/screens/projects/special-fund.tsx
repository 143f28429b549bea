import { yuan } from '@lianban/processes/labels'
import { projectPaths, type FundBoard, type FundGrant, type FundYear } from '../../api/projects.ts'
import { AdaptiveTable } from '../../components/adaptive-table.tsx'
import { BarChart, type Series } from '../../components/bar-chart.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorResult } from '../../components/error-result.tsx'
import { PageSkeleton } from '../../components/page-skeleton.tsx'
import { useResource } from '../../hooks/use-resource.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { Sum } from './bot-months.tsx'
import './projects.css'

const STATES: Record<FundGrant['state'], string> = {
  asked: '评审中',
  issued: '已下达',
  allocated: '已拨付',
  evaluated: '已评价',
  refused: '未支持',
}
const SERIES: Series[] = [
  { key: 'committed', name: '已审定', colour: '--lamp-normal' },
  { key: 'left', name: '尚可安排', colour: '--lamp-none' },
]
const wan = (fen: number): number => Math.round(fen / 100) / 10_000

/** The special fund year by year, and who was granted what. */
export function Component() {
  const { data: board, error, loading, reload } = useResource<FundBoard>(projectPaths.fund)
  useTitle('专项资金')
  if (loading) return <PageSkeleton />
  if (!board) return error && <ErrorResult error={error} onRetry={reload} />
  const rows = [...board.years]
    .reverse()
    .map(({ year, fen, committedFen }) => ({ label: `${year}年`, committed: wan(committedFen), left: wan(fen - committedFen) }))
  return (
    <div className="page stack">
      <div className="page-head">
        <h1>专项资金</h1>
      </div>
      {board.years.length === 0 && <EmptyState title="还没有年度安排">年度申报通知发布后,各年度的资金会列在这里</EmptyState>}
      {board.years.length > 0 && <BarChart title="年度安排" unit="万元" range="各年度" axis="年度" rows={rows} series={SERIES} />}
      {board.years.map((one) => (
        <Year key={one.year} of={one} />
      ))}
    </div>
  )
}

function Year({ of }: { of: FundYear }) {
  return (
    <section className="card" aria-label={`${of.year}年`}>
      <h2 className="gap-below">{of.year}年</h2>
      <dl className="sums gap-below">
        <Sum label="年度总额(元)">{yuan(of.fen)}</Sum>
        <Sum label="申报(元)">{yuan(of.askedFen)}</Sum>
        <Sum label="已拨付(元)">{yuan(of.allocatedFen)}</Sum>
        <Sum label="结余收回(元)">{yuan(of.returnedFen)}</Sum>
      </dl>
      {of.grants.length === 0 ? (
        <p className="quiet">还没有申报</p>
      ) : (
        <AdaptiveTable
          rows={of.grants}
          keyOf={({ caseId }) => caseId}
          columns={[
            { title: '项目', dataIndex: 'name' },
            { title: '申报单位', dataIndex: 'organName' },
            { title: '状态', key: 'state', render: (_, row) => STATES[row.state] },
            { title: '申报(元)', key: 'asked', align: 'right', render: (_, row) => yuan(row.askedFen) },
            {
              title: '审定(元)',
              key: 'granted',
              align: 'right',
              render: (_, row) => (row.grantedFen === null ? '—' : yuan(row.grantedFen)),
            },
            { title: '已拨付(元)', key: 'allocated', align: 'right', render: (_, row) => yuan(row.allocatedFen) },
          ]}
        />
      )}
    </section>
  )
}

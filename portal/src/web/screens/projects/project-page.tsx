import { STATUS_TEXTS, yuan } from '@lianban/processes/labels'
import { Link, useParams } from 'react-router-dom'
import { paths } from '../../api/api.ts'
import { projectPaths, type Contract, type ProjectCase, type ProjectDetail, type Station } from '../../api/projects.ts'
import { AdaptiveTable } from '../../components/adaptive-table.tsx'
import { ErrorResult } from '../../components/error-result.tsx'
import { Lamp } from '../../components/lamp.tsx'
import { PageSkeleton } from '../../components/page-skeleton.tsx'
import { useResource } from '../../hooks/use-resource.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { dayOf } from '../../time.ts'
import { useSession } from '../../session.tsx'
import { ProjectGantt } from './project-gantt.tsx'
import { ProjectMoneyCharts } from './project-money.tsx'
import { ProjectPermits } from './project-permits.tsx'
import '../../components/desk.css'
import './projects.css'

/** One project: its life line with what is open and closed, its plan, its money, its contracts and the cases that touched it. */
export function Component() {
  const { id = '' } = useParams()
  const { data: item, error, loading, reload } = useResource<ProjectDetail>(projectPaths.get(id))
  useTitle(item && `项目 ${item.name}`)
  if (loading) return <PageSkeleton />
  if (!item) return error && <ErrorResult error={error} onRetry={reload} extra={<Link to="/projects">回到项目库</Link>} />
  return (
    <div className="page stack">
      <div className="list-nav">
        <Link to="/projects">‹ 项目库</Link>
      </div>
      <div className="page-head">
        <h1 className="grow">{item.name}</h1>
        <Lamp lamp={item.lamp} />
      </div>
      <p className="quiet">
        <code>{item.code}</code> · {item.organName} · 现处于{item.stageText} · {dayOf(item.enteredAt)} 入库
      </p>
      <p>{item.need}</p>
      <LifeLine stations={item.stations} current={item.stage} />
      {item.permits && <ProjectPermits permits={item.permits} />}
      {item.gates.length > 0 && <Gates gates={item.gates} />}
      <ProjectGantt item={item} />
      <ProjectMoneyCharts money={item.money} />
      {item.contracts.map((contract) => (
        <ContractCard key={contract.number} contract={contract} />
      ))}
      <Cases cases={item.cases} />
    </div>
  )
}

const SIGNS: Record<Station['state'], string> = { passed: '✓', skipped: '–', ahead: '○' }
const STATE_TEXTS: Record<Station['state'], string> = { passed: '已完成', skipped: '合并办理', ahead: '未到' }

function LifeLine({ stations, current }: { stations: Station[]; current: string }) {
  return (
    <section className="card" aria-label="全周期">
      <h2 className="gap-below">全周期</h2>
      <ol className="plain life-line" data-testid="life-line">
        {stations.map((one) => (
          <li key={one.stage} className={`life-${one.state}`} aria-current={one.stage === current ? 'step' : undefined}>
            <div className="life-head">
              <span aria-hidden="true">{SIGNS[one.state]}</span> {one.text}
            </div>
            <div className="quiet">{one.passedAt === null ? STATE_TEXTS[one.state] : dayOf(one.passedAt)}</div>
            {one.plannedOn && (
              <div className="quiet">
                计划 {one.plannedOn}
                {one.isLate && <strong className="life-late">,已逾期</strong>}
              </div>
            )}
            {one.number && <div className="quiet">{one.number}</div>}
          </li>
        ))}
      </ol>
    </section>
  )
}

function Gates({ gates }: { gates: ProjectDetail['gates'] }) {
  const open = gates.filter(({ closed }) => closed === null)
  const shut = gates.filter(({ closed }) => closed !== null)
  return (
    <section className="card" aria-label="可以办理">
      <h2 className="gap-below">现在可以办理</h2>
      {open.length === 0 && <p className="quiet">本阶段没有可以办理的事项</p>}
      <ul className="plain gate-list">
        {open.map(({ matterKey, name }) => (
          <li key={matterKey}>
            <Link to={`/start/${matterKey}`}>{name}</Link>
          </li>
        ))}
      </ul>
      {shut.length > 0 && (
        <details className="gap-above">
          <summary>尚不能办理的事项和原因({shut.length})</summary>
          <ul className="gate-shut">
            {shut.map(({ matterKey, name, closed }) => (
              <li key={matterKey}>
                {name}:<span className="quiet">{closed}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  )
}

function ContractCard({ contract }: { contract: Contract }) {
  return (
    <section className="card" aria-label={`合同 ${contract.number}`}>
      <h2>合同 {contract.number}</h2>
      <p className="quiet gap-below">
        {contract.payeeName} · {yuan(contract.fen)} 元 · 质量保证金 {yuan(contract.retentionFen)} 元 · {contract.signedOn} 签订 ·{' '}
        {contract.publishedAt === null ? '尚未公告' : `${dayOf(contract.publishedAt)} 公告`}
      </p>
      <AdaptiveTable
        rows={contract.milestones}
        keyOf={({ no }) => no}
        columns={[
          { title: '付款节点', key: 'name', render: (_, row) => `${row.no}. ${row.name}` },
          { title: '计划', key: 'plannedOn', render: (_, row) => (row.isLate ? `${row.plannedOn},已逾期` : row.plannedOn) },
          { title: '验收', key: 'acceptedOn', render: (_, row) => row.acceptedOn ?? '未验收' },
          { title: '金额(元)', key: 'fen', align: 'right', render: (_, row) => yuan(row.fen) },
          { title: '在途(元)', key: 'reserved', align: 'right', render: (_, row) => yuan(row.reservedFen) },
          { title: '已付(元)', key: 'paid', align: 'right', render: (_, row) => yuan(row.paidFen) },
        ]}
      />
    </section>
  )
}

function Cases({ cases }: { cases: ProjectCase[] }) {
  const opens = useSession().desks.includes('clerk')
  return (
    <section className="card" aria-label="相关办件">
      <h2 className="gap-below">相关办件</h2>
      <AdaptiveTable
        rows={cases}
        keyOf={({ caseId }) => caseId}
        columns={[
          {
            ...{ title: '事项', key: 'matter' },
            render: (_, row) => (opens ? <Link to={`/cases/${row.caseId}`}>{row.matterName}</Link> : row.matterName),
          },
          { title: '办件编号', key: 'no', render: (_, row) => <code>{row.caseNo}</code> },
          { title: '申报', key: 'opened', render: (_, row) => dayOf(row.openedAt) },
          {
            title: '结果',
            key: 'status',
            render: (_, row) => (row.status === null ? '办理中' : (RESULTS[row.status] ?? STATUS_TEXTS[row.status])),
          },
          { title: '文书', key: 'documents', render: (_, row) => <Papers documents={row.documents} /> },
        ]}
      />
    </section>
  )
}

/** Papers of one case; each is opened by the rights to its case. */
function Papers({ documents }: Pick<ProjectCase, 'documents'>) {
  if (documents.length === 0) return <span className="quiet">—</span>
  return (
    <ul className="plain">
      {documents.map(({ id, name, number }) => (
        <li key={id}>
          <a href={paths.file(id)} target="_blank" rel="noreferrer">
            {name}
          </a>
          {number && <span className="quiet"> {number}</span>}
        </li>
      ))}
    </ul>
  )
}

/** What an internal matter comes to is no licence. */
const RESULTS: Record<string, string> = { granted: '同意', refused: '未同意', closed: '已办结' }

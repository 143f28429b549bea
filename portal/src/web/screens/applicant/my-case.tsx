import { Tabs } from 'antd'
import { Link, useNavigate, useParams, useSearchParams } from 'react-router-dom'
import { paths } from '../../api/api.ts'
import type { CaseDetail } from '../../api/cases.ts'
import { CaseForm } from '../../components/case-form.tsx'
import { AssistanceNote } from '../../components/assistance-note.tsx'
import { CopyCode } from '../../components/copy-code.tsx'
import { DocumentsList } from '../../components/documents-list.tsx'
import { DutiesPanel } from '../../components/duties-panel.tsx'
import { ErrorResult } from '../../components/error-result.tsx'
import { HearingCard } from '../../components/hearing-card.tsx'
import { MaterialsPanel } from '../../components/materials-panel.tsx'
import { PageSkeleton } from '../../components/page-skeleton.tsx'
import { StatusText } from '../../components/status-text.tsx'
import { CaseTimeline } from '../../components/timeline.tsx'
import { TwoLimits } from '../../components/two-limits.tsx'
import { useKeys } from '../../hooks/use-keys.ts'
import { useResource } from '../../hooks/use-resource.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { CaseVerbsMenu } from '../../verbs/case-verbs.tsx'
import { DebtForm } from './debt-form.tsx'
import { PathTab } from '../desk/case-tabs.tsx'
import { DeskButtons } from '../desk/desk-buttons.tsx'
import { RatingCard } from '../ratings/rating-card.tsx'
import { ExpectedCard, PhaseSteps } from './expected-card.tsx'
import { Receipt, ReceiptCode } from './receipt.tsx'
import { StatementForm } from './statement-form.tsx'
import { SupplementForm } from './supplement-form.tsx'
import { JointAsks, JointProgress } from './joint-progress.tsx'
import { ParentNote } from '../../components/joint/parent-note.tsx'
import './applicant.css'

/** One of my cases: where it stands, how many days are left, what is to be done by me, what I can take home. */
export function Component() {
  const { id = '' } = useParams()
  const navigate = useNavigate()
  const [params] = useSearchParams()
  const { data: item, error, loading, reload, revision } = useResource<CaseDetail>(paths.case(id))
  useTitle(item && `${item.matterName} ${item.caseNo}`)
  useKeys({ Escape: () => void navigate('/my-cases') })

  if (loading) return <PageSkeleton />
  if (!item) return error && <ErrorResult error={error} onRetry={reload} extra={<Link to="/my-cases">回到我的办件</Link>} />
  if (params.has('receipt')) return <Receipt item={item} />
  return (
    <div className="page">
      <p>
        <Link to="/my-cases">我的办件</Link>
      </p>
      <div className="page-head">
        <h1 className="grow">{item.matterName}</h1>
        <StatusText item={item} />
        <CaseVerbsMenu caseId={item.id} version={revision} reload={reload} />
        <DeskButtons caseId={item.id} version={revision} onChanged={reload} />
      </div>
      <div className="page-meta">
        <CopyCode code={item.caseNo} label="办件编号" testId="case-no" />
        <span>{item.applicantName}</span>
        <span>{item.organName}</span>
      </div>
      <AssistanceNote item={item} />
      <ExpectedCard item={item} />
      <Progress item={item} />
      <ParentNote parent={item.parent} addressOf={(parentId) => `/my-cases/${parentId}`} />
      <JointAsks item={item} onDone={reload} />
      {item.allowed.includes('supplement') && <SupplementForm item={item} onDone={reload} />}
      {item.statement && <StatementForm item={item} onDone={reload} />}
      <HearingCard item={item} onDone={reload} />
      {item.joint && <JointProgress items={item.joint.children} />}
      <RatingCard item={item} />
      {item.debts.some(({ canSettle }) => canSettle) && <DebtForm item={item} onDone={reload} />}
      <DutiesPanel item={{ ...item, debts: item.debts.filter(({ canSettle }) => !canSettle) }} />
      {item.documents.length > 0 && (
        <section className="card" id="papers" tabIndex={-1}>
          <h2>文书和证照</h2>
          <DocumentsList documents={item.documents} plain />
          {item.verificationUrl && (
            <p className="gap-above">
              证照真伪可以在<a href={item.verificationUrl}>核验页</a>查询,证照上的二维码也指向该页。
            </p>
          )}
        </section>
      )}
      <ReceiptCode item={item} />
      <section className="card">
        <h2>办理过程</h2>
        <CaseTimeline caseId={item.id} version={revision} />
      </section>
      <p className="gap-above">
        <Link to={`/my-consultations?${new URLSearchParams({ case: item.id, name: `办件 ${item.caseNo}`, kind: 'complaint' }).toString()}`}>
          对本件咨询或者投诉
        </Link>
      </p>
      <Tabs
        className="gap-above"
        items={[
          ...(item.closedAt ? [] : [{ key: 'path', label: '后续流程', children: <PathTab caseId={item.id} version={revision} /> }]),
          {
            key: 'form',
            label: '申请内容',
            children: <CaseForm item={item} />,
          },
          {
            key: 'materials',
            label: '材料',
            children: (
              <div className="card">
                <MaterialsPanel item={item} />
              </div>
            ),
          },
        ]}
      />
    </div>
  )
}

function Progress({ item }: { item: CaseDetail }) {
  return (
    <section className="card stack" aria-label="办理进度">
      <PhaseSteps item={item} />
      <div>
        {item.closedAt ? '本件已办结' : '现在的环节'}:
        <strong>{item.closedAt ? item.statusText : (item.stepName ?? item.statusText)}</strong>
        {item.deemedAccepted && <div className="quiet">部门逾期未告知,依照行政许可法第三十二条视为已经受理</div>}
      </div>
      <TwoLimits item={item} />
      {item.incidents.map((incident) => (
        <div key={incident.id} className="quiet">
          {incident.message}
        </div>
      ))}
    </section>
  )
}

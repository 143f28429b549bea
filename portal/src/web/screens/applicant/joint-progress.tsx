import { Link } from 'react-router-dom'
import { paths } from '../../api/api.ts'
import type { CaseDetail } from '../../api/cases.ts'
import type { JointChild } from '../../api/joint.ts'
import { DocumentsList } from '../../components/documents-list.tsx'
import { DueText } from '../../components/due-text.tsx'
import { ErrorResult } from '../../components/error-result.tsx'
import { lampOf } from '../../components/joint/child-lamp.ts'
import { Lamp } from '../../components/lamp.tsx'
import { PageSkeleton } from '../../components/page-skeleton.tsx'
import { useResource } from '../../hooks/use-resource.ts'
import { SupplementForm } from './supplement-form.tsx'

/** What the matters of a joint case expect of the applicant, all in one place. */
export function JointAsks({ item, onDone }: { item: CaseDetail; onDone: () => void }) {
  const asking = (item.joint?.children ?? []).filter(({ asksApplicant, caseId }) => asksApplicant && caseId !== null)
  return asking.map((child) => <Asked key={child.matterKey} child={child} onDone={onDone} />)
}

/** How far each matter of one's joint case is, with its papers. */
export function JointProgress({ items }: { items: JointChild[] }) {
  return (
    <section className="card" aria-label="各事项办理进度" data-testid="joint-progress">
      <h2>各事项办理进度</h2>
      <ul className="plain">
        {items.map((child) => (
          <Child key={child.matterKey} child={child} />
        ))}
      </ul>
    </section>
  )
}

function Child({ child }: { child: JointChild }) {
  const { summary } = child
  return (
    <li className="guide-material">
      <div className="spread">
        {child.caseId === null ? (
          <strong>{child.name}</strong>
        ) : (
          <Link to={`/my-cases/${child.caseId}`}>
            <strong>{child.name}</strong>
          </Link>
        )}
        <Lamp lamp={lampOf(child)} />
      </div>
      <div>{child.stateText}</div>
      {child.reason && <div className="tone-near">{child.reason}</div>}
      <div className="quiet">{child.organName}</div>
      {summary && child.state === 'started' && <DueText promised={summary.promised} statutory={summary.statutory} />}
      {child.documents.length > 0 && <DocumentsList documents={child.documents} plain />}
    </li>
  )
}

/** What one matter asks of the applicant, answered here. */
function Asked({ child, onDone }: { child: JointChild; onDone: () => void }) {
  const { data, error, loading, reload } = useResource<CaseDetail>(paths.case(child.caseId!), child.stateText)
  if (loading) return <PageSkeleton />
  if (!data) return error && <ErrorResult error={error} onRetry={reload} />
  if (!data.allowed.includes('supplement')) return null
  return (
    <>
      <p className="gap-above">
        <strong>{child.name}</strong> <span className="quiet">{child.organName}</span>
      </p>
      <SupplementForm item={data} onDone={onDone} />
    </>
  )
}

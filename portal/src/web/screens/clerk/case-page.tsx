import { Button } from 'antd'
import { Link, useNavigate, useParams } from 'react-router-dom'
import { paths } from '../../api/api.ts'
import type { CaseDetail } from '../../api/cases.ts'
import { CaseBody } from '../../components/case-body.tsx'
import { CaseHead } from '../../components/case-head.tsx'
import { ErrorResult } from '../../components/error-result.tsx'
import { ListNav } from '../../components/list-nav.tsx'
import { PageSkeleton } from '../../components/page-skeleton.tsx'
import { placeOfList } from '../../hooks/list-memory.ts'
import { useResource } from '../../hooks/use-resource.ts'
import { CaseVerbsMenu } from '../../verbs/case-verbs.tsx'
import { useSession } from '../../session.tsx'
import { ArchiveCard } from '../archives/archive-card.tsx'
import { deskTabs } from '../desk/case-tabs.tsx'
import { DeskButtons } from '../desk/desk-buttons.tsx'
import { ClockVerbs } from './clock-verbs.tsx'
import { OpenSteps } from '../rights/open-steps.tsx'
import { useTitle } from '../../hooks/use-title.ts'

/** A case to look at, with the way to the task for whoever may do it. */
export function Component() {
  const { id = '' } = useParams()
  const navigate = useNavigate()
  const session = useSession()
  const { data: item, error, loading, reload, revision } = useResource<CaseDetail>(paths.case(id))
  useTitle(item && `${item.applicantName} ${item.caseNo}`)
  if (loading) return <PageSkeleton />
  if (!item)
    return error && <ErrorResult error={error} onRetry={reload} extra={<Link to={placeOfList('cases', '/cases')}>回到本单位办件</Link>} />
  const mine = item.currentTasks.filter(({ canOpen }) => canOpen)
  return (
    <div className="page">
      <ListNav list="cases" id={item.id} title="返回列表" home="/cases" addressOf={(other) => `/cases/${other}`} />
      <CaseHead
        item={item}
        extra={
          <>
            <DeskButtons caseId={item.id} version={revision} onChanged={reload} />
            <ClockVerbs item={item} onDone={reload} />
            {mine.map((task) => (
              <Button key={task.taskId} onClick={() => void navigate(`/tasks/${task.taskId}`)} data-testid={`open-task-${task.elementId}`}>
                打开{task.name}
              </Button>
            ))}
            <CaseVerbsMenu caseId={item.id} version={revision} reload={reload} />
          </>
        }
      />
      {item.currentTasks.length > 0 && (
        <p className="quiet">
          正在办理:{item.currentTasks.map(({ name, assigneeName }) => `${name}(${assigneeName ?? '待签收'})`).join('、')}
        </p>
      )}
      <CaseBody
        key={item.id}
        item={item}
        onChange={reload}
        revision={revision}
        extraTabs={[
          ...deskTabs(item.id, revision, reload),
          { key: 'open-steps', label: '谁能办', children: <OpenSteps item={item} version={revision} onChanged={reload} /> },
          ...(session.rights.includes('archive:read')
            ? [{ key: 'archive', label: '归档', children: <ArchiveCard caseId={item.id} version={String(revision)} onChanged={reload} /> }]
            : []),
        ]}
      />
    </div>
  )
}

import { Link, useParams } from 'react-router-dom'
import { paths } from '../../api/api.ts'
import type { TaskDetail } from '../../api/tasks.ts'
import { ErrorResult } from '../../components/error-result.tsx'
import { PageSkeleton } from '../../components/page-skeleton.tsx'
import { placeOfList } from '../../hooks/list-memory.ts'
import { useResource } from '../../hooks/use-resource.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { TaskDesk } from './task-desk.tsx'

/** One step of a case, to be done by me. */
export function Component() {
  const { id = '' } = useParams()
  const { data: detail, error, loading, reload, revision } = useResource<TaskDetail>(paths.task(id))
  useTitle(detail && `${detail.task.name} ${detail.task.applicantName}`)
  if (loading) return <PageSkeleton />
  if (!detail || (error && error.status === 404)) {
    return error && <ErrorResult error={error} onRetry={reload} extra={<Link to={placeOfList('inbox', '/inbox')}>回到收件箱</Link>} />
  }
  return <TaskDesk key={id} detail={detail} reload={reload} revision={revision} />
}

import { Link, useParams } from 'react-router-dom'
import { paths } from '../../api/api.ts'
import type { MatterDetail } from '../../api/matters.ts'
import { ErrorResult } from '../../components/error-result.tsx'
import { PageSkeleton } from '../../components/page-skeleton.tsx'
import { useResource } from '../../hooks/use-resource.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { Application } from './application.tsx'
import { LicenceApplication } from './licence-application.tsx'

/** Apply online for one matter. */
export function Component() {
  const { key = '' } = useParams()
  const { data: matter, error, loading, reload } = useResource<MatterDetail>(paths.matter(key))
  useTitle(matter && `申请${matter.name}`)
  if (loading) return <PageSkeleton />
  if (!matter) return error && <ErrorResult error={error} onRetry={reload} extra={<Link to="/matters">回到事项目录</Link>} />
  return matter.licenceAct ? <LicenceApplication key={matter.key} matter={matter} /> : <Application key={matter.key} matter={matter} />
}

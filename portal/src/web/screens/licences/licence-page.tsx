import { Link, useNavigate, useParams } from 'react-router-dom'
import { licencePaths, type LicenceDetail } from '../../api/licences.ts'
import { ErrorResult } from '../../components/error-result.tsx'
import { PageSkeleton } from '../../components/page-skeleton.tsx'
import { useKeys } from '../../hooks/use-keys.ts'
import { useResource } from '../../hooks/use-resource.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { useSession } from '../../session.tsx'
import { Acts } from './acts.tsx'
import { LicenceBody, LicenceHead } from './licence-body.tsx'

/** One licence at a desk: face, paper, history, and what the organ may begin about it. */
export function Component() {
  const { id = '' } = useParams()
  const navigate = useNavigate()
  const { desks } = useSession()
  const { data: item, error, loading, reload } = useResource<LicenceDetail>(licencePaths.one(id))
  useTitle(item && `${item.name} ${item.licenceNo}`)
  useKeys({ Escape: () => void navigate('/licences') })
  if (loading) return <PageSkeleton />
  if (!item) return error && <ErrorResult error={error} onRetry={reload} extra={<Link to="/licences">回到证照</Link>} />
  const cases = desks.includes('clerk') ? '/cases' : '/supervision/cases'
  return (
    <div className="page">
      <p>
        <Link to="/licences">证照</Link>
      </p>
      <LicenceHead item={item} />
      <Acts
        acts={item.acts}
        title="依职权启动审查"
        hint="立案后书面告知持证人,持证人可以陈述、申辩;审核、法制审核、批准由其他人员办理"
        addressOf={({ matterKey }) => `/licences/${item.id}/review/${matterKey}`}
      />
      <LicenceBody item={item} caseAddress={(caseId) => `${cases}/${caseId}`} />
    </div>
  )
}

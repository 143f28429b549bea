import { Link, useNavigate, useParams } from 'react-router-dom'
import { licencePaths, type LicenceDetail } from '../../api/licences.ts'
import { ErrorResult } from '../../components/error-result.tsx'
import { PageSkeleton } from '../../components/page-skeleton.tsx'
import { useKeys } from '../../hooks/use-keys.ts'
import { useResource } from '../../hooks/use-resource.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { Acts } from '../licences/acts.tsx'
import { LicenceBody, LicenceHead } from '../licences/licence-body.tsx'
import { ShowLicence } from './show-licence.tsx'
import './applicant.css'

/** One of my licences: what stands on it, what I can do with it, what became of it. */
export function Component() {
  const { id = '' } = useParams()
  const navigate = useNavigate()
  const { data: item, error, loading, reload } = useResource<LicenceDetail>(licencePaths.one(id))
  useTitle(item && `${item.name} ${item.licenceNo}`)
  useKeys({ Escape: () => void navigate('/my-licences') })
  if (loading) return <PageSkeleton />
  if (!item) return error && <ErrorResult error={error} onRetry={reload} extra={<Link to="/my-licences">回到我的证照</Link>} />
  return (
    <div className="page">
      <p>
        <Link to="/my-licences">我的证照</Link>
      </p>
      <LicenceHead item={item} />
      <ShowLicence item={item} />
      <Acts
        acts={item.acts}
        title="可以办理"
        hint="选择要办的事,证照上的内容会自动填入申请表"
        addressOf={({ matterKey }) => `/matters/${matterKey}/apply?licence=${encodeURIComponent(item.licenceNo)}`}
      />
      <LicenceBody item={item} caseAddress={(caseId) => `/my-cases/${caseId}`} plain />
    </div>
  )
}

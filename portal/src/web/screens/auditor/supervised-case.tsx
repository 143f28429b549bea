import { Link, useParams } from 'react-router-dom'
import { paths } from '../../api/api.ts'
import type { CaseDetail } from '../../api/cases.ts'
import { CaseBody } from '../../components/case-body.tsx'
import { CaseHead } from '../../components/case-head.tsx'
import { ErrorResult } from '../../components/error-result.tsx'
import { ListNav } from '../../components/list-nav.tsx'
import { PageSkeleton } from '../../components/page-skeleton.tsx'
import { placeOfList } from '../../hooks/list-memory.ts'
import { useResource } from '../../hooks/use-resource.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { CaseLog } from './case-log.tsx'

/** One case before the auditor: its log first, then everything else; nothing to decide. */
export function Component() {
  const { id = '' } = useParams()
  const { data: item, error, loading, reload, revision } = useResource<CaseDetail>(paths.case(id))
  useTitle(item && `监察 ${item.applicantName}`)
  if (loading) return <PageSkeleton />
  if (!item)
    return (
      error && (
        <ErrorResult
          error={error}
          onRetry={reload}
          extra={<Link to={placeOfList('supervision', '/supervision/cases')}>回到办件监察</Link>}
        />
      )
    )
  return (
    <div className="page">
      <ListNav
        list="supervision"
        id={item.id}
        title="办件监察"
        home="/supervision/cases"
        addressOf={(other) => `/supervision/cases/${other}`}
      />
      <CaseHead item={item} />
      <CaseBody
        key={item.id}
        item={item}
        revision={revision}
        firstTab="log"
        extraTabs={[{ key: 'log', label: '监察日志', children: <CaseLog item={item} /> }]}
      />
    </div>
  )
}

import { useMemo } from 'react'
import { Link, useParams } from 'react-router-dom'
import { paths } from '../../api/api.ts'
import { draftApi } from '../../api/drafts.ts'
import type { MatterDetail, Prefill } from '../../api/matters.ts'
import { ErrorResult } from '../../components/error-result.tsx'
import { PageSkeleton } from '../../components/page-skeleton.tsx'
import { useResource } from '../../hooks/use-resource.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { DraftGate } from '../../drafts/draft-gate.tsx'
import { emptyDraft, prefilledDraft } from './application-draft.ts'
import { LicenceApplication } from './licence-application.tsx'
import { OwnApplication } from './own-application.tsx'

/** Asked for with the matter, not after it; what fails before anybody waits for it is told by the gate. */
function askedDraft(key: string): ReturnType<typeof draftApi.get> {
  const answer = draftApi.get('matter', key)
  answer.catch(() => undefined)
  return answer
}

/** Apply online for one matter. */
export function Component() {
  const { key = '' } = useParams()
  const { data: matter, error, loading, reload } = useResource<MatterDetail>(paths.matter(key))
  const title = matter && `${matter.isInternal ? '发起' : '申请'}${matter.name}`
  useTitle(title)
  const known = useResource<Prefill>(paths.prefill(key))
  const asked = useMemo(() => askedDraft(key), [key])
  if (loading || known.loading) return <PageSkeleton />
  if (!matter) return error && <ErrorResult error={error} onRetry={reload} extra={<Link to="/">回到首页</Link>} />
  const place = { kind: 'matter' as const, about: matter.key, title: title! }
  if (matter.licenceAct)
    return (
      <DraftGate key={matter.key} place={place} empty={emptyDraft} asked={asked}>
        {(draft) => <LicenceApplication matter={matter} draft={draft} />}
      </DraftGate>
    )
  // What cannot be looked up is filled in by hand.
  const prefill = known.data ?? { fields: [], last: null }
  return (
    <DraftGate key={matter.key} place={place} empty={() => prefilledDraft(prefill)} asked={asked}>
      {(draft) => <OwnApplication matter={matter} draft={draft} prefill={prefill} />}
    </DraftGate>
  )
}

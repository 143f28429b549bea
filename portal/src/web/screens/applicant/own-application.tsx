import { useCallback, useMemo } from 'react'
import { useNavigate } from 'react-router-dom'
import { api, paths } from '../../api/api.ts'
import type { MatterDetail, Prefill, ReusablePaper } from '../../api/matters.ts'
import { DraftNote } from '../../drafts/draft-note.tsx'
import type { Draft } from '../../drafts/use-draft.ts'
import { useResource } from '../../hooks/use-resource.ts'
import { Application, type ApplicationDoor } from './application.tsx'
import { submissionOf, type ApplicationDraft } from './application-draft.ts'

const NOTHING_MORE: ApplicationDoor['extraMaterials'] = []

/** An application that the applicant fills in himself. */
export function OwnApplication({ matter, draft, prefill }: { matter: MatterDetail; draft: Draft<ApplicationDraft>; prefill?: Prefill }) {
  const navigate = useNavigate()
  const { data } = useResource<{ items: ReusablePaper[] }>(paths.reusable(matter.key))
  const submit = useCallback<ApplicationDoor['submit']>((asked, value, key) => api.submitCase(submissionOf(asked, value), key), [])
  const door = useMemo<ApplicationDoor>(
    () => ({
      ...{ title: `申请${matter.name}`, submitText: '提交申请', offers: data?.items ?? [], extraMaterials: NOTHING_MORE, submit },
      done: (caseId) => void navigate(`/my-cases/${caseId}?receipt=1`, { replace: true }),
      note: <DraftNote draft={draft} onCleared={() => void navigate(0)} />,
    }),
    [matter.name, data, submit, navigate, draft],
  )
  return <Application matter={matter} draft={draft} prefill={prefill} door={door} />
}

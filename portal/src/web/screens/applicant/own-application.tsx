import { useCallback, useMemo } from 'react'
import { useNavigate } from 'react-router-dom'
import { api, paths } from '../../api/api.ts'
import type { MatterDetail, Prefill, ReusablePaper } from '../../api/matters.ts'
import { DraftNote } from '../../drafts/draft-note.tsx'
import type { Draft } from '../../drafts/use-draft.ts'
import { useResource } from '../../hooks/use-resource.ts'
import { Application, type ApplicationDoor } from './application.tsx'
import { submissionOf, type ApplicationDraft } from './application-draft.ts'
import { OrganChoice } from './organ-choice.tsx'

const NOTHING_MORE: ApplicationDoor['extraMaterials'] = []

/** An application that the applicant fills in himself; of an internal matter whoever opens it, for one of his organs. */
export function OwnApplication({ matter, draft, prefill }: { matter: MatterDetail; draft: Draft<ApplicationDraft>; prefill?: Prefill }) {
  const navigate = useNavigate()
  const { data } = useResource<{ items: ReusablePaper[] }>(matter.isInternal ? null : paths.reusable(matter.key))
  const submit = useCallback<ApplicationDoor['submit']>((asked, value, key) => api.submitCase(submissionOf(asked, value), key), [])
  const door = useMemo<ApplicationDoor>(
    () => ({
      ...(matter.isInternal
        ? { title: `发起${matter.name}`, submitText: '提交' }
        : { title: `申请${matter.name}`, submitText: '提交申请' }),
      ...{ offers: data?.items ?? [], extraMaterials: NOTHING_MORE, submit },
      done: (caseId) =>
        void navigate(matter.isInternal ? `/start?handed-in=${caseId}` : `/my-cases/${caseId}?receipt=1`, { replace: true }),
      above: matter.openerOrgans.length > 1 && (
        <OrganChoice
          organs={matter.openerOrgans}
          chosen={draft.value.organ}
          onChange={(organ) => draft.update((now) => ({ ...now, organ }))}
        />
      ),
      note: <DraftNote draft={draft} onCleared={() => void navigate(0)} />,
    }),
    [matter, data, submit, navigate, draft],
  )
  return <Application matter={matter} draft={draft} prefill={prefill} door={door} />
}

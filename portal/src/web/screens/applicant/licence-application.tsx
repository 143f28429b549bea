import { useCallback, useState } from 'react'
import { useSearchParams } from 'react-router-dom'
import type { LicenceChoice } from '../../api/licences.ts'
import type { MatterDetail } from '../../api/matters.ts'
import type { Draft } from '../../drafts/use-draft.ts'
import { emptyDraft, type ApplicationDraft } from './application-draft.ts'
import { LicenceChooser } from './licence-chooser.tsx'
import { OwnApplication } from './own-application.tsx'

/** An application about a licence that there is: which one comes first, then the form with what is known of it. */
export function LicenceApplication({ matter, draft }: { matter: MatterDetail; draft: Draft<ApplicationDraft> }) {
  const [params] = useSearchParams()
  const wanted = params.get('licence')
  const { field } = matter.licenceAct!
  const { update } = draft
  const [isChosen, setChosen] = useState(() => {
    const kept = draft.value.values[field]
    return typeof kept === 'string' && kept !== '' && (wanted === null || kept === wanted)
  })
  const choose = useCallback(
    ({ values }: LicenceChoice) => {
      update(() => ({ ...emptyDraft(), values }))
      setChosen(true)
    },
    [update],
  )
  return isChosen ? <OwnApplication matter={matter} draft={draft} /> : <LicenceChooser matter={matter} wanted={wanted} onChoose={choose} />
}

import { useCallback, useState } from 'react'
import { useSearchParams } from 'react-router-dom'
import type { LicenceChoice } from '../../api/licences.ts'
import type { MatterDetail } from '../../api/matters.ts'
import { useSession } from '../../session.tsx'
import { Application } from './application.tsx'
import { draftKey, emptyDraft, type ApplicationDraft } from './application-draft.ts'
import { LicenceChooser } from './licence-chooser.tsx'

/** An application about a licence that there is: which one comes first, then the form with what is known of it. */
export function LicenceApplication({ matter }: { matter: MatterDetail }) {
  const { user } = useSession()
  const [params] = useSearchParams()
  const wanted = params.get('licence')
  const key = draftKey(user.id, matter.key)
  const { field } = matter.licenceAct!
  const [isChosen, setChosen] = useState(() => {
    const kept = draftOf(key)?.values[field]
    return typeof kept === 'string' && kept !== '' && (wanted === null || kept === wanted)
  })
  const choose = useCallback(
    ({ values }: LicenceChoice) => {
      localStorage.setItem(key, JSON.stringify({ value: { ...emptyDraft(), values } satisfies ApplicationDraft, savedAt: Date.now() }))
      setChosen(true)
    },
    [key],
  )
  return isChosen ? <Application matter={matter} /> : <LicenceChooser matter={matter} wanted={wanted} onChoose={choose} />
}

function draftOf(key: string): ApplicationDraft | null {
  const text = localStorage.getItem(key)
  return text ? (JSON.parse(text) as { value: ApplicationDraft }).value : null
}

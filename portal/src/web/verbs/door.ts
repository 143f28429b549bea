import { createContext, useContext, type ComponentType } from 'react'
import { verbPaths, verbs, type CaseVerbs, type Transferee } from '../api/verbs.ts'
import { PeopleSelect } from '../components/people-select.tsx'
import { useResource, type Resource } from '../hooks/use-resource.ts'

/** What the desk of the verbs works with: the county's cases, or one that is only tried out. */
export interface VerbDoor {
  verbs: typeof verbs
  useTransferees: (taskId: string) => Pick<Resource<{ items: Transferee[] }>, 'data' | 'loading' | 'error'>
  /** @param version of the case as it is shown */
  useCaseVerbs: (caseId: string, version: number) => CaseVerbs | null
  /** Finds whoever may be asked. */
  People: ComponentType<{ id: string; caseId: string; value: string[]; onChange: (value: string[]) => void; single?: boolean }>
}

const SERVICE: VerbDoor = {
  verbs,
  useTransferees: (taskId) => useResource<{ items: Transferee[] }>(verbPaths.transferees(taskId)),
  useCaseVerbs: (caseId, version) => useResource<CaseVerbs>(verbPaths.case(caseId), version).data ?? null,
  People: PeopleSelect,
}

export const VerbDoorContext = createContext<VerbDoor>(SERVICE)
export const useVerbDoor = (): VerbDoor => useContext(VerbDoorContext)

import { studioPaths } from '../../api/studio.ts'
import { useResource } from '../../hooks/use-resource.ts'

export interface County {
  organs: { id: string; name: string }[]
  posts: { key: string; name: string }[]
}

const NOTHING: County = { organs: [], posts: [] }

/** The county's organs and posts of today, by name. */
export const useKnown = (): County => useResource<County>(studioPaths.known).data ?? NOTHING

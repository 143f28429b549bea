import type { SourceChoices } from '@lianban/designer/form'
import { useMemo } from 'react'
import { dictionaryPaths, type DictionaryList } from '../../api/options.ts'
import { useResource } from '../../hooks/use-resource.ts'
import { KIND_NAMES } from '../admin/organisation/words.ts'
import { useKnown } from './use-known.ts'

/** What options of a form may be taken from, by name. */
export function useSources(): SourceChoices {
  const { organs, posts } = useKnown()
  const { data } = useResource<DictionaryList>(dictionaryPaths.list)
  return useMemo(
    () => ({
      dictionaries: data?.items.map(({ key, name }) => ({ key, name })) ?? [],
      services: data?.services.map(({ name, title }) => ({ key: name, name: title })) ?? [],
      organs: organs.map(({ id, name }) => ({ key: id, name })),
      organKinds: Object.entries(KIND_NAMES).map(([key, name]) => ({ key, name })),
      posts,
    }),
    [data, organs, posts],
  )
}

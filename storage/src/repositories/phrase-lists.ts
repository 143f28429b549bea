import { ownedLists, type OwnedListRow } from './owned-lists.ts'

/** In order. `kind`: the kind of action that it fits; null: any. */
export type PhraseListRow = OwnedListRow<{ text: string; kind: 'primary' | 'default' | 'danger' | null }>
export type { ListOwner as PhraseOwner } from './owned-lists.ts'

export const phraseLists = ownedLists<PhraseListRow['items'][number]>('phrase_list')

import { ownedLists, type OwnedListRow } from './owned-lists.ts'

/** In order. `choice`: what the inbox is narrowed to and sorted by, as the service above writes it. */
export type InboxViewListRow = OwnedListRow<{ name: string; choice: Record<string, unknown> }>

export const inboxViewLists = ownedLists<InboxViewListRow['items'][number]>('inbox_view_list')

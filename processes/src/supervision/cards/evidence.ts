import { attachments, supervisionCards } from '@lianban/storage'
import type { Caller } from '../../cases/ports.ts'
import { cardNotFound, fileInvalid } from '../errors.ts'
import { readableCard } from './card-access.ts'
import type { CardContext } from './card-context.ts'
import type { LineData } from './card-views.ts'

/** Files that may come with one answer. */
export const MAX_EVIDENCE_FILES = 20

export interface Evidence {
  sha256: string
  size: number
  mediaType: string
  name: string
}

/** The files are there and the caller's own. @throws FILE_INVALID */
export async function checkEvidence(
  { database }: Pick<CardContext, 'database'>,
  caller: Caller,
  fileIds: readonly string[],
): Promise<void> {
  for (const id of fileIds) {
    const file = await attachments(database).get(caller.tenantId, id)
    if (file?.owner_id !== caller.userId) throw fileInvalid()
  }
}

/** A file given with the card, for whoever may read the card. @throws CARD_NOT_FOUND, NOT_FOUND */
export async function openEvidence(context: CardContext, caller: Caller, cardId: string, fileId: string): Promise<Evidence> {
  await readableCard(context, caller, cardId)
  const lines = await supervisionCards(context.database).lines(caller.tenantId, cardId)
  const given = lines.some(({ data }) => (data as LineData | null)?.fileIds?.includes(fileId))
  const file = given ? await attachments(context.database).get(caller.tenantId, fileId) : undefined
  if (!file) throw cardNotFound()
  return { sha256: file.sha256, size: file.size, mediaType: file.media_type, name: file.name }
}

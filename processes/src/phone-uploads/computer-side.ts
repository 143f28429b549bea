import { attachments, inTransaction, oneTimeTokens, phoneUploadFiles, type OneTimeTokenRow } from '@lianban/storage'
import { notFound } from '../cases/errors.ts'
import type { Caller } from '../cases/ports.ts'
import type { FileView, MaterialView } from '../cases/views.ts'
import { isOpen, issueToken } from '../one-time/one-time-tokens.ts'
import { logged, PURPOSE, type PhoneUploadContext, type UploadData, type UploadFor } from './phone-upload-context.ts'

/* The computer's side: whoever is logged in shows an address and sees what comes. */

/** How long an address lives, from when it is shown. */
export const PHONE_UPLOAD_MS = 15 * 60_000

export interface PhoneUploadState {
  state: 'waiting' | 'opened' | 'over'
  expiresAt: number
  /** As they came. */
  files: FileView[]
}

/** @see PhoneUploads.open */
export async function openUpload(context: PhoneUploadContext, caller: Caller, { there, ...to }: UploadFor & { there: number }) {
  const { database, tenants, clock } = context
  await tenants.authorization.assert(caller, 'create', { type: 'attachment', applicantId: caller.userId })
  const data: UploadData = { ...to, there, material: await materialOf(context, caller, to) }
  const at = clock()
  return inTransaction(database, async (tx) => {
    // One at a time: a code that was left on a screen opens nothing any more.
    for (const before of await oneTimeTokens(tx).open(caller.tenantId, caller.userId, PURPOSE, at))
      await oneTimeTokens(tx).end(caller.tenantId, before.id, at)
    const new_ = { tenantId: caller.tenantId, purpose: PURPOSE, ownerId: caller.userId, data, at, livesMs: PHONE_UPLOAD_MS }
    const { row, token } = await issueToken(tx, new_)
    await logged(context, tx, row, 'shown', { caller, ip: caller.ip })
    return { id: row.id, token, expiresAt: row.expires_at }
  })
}

/** @see PhoneUploads.state */
export async function stateOfUpload(context: PhoneUploadContext, caller: Caller, id: string): Promise<PhoneUploadState> {
  const { database, clock } = context
  const row = await own(context, caller, id)
  const came = await phoneUploadFiles(database).of(caller.tenantId, id)
  const found = await attachments(database).getMany(
    caller.tenantId,
    came.map(({ file_id }) => file_id),
  )
  const files = new Map(found.map((file) => [file.id, file]))
  return {
    state: !isOpen(row, clock()) ? 'over' : row.used_at === null ? 'waiting' : 'opened',
    expiresAt: row.expires_at,
    files: came.flatMap(({ file_id }) => {
      const file = files.get(file_id)
      return file ? [{ fileId: file.id, name: file.name, size: file.size, mediaType: file.media_type }] : []
    }),
  }
}

/** @see PhoneUploads.end */
export async function endUpload(context: PhoneUploadContext, caller: Caller, id: string): Promise<void> {
  const { database, clock } = context
  const row = await own(context, caller, id)
  await inTransaction(database, async (tx) => {
    if (await oneTimeTokens(tx).end(caller.tenantId, id, clock())) await logged(context, tx, row, 'ended', { caller, ip: caller.ip })
  })
}

async function own({ database }: PhoneUploadContext, caller: Caller, id: string): Promise<OneTimeTokenRow> {
  const row = await oneTimeTokens(database).get(caller.tenantId, id)
  if (row?.purpose !== PURPOSE || row.owner_id !== caller.userId) throw notFound('上传')
  return row
}

async function materialOf(
  { cases }: PhoneUploadContext,
  caller: Caller,
  { kind, about, materialKey }: UploadFor,
): Promise<UploadData['material']> {
  const { materials } = kind === 'matter' ? await cases.getMatter(caller, about) : await cases.get(caller, about)
  const found = (materials as MaterialView[]).find(({ key }) => key === materialKey)
  if (!found) throw notFound('材料')
  const { name, formats, maxBytes, maxFiles } = found
  return { name, formats, maxBytes, maxFiles }
}

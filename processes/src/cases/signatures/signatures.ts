import { createHash } from 'node:crypto'
import { attachments, keptSignatures, newAttachment, newId, type AttachmentRow, type Tx } from '@lianban/storage'
import type { ActionManifest, TaskManifest } from '../../manifest.ts'
import type { CaseContext } from '../context.ts'
import { signatureInvalid } from '../errors.ts'
import type { Caller } from '../ports.ts'
import type { LoadedTask } from '../resources.ts'
import { refuseSignature } from './asked.ts'
import { pngSize } from './png-size.ts'

export { signatureOf, signatureVariable } from './asked.ts'

/** What a signature by hand may be: a picture small enough to be shown in a line and printed in a table. */
export const SIGNATURE_LIMITS = { maxBytes: 200_000, minWidth: 40, minHeight: 20, maxWidth: 2400, maxHeight: 1200 }

/** Marks uploads that were checked as signatures; no material kind of a county is called so. */
export const SIGNATURE_KIND = 'signature'
const SIGNATURE_NAME = '手写签名.png'

/** A signature as it stands with an opinion. */
export interface SignatureRecord {
  fileId: string
  /** Of the picture, hex. */
  sha256: string
  /** SHA-256 over task, action, opinion and picture: the signature belongs to these words and to no others. */
  binding: string
  /** Who signed, where it was not whoever did the step: 受送达人. */
  signedBy?: string
}

/** Whether a picture can be a signature. @throws CaseError SIGNATURE_INVALID */
export function checkSignatureImage(bytes: Buffer): void {
  const { maxBytes, minWidth, minHeight, maxWidth, maxHeight } = SIGNATURE_LIMITS
  if (bytes.length > maxBytes) throw signatureInvalid(`签名图片不能超过 ${maxBytes / 1000} KB,请重新签名`)
  const size = pngSize(bytes)
  if (!size) throw signatureInvalid('签名图片应当是 PNG 格式,请重新签名')
  if (size.width < minWidth || size.height < minHeight) throw signatureInvalid('签名太小,看不清,请重新签名')
  if (size.width > maxWidth || size.height > maxHeight) throw signatureInvalid(`签名图片不能超过 ${maxWidth}×${maxHeight} 像素,请重新签名`)
}

/** Books a signature that was just written as the caller's own; it goes with one completion, or is kept. Its bytes are in the object store and checked. */
export async function registerSignature(
  context: CaseContext,
  caller: Caller,
  { sha256, size }: { sha256: string; size: number },
): Promise<{ signatureId: string }> {
  const id = newId()
  const row = { tenant_id: caller.tenantId, id, owner_id: caller.userId, sha256, size, created_at: context.clock() }
  await attachments(context.database).insert(
    newAttachment({ ...row, name: SIGNATURE_NAME, media_type: 'image/png', kind: SIGNATURE_KIND, trust: 'D' }),
  )
  return { signatureId: id }
}

/**
 * The signature that comes with a completion, or null.
 * @throws CaseError SIGNATURE_REQUIRED, SIGNATURE_INVALID if it is not the caller's own, is used already, or was not asked for
 */
export async function checkedSignature(
  context: CaseContext,
  caller: Caller,
  { task, action, given }: { task: TaskManifest; action: ActionManifest; given: string | undefined },
): Promise<AttachmentRow | null> {
  refuseSignature(task, action, given !== undefined)
  if (given === undefined) return null
  const file = await attachments(context.database).get(caller.tenantId, given)
  if (!file || file.kind !== SIGNATURE_KIND || file.owner_id !== caller.userId || file.case_id !== null) throw signatureInvalid(USED)
  // What is kept is one's own: it is nobody else's signature.
  if (task.signedBy !== undefined && (await keptSignatures(context.database).get(caller.tenantId, caller.userId))?.file_id === file.id)
    throw signatureInvalid(`应当由${task.signedBy}本人签名,不能使用您保存的签名`)
  return file
}

const USED = '签名已经使用过或者不是您的签名,请重新签名'

/**
 * Binds the signature to the opinion, in the transaction of the step: a fresh one belongs to the case from now on, of a kept
 * one the case gets a copy. @throws CaseError SIGNATURE_INVALID if the same one was used meanwhile
 */
export async function bindSignature(
  tx: Tx,
  caller: Caller,
  file: AttachmentRow,
  on: { loaded: LoadedTask; action: string; opinion: string | null; signedBy: string | undefined; at: number },
): Promise<SignatureRecord> {
  const { row, task } = on.loaded
  const kept = await keptSignatures(tx).get(caller.tenantId, caller.userId)
  const as = { case_id: row.id, kind: SIGNATURE_KIND, trust: file.trust, valid_until: null }
  let fileId = file.id
  if (kept?.file_id === file.id) {
    fileId = newId()
    await attachments(tx).insert({ ...file, ...as, id: fileId, created_at: on.at })
  } else if ((await attachments(tx).attach(caller.tenantId, caller.userId, [file.id], as)) !== 1) throw signatureInvalid(USED)
  return {
    fileId,
    sha256: file.sha256,
    binding: signatureBinding({ task: task.id, action: on.action, opinion: on.opinion, sha256: file.sha256 }),
    ...(on.signedBy !== undefined && { signedBy: on.signedBy }),
  }
}

/** What a signature is bound by; anyone who has the entry and the picture can compute it again. */
export const signatureBinding = (of: { task: string; action: string; opinion: string | null; sha256: string }): string =>
  createHash('sha256')
    .update(JSON.stringify([of.task, of.action, of.opinion, of.sha256]))
    .digest('hex')

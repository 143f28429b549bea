import { attachments, inTransaction, keptSignatures } from '@lianban/storage'
import { actorOf } from '@lianban/tenants'
import type { CaseContext } from '../context.ts'
import { signatureInvalid } from '../errors.ts'
import type { Caller } from '../ports.ts'
import { SIGNATURE_KIND } from './signatures.ts'

/** A signature that a person keeps to sign with again; nobody else gets to see it before it stands with an opinion. */
export interface KeptSignature {
  /** Readable by its owner as a file. */
  fileId: string
  keptAt: number
}

export async function keptSignature(context: CaseContext, caller: Caller): Promise<KeptSignature | null> {
  const row = await keptSignatures(context.database).get(caller.tenantId, caller.userId)
  return row ? { fileId: row.file_id, keptAt: row.kept_at } : null
}

/**
 * Keeps a signature that was just written, instead of the one before. Whoever calls this has proved once more who he is.
 * @throws CaseError SIGNATURE_INVALID if it is not his own or stands with an opinion already
 */
export async function keepSignature(context: CaseContext, caller: Caller, signatureId: string): Promise<void> {
  const { tenantId, userId } = caller
  await inTransaction(context.database, async (tx) => {
    const file = await attachments(tx).get(tenantId, signatureId)
    if (!file || file.kind !== SIGNATURE_KIND || file.owner_id !== userId || file.case_id !== null)
      throw signatureInvalid('请重新签名后再保存')
    await keptSignatures(tx).put({ tenant_id: tenantId, user_id: userId, file_id: signatureId, kept_at: context.clock() })
    await record(context, tx, caller, 'signature.kept', { sha256: file.sha256 })
  })
}

/** What was signed with it stays signed. Nothing kept is fine. */
export async function forgetSignature(context: CaseContext, caller: Caller): Promise<void> {
  await inTransaction(context.database, async (tx) => {
    if (await keptSignatures(tx).remove(caller.tenantId, caller.userId)) await record(context, tx, caller, 'signature.forgotten', {})
  })
}

const record = (
  { tenants }: CaseContext,
  tx: Parameters<CaseContext['tenants']['supervision']['record']>[0],
  caller: Caller,
  action: string,
  payload: { sha256?: string },
): Promise<void> =>
  tenants.supervision.record(tx, caller.tenantId, [
    { action, subject: `user:${caller.userId}`, actor: actorOf(caller), ip: caller.ip, payload },
  ])

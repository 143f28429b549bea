import { attachments, issuedDocuments, newAttachment, newId } from '@lianban/storage'
import type { CaseContext } from './context.ts'
import { notFound } from './errors.ts'
import type { Caller } from './ports.ts'
import { readableCase } from './resources.ts'
import { SIGNATURE_KIND } from './signatures/signatures.ts'
import type { FileView } from './views.ts'

export interface Upload {
  /** Hex; the bytes are in the object store already. */
  sha256: string
  size: number
  /** Sniffed from the content. */
  mediaType: string
  name: string
}

/** Books an uploaded file as the caller's own; until it is handed in, only he may read it. @throws NOT_AUTHORIZED */
export async function registerUpload(context: CaseContext, caller: Caller, upload: Upload): Promise<FileView & { sha256: string }> {
  const organId = caller.posts[0]?.organId ?? null
  await context.tenants.authorization.assert(caller, 'create', { type: 'attachment', applicantId: caller.userId, organId })
  const fileId = newId()
  const { sha256, size, mediaType, name } = upload
  const row = { tenant_id: caller.tenantId, id: fileId, owner_id: caller.userId, sha256, name, size, media_type: mediaType }
  await attachments(context.database).insert(newAttachment({ ...row, created_at: context.clock() }))
  return { fileId, name, size, mediaType, sha256 }
}

/**
 * A file or an issued document that the caller may read, by its id.
 * @throws CaseError NOT_FOUND if there is none, or the case it belongs to is not the caller's to read
 */
export async function openFile(context: CaseContext, caller: Caller, id: string): Promise<Upload> {
  const file = await attachments(context.database).get(caller.tenantId, id)
  if (file?.case_id === null) {
    if (file.owner_id !== caller.userId) throw notFound('文件')
  } else if (file) {
    const { row } = await readableCase(context, caller, file.case_id, 'attachment', id)
    // By whose hand something was signed is not told to the applicant, like the opinion that it stands with.
    if (file.kind === SIGNATURE_KIND && row.applicant_id === caller.userId) throw notFound('文件')
  }
  if (file) return { sha256: file.sha256, size: file.size, mediaType: file.media_type, name: file.name }
  const document = await issuedDocuments(context.database).get(caller.tenantId, id)
  if (!document) throw notFound('文件')
  await readableCase(context, caller, document.case_id, 'document', id)
  return { sha256: document.sha256, size: document.size, mediaType: document.media_type, name: `${document.name}.pdf` }
}

import {
  attachments,
  inTransaction,
  isUniqueViolation,
  newAttachment,
  newId,
  phoneUploadFiles,
  type OneTimeTokenRow,
} from '@lianban/storage'
import { MEDIA_TYPES } from '../cases/materials.ts'
import type { Caller } from '../cases/ports.ts'
import type { Upload } from '../cases/uploads.ts'
import type { FileView } from '../cases/views.ts'
import { isKeyOf, isOpen, tokenOf, useToken } from '../one-time/one-time-tokens.ts'
import { maskedName } from '../publications/holder.ts'
import { dataOf, logged, PURPOSE, type PhoneUploadContext, type UploadData } from './phone-upload-context.ts'
import { uploadFormat, uploadFull, uploadOver, uploadTaken, uploadTooLarge } from './phone-upload-error.ts'

/* The telephone's side: nobody is logged in, the address and its key are all that it has. */

/** Two files that come at once ask for the same place. */
const MAX_ATTEMPTS = 5

/** What the telephone is told: nothing but what it is for. */
export interface PhonePage {
  /** With the token, what the telephone goes on with. */
  key: string
  material: UploadData['material']
  /** How many files may still come. */
  left: number
  ownerName: string
  expiresAt: number
}

/** What a telephone shows with each call. */
export interface PhoneProof {
  token: string
  key: string
}

/** @see PhoneUploads.take */
export async function takeUpload(context: PhoneUploadContext, tenantId: string, token: string, ip?: string): Promise<PhonePage> {
  const { database, clock } = context
  const row = await tokenOf(database, tenantId, PURPOSE, token)
  if (!row || !isOpen(row, clock())) throw uploadOver()
  const owner = await ownerOf(context, row)
  const { material, there } = dataOf(row)
  return inTransaction(database, async (tx) => {
    const key = await useToken(tx, row, clock())
    if (key === null) throw uploadTaken()
    await logged(context, tx, row, 'opened', { caller: owner, ip })
    return { key, material, left: Math.max(0, material.maxFiles - there), ownerName: maskedName(owner.name), expiresAt: row.expires_at }
  })
}

/** @see PhoneUploads.check */
export async function checkUpload(context: PhoneUploadContext, tenantId: string, proof: PhoneProof): Promise<void> {
  const { database } = context
  const row = await taken(context, tenantId, proof)
  const { material, there } = dataOf(row)
  if (there + (await phoneUploadFiles(database).of(tenantId, row.id)).length >= material.maxFiles) throw uploadFull(material.maxFiles)
}

/** @see PhoneUploads.add */
export async function addUpload(
  context: PhoneUploadContext,
  tenantId: string,
  proof: PhoneProof,
  upload: Upload,
  ip?: string,
): Promise<FileView> {
  const { database, tenants, clock } = context
  const row = await taken(context, tenantId, proof)
  const { material, there } = dataOf(row)
  if (!material.formats.some((format) => MEDIA_TYPES[format as keyof typeof MEDIA_TYPES] === upload.mediaType))
    throw uploadFormat(material.formats)
  if (upload.size > material.maxBytes) throw uploadTooLarge(material.maxBytes)
  const owner = await ownerOf(context, row)
  await tenants.authorization.assert(owner, 'create', { type: 'attachment', applicantId: owner.userId })
  const { sha256, size, mediaType, name } = upload
  const fileId = newId()
  const book = () =>
    inTransaction(database, async (tx) => {
      const came = (await phoneUploadFiles(tx).of(tenantId, row.id)).length
      if (there + came >= material.maxFiles) throw uploadFull(material.maxFiles)
      const at = clock()
      await attachments(tx).insert(
        newAttachment({
          tenant_id: tenantId,
          id: fileId,
          owner_id: owner.userId,
          sha256,
          name,
          size,
          media_type: mediaType,
          created_at: at,
        }),
      )
      await phoneUploadFiles(tx).insert({ tenant_id: tenantId, token_id: row.id, position: came + 1, file_id: fileId, created_at: at })
      await logged(context, tx, row, 'received', { caller: owner, ip, payload: { file: fileId, sha256 } })
    })
  for (let attempt = 1; ; attempt++) {
    try {
      await book()
      return { fileId, name, size, mediaType }
    } catch (error) {
      if (!isUniqueViolation(error) || attempt === MAX_ATTEMPTS) throw error
    }
  }
}

/** The token with which this telephone, and no other, goes on. @throws PhoneUploadError */
async function taken({ database, clock }: PhoneUploadContext, tenantId: string, { token, key }: PhoneProof): Promise<OneTimeTokenRow> {
  const row = await tokenOf(database, tenantId, PURPOSE, token)
  if (!row || !isOpen(row, clock())) throw uploadOver()
  if (!isKeyOf(row, key)) throw uploadTaken()
  return row
}

async function ownerOf({ tenants }: PhoneUploadContext, { tenant_id, owner_id }: OneTimeTokenRow): Promise<Caller> {
  const owner = await tenants.users.caller(tenant_id, owner_id)
  if (!owner) throw uploadOver()
  return owner
}

import { inTransaction, linkagePhotos, type LinkagePhotoRow, type ObjectStore } from '@lianban/storage'
import { CaseError } from '../cases/errors.ts'
import type { Caller } from '../cases/ports.ts'
import type { LinkageContext } from './context.ts'
import { refused } from './ledger-tools.ts'

/** Bytes of one part; the last may be shorter. */
export const PART_BYTES = 256 * 1024
const MAX_PHOTO_BYTES = 10 * 1024 * 1024

/** What has arrived of a photo. */
export interface PhotoState {
  /** Parts that have arrived, all from the first on. */
  parts: number
  /** The file, when it is whole. */
  fileId: string | null
}

/**
 * What has arrived of the caller's photo: a phone that was cut off goes on from here.
 * @throws NOT_AUTHORIZED
 */
export async function photoState({ database, tenants }: LinkageContext, caller: Caller, uploadKey: string): Promise<PhotoState> {
  await tenants.authorization.assert(caller, 'report', { type: 'incident-ledger' })
  return stateOf(await linkagePhotos(database).get(caller.tenantId, caller.userId, uploadKey))
}

const stateOf = (row: LinkagePhotoRow | undefined): PhotoState => ({ parts: row?.parts.length ?? 0, fileId: row?.file_id ?? null })

/**
 * One part of a photo, in order; one that has arrived already changes nothing. The last makes it a file of the caller's, once.
 * @param given.sniff the media type by its first bytes
 * @throws CaseError LEDGER_REFUSED (PHOTO_INVALID, PART_OUT_OF_ORDER); NOT_AUTHORIZED
 */
export async function putPhotoPart(
  context: LinkageContext,
  caller: Caller,
  given: {
    uploadKey: string
    index: number
    /** Of the whole photo, bytes. */
    size: number
    bytes: Buffer
    objects: Pick<ObjectStore, 'put' | 'get'>
    sniff: (head: Buffer) => Promise<string | null | undefined>
  },
): Promise<PhotoState> {
  const { database, tenants, clock } = context
  await tenants.authorization.assert(caller, 'report', { type: 'incident-ledger' })
  const { uploadKey, index, size, bytes, objects } = given
  const count = Math.ceil(size / PART_BYTES)
  if (size > MAX_PHOTO_BYTES || index >= count || bytes.length !== Math.min(PART_BYTES, size - index * PART_BYTES))
    throw refused('PHOTO_INVALID', '照片的大小与所报不符,请重新拍摄')
  const photos = linkagePhotos(database)
  const place = { tenant_id: caller.tenantId, owner_id: caller.userId, upload_key: uploadKey }
  await photos.begin({ ...place, size, parts: [], file_id: null, created_at: clock() })
  const row = (await photos.get(caller.tenantId, caller.userId, uploadKey))!
  if (row.size !== size) throw refused('PHOTO_INVALID', '照片的大小与所报不符,请重新拍摄')
  if (index > row.parts.length) throw refused('PART_OUT_OF_ORDER', '照片的前一部分尚未收到')
  if (row.file_id !== null) return stateOf(row)
  const { sha256 } = await objects.put(bytes)
  const parts = index < row.parts.length ? row.parts : [...row.parts, sha256]
  if (index === row.parts.length && !(await photos.putParts({ ...row, parts }, row.parts)))
    return stateOf(await photos.get(caller.tenantId, caller.userId, uploadKey))
  if (parts.length < count) return { parts: parts.length, fileId: null }
  return finish(context, caller, { row: { ...row, parts }, objects, sniff: given.sniff })
}

/** The parts become one file. */
async function finish(
  context: LinkageContext,
  caller: Caller,
  {
    row,
    objects,
    sniff,
  }: { row: LinkagePhotoRow; objects: Pick<ObjectStore, 'put' | 'get'>; sniff: (head: Buffer) => Promise<string | null | undefined> },
): Promise<PhotoState> {
  const pieces: Buffer[] = []
  for (const part of row.parts) for await (const piece of await objects.get(part)) pieces.push(piece as Buffer)
  const whole = Buffer.concat(pieces)
  const mediaType = await sniff(whole.subarray(0, 4100))
  if (mediaType !== 'image/jpeg' && mediaType !== 'image/png')
    throw new CaseError('LEDGER_REFUSED', '照片格式不符,请上传 JPG 或 PNG 图片', { reason: 'PHOTO_FORMAT' })
  const stored = await objects.put(whole)
  const file = { ...stored, mediaType, name: `现场照片.${mediaType === 'image/png' ? 'png' : 'jpg'}` }
  const { fileId } = await context.cases.registerUpload(caller, file)
  const isFirst = await inTransaction(context.database, (tx) =>
    linkagePhotos(tx).finish(row.tenant_id, row.owner_id, row.upload_key, fileId),
  )
  // Sent twice at once: the first one counts, the other file is nobody's and never handed in.
  if (!isFirst) return stateOf(await linkagePhotos(context.database).get(row.tenant_id, row.owner_id, row.upload_key))
  return { parts: row.parts.length, fileId }
}

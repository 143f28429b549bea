import type { Upload } from '@lianban/processes'
import { sniffMediaType } from '@lianban/storage'
import type { Ctx } from '../context.ts'
import { fileTypeNotAllowed } from '../http-error.ts'
import type { Services } from '../services.ts'
import { oneFile } from './one-file.ts'
import { XLSX } from './send-file.ts'
import { tenantOf } from './tenant.ts'

/** What may be handed in, by content. */
export const STORED_FILES = [
  'application/pdf',
  'image/jpeg',
  'image/png',
  'image/webp',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  XLSX,
]
const ALLOWED: ReadonlySet<string> = new Set(STORED_FILES)
const MAX_NAME_CHARACTERS = 120

/**
 * Reads the one file of a request, looks at what it is and keeps it in the object store; whose it is, the caller of this books.
 * @throws HttpError FILE_TOO_LARGE, FILE_TYPE_NOT_ALLOWED, INVALID_REQUEST
 */
export function storeUpload({ config, objectsOf }: Pick<Services, 'config' | 'objectsOf'>) {
  const fileOf = oneFile({ maxBytes: config.uploadMaxBytes, fields: 4 })
  return async (ctx: Ctx): Promise<Upload> => {
    const file = await fileOf(ctx)
    const mediaType = await sniffMediaType(file.bytes.subarray(0, 4100))
    if (!mediaType || !ALLOWED.has(mediaType)) throw fileTypeNotAllowed(mediaType)
    const { sha256, size } = await objectsOf(tenantOf(ctx)).put(file.bytes)
    return { sha256, size, mediaType, name: nameOf(file.name) }
  }
}

/** A path is cut to its last part, control characters go. */
function nameOf(original: string): string {
  const last = original
    .normalize('NFC')
    .split(/[\\/]/)
    .pop()!
    .replace(/\p{Cc}/gu, '')
  return [...last].slice(-MAX_NAME_CHARACTERS).join('') || '未命名'
}

import type { Ctx } from '../context.ts'
import type { TenantObjects } from '../tenant-objects.ts'
import { DOCUMENT_CSP } from './security-headers.ts'

export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
/** Of tables, by format. */
export const SHEET_TYPES = { xlsx: XLSX, csv: 'text/csv; charset=utf-8' } as const

/** A stored file and how it is called. */
export interface StoredFile {
  name: string
  mediaType: string
  /** Bytes. */
  size: number
  sha256: string
}

/** What a browser may show in place; the rest is downloaded. */
const INLINE = new Set(['application/pdf', 'image/jpeg', 'image/png', 'image/webp'])

/** Answers with a stored file; it is shown in place if it can be and `inline` asks for it. Whoever calls this has judged the right to it. */
export async function sendFile(
  ctx: Ctx,
  objects: TenantObjects,
  { name, mediaType, size, sha256 }: StoredFile,
  { inline = false }: { inline?: boolean } = {},
): Promise<void> {
  const body = await objects.get(sha256)
  ctx.type = mediaType
  ctx.length = size
  const shown = inline && INLINE.has(mediaType)
  nameFile(ctx, name, shown ? 'inline' : 'attachment')
  ctx.set('Content-Security-Policy', shown ? DOCUMENT_CSP : "default-src 'none'")
  ctx.body = body
}

/** How the file that is answered with is called where it is saved. */
export function nameFile(ctx: Ctx, name: string, disposition: 'inline' | 'attachment' = 'attachment'): void {
  ctx.set('Content-Disposition', `${disposition}; filename*=UTF-8''${encodeURIComponent(name)}`)
}

import { assertModestZip } from '@lianban/tenants'
import JSZip from 'jszip'
import type { PackageFiles } from './metadata.ts'

/** What a package never reaches: its case has some dozens of files. */
export const MAX_PACKAGE_FILES = 2_000
export const MAX_UNPACKED_BYTES = 1024 * 1024 * 1024

/** Already packed by their own format. */
const STORED = /\.(pdf|jpg|jpeg|png|ofd)$/i

/**
 * A ZIP of the files in the order of the map: the same files and time give the same bytes.
 * @param at epoch milliseconds, the time that every entry carries
 */
export async function writeZip(files: PackageFiles, at: number): Promise<Buffer> {
  const zip = new JSZip()
  const date = new Date(at)
  for (const [path, data] of files)
    zip.file(path, data, { date, createFolders: false, compression: STORED.test(path) ? 'STORE' : 'DEFLATE', unixPermissions: 0o644 })
  return zip.generateAsync({ type: 'nodebuffer', platform: 'UNIX' })
}

/**
 * Files of a ZIP in its order, within limits.
 * @param limits unpacked bytes and number of files. @default those of a case's package
 * @throws Error with a Chinese message if it is broken or too large
 */
export async function readZip(
  bytes: Buffer,
  limits = { maxBytes: MAX_UNPACKED_BYTES, maxEntries: MAX_PACKAGE_FILES },
): Promise<Map<string, Buffer>> {
  assertModestZip(bytes, { ...limits, refuse: (why) => new Error(why) })
  const zip = await JSZip.loadAsync(bytes, { checkCRC32: true }).catch(() => {
    throw new Error('压缩包已损坏')
  })
  const files = new Map<string, Buffer>()
  for (const { name, dir, unsafeOriginalName } of Object.values(zip.files)) {
    if (dir) continue
    if (unsafeOriginalName !== undefined && unsafeOriginalName !== name) throw new Error(`压缩包内的路径“${unsafeOriginalName}”不安全`)
    files.set(name, await zip.file(name)!.async('nodebuffer'))
  }
  return files
}

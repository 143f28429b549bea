const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
/** Length and type of the first chunk, which is IHDR: width, height. Source: W3C PNG, 5.2 and 11.2.1. */
const HEADER_BYTES = 24
const END = Buffer.from('IEND', 'latin1')
/** Length, type and check sum of the last chunk. */
const END_BYTES = 12

/** Pixels of a PNG, read from its head; null if these are not the bytes of a whole PNG. Nothing is decoded. */
export function pngSize(bytes: Buffer): { width: number; height: number } | null {
  if (bytes.length < HEADER_BYTES + END_BYTES || !bytes.subarray(0, SIGNATURE.length).equals(SIGNATURE)) return null
  if (bytes.toString('latin1', 12, 16) !== 'IHDR') return null
  // Nothing follows the last chunk: no second file hides behind the picture.
  if (!bytes.subarray(bytes.length - 8, bytes.length - 4).equals(END)) return null
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)]
  return width > 0 && height > 0 ? { width, height } : null
}

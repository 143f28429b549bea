import { fileTypeFromBuffer } from 'file-type'

/** How many bytes from the start of a file are enough to tell its type. */
export const SNIFF_BYTES = 4100

const OFFICE = 'application/vnd.openxmlformats-officedocument'

/** First entries that tell which format a ZIP container is. WPS Office writes `[Content_Types].xml` last, where a look at the head does not reach. */
const ZIP_ENTRIES: [RegExp, string][] = [
  [/^word\//, `${OFFICE}.wordprocessingml.document`],
  [/^xl\//, `${OFFICE}.spreadsheetml.sheet`],
  [/^ppt\//, `${OFFICE}.presentationml.presentation`],
  // GB/T 33190-2016, the fixed-layout format of official documents.
  [/^OFD\.xml$/, 'application/ofd'],
]

/**
 * The media type by content, never by name: `application/pdf`, `image/png`, `application/x-msdownload` …
 * @param head the first SNIFF_BYTES bytes of the file (fewer if it is shorter)
 * @returns null for text (HTML, SVG, scripts, CSV …) and for what is not known
 */
export async function sniffMediaType(head: Buffer): Promise<string | null> {
  if (isText(head) && !head.subarray(0, 5).equals(Buffer.from('%PDF-'))) return null
  const type = await fileTypeFromBuffer(head)
  if (type?.mime === 'application/zip') return zipKind(head) ?? type.mime
  return type?.mime ?? null
}

/** UTF-8 without control characters. Checked first: a letter that begins with "BM" is no bitmap. */
function isText(head: Buffer): boolean {
  try {
    // Streaming lets the head end within a character.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true })
    return ![...text].some(isControl)
  } catch {
    return false
  }
}

const isControl = (char: string): boolean => (char < ' ' && !'\t\n\r\f'.includes(char)) || char === '\x7f'

const LOCAL_HEADER = Buffer.from('PK\x03\x04', 'latin1')
const NAME_LENGTH_AT = 26
const NAME_AT = 30

function zipKind(head: Buffer): string | null {
  for (let at = head.indexOf(LOCAL_HEADER); at >= 0 && at + NAME_AT < head.length; at = head.indexOf(LOCAL_HEADER, at + 4)) {
    const name = head.toString('latin1', at + NAME_AT, at + NAME_AT + head.readUInt16LE(at + NAME_LENGTH_AT))
    const known = ZIP_ENTRIES.find(([pattern]) => pattern.test(name))
    if (known) return known[1]
  }
  return null
}

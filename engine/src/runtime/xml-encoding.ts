/** Longest piece of an XML file in which its declaration may stand. */
const DECLARATION_BYTES = 200

/**
 * The text of an XML file in the encoding it declares (UTF-8 without one), without its byte order mark.
 * @throws RangeError for an encoding that nobody knows   @throws TypeError for bytes that are not of the encoding
 */
export function decodeXml(content: Buffer | string): string {
  if (typeof content === 'string') return content.replace(/^\uFEFF/, '')
  return new TextDecoder(encodingOf(content), { fatal: true }).decode(content)
}

function encodingOf(content: Buffer): string {
  if (content[0] === 0xff && content[1] === 0xfe) return 'utf-16le'
  if (content[0] === 0xfe && content[1] === 0xff) return 'utf-16be'
  const head = content.subarray(0, DECLARATION_BYTES).toString('latin1')
  return /^(?:\u00EF\u00BB\u00BF)?<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["']/.exec(head)?.[1] ?? 'utf-8'
}

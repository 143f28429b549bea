import type { Problem } from './problems.ts'

/** Places in a text, both from 1. */
export interface Place {
  line: number
  column: number
}

/** Comments and CDATA first, so that their content is not mistaken for markup. */
const MARKUP_DECLARATION = /<!--[\s\S]*?(?:-->|$)|<!\[CDATA\[[\s\S]*?(?:\]\]>|$)|<!/g
const OPEN_TAG = /<!--[\s\S]*?(?:-->|$)|<!\[CDATA\[[\s\S]*?(?:\]\]>|$)|<\?[\s\S]*?(?:\?>|$)|<[^\s<>/!?](?:[^<>"']|"[^"]*"|'[^']*')*>/g
const ENTITY = /&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(amp|lt|gt|quot|apos));/g
const NAMED: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/**
 * The first `<!DOCTYPE`, `<!ENTITY` or other declaration. Entities can read files and grow without bound
 * (XXE, "billion laughs"), and BPMN needs none of it, so it is refused before a parser sees the text.
 */
export function findDeclaration(xml: string, placeAt: (offset: number) => Place): Problem | null {
  for (const match of xml.matchAll(MARKUP_DECLARATION)) {
    if (match[0] !== '<!') continue
    const name = /^<!\s*(\w*)/.exec(xml.slice(match.index, match.index + 40))?.[1] ?? ''
    const message = `<!${name}> is forbidden in a BPMN file: remove the document type declaration and its entities`
    return { code: 'XML_DTD_FORBIDDEN', message, elementId: null, ...placeAt(match.index) }
  }
  return null
}

/** The offset of every opening tag, in order. */
export function openTagOffsets(xml: string): number[] {
  const offsets: number[] = []
  for (const match of xml.matchAll(OPEN_TAG)) {
    const second = match[0][1]
    if (second !== '!' && second !== '?') offsets.push(match.index)
  }
  return offsets
}

/** Turns offsets into lines and columns; a line ends with LF, CR or both. */
export function placesOf(xml: string): (offset: number) => Place {
  const starts = [0]
  for (const match of xml.matchAll(/\r\n|\r|\n/g)) starts.push(match.index + match[0].length)
  return (offset) => {
    let low = 0
    let high = starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (starts[middle]! <= offset) low = middle
      else high = middle - 1
    }
    return { line: low + 1, column: offset - starts[low]! + 1 }
  }
}

/** Character references and XML's five names; anything else stays as it stands. */
export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(ENTITY, (whole, decimal?: string, hexadecimal?: string, name?: string) => {
    if (name) return NAMED[name]!
    const point = decimal ? Number(decimal) : Number.parseInt(hexadecimal!, 16)
    return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : whole
  })
}

import { fileRefused } from './refusals.ts'

const BOM = '\uFEFF'
const DELIMITERS = [',', ';', '\t'] as const

/**
 * Text of a CSV file: UTF-8 with or without a mark, UTF-16 with one, else GBK, which Excel writes on Chinese machines.
 * @throws FILE_REFUSED if it is none of these
 */
export function decodeText(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  for (const encoding of ['utf-8', 'gb18030'])
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes)
    } catch {
      // the next one
    }
  throw fileRefused('文件的文字编码无法识别(既不是 UTF-8,也不是 GBK)')
}

/** Rows of a CSV text, RFC 4180; the delimiter is the one that its first line has most of. @throws FILE_REFUSED */
export function parseCsv(text: string): string[][] {
  const source = text.startsWith(BOM) ? text.slice(1) : text
  const delimiter = sniffDelimiter(source)
  const rows: string[][] = []
  let [row, cell, quoted, line]: [string[], string, boolean, number] = [[], '', false, 1]
  const endRow = () => {
    rows.push([...row, cell])
    ;[row, cell] = [[], '']
  }
  for (let at = 0; at < source.length; at++) {
    const c = source[at]!
    if (c === '\n') line++
    if (quoted) {
      if (c !== '"') cell += c
      else if (source[at + 1] === '"') cell += source[++at]
      else quoted = false
    } else if (c === '"' && cell === '') quoted = true
    else if (c === delimiter) {
      row.push(cell)
      cell = ''
    } else if (c === '\n') endRow()
    else if (c !== '\r') cell += c
  }
  if (quoted) throw fileRefused(`第 ${line} 行之前有未结束的引号`)
  if (cell !== '' || row.length > 0) endRow()
  return rows
}

function sniffDelimiter(source: string): string {
  const first = (/^(?:"(?:[^"]|"")*"|[^"\n])*/.exec(source)?.[0] ?? '').replace(/"(?:[^"]|"")*"/g, '')
  const counts = DELIMITERS.map((delimiter) => first.split(delimiter).length)
  return DELIMITERS[counts.indexOf(Math.max(...counts))]!
}

/** With a mark, so that Excel reads it as UTF-8. */
export const writeCsv = (rows: readonly (readonly string[])[]): Buffer =>
  Buffer.from(BOM + rows.map((row) => row.map(quote).join(',')).join('\r\n') + '\r\n', 'utf8')

const quote = (cell: string): string => (/[",;\t\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)

/** What a spreadsheet would take for a formula stands as text. */
export const neutral = (cell: string): string => (/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell)

/** The same back again. */
export const plain = (cell: string): string => (/^'[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell)

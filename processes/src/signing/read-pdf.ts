import { SigningError } from './document-signer.ts'

/*
 * Reads as much of a PDF as a signature needs: where its objects lie, its catalogue, its first page. Chromium (Skia)
 * writes plain cross-reference tables; a file with a cross-reference stream or encryption is refused, not guessed at.
 */

const MAX_PAGE_TREE_DEPTH = 50
/** The trailer and its start lie within the last bytes. */
const TAIL_BYTES = 2_048

export interface PdfFile {
  bytes: Buffer
  /** Object number → offset. */
  offsets: ReadonlyMap<number, number>
  /** One more than the highest object number. */
  size: number
  startXref: number
  /** Object numbers. */
  root: number
  info: number | null
  firstPage: number
}

/** @throws SigningError PDF_UNSUPPORTED */
export function readPdf(bytes: Buffer): PdfFile {
  if (bytes.toString('latin1', 0, 5) !== '%PDF-') throw unsupported('it is no PDF')
  const tail = bytes.toString('latin1', Math.max(0, bytes.length - TAIL_BYTES))
  const startXref = Number(/startxref\s+(\d+)\s+%%EOF\s*$/.exec(tail)?.[1] ?? NaN)
  if (!(startXref < bytes.length) || bytes.toString('latin1', startXref, startXref + 4) !== 'xref')
    throw unsupported('its cross-reference table is not found')
  const table = bytes.toString('latin1', startXref)
  const trailer = table.slice(table.indexOf('trailer'))
  if (/\/(Encrypt|Prev)\b/.test(trailer)) throw unsupported('it is encrypted or was changed after it was made')
  const root = reference(trailer, 'Root')
  const size = Number(/\/Size (\d+)/.exec(trailer)?.[1] ?? NaN)
  if (root === null || !Number.isSafeInteger(size)) throw unsupported('its trailer names no catalogue')
  const file = { bytes, offsets: readTable(table), size, startXref, root, info: reference(trailer, 'Info'), firstPage: 0 }
  return { ...file, firstPage: firstPageOf(file) }
}

/** The body of an object that is a dictionary. @throws SigningError PDF_UNSUPPORTED */
export function objectOf({ bytes, offsets }: Pick<PdfFile, 'bytes' | 'offsets'>, id: number): string {
  const at = offsets.get(id)
  if (at === undefined) throw unsupported(`object ${id} is missing`)
  const end = bytes.indexOf('endobj', at, 'latin1')
  const [head, ...body] = bytes.toString('latin1', at, end).split('obj')
  if (end < 0 || head!.trim() !== `${id} 0`) throw unsupported(`object ${id} is not where the table says`)
  return body.join('obj').trim()
}

function firstPageOf(file: Pick<PdfFile, 'bytes' | 'offsets' | 'root'>): number {
  let id = reference(objectOf(file, file.root), 'Pages')
  for (let depth = 0; id !== null && depth < MAX_PAGE_TREE_DEPTH; depth++) {
    const node = objectOf(file, id)
    if (/\/Type\s*\/Page\b/.test(node)) return id
    const kid = /\/Kids\s*\[\s*(\d+) 0 R/.exec(node)
    id = kid ? Number(kid[1]) : null
  }
  throw unsupported('its first page is not found')
}

function readTable(table: string): Map<number, number> {
  const offsets = new Map<number, number>()
  const lines = table.slice(0, table.indexOf('trailer')).split('\n').slice(1)
  let next = 0
  for (const line of lines) {
    const section = /^(\d+) (\d+)\s*$/.exec(line)
    const entry = /^(\d{10}) \d{5} ([nf])/.exec(line)
    if (section) next = Number(section[1])
    else if (entry) {
      if (entry[2] === 'n') offsets.set(next, Number(entry[1]))
      next++
    }
  }
  return offsets
}

function reference(dictionary: string, name: string): number | null {
  const found = new RegExp(`/${name} (\\d+) 0 R`).exec(dictionary)
  return found ? Number(found[1]) : null
}

const unsupported = (why: string): SigningError => new SigningError('PDF_UNSUPPORTED', `the PDF cannot be signed: ${why}`)

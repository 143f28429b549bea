import { COLUMNS, type TransferKind } from './columns.ts'
import { decodeText, parseCsv, plain } from './csv.ts'
import { columnsMissing, fileRefused, tooManyRows } from './refusals.ts'
import { readXlsx } from './xlsx.ts'

export const MAX_IMPORT_BYTES = 5 * 1024 * 1024
export const MAX_IMPORT_ROWS = 5_000
const MAX_CELL_CHARS = 500
const ZIP_MAGIC = Buffer.from('PK\x03\x04', 'latin1')
const OLE_MAGIC = Buffer.from('d0cf11e0a1b11ae1', 'hex')

/** A row as it was filled in. */
export interface TableRow {
  /** As a spreadsheet counts: the head is 1. */
  line: number
  /** By the key of the column; '' where nothing stands. */
  cells: Record<string, string>
}

/**
 * The rows of an uploaded file, known by its content, not its name. Blank rows are left out; columns that this kind does
 * not use are passed over.
 * @throws FILE_REFUSED, TOO_MANY_ROWS, COLUMNS_MISSING
 */
export async function readTable(kind: TransferKind, bytes: Buffer): Promise<TableRow[]> {
  if (bytes.length > MAX_IMPORT_BYTES) throw fileRefused(`文件超过 ${MAX_IMPORT_BYTES / 1024 / 1024} MB`)
  if (bytes.subarray(0, 8).equals(OLE_MAGIC)) throw fileRefused('这是旧版 XLS 或加密的文件')
  const isZip = bytes.subarray(0, 4).equals(ZIP_MAGIC)
  const lines = isZip ? await readXlsx(bytes, MAX_IMPORT_ROWS) : parseCsv(decodeText(bytes))
  const head = (lines[0] ?? []).map((label) => label.trim().replace(/[*(\uFF08].*$/, ''))
  const columns = COLUMNS[kind].map((column) => ({ ...column, at: head.indexOf(column.label) }))
  const missing = columns.filter(({ required, at }) => required && at < 0)
  if (missing.length > 0) throw columnsMissing(missing.map(({ label }) => label))
  const rows = lines.slice(1).flatMap((line, i): TableRow[] => {
    if (line.every((cell) => cell.trim() === '')) return []
    // a person without a post, in a file of persons with posts
    const isAccountOnly = kind === 'posts' && ['organId', 'post'].every((key) => blankAt(columns, line, key))
    if (isAccountOnly) return []
    const cellOf = (at: number) => plain((line[at] ?? '').trim()).slice(0, MAX_CELL_CHARS + 1)
    return [{ line: i + 2, cells: Object.fromEntries(columns.map(({ key, at }) => [key, at < 0 ? '' : cellOf(at)])) }]
  })
  if (rows.length > MAX_IMPORT_ROWS) throw tooManyRows(rows.length, MAX_IMPORT_ROWS)
  if (rows.length === 0) throw fileRefused('文件中没有数据行')
  return rows
}

const blankAt = (columns: readonly { key: string; at: number }[], line: readonly string[], key: string): boolean =>
  (line[columns.find((column) => column.key === key)!.at] ?? '').trim() === ''

export const isTooLong = (cell: string): boolean => cell.length > MAX_CELL_CHARS

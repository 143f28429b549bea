import ExcelJs, { type Cell } from 'exceljs'
import { fileRefused } from './refusals.ts'
import { assertModestZip } from './zip-guard.ts'

/** A text that no import takes: it says itself why. */
export const FORMULA = '#公式#'

const HEAD_FILL = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFE8EEF7' } } as const

export interface Sheet {
  name: string
  head: readonly string[]
  rows: readonly (readonly string[])[]
  /** Characters; @default 18 */
  widths?: readonly number[]
  /** Lines for people under the table's own rows, on a sheet of their own. */
  help?: readonly string[]
}

/** Texts of the first sheet. @throws FILE_REFUSED if it is no workbook, or one that is out of proportion */
export async function readXlsx(bytes: Buffer, maxRows: number): Promise<string[][]> {
  assertModestZip(bytes)
  const workbook = new ExcelJs.Workbook()
  try {
    await workbook.xlsx.load(bytes as never)
  } catch {
    throw fileRefused('文件不是有效的 XLSX 工作簿')
  }
  const [sheet] = workbook.worksheets
  if (!sheet) throw fileRefused('工作簿中没有工作表')
  const rows: string[][] = []
  // one more than allowed, so that the caller can say how many there are
  for (let line = 1; line <= Math.min(sheet.rowCount, maxRows + 2); line++) {
    const row = sheet.getRow(line)
    rows.push(Array.from({ length: row.cellCount }, (_, column) => textOf(row.getCell(column + 1))))
  }
  return rows
}

function textOf({ value }: Pick<Cell, 'value'>): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString().slice(0, 10)
  if (typeof value !== 'object') return String(value)
  if ('formula' in value || 'sharedFormula' in value) return FORMULA
  if ('richText' in value) return value.richText.map(({ text }) => text).join('')
  if ('text' in value) return typeof value.text === 'string' ? value.text : textOf({ value: value.text as Cell['value'] })
  return ''
}

/** A workbook of texts, its first row as head. */
export async function writeXlsx(sheets: readonly Sheet[]): Promise<Buffer> {
  const workbook = new ExcelJs.Workbook()
  for (const { name, head, rows, widths = [], help = [] } of sheets) {
    const sheet = workbook.addWorksheet(name, { views: [{ state: 'frozen', ySplit: 1 }] })
    sheet.columns = head.map((header, i) => ({ header, width: widths[i] ?? 18, style: { numFmt: '@' } }))
    sheet.getRow(1).font = { bold: true }
    sheet.getRow(1).fill = HEAD_FILL
    sheet.addRows(rows.map((row) => [...row]))
    if (help.length === 0) continue
    const notes = workbook.addWorksheet('填写说明')
    notes.columns = [{ width: 100 }]
    notes.addRows(help.map((line) => [line]))
  }
  return Buffer.from(await workbook.xlsx.writeBuffer())
}

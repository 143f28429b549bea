import { neutral } from '@lianban/tenants'
import ExcelJS from 'exceljs'
import { minute, type Cell, type ReportContent } from './content.ts'

/** The report on one sheet, where it comes from on the other. Texts that look like formulas stand as text. */
export async function reportXlsx(content: ReportContent): Promise<Buffer> {
  const { title, columns, rows } = content
  const workbook = new ExcelJS.Workbook()
  workbook.created = new Date(content.at)
  const sheet = workbook.addWorksheet('报告', { views: [{ state: 'frozen', xSplit: 1, ySplit: 3 }] })
  sheet.addRows([[neutral(title)], [content.about], columns.map((column) => column.title)])
  sheet.addRows(rows.map((row) => row.map(inert)))
  sheet.getRow(1).font = { bold: true, size: 14 }
  sheet.getRow(3).font = { bold: true }
  columns.forEach(({ kind }, i) => {
    const column = sheet.getColumn(i + 1)
    column.width = kind === 'text' ? 24 : 12
    if (kind !== 'number') column.numFmt = kind === 'share' ? '0.0%' : '@'
  })
  const sources = workbook.addWorksheet('数据来源')
  sources.addRows(provenance(content).map((row) => row.map(inert)))
  sources.getColumn(1).width = 16
  sources.getColumn(2).width = 100
  return Buffer.from(await workbook.xlsx.writeBuffer())
}

/** What a figure needs to be computed again. */
export const provenance = ({ at, log, query, cut, rows }: ReportContent): [string, string][] => [
  ['统计口径', query],
  ['数据时间', `${minute(at)!}(北京时间)`],
  ['监察日志', `${log.size} 条,规则已读至第 ${log.readTo} 条`],
  ['日志根', log.root ?? '尚未封存'],
  ...(cut ? [['说明', `仅列出前 ${rows.length} 行`] as [string, string]] : []),
]

const inert = (cell: Cell): Cell => (typeof cell === 'string' ? neutral(cell) : cell)

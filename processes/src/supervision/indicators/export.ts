import ExcelJS from 'exceljs'
import { dayOf } from '../../clock/index.ts'
import type { IndicatorRow, RateKey, Statistics } from './indicators.ts'
import { GROUP_TEXTS, RATE_TEXTS } from './indicator-words.ts'

const RATE_KEYS = Object.keys(RATE_TEXTS) as RateKey[]

/** The table of a statistics page, heads first; rates as numbers between 0 and 1. */
export function statisticsTable(statistics: Statistics): (string | number | null)[][] {
  const heads = [
    GROUP_TEXTS[statistics.query.by],
    '受理数',
    '办结数',
    '平均用时(工作日)',
    ...RATE_KEYS.map((key) => RATE_TEXTS[key]),
    '预警',
    '黄牌(发出)',
    '黄牌(撤销)',
    '黄牌(净)',
    '红牌(发出)',
    '红牌(撤销)',
    '红牌(净)',
    '得分',
    '等次',
  ]
  return [heads, ...statistics.rows.map(cells)]
}

function cells(row: IndicatorRow): (string | number | null)[] {
  const { warning, yellow, red } = row.cards
  const colours = [warning.net, yellow.gross, yellow.cancelled, yellow.net, red.gross, red.cancelled, red.net]
  return [
    row.name,
    row.accepted,
    row.closed,
    row.averageDays,
    ...RATE_KEYS.map((key) => row.rates[key]),
    ...colours,
    row.score.points,
    row.score.grade,
  ]
}

/** What a figure needs to be computed again: time, log head, reading place, queries. */
function provenance({ query, at, log, queryTexts }: Statistics): [string, string][] {
  return [
    ['统计期间', `${dayOf(query.from)} 至 ${dayOf(query.to - 1)}`],
    ['数据时间', new Date(at).toISOString()],
    ['日志条目', String(log.size)],
    ['日志根', log.root ?? '无'],
    ['规则已读至', `第 ${log.readTo} 条`],
    ...queryTexts.map((text, index): [string, string] => [`查询语句 ${index + 1}`, text]),
  ]
}

/** As XLSX: the figures on one sheet, where they come from on the other. */
export async function statisticsXlsx(statistics: Statistics): Promise<Buffer> {
  const workbook = new ExcelJS.Workbook()
  const sheet = workbook.addWorksheet('监察统计', { views: [{ state: 'frozen', xSplit: 1, ySplit: 1 }] })
  sheet.addRows(statisticsTable(statistics).map((row) => row.map(plain)))
  sheet.getRow(1).font = { bold: true }
  sheet.getColumn(1).width = 30
  RATE_KEYS.forEach((_, index) => (sheet.getColumn(5 + index).numFmt = '0.0%'))
  sheet.getColumn(4).numFmt = '0.0'
  const sources = workbook.addWorksheet('数据来源')
  sources.addRows(provenance(statistics))
  sources.getColumn(1).width = 16
  sources.getColumn(2).width = 100
  return Buffer.from(await workbook.xlsx.writeBuffer())
}

/** As CSV (RFC 4180, UTF-8 with byte order mark, which spreadsheets need for Chinese); where it comes from follows after an empty line. */
export function statisticsCsv(statistics: Statistics): string {
  const lines = [...statisticsTable(statistics), [], ...provenance(statistics)]
  return `\ufeff${lines.map((row) => row.map((cell) => quoted(plain(cell))).join(',')).join('\r\n')}\r\n`
}

/** A name that begins like a formula is text, whatever a spreadsheet thinks of it. */
const plain = (cell: string | number | null): string | number | null =>
  typeof cell === 'string' && /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell

const quoted = (cell: string | number | null): string => {
  const text = cell === null ? '' : String(cell)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

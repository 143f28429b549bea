import type { NumberKind } from '@lianban/storage'
import { dayOf } from '../clock/index.ts'
import type { RunReport } from './run-report.ts'
import type { RegisterEntry } from './register-views.ts'

export const REGISTER_NAMES: Record<NumberKind, string> = {
  document: '文书登记簿',
  licence: '证照登记簿',
  case: '办件登记簿',
  receipt: '收件登记簿',
  archive: '档号登记簿',
}

const HEAD = [
  ...['序号', '编号', '类别', '登记机关', '事项', '申请人', '办件编号', '登记日期'],
  ...['文书名称', '电子文件 SHA-256', '状态', '作废日期', '作废人', '作废原因'],
]
const WIDTHS = [8, 28, 14, 26, 22, 32, 26, 14, 24, 68, 8, 14, 12, 36]

/** The sheets of an exported register: its lines, and whether each run is without holes. */
export const registerSheets = (kind: NumberKind, year: number, entries: readonly RegisterEntry[], runs: readonly RunReport[]) => [
  { name: REGISTER_NAMES[kind], head: HEAD, widths: WIDTHS, rows: entries.map(cells) },
  {
    name: '连续性检查',
    head: ['登记机关', '类别', '年度或日期', '末号', '已作废', `检查结果（${year}年）`],
    widths: [30, 18, 14, 10, 10, 40],
    rows: runs.map(({ organName, type, period, last, voided, text }) => [
      ...[organName, type, period === 0 ? '不分年度' : String(period), String(last), String(voided), text],
    ]),
  },
]

const cells = (entry: RegisterEntry, index: number): string[] => [
  ...[
    String(index + 1),
    entry.number,
    entry.type,
    entry.organName,
    entry.matterName,
    entry.applicantName,
    entry.caseNo,
    dayOf(entry.issuedAt),
  ],
  ...[entry.document?.name ?? '', entry.document?.sha256 ?? '', entry.void ? '作废' : '有效'],
  ...[entry.void ? dayOf(entry.void.at) : '', entry.void?.byName ?? '', entry.void?.reason ?? ''],
]

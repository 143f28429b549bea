/*
 * 绩效考核 of two years: last year's is scored and published, this year's is set, split and reported. Data only.
 */

export const UNITS = ['lianhu', 'luzhou', 'lingtang'] as const
export type Unit = (typeof UNITS)[number]

export const UNIT_NAMES: Record<Unit, string> = { lianhu: '莲湖镇', luzhou: '芦洲镇', lingtang: '菱塘镇' }

type OfUnits = Record<Unit, number>

/** An indicator whose value the units report; the order is that of the numbers 101, 102, … */
export interface ReportedIndicator {
  name: string
  definition: string
  measure: string
  kind: 'formula' | 'rank'
  weight: number
  dataSource: string
  targets: { last: OfUnits; now: OfUnits }
  /** What was reached last year. */
  reached: OfUnits
  /** Share of this year's target that was reached in each month. */
  monthly: OfUnits
}

export const REPORTED: readonly ReportedIndicator[] = [
  {
    ...{
      name: '招商引资到账额',
      definition: '当年实际到账的县外资金',
      measure: '亿元',
      kind: 'formula',
      weight: 35,
      dataSource: '商务局到账认定表',
    },
    targets: { last: { lianhu: 10, luzhou: 8, lingtang: 6 }, now: { lianhu: 12, luzhou: 9, lingtang: 7 } },
    reached: { lianhu: 10.6, luzhou: 7.1, lingtang: 6.2 },
    monthly: { lianhu: 0.088, luzhou: 0.071, lingtang: 0.045 },
  },
  {
    ...{ name: '外贸进出口额', definition: '海关统计的进出口总额', measure: '亿元', kind: 'rank', weight: 20, dataSource: '海关统计月报' },
    targets: { last: { lianhu: 3, luzhou: 2, lingtang: 2 }, now: { lianhu: 4, luzhou: 3, lingtang: 2 } },
    reached: { lianhu: 3.4, luzhou: 2.2, lingtang: 1.7 },
    monthly: { lianhu: 0.09, luzhou: 0.083, lingtang: 0.07 },
  },
]

/** What the group scores, and what adds, takes and vetoes; last year the weights come to a hundred without the supervision's figures. */
export const SCORED = {
  opinion: { name: '综合评价', weight: 30 },
  work: { name: '工作落实', weight: 15 },
  watched: { name: '电子监察', weight: 15 },
  extra: { name: '创新加分', cap: 5 },
  veto: { name: '重大安全事故' },
} as const

/** Marks of last year: least and most of what a member of the group gives. */
export const MARKS: Record<
  Unit,
  { opinion: readonly [number, number]; work: readonly [number, number]; extra: readonly [number, number] }
> = {
  lianhu: { opinion: [92, 97], work: [90, 96], extra: [2, 4] },
  luzhou: { opinion: [85, 91], work: [84, 90], extra: [0, 2] },
  lingtang: { opinion: [82, 90], work: [78, 88], extra: [0, 1] },
}

/** Who does what. */
export const OFFICE = 'fgw-kaohe'
export const OWNERS = ['swj', 'fgw'] as const
export const INSPECTOR = 'dcs-ducha'
/** The unit that appeals against its place in the trade, and what is found. */
export const APPEAL = { unit: 'lingtang', indicator: 1, value: 1.9, reason: '十二月一批水产品出口未计入,已取得报关单' } as const

export const ASSESSMENT_WEIGHTS: Record<string, Record<string, number>> = {
  Task_Balance: { balanced: 100, again: 0 },
  Task_Approve: { approve: 100, return: 0, refuse: 0 },
  Task_Confirm: { confirm: 92, return: 8 },
  Task_Verify: { verify: 94, return: 6 },
  Task_DataCheck: { pass: 94, return: 6 },
  Task_Score: { score: 100, avoid: 0 },
  Task_Conclude: { conclude: 100, regroup: 0 },
  Task_Decide: { decide: 100, return: 0 },
  Task_Owner: { support: 100, oppose: 0 },
  Task_Review: { reviewed: 100, pass: 100, refuse: 0 },
  Task_Recheck: { pass: 85, again: 15 },
}

export const ASSESSMENT_OPINIONS: Record<string, readonly string[]> = {
  ...{ comment: ['没有意见', '建议适当考虑去年基数,其余没有意见'], support: ['情况属实,建议调整'] },
  ...{ return: ['请核对数据来源后重新提交', '与统计口径不一致,请核对'], again: ['整改不到位,请继续整改'] },
  'Task_Recheck.pass': ['现场复查,已经整改到位'],
}

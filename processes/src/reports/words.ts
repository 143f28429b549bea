/* Words of reports by schedule: browser-safe. */

export const REPORT_KINDS = {
  supervision: '监察统计',
  ratings: '好差评统计',
  overdue: '超期在办清单',
  cards: '监察牌清单',
} as const
export type ReportKind = keyof typeof REPORT_KINDS

/** The figures that are counted in groups; the lists have none. */
export const GROUPED_KINDS: readonly ReportKind[] = ['supervision', 'ratings']

export const REPORT_PERIODS = { day: '上一日', week: '上一周', month: '上一月', quarter: '上一季度' } as const
export type ReportPeriod = keyof typeof REPORT_PERIODS

export const REPORT_FORMATS = { xlsx: 'XLSX', pdf: 'PDF' } as const

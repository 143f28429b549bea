/*
 * Words of ratings 好差评 and their follow-ups, shared by server and web: browser-safe. Source of the grades: GB/T 39734.
 */

/** The five grades, best first. */
export const RATING_GRADES = [
  { value: 5, label: '非常满意' },
  { value: 4, label: '满意' },
  { value: 3, label: '基本满意' },
  { value: 2, label: '不满意' },
  { value: 1, label: '非常不满意' },
] as const

/** This grade and what is below is a poor rating 差评. */
export const POOR_GRADE = 2

/** Fewer ratings than this are not told to the rated: a rater could be guessed. */
export const FEW = 5

/** Characters of a rating's text and of its one comment. */
export const RATING_TEXT_CHARS = 500

export const ratingGradeText = (grade: number): string => RATING_GRADES.find(({ value }) => value === grade)?.label ?? String(grade)

/** What a rater may tick. `poor`: offered with a poor grade, else with a good one. */
export const RATING_TAGS: Record<string, { label: string; poor: boolean }> = {
  fast: { label: '办事效率高', poor: false },
  warm: { label: '服务热情', poor: false },
  clear: { label: '一次说清楚', poor: false },
  easy: { label: '流程简便', poor: false },
  slow: { label: '办得慢、等候久', poor: true },
  rude: { label: '态度生硬', poor: true },
  unclear: { label: '没有一次说清楚', poor: true },
  again: { label: '多跑路、重复提交', poor: true },
  extra: { label: '要求指南以外的材料', poor: true },
  fee: { label: '违规收费', poor: true },
}

/** The tags that go with a grade. */
export const tagsFor = (grade: number): { value: string; label: string }[] =>
  Object.entries(RATING_TAGS).flatMap(([value, { label, poor }]) => (poor === grade <= POOR_GRADE ? [{ value, label }] : []))

export const CONTACT_TEXTS: Record<string, string> = { closing: '办结', supplement: '补正告知' }

export const CHANNEL_TEXTS: Record<string, string> = { web: '网上', code: '扫码或查询码', window: '窗口评价器', phone: '12345 或电话' }

export const FOLLOW_UP_STATE_TEXTS: Record<string, string> = {
  contact: '待联系核实',
  rectify: '待整改',
  review: '待复核',
  revisit: '待回访',
  closed: '已办结',
}

export const FOLLOW_UP_OUTCOME_TEXTS: Record<string, string> = {
  rectified: '整改到位',
  unresolved: '仍不满意,已转督办',
  dismissed: '复核后不计入',
  regraded: '复核后更正等级',
  ended: '管理员终止',
}

export const FOLLOW_UP_VERB_TEXTS: Record<string, string> = {
  opened: '收到差评',
  founded: '核实属实',
  unfounded: '核实不属实,交复核',
  mistaken: '评价人称误评,交复核',
  rectified: '报告整改',
  appealed: '申诉',
  upheld: '复核维持评价',
  dismissed: '复核决定不计入',
  regraded: '复核更正等级',
  resolved: '回访:整改到位',
  again: '回访:再次整改',
  unresolved: '回访:仍不满意',
  overdue: '期限届满',
  closed: '归档',
}

export const APPEAL_GROUNDS: Record<string, string> = { malicious: '恶意评价', erroneous: '评错对象或者与事实不符' }

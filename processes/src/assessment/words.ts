/* Words of performance assessment for people, shared by server and web. */

export const ASSESSMENT_FAMILIES = { region: '地区目标', function: '职能目标', single: '单列目标' } as const
/** In numbers of frames and indicators: `2027-D-101`. */
export const FAMILY_LETTERS = { region: 'D', function: 'Z', single: 'L' } as const
export const ASSESSMENT_DUTIES = { setting: '目标制定', progress: '进展跟踪', scoring: '考核评分' } as const
export const SCORING_KINDS = { formula: '按实绩', rank: '按排名', 'plus-minus': '加减分', veto: '一票否决' } as const
export const VALUE_SOURCES = {
  reported: '被考核单位报送,指标责任部门核定',
  group: '考核组评定',
  supervision: '电子监察得分',
  rating: '好差评满意率',
  milestone: '项目节点按期完成率',
  budget: '项目预算执行率',
} as const
export const FRAME_STATES = { drafting: '制定中', started: '执行中', closed: '已考核' } as const
export const UNIT_STATES = { self: '已自评', verified: '已核验', scored: '已评分', told: '已反馈' } as const
export const ASSESSMENT_GRADES = { excellent: '优秀', good: '良好', pass: '合格', fail: '不合格' } as const
export const VERSION_KINDS = { public: '公示', final: '审定' } as const
export const USE_KINDS = {
  bonus: '奖励',
  promotion: '干部任用参考',
  interview: '约谈',
  rectify: '限期整改',
  base: '下一年度基数',
} as const
export const PROGRESS_LIGHTS = {
  done: '已完成',
  'on-time': '按序时',
  slow: '进度偏慢',
  stalled: '进度停滞',
  missing: '未报送',
  none: '尚未到期',
} as const
export type ProgressLight = keyof typeof PROGRESS_LIGHTS
export const PART_LEVELS = { quarter: '季度', organ: '内设机构或下属单位', person: '责任人' } as const
/** The rules that are stated once, for the screens that show scores. */
export const ROUNDING_RULE = '每项指标得分四舍五入到千分之一分,总分为各项得分之和,不再取舍'
export const TIE_RULES = { skip: '并列占用名次(1、1、3)', dense: '并列不占用名次(1、1、2)' } as const
export const MISSING_RULES = { pending: '没有核定完成值的指标待补,不计零分,不排名', zero: '没有核定完成值的指标计零分' } as const

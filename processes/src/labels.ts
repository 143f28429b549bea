/*
 * Words for people, shared by server and web: browser-safe, no imports of server code. Chinese is a label, never a key.
 */

import { COUNTY_POST_KINDS } from '@lianban/tenants/browser'
import { ACTION_TEXTS } from './action-texts.ts'
import { LAMP_TEXTS, type Lamp } from './clock/lamp.ts'

export const STATUS_TEXTS: Record<string, string> = {
  submitted: '已提交,待受理',
  supplementing: '待补正',
  accepted: '已受理,办理中',
  granted: '准予许可',
  refused: '不予许可',
  transferred: '转报上级机关',
  'not-accepted': '不予受理',
  withdrawn: '申请人撤回',
  voided: '作废',
  closed: '已办结',
}

export { ACTION_TEXTS, LAMP_TEXTS }
export * from './assessment/words.ts'
export { askedLine, type AskedItem } from './cases/asked-items.ts'
export { yuan } from './projects/yuan.ts'
export {
  CANCEL_REASONS,
  CARD_OUTCOME_TEXTS,
  CARD_STATE_TEXTS,
  CARD_VERB_TEXTS,
  COLOUR_TEXTS,
  LIABILITY_ROLES,
  MEASURES,
} from './supervision/cards/card-words.ts'
export {
  APPEAL_GROUNDS,
  CHANNEL_TEXTS,
  CONTACT_TEXTS,
  FEW,
  FOLLOW_UP_OUTCOME_TEXTS,
  FOLLOW_UP_STATE_TEXTS,
  FOLLOW_UP_VERB_TEXTS,
  POOR_GRADE,
  RATING_GRADES,
  RATING_TAGS,
  RATING_TEXT_CHARS,
  ratingGradeText,
  tagsFor,
} from './ratings/words.ts'
export { GROUPED_KINDS, REPORT_FORMATS, REPORT_KINDS, REPORT_PERIODS, type ReportKind, type ReportPeriod } from './reports/words.ts'
export { NOTICE_KINDS, type NoticeKind } from './notices/kinds.ts'
export { WEB_HOOK_EVENTS, type WebHookEvent } from './web-hooks/events.ts'
export { GROUP_TEXTS, RATE_HINTS, RATE_TEXTS } from './supervision/indicators/indicator-words.ts'

/** Posts in sentences: as in the list of posts, without what stands there in brackets. */
export const POST_NAMES: Record<string, string> = {
  ...Object.fromEntries(COUNTY_POST_KINDS.map(({ id, name }) => [id, name.replace(/\(.*\)$/, '')])),
  'site-officer': '现场核查人员',
}

/** What a licence 证照 is. */
export const LICENCE_STANDING_TEXTS: Record<string, string> = {
  valid: '有效',
  lapsed: '已过期',
  withdrawn: '已撤回',
  revoked: '已撤销',
  cancelled: '已注销',
}

/** What is done to a licence. Source: 行政许可法 articles 8, 49, 50, 69, 70. */
export const LICENCE_ACT_TEXTS: Record<string, string> = {
  grant: '准予许可',
  alter: '变更',
  renew: '延续',
  reissue: '补发',
  withdraw: '撤回',
  revoke: '撤销',
  cancel: '注销',
}

/** Trust grades of papers. Source: 国办函〔2016〕108号. */
export const GRADE_TEXTS: Record<string, string> = { A: '部门核发', B: '已核原件', C: '自行上传', D: '自行声明' }

export const DEBT_TEXTS: Record<string, string> = {
  open: '待补交',
  overdue: '逾期未补交',
  settled: '已补交',
  waived: '已批准免交',
  lapsed: '办件终结,不再补交',
}
export const COMMITMENT_TEXTS: Record<string, string> = {
  signed: '已签署,待决定',
  open: '待核查',
  overdue: '逾期未核查',
  kept: '核查属实',
  false: '核查不实',
  void: '未作出许可,无需核查',
}

export const actionText = (action: string): string => ACTION_TEXTS[action] ?? action

export const statusText = (status: string): string => STATUS_TEXTS[status] ?? status

export const lampText = (lamp: string): string => LAMP_TEXTS[lamp as Lamp] ?? lamp

export const gradeText = (grade: string): string => GRADE_TEXTS[grade] ?? grade

export const postName = (post: string): string => POST_NAMES[post] ?? post

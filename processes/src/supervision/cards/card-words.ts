import type { CardColour } from '@lianban/storage'

/*
 * Words of supervision cards, shared by server and web: browser-safe.
 */

export const COLOUR_TEXTS: Record<CardColour, string> = { warning: '预警', yellow: '黄牌', red: '红牌' }

export const CARD_STATE_TEXTS: Record<string, string> = {
  verifying: '待核对',
  issued: '待签收',
  signed: '待回复',
  replied: '待审核',
  appealed: '申诉待审核',
  urged: '督办中,待回复',
  escalated: '已上报,待审定',
  liability: '待责任认定',
  closed: '已归档',
}

export const CARD_OUTCOME_TEXTS: Record<string, string> = {
  upheld: '维持',
  cancelled: '审核撤销',
  withdrawn: '监察机关撤销',
  'not-issued': '不予发牌',
  noted: '提示,无须回复',
}

export const CARD_VERB_TEXTS: Record<string, string> = {
  proposed: '提出发牌',
  confirmed: '核对同意发牌',
  rejected: '核对不予发牌',
  issued: '发牌',
  signed: '签收',
  explained: '说明情况',
  rectified: '整改回复',
  appealed: '申诉',
  upheld: '审核维持',
  cancelled: '审核撤销',
  returned: '打回补充',
  escalated: '上报',
  urged: '逾期未回复,转督办',
  'urged-passed': '督办逾期',
  raised: '牌色升级',
  liable: '责任认定',
  withdrawn: '撤销',
  archived: '归档',
}

/** Why a card is cancelled; the first three are the exemptions of city rules. Cancelled cards are counted and not scored. */
export const CANCEL_REASONS: Record<string, string> = {
  'applicant-hid-facts': '申请人隐瞒情况或提供虚假材料',
  'force-majeure': '不可抗力',
  'self-corrected': '自行纠正,未造成后果',
  'legal-extension': '依法延期或中止,未及时记录',
  'system-fault': '系统故障',
  'rule-fault': '规则不当',
  'not-responsible': '非本单位责任',
  other: '其他',
}

export const LIABILITY_ROLES: Record<string, string> = { approver: '批准人', reviewer: '审核人', handler: '承办人' }

export const MEASURES: Record<string, string> = { none: '不另处理', advice: '发出监察建议书', talk: '约谈', transfer: '移送' }

/*
 * What notices are about: browser-safe. The catalogue is closed; a person chooses by it what comes where.
 */

interface KindOfNotice {
  name: string
  /** Always comes in the application, whatever a person chose. */
  urgent?: true
  /** Comes by mail, too, unless a person chose otherwise; what is urgent always begins so. */
  mailed?: true
  /** First sentence of the mail. */
  lead: string
  /** On the link of the mail. */
  button: string
}

export const NOTICE_KINDS = {
  card: { name: '监察牌', urgent: true, lead: '您有一条监察牌通知。', button: '查看监察牌' },
  urge: { name: '催办', urgent: true, lead: '有办件向您催办。', button: '查看办件' },
  security: { name: '应急访问和安全', urgent: true, lead: '您有一条安全提醒。', button: '前往查看' },
  progress: { name: '办件进展', mailed: true, lead: '您的办件有新的进展。', button: '查看办件' },
  question: { name: '沟通', lead: '您有一条沟通信息。', button: '查看沟通' },
  circulation: { name: '传阅', lead: '您有一件传阅事项。', button: '查看传阅件' },
  delegation: { name: '委托代理', lead: '有人请您代理其岗位。', button: '查看委托' },
  duty: { name: '容缺和承诺', lead: '有容缺材料或者承诺核查事项需要您处理。', button: '查看办件' },
  licence: { name: '证照', lead: '您有一条证照提醒。', button: '查看证照' },
  rating: { name: '好差评', lead: '您有一条服务评价通知。', button: '查看评价' },
  rule: { name: '监察规则', lead: '监察规则有变动需要您知悉。', button: '查看监察规则' },
  calendar: { name: '工作日历和期限', lead: '工作日历或者办理期限有变动。', button: '前往查看' },
  report: { name: '统计报告', mailed: true, lead: '您有一条统计报告通知。', button: '查看报告' },
  general: { name: '其他通知', lead: '您有一条通知。', button: '前往查看' },
} as const satisfies Record<string, KindOfNotice>

export type NoticeKind = keyof typeof NOTICE_KINDS

export const isNoticeKind = (kind: string): kind is NoticeKind => Object.hasOwn(NOTICE_KINDS, kind)

/** Urgent kinds cannot be switched off in the application. */
export const isUrgent = (kind: NoticeKind): boolean => (NOTICE_KINDS[kind] as KindOfNotice).urgent === true

/** Kinds that are mailed as long as a person has not chosen. */
export const isMailedAtFirst = (kind: NoticeKind): boolean => isUrgent(kind) || (NOTICE_KINDS[kind] as KindOfNotice).mailed === true

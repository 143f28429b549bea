/*
 * What other houses can be told of: browser-safe. The catalogue is closed, and its names stay for good.
 */

export const WEB_HOOK_EVENTS = {
  'case.submitted': '提交申请',
  'case.accepted': '受理',
  'case.supplement-requested': '要求补正',
  'case.decided': '作出决定',
  'case.closed': '办结',
  'case.withdrawn': '申请人撤回申请',
  'case.voided': '作废办件',
  'task.opened': '进入办理环节',
  'limit.passed': '时限届满',
  'document.issued': '出具文书',
  'licence.granted': '核发证照',
  'card.issued': '发出监察牌',
  'hotline.answered': '12345工单有了答复',
} as const

export type WebHookEvent = keyof typeof WEB_HOOK_EVENTS

export const isWebHookEvent = (name: string): name is WebHookEvent => Object.hasOwn(WEB_HOOK_EVENTS, name)

/** A call that only shows that the way is open; nobody subscribes to it. */
export const PING = 'ping'

/*
 * Words for people, shared by server and web: browser-safe, no imports of server code. Chinese is a label, never a key.
 */

import { LAMP_TEXTS, type Lamp } from './clock/lamp.ts'

export const STATUS_TEXTS: Record<string, string> = {
  submitted: '已提交,待受理',
  supplementing: '待补正',
  accepted: '已受理,办理中',
  granted: '准予许可',
  refused: '不予许可',
  'not-accepted': '不予受理',
  closed: '已办结',
}

export { LAMP_TEXTS }
export { CANCEL_REASONS, CARD_OUTCOME_TEXTS, CARD_STATE_TEXTS, CARD_VERB_TEXTS, COLOUR_TEXTS, LIABILITY_ROLES, MEASURES } from './supervision/cards/card-words.ts'
export { GROUP_TEXTS, RATE_HINTS, RATE_TEXTS } from './supervision/indicators/indicator-words.ts'

export const POST_NAMES: Record<string, string> = {
  'window-clerk': '窗口受理',
  handler: '承办人',
  'site-officer': '现场核查人员',
  reviewer: '审核人',
  approver: '批准人',
  'delivery-clerk': '出件窗口',
  'organ-leader': '单位主要负责人',
  partner: '协同单位人员',
  supervisor: '主管',
  'disciplinary-auditor': '纪检监察',
  'system-admin': '系统管理员',
  'security-admin': '安全管理员',
  'audit-admin': '审计管理员',
}

/** Supervision log actions in words. */
export const ACTION_TEXTS: Record<string, string> = {
  'access.refused': '越权访问被拒绝',
  'card.appealed': '监察牌申诉',
  'card.cancelled': '审核撤销监察牌',
  'card.closed': '监察牌归档',
  'card.confirmed': '核对同意发牌',
  'card.escalated': '上报监察牌',
  'card.explained': '说明情况',
  'card.liable': '责任认定',
  'card.proposed': '提出发牌',
  'card.raised': '牌色升级',
  'card.rectified': '整改回复',
  'card.red': '红牌',
  'card.rejected': '核对不予发牌',
  'card.returned': '打回补充',
  'card.signed': '签收监察牌',
  'card.upheld': '审核维持监察牌',
  'card.warning': '预警',
  'card.withdrawn': '撤销监察牌',
  'card.yellow': '黄牌',
  'case.accepted-by-silence': '逾期未告知,视为受理',
  'case.closed': '办结',
  'case.submitted': '提交申请',
  'case.supplement-lapsed': '逾期未补正',
  'case.supplemented': '提交补正材料',
  'document.issued': '出具文书',
  'incident.raised': '办理中断',
  'incident.resolved': '中断消除',
  'incident.retried': '重试中断的环节',
  'data.exported': '导出数据',
  'limit.passed': '时限届满',
  'login.failed': '登录失败',
  'login.locked': '账号锁定',
  'login.succeeded': '登录',
  'matter.published': '发布事项版本',
  'organ.change-cancelled': '取消单位变更',
  'organ.change-planned': '登记单位变更',
  'organ.changed': '变更单位',
  'organ.closed': '撤销单位',
  'organ.created': '新设单位',
  'organ.exported': '导出单位',
  'organ.imported': '导入单位',
  'organ.merged': '合并单位',
  'organ.moved': '调整隶属',
  'organ.renamed': '单位更名',
  'organ.sample-loaded': '载入示例单位',
  'organ.split': '拆分单位',
  'policy.replaced': '变更权限规则',
  'post-kind.changed': '维护岗位目录',
  'post-kind.imported': '导入岗位目录',
  'post.carried-over': '岗位随单位转移',
  'post.ended': '免去岗位',
  'post.granted': '授予岗位',
  'rule.confirmed': '确认修改监察规则',
  'rule.failed': '监察规则无法计算',
  'rule.installed': '安装监察规则',
  'rule.proposed': '提出修改监察规则',
  'rule.rejected': '退回监察规则的修改',
  'post.imported': '导入任职',
  'post.made-main': '改定主岗',
  'session.closed': '退出登录',
  'session.ended': '无岗位,会话终止',
  'supervision.entry-erased': '删除日志中的个人信息',
  'supervision.exported': '导出监察日志',
  'supervision.looked-up': '监察人员查阅',
  'supervision.rollback-found': '发现日志被回退',
  'supervision.verified': '核验监察日志',
  'task.canceled': '取消环节',
  'task.claimed': '签收任务',
  'task.completed': '办理环节',
  'task.opened': '进入环节',
  'task.released': '退回签收',
  'task.returned': '任务退回岗位待办',
  'tenant.disabled': '停用租户',
  'tenant.enabled': '启用租户',
  'tenant.hosts-changed': '登记访问域名',
  'tenant.created': '建立租户',
  'user.changed': '修改用户信息',
  'user.created': '新建用户',
  'user.disabled': '停用用户',
  'user.enabled': '启用用户',
  'user.exported': '导出用户',
  'user.imported': '导入用户',
  'user.password-set': '设置密码',
}

/** The words for a log action; an action we have no word for is shown as it is. */
export const actionText = (action: string): string => ACTION_TEXTS[action] ?? action

export const statusText = (status: string): string => STATUS_TEXTS[status] ?? status

export const lampText = (lamp: string): string => LAMP_TEXTS[lamp as Lamp] ?? lamp

export const postName = (post: string): string => POST_NAMES[post] ?? post

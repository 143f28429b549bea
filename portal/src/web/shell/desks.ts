import type { Desk, Session } from '../api/session.ts'

export interface NavEntry {
  to: string
  text: string
  /** Shows the number of open to-dos. */
  badge?: 'inbox'
  /** `type:action` without which the page would refuse. */
  right?: string
  /** Only this very address is current, not the ones below it. */
  end?: boolean
}

/** What each desk has in the navigation, most used first. */
export const NAVIGATION: Record<Desk, NavEntry[]> = {
  applicant: [
    { to: '/matters', text: '事项目录' },
    { to: '/my-cases', text: '我的办件' },
    { to: '/report', text: '上报', right: 'incident-ledger:report' },
    { to: '/drafts', text: '我的草稿' },
    { to: '/my-licences', text: '我的证照', right: 'licence:list' },
  ],
  clerk: [
    { to: '/inbox', text: '收件箱', badge: 'inbox' },
    { to: '/cases', text: '本单位办件' },
    { to: '/linkage', text: '大联动', right: 'incident-ledger:list' },
    { to: '/report', text: '上报', right: 'incident-ledger:report' },
    { to: '/duties', text: '容缺和承诺', right: 'check-duty:list' },
    { to: '/licences', text: '证照', right: 'licence:list' },
    { to: '/supervision/cards', text: '监察牌', right: 'card:list' },
    { to: '/supervision/statistics', text: '监察统计', right: 'statistics:read' },
    { to: '/ratings', text: '好差评', right: 'rating:list' },
    { to: '/registers', text: '登记簿', right: 'register:list' },
    { to: '/archives', text: '档案', right: 'archive:list' },
    { to: '/publications', text: '公示', right: 'publication:list' },
    { to: '/delegations', text: '委托代理', right: 'delegation:create' },
    { to: '/emergency-access', text: '应急访问', right: 'emergency-access:open' },
  ],
  supervisor: [
    { to: '/board', text: '监察看板', right: 'statistics:read' },
    { to: '/supervision/cards', text: '监察牌', right: 'card:list' },
    { to: '/supervision/statistics', text: '监察统计', right: 'statistics:read' },
    { to: '/supervision/rules', text: '监察规则', right: 'rule:list' },
    { to: '/studio', text: '流程设计', right: 'studio:read' },
    { to: '/linkage', text: '大联动', right: 'incident-ledger:list' },
    { to: '/ratings', text: '好差评', right: 'rating:list' },
    { to: '/reading', text: '传阅' },
    { to: '/publications', text: '公示管理', right: 'publication:list' },
    { to: '/licences', text: '证照', right: 'licence:list' },
    { to: '/registers', text: '登记簿', right: 'register:list' },
    { to: '/number-schemes', text: '编号规则', right: 'register:configure' },
    { to: '/calendar', text: '工作日历', right: 'calendar:publish' },
  ],
  auditor: [
    { to: '/supervision', text: '监察总览', end: true },
    { to: '/supervision/cards', text: '监察牌', right: 'card:list' },
    { to: '/supervision/cases', text: '办件监察' },
    { to: '/linkage', text: '大联动', right: 'incident-ledger:list' },
    { to: '/supervision/log', text: '日志检索', right: 'supervision:read' },
    { to: '/supervision/checkpoints', text: '检查点', right: 'supervision:verify' },
    { to: '/supervision/statistics', text: '监察统计', right: 'statistics:read' },
    { to: '/supervision/rules', text: '监察规则', right: 'rule:list' },
    { to: '/licences', text: '证照', right: 'licence:list' },
    { to: '/registers', text: '登记簿', right: 'register:list' },
    { to: '/archives', text: '档案', right: 'archive:list' },
    { to: '/publications', text: '公示', right: 'publication:list' },
    { to: '/ratings', text: '好差评', right: 'rating:list' },
    { to: '/supervision/verification', text: '日志校验' },
    { to: '/emergency-access', text: '应急访问', right: 'emergency-access:review' },
  ],
  admin: [
    { to: '/organs', text: '单位', right: 'organ:list' },
    { to: '/post-kinds', text: '岗位目录', right: 'organ:list' },
    { to: '/users', text: '人员', right: 'user:read' },
    { to: '/permissions', text: '权限规则', right: 'policy:list', end: true },
    { to: '/permissions/who', text: '谁能办', right: 'policy:list' },
    { to: '/api-tokens', text: '接口令牌', right: 'api-token:list' },
    { to: '/incidents', text: '异常任务', right: 'incident:list' },
    { to: '/system-log', text: '系统审计日志', right: 'system-log:read' },
    { to: '/supervision/checkpoints', text: '检查点', right: 'supervision:verify' },
    { to: '/supervision/verification', text: '日志校验', right: 'supervision:verify' },
  ],
}

export const DESK_NAMES: Record<Desk, string> = {
  applicant: '申请人服务',
  clerk: '经办工作台',
  supervisor: '主管工作台',
  auditor: '纪检监察',
  admin: '系统管理',
}

/** The pages of a desk that this session may open. */
export const entriesOf = (session: Session, desk: Desk): NavEntry[] =>
  NAVIGATION[desk].filter(({ right }) => right === undefined || session.rights.includes(right))

/** Where a session starts: the first page of its first desk that has one. */
export const homeOf = (session: Session): string => session.desks.flatMap((desk) => entriesOf(session, desk))[0]?.to ?? '/no-desk'

import type { Desk, Session } from '../api/session.ts'

export interface NavEntry {
  to: string
  text: string
  /** Shows the number of open to-dos. */
  badge?: 'inbox'
  /** `type:action` without which the page would refuse. */
  right?: string
  /** Stands with others of this name in one menu, so that the bar stays short. */
  group?: string
  /** Only this very address is current, not the ones below it. */
  end?: boolean
}

/** What each desk has in the navigation, most used first. */
export const NAVIGATION: Record<Desk, NavEntry[]> = {
  applicant: [
    { to: '/matters', text: '事项目录' },
    { to: '/my-cases', text: '我的办件' },
    { to: '/drafts', text: '我的草稿' },
    { to: '/my-licences', text: '我的证照', right: 'licence:list' },
  ],
  clerk: [
    { to: '/inbox', text: '收件箱', badge: 'inbox' },
    { to: '/start', text: '发起', right: 'case:create' },
    { to: '/cases', text: '本单位办件' },
    { to: '/licences', text: '证照', right: 'licence:list', group: '证照档案' },
    { to: '/supervision/cards', text: '监察牌', right: 'card:list', group: '监督评价' },
    { to: '/supervision/statistics', text: '监察统计', right: 'statistics:read', group: '监督评价' },
    { to: '/ratings', text: '好差评', right: 'rating:list', group: '监督评价' },
    { to: '/registers', text: '登记簿', right: 'register:list', group: '证照档案' },
    { to: '/archives', text: '档案', right: 'archive:list', group: '证照档案' },
    { to: '/publications', text: '公示', right: 'publication:list', group: '证照档案' },
    { to: '/duties', text: '容缺和承诺', right: 'check-duty:list', group: '更多' },
    { to: '/delegations', text: '委托代理', right: 'delegation:create', group: '更多' },
    { to: '/emergency-access', text: '应急访问', right: 'emergency-access:open', group: '更多' },
  ],
  supervisor: [
    { to: '/board', text: '监察看板', right: 'statistics:read' },
    { to: '/start', text: '发起', right: 'case:create' },
    { to: '/supervision/cards', text: '监察牌', right: 'card:list', group: '监督评价' },
    { to: '/supervision/statistics', text: '监察统计', right: 'statistics:read', group: '监督评价' },
    { to: '/supervision/rules', text: '监察规则', right: 'rule:list', group: '监督评价' },
    { to: '/studio', text: '流程设计', right: 'studio:read' },
    { to: '/ratings', text: '好差评', right: 'rating:list', group: '监督评价' },
    { to: '/reading', text: '传阅' },
    { to: '/publications', text: '公示管理', right: 'publication:list', group: '证照档案' },
    { to: '/licences', text: '证照', right: 'licence:list', group: '证照档案' },
    { to: '/registers', text: '登记簿', right: 'register:list', group: '证照档案' },
    { to: '/number-schemes', text: '编号规则', right: 'register:configure', group: '证照档案' },
    { to: '/calendar', text: '工作日历', right: 'calendar:publish' },
  ],
  auditor: [
    { to: '/supervision', text: '监察总览', end: true },
    { to: '/supervision/cards', text: '监察牌', right: 'card:list' },
    { to: '/supervision/cases', text: '办件监察' },
    { to: '/supervision/log', text: '日志检索', right: 'supervision:read', group: '监察日志' },
    { to: '/supervision/checkpoints', text: '检查点', right: 'supervision:verify', group: '监察日志' },
    { to: '/supervision/statistics', text: '监察统计', right: 'statistics:read', group: '统计规则' },
    { to: '/supervision/rules', text: '监察规则', right: 'rule:list', group: '统计规则' },
    { to: '/licences', text: '证照', right: 'licence:list', group: '证照档案' },
    { to: '/registers', text: '登记簿', right: 'register:list', group: '证照档案' },
    { to: '/archives', text: '档案', right: 'archive:list', group: '证照档案' },
    { to: '/publications', text: '公示', right: 'publication:list', group: '证照档案' },
    { to: '/ratings', text: '好差评', right: 'rating:list', group: '统计规则' },
    { to: '/supervision/verification', text: '日志校验', group: '监察日志' },
    { to: '/emergency-access', text: '应急访问', right: 'emergency-access:review' },
  ],
  admin: [
    { to: '/organs', text: '单位', right: 'organ:list', group: '组织人员' },
    { to: '/post-kinds', text: '岗位目录', right: 'organ:list', group: '组织人员' },
    { to: '/users', text: '人员', right: 'user:read', group: '组织人员' },
    { to: '/permissions', text: '权限规则', right: 'policy:list', group: '权限', end: true },
    { to: '/permissions/who', text: '谁能办', right: 'policy:list', group: '权限' },
    { to: '/api-tokens', text: '接口令牌', right: 'api-token:list' },
    { to: '/incidents', text: '异常任务', right: 'incident:list' },
    { to: '/system-log', text: '系统审计日志', right: 'system-log:read', group: '审计' },
    { to: '/supervision/checkpoints', text: '检查点', right: 'supervision:verify', group: '审计' },
    { to: '/supervision/verification', text: '日志校验', right: 'supervision:verify', group: '审计' },
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

type BarItem = NavEntry | { group: string; entries: NavEntry[] }

/** The bar of a desk: entries, and menus of those that belong together. A menu of one is its entry. */
export function barOf(entries: readonly NavEntry[]): BarItem[] {
  const groups = new Map<string, NavEntry[]>()
  for (const entry of entries) if (entry.group !== undefined) groups.set(entry.group, [...(groups.get(entry.group) ?? []), entry])
  const seen = new Set<string>()
  return entries.flatMap((entry): BarItem[] => {
    const together = entry.group === undefined ? [] : groups.get(entry.group)!
    if (together.length < 2) return [entry]
    if (seen.has(entry.group!)) return []
    seen.add(entry.group!)
    return [{ group: entry.group!, entries: together }]
  })
}

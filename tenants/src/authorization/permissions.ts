/** Every resource type with its actions, and their labels in refusals. `complete` is asked as `complete:<elementId>`. */
export const PERMISSIONS = {
  session: { label: '会话', actions: { read: '查看', close: '退出' } },
  matter: { label: '事项', actions: { list: '查看目录', read: '查看', write: '维护' } },
  case: {
    label: '办件',
    actions: {
      create: '提交申请',
      list: '查看列表',
      read: '查看',
      supplement: '提交补正材料',
      'make-statement': '陈述申辩',
      'request-extension': '申请延期',
      'end-suspension': '结束特别程序',
      'request-hearing': '要求听证',
      withdraw: '撤回申请',
      recall: '撤回',
      void: '作废',
      hold: '挂起',
      jump: '跳转',
      circulate: '传阅',
      urge: '催办',
      assist: '窗口代办',
    },
  },
  queue: {
    label: '排队叫号',
    actions: { list: '查看大厅', call: '叫号', figures: '查看统计', configure: '设置大厅', register: '登记设备' },
  },
  task: {
    label: '任务',
    actions: {
      list: '查看列表',
      read: '查看',
      claim: '签收',
      release: '退回签收',
      assign: '指派',
      complete: '办理',
      'send-back': '退回',
      transfer: '转办',
      delegate: '委派',
      'add-sign': '加签',
      sign: '签署意见',
      ask: '沟通',
    },
  },
  attachment: { label: '附件', actions: { create: '上传', read: '查看', verify: '核对原件' } },
  'case-debt': { label: '容缺材料', actions: { waive: '批准免交' } },
  'check-duty': { label: '承诺核查', actions: { list: '查看列表', record: '登记结果' } },
  document: { label: '文书证照', actions: { read: '查看' } },
  project: { label: '项目库', actions: { list: '查看列表', read: '查看' } },
  'bot-month': { label: '运营服务费', actions: { read: '查看' } },
  fund: { label: '专项资金', actions: { read: '查看' } },
  licence: { label: '证照', actions: { list: '查看列表', read: '查看', open: '依职权启动审查' } },
  register: { label: '登记簿', actions: { list: '查看', export: '导出', void: '作废编号', configure: '设置编号规则' } },
  publication: { label: '公示', actions: { list: '查看列表', correct: '更正和撤下' } },
  archive: { label: '档案', actions: { list: '查看列表', read: '查看和下载', retry: '归档' } },
  phrase: { label: '单位常用语', actions: { keep: '维护' } },
  'inbox-view': { label: '单位收件箱筛选', actions: { share: '共享' } },
  'separation-waiver': { label: '岗位分离豁免', actions: { list: '查看', grant: '批准' } },
  'emergency-access': { label: '应急访问', actions: { open: '启用', list: '查看', review: '复核' } },
  calendar: { label: '工作日历', actions: { read: '查看', publish: '发布' } },
  delegation: { label: '委托代理', actions: { list: '查看', create: '委托', accept: '接受', revoke: '撤销' } },
  notice: { label: '通知', actions: { list: '查看', read: '阅读' } },
  supervision: { label: '监察日志', actions: { read: '查看', verify: '核验', export: '导出' } },
  card: {
    label: '监察牌',
    actions: {
      list: '查看列表',
      read: '查看',
      issue: '发出',
      sign: '签收',
      reply: '回复',
      appeal: '申诉',
      review: '审核',
      withdraw: '撤销',
    },
  },
  rating: {
    label: '服务评价',
    actions: {
      create: '提交',
      list: '查看列表',
      read: '查看整改件',
      identify: '查看评价对应的办件',
      'follow-up': '联系回访',
      rectify: '整改',
      appeal: '申诉',
      review: '复核',
      figures: '查看统计',
    },
  },
  consultation: {
    label: '咨询投诉',
    actions: { create: '提交', list: '查看列表', read: '查看', answer: '答复咨询', 'answer-complaint': '答复投诉' },
  },
  assessment: { label: '绩效考核', actions: { list: '查看目标', read: '查看得分和名次', configure: '维护责任分工' } },
  'incident-ledger': {
    label: '大联动案件',
    actions: { look: '查看地图和类别', report: '上报', list: '查看列表', read: '查看', figures: '查看指标', categorise: '维护类别标准' },
  },
  rule: { label: '监察规则', actions: { list: '查看列表', propose: '提出修改', confirm: '确认修改' } },
  statistics: { label: '监察统计', actions: { read: '查看', export: '导出' } },
  report: { label: '定期报告', actions: { list: '查看列表', read: '查看和下载', define: '设置' } },
  delivery: { label: '对外投递', actions: { list: '查看列表', resend: '重新发送' } },
  'web-hook': { label: '事件推送', actions: { list: '查看列表', configure: '设置' } },
  'system-log': { label: '系统审计日志', actions: { read: '查看', export: '导出' } },
  incident: { label: '异常', actions: { list: '查看列表', read: '查看', retry: '重试' } },
  user: {
    label: '用户',
    actions: {
      list: '查看名单',
      read: '查看',
      create: '新建',
      write: '修改',
      disable: '停用',
      'reset-password': '重置密码',
      'reset-second-factor': '重置动态口令',
      grant: '授予岗位',
      import: '导入',
      export: '导出',
    },
  },
  organ: {
    label: '单位',
    actions: { list: '查看列表', read: '查看', write: '维护', import: '导入', export: '导出' },
  },
  policy: { label: '权限规则', actions: { list: '查看列表', propose: '提出修改', confirm: '确认修改' } },
  'api-token': { label: '接口令牌', actions: { list: '查看列表', create: '发放', revoke: '吊销' } },
  studio: { label: '流程设计', actions: { read: '查看', edit: '设计', publish: '提出发布', confirm: '确认发布' } },
  model: { label: '流程模型', actions: { list: '查看列表', read: '查看', deploy: '发布' } },
  'external-task': { label: '外部任务', actions: { fetch: '领取', complete: '完成', fail: '报错', lock: '锁定' } },
} as const

export type ResourceType = keyof typeof PERMISSIONS
type ActionNames = { [T in ResourceType]: keyof (typeof PERMISSIONS)[T]['actions'] }[ResourceType]
export type Action = ActionNames | `complete:${string}`

/** Names that stand for several resource types in a policy. */
export const WIDER_TYPES = {
  any: Object.keys(PERMISSIONS),
  business: ['case', 'task', 'attachment', 'document'],
} as const

export const COMPLETE_PREFIX = 'complete:'

/** Every `type:action` that stands in the table. */
export const PERMISSION_NAMES: readonly { type: ResourceType; action: Action }[] = Object.entries(PERMISSIONS).flatMap(
  ([type, { actions }]) => Object.keys(actions).map((action) => ({ type: type as ResourceType, action: action as Action })),
)

/** `办理任务`, `查看办件`. Says nothing of the single thing. */
export function permissionLabel(type: string, action: string): string {
  const entry = Object.hasOwn(PERMISSIONS, type) ? PERMISSIONS[type as ResourceType] : undefined
  const name = action.startsWith(COMPLETE_PREFIX) ? 'complete' : action
  const actions: Record<string, string> = entry?.actions ?? {}
  return `${Object.hasOwn(actions, name) ? actions[name] : '操作'}${entry?.label ?? ''}`
}

/**
 * Whether an action is meant by a policy's actions: names parted by `|`, `*` for all, `name:*` for all that begin so.
 */
export function actionMatches(action: string, pattern: string): boolean {
  return pattern.split('|').some((part) => part === '*' || part === action || (part.endsWith(':*') && action.startsWith(part.slice(0, -1))))
}

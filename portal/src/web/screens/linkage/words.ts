/* What the screens of 大联动 call things. */

export const INCIDENT_STATES: Record<string, string> = {
  ...{ reported: '待受理、立案', filed: '待派遣', dispatched: '已派遣', disposing: '处置中', verifying: '待核查', closing: '待结案' },
  ...{
    closed: '已结案',
    invalid: '不予受理',
    duplicate: '已并入',
    rejected: '不予立案',
    'self-handled': '即时自处置',
    withdrawn: '已撤回',
  },
}

export const LAMPS: Record<string, string> = {
  ...{ normal: '正常', warning: '预警', overdue: '超期', suspended: '缓办挂账', done: '已办结' },
}

export const SOURCES: Record<string, string> = { grid: '网格员', public: '公众', hotline: '12345' }

export const SEVERITIES: Record<string, string> = { normal: '一般', serious: '较重', urgent: '紧急' }

export const TARGET_STATES: Record<string, string> = { open: '处置中', done: '已完成', deferred: '缓办挂账', canceled: '已改派' }

export const UNITS: Record<string, string> = { workhour: '工作时', 'urgent-hour': '紧急工作时', workday: '工作日' }

export const HOTLINE_KINDS: Record<string, string> = { consult: '咨询', normal: '一般诉求', hard: '疑难诉求' }

export const DEEDS: Record<string, string> = {
  ...{ dispatch: '派遣', refuse: '退件', redispatch: '同意退件', dispute: '不同意退件', rule: '裁定强制派发', reopen: '不满意重开' },
  ...{ 'extend-asked': '申请延期', extended: '同意延期', 'extend-refused': '不同意延期', rework: '返工', fraud: '弄虚作假' },
  ...{
    'defer-asked': '申请缓办挂账',
    deferred: '同意缓办挂账',
    'defer-refused': '不同意缓办',
    'defer-kept': '继续挂账',
    resumed: '恢复处置',
  },
}

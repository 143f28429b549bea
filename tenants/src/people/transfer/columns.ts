import type { Holding, OrganKind } from '@lianban/storage'

export type TransferKind = 'organs' | 'post-kinds' | 'users' | 'posts'

export interface Column {
  key: string
  label: string
  /** It must be there and filled in. */
  required?: boolean
  example: string
  help: string
}

export const ORGAN_KIND_LABELS: Record<OrganKind, string> = {
  party: '党委机构',
  government: '人民政府',
  department: '政府部门',
  institution: '事业单位',
  town: '乡镇街道',
  zone: '开发区',
  external: '外部单位',
  court: '法院检察院',
  group: '领导小组',
}

export const HOLDING_LABELS: Record<Holding, string> = { main: '主岗', 'part-time': '兼任', acting: '代理' }

const USERNAME: Column = {
  key: 'username',
  label: '用户名',
  required: true,
  example: 'zhangsan',
  help: '登录名,本县内唯一,不超过 64 个字符。',
}

/** Sheets of import and export, column by column. One file of persons with posts serves `users` and `posts` alike. */
export const COLUMNS: Record<TransferKind, readonly Column[]> = {
  organs: [
    {
      key: 'id',
      label: '单位标识',
      required: true,
      example: 'zjj',
      help: '小写字母开头,只含小写字母、数字、连字符;确定后不再改变。',
    },
    { key: 'name', label: '单位全称', required: true, example: '三湖县住房和城乡建设局', help: '印在文书上的名称。' },
    { key: 'shortName', label: '单位简称', required: true, example: '住建局', help: '列表中显示的名称。' },
    {
      key: 'kind',
      label: '类别',
      required: true,
      example: '政府部门',
      help: `可填:${Object.values(ORGAN_KIND_LABELS).join('、')}。`,
    },
    { key: 'parentId', label: '上级单位标识', example: 'xzf', help: '没有上级的留空;上级可以在同一文件中。' },
    { key: 'sort', label: '排序', example: '110', help: '整数,小的在前;留空排在最后。' },
  ],
  'post-kinds': [
    {
      key: 'id',
      label: '岗位标识',
      required: true,
      example: 'window-clerk',
      help: '小写字母开头,只含小写字母、数字、连字符;权限规则按它授权。',
    },
    { key: 'name', label: '岗位名称', required: true, example: '窗口受理', help: '不超过 30 个字。' },
    { key: 'sort', label: '排序', example: '1', help: '整数,小的在前。' },
  ],
  users: [
    USERNAME,
    { key: 'name', label: '姓名', required: true, example: '张三', help: '本人姓名,不超过 50 个字。' },
    { key: 'phone', label: '手机号', example: '13800138000', help: '可不填;已有的留空不改变。' },
  ],
  posts: [
    USERNAME,
    {
      key: 'organId',
      label: '单位标识',
      required: true,
      example: 'zjj',
      help: '单位须已存在;外部单位只能任“协同单位人员”。',
    },
    { key: 'post', label: '岗位标识', required: true, example: 'handler', help: '见岗位目录。' },
    {
      key: 'holding',
      label: '任职方式',
      example: '主岗',
      help: '主岗、兼任、代理;留空时第一个岗位为主岗,其余为兼任。每人同一时间只有一个主岗。',
    },
    { key: 'from', label: '起始日期', example: '2026-01-31', help: '留空从今天起;不能早于今天(已在任的除外)。' },
    { key: 'until', label: '截止日期', example: '2026-12-31', help: '留空为长期;到期当晚任务退回岗位待办。' },
  ],
}

export const KIND_LABELS: Record<TransferKind, string> = {
  organs: '单位',
  'post-kinds': '岗位目录',
  users: '用户',
  posts: '人员任职',
}

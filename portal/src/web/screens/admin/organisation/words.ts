import type { Holding, OrganChange, OrganKind, TransferKind } from '../../../api/organisation.ts'

export const KIND_NAMES: Record<OrganKind, string> = {
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

export const HOLDING_NAMES: Record<Holding, string> = { main: '主岗', 'part-time': '兼任', acting: '代理' }

export const CHANGE_NAMES: Record<OrganChange['kind'], string> = {
  create: '新设',
  rename: '更名',
  move: '调整隶属',
  merge: '合并',
  split: '拆分',
  close: '撤销',
}

export const STATE_NAMES: Record<OrganChange['state'], string> = { planned: '待生效', done: '已生效', cancelled: '已取消' }

export const TRANSFER_NAMES: Record<TransferKind, string> = { organs: '单位', 'post-kinds': '岗位目录', users: '用户', posts: '人员任职' }

/** `options` of a select from a table of words. */
export const optionsOf = <T extends string>(names: Record<T, string>) =>
  (Object.entries(names) as [T, string][]).map(([value, label]) => ({ value, label }))

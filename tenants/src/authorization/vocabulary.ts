import { organs, type Database } from '@lianban/storage'
import type { Caller } from '../caller.ts'
import type { Authorization } from './authorization.ts'
import { PERMISSIONS, WIDER_TYPES } from './permissions.ts'
import { SCOPES, type Scope } from './scopes.ts'
import { SEPARATION_RULES } from './separation.ts'

/** The words of the rules, for those who read and change them. */
export interface PolicyVocabulary {
  types: { id: string; label: string; actions: { id: string; label: string }[] }[]
  scopes: { id: Scope; label: string }[]
  conditions: { id: string; label: string }[]
  roles: { id: string; label: string }[]
}

const WIDER_TYPE_LABELS: Record<keyof typeof WIDER_TYPES, string> = {
  any: '一切',
  business: '办件业务(办件、任务、附件、文书)',
}

const SCOPE_LABELS: Record<Scope, string> = {
  any: '不限',
  tenant: '全县',
  own_applicant: '本人的申请',
  assigned: '分派给本人或本岗位的',
  organ: '任职单位的',
  organ_tree: '任职单位及下属单位的',
  party: '本单位参与的',
  participant: '本人办理过或任职单位参与的',
  reader: '传阅给本人或请本人答复的',
}

const CONDITION_LABELS: Record<string, string> = {
  always: '无条件',
  auditors_decide_nothing: '纪检监察人员只监督、不办理',
  administrators_have_no_business: '三员不接触业务',
  node_mismatch: '任务不是所要办理的环节',
  internal_matter: '是内部事项',
  of_rated_organ: '任职于被评价单位',
  ...Object.fromEntries(Object.entries(SEPARATION_RULES).map(([id, { label }]) => [id, label])),
}

/** Roles that are no posts. */
const ROLE_LABELS: Record<string, string> = {
  '*': '所有人',
  staff: '全体工作人员',
  applicant: '申请人',
  worker: '接口程序',
  'case-officer': '全体办件岗位',
  administrator: '系统、安全、审计管理员',
}

export const createVocabulary = (database: Database, authorization: Pick<Authorization, 'assert' | 'conditions'>) => ({
  /** @throws NOT_AUTHORIZED */
  vocabulary: async (caller: Caller): Promise<PolicyVocabulary> => {
    await authorization.assert(caller, 'list', { type: 'policy' })
    const posts = await organs(database).postKinds(caller.tenantId)
    return {
      types: [
        ...Object.entries(PERMISSIONS).map(([id, { label, actions }]) => ({ id, label, actions: named(actions) })),
        ...Object.entries(WIDER_TYPE_LABELS).map(([id, label]) => ({ id, label, actions: [] })),
      ],
      scopes: (Object.keys(SCOPES) as Scope[]).map((id) => ({ id, label: SCOPE_LABELS[id] })),
      conditions: Object.keys(authorization.conditions).map((id) => ({ id, label: CONDITION_LABELS[id] ?? id })),
      roles: [...named(ROLE_LABELS), ...posts.map(({ id, name }) => ({ id, label: name }))],
    }
  },
})

const named = (labels: Record<string, string>): { id: string; label: string }[] =>
  Object.entries(labels).map(([id, label]) => ({ id, label }))

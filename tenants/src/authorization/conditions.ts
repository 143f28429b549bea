import type { Caller } from '../caller.ts'
import type { OrganTree } from './organ-tree.ts'
import { COMPLETE_PREFIX } from './permissions.ts'
import type { Resource } from './resource.ts'
import { SEPARATION_CONDITIONS } from './separation.ts'

export interface ConditionContext {
  tree: OrganTree
}

/** A condition of a policy, by name: stored policy never becomes code. */
export interface Condition {
  /** `resource` if it looks at the single resource; such a condition cannot stand in a rule about lists. */
  looksAt: 'nothing' | 'resource'
  /** For people: why a deny rule with this condition refuses, and what to do. */
  refusal: string
  holds(caller: Caller, resource: Resource, action: string, context: ConditionContext): boolean
}

const always = (): boolean => true

/** Conditions that every tenant has. */
export const CONDITIONS: Record<string, Condition> = {
  always: { looksAt: 'nothing', refusal: '该操作不对您的岗位开放。', holds: always },
  auditors_decide_nothing: {
    looksAt: 'nothing',
    refusal: '纪检监察人员只监督、不办理,不能进行该操作。请由承办单位的经办人员办理。',
    holds: always,
  },
  administrators_have_no_business: {
    looksAt: 'nothing',
    refusal: '系统、安全、审计管理员不接触业务数据,不能进行该操作。请由业务岗位人员办理。',
    holds: always,
  },
  node_mismatch: {
    looksAt: 'resource',
    refusal: '该任务不是所要办理的环节,请刷新页面后重试。',
    holds: (_caller, resource, action) =>
      action.startsWith(COMPLETE_PREFIX) && resource.node !== undefined && action !== `${COMPLETE_PREFIX}${resource.node}`,
  },
  internal_matter: {
    looksAt: 'resource',
    refusal: '该岗位只能发起内部事项,不能以工作人员身份提出申请。',
    holds: (_caller, { isInternal }) => isInternal === true,
  },
  of_rated_organ: {
    looksAt: 'resource',
    refusal: '被评价单位的人员不能查看评价人,也不能联系、回访和复核对本单位的评价。请由其他单位的回访专员办理。',
    holds: (caller, resource) =>
      resource.organId != null && [...caller.posts, ...(caller.delegate?.posts ?? [])].some(({ organId }) => organId === resource.organId),
  },
  ...SEPARATION_CONDITIONS,
}

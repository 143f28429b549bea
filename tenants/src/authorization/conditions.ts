import type { Caller } from '../caller.ts'
import { COMPLETE_PREFIX } from './permissions.ts'
import type { Resource } from './resource.ts'

/** A condition of a policy, by name: stored policy never becomes code. */
export interface Condition {
  /** `resource` if it looks at the single resource; such a condition cannot stand in a rule about lists. */
  looksAt: 'nothing' | 'resource'
  /** For people: why a deny rule with this condition refuses, and what to do. */
  refusal: string
  holds(caller: Caller, resource: Resource, action: string): boolean
}

/** The four steps of a licence that four different people take (受办分离; 承办、审核、批准分离). */
const CHAIN = ['Task_Intake', 'Task_Review', 'Task_Audit', 'Task_Decide'] as const
/** The two steps of a site check that two different officers take. Source: Administrative License Law, article 34. */
const SITE_CHECK = ['Task_SiteCheckA', 'Task_SiteCheckB'] as const

/** Holds if the caller took another one of the steps of the same case. Sending a case back to one's own step is no conflict. */
export function tookAnotherStepOf(steps: readonly string[]): Condition['holds'] {
  return (caller, resource, action) => {
    const node = nodeOf(resource, action)
    if (!steps.includes(node)) return false
    if (!resource.participants)
      throw new TypeError(`separation of duties at ${node} is judged from resource.participants, which is missing`)
    const { participants } = resource
    return steps.some((step) => step !== node && (participants[step]?.includes(caller.userId) ?? false))
  }
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
  sod_intake_not_handler: {
    looksAt: 'resource',
    refusal: '您已参与本办件的受理或承办,按照受办分离要求不能再办理本环节。请由本单位其他人员办理。',
    holds: tookAnotherStepOf(['Task_Intake', 'Task_Review']),
  },
  sod_chain_distinct: {
    looksAt: 'resource',
    refusal: '您已办理本办件的其他环节,受理、承办、审核、批准应由不同人员办理。请由本单位其他人员办理。',
    holds: tookAnotherStepOf(CHAIN),
  },
  sod_two_officers: {
    looksAt: 'resource',
    refusal: '现场核查应由两名人员分别填写,您已填写其中一份。请由另一名核查人员填写。',
    holds: tookAnotherStepOf(SITE_CHECK),
  },
  node_mismatch: {
    looksAt: 'resource',
    refusal: '该任务不是所要办理的环节,请刷新页面后重试。',
    holds: (_caller, resource, action) =>
      action.startsWith(COMPLETE_PREFIX) &&
      resource.node !== undefined &&
      action !== `${COMPLETE_PREFIX}${resource.node}`,
  },
}

/** The step meant: the one that is completed, or the one of the task that is claimed. */
function nodeOf(resource: Resource, action: string): string {
  if (action.startsWith(COMPLETE_PREFIX)) return action.slice(COMPLETE_PREFIX.length)
  if (resource.node === undefined)
    throw new TypeError('separation of duties is judged from resource.node, which is missing')
  return resource.node
}

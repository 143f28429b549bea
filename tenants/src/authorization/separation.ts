import { personsOf, type Caller } from '../caller.ts'
import type { Condition, ConditionContext } from './conditions.ts'
import { COMPLETE_PREFIX } from './permissions.ts'
import type { Resource } from './resource.ts'

/*
 * Separation of duties 岗位分离, judged from what happened in the case itself. Which steps a rule keeps apart stands in
 * the matter (`separation` of its manifest); how it judges stands here. Source: domain paper 6.2.
 */

interface SeparationRule {
  /** For the screen that lists the rules. */
  label: string
  refusal: string
  /** Set: it keeps a party of the case from each of its steps, and says nothing of who does several of them. */
  isOfParty?: true
  /** Whether the caller is in conflict at `node`, one of the steps that the rule names. */
  conflicts(caller: Caller, resource: Resource, at: { node: string; steps: readonly string[] }, context: ConditionContext): boolean
}

const ask = '请由本单位其他人员办理;确无其他人员的,由本单位主要负责人说明理由后批准豁免。'

/** Did another one of the steps. Sending a case back to one's own step is no conflict. */
const tookAnotherStep: SeparationRule['conflicts'] = (caller, { participants }, { node, steps }) => {
  if (!participants) throw new TypeError(`separation of duties at ${node} is judged from resource.participants, which is missing`)
  const persons = personsOf(caller)
  return steps.some((step) => step !== node && persons.some((id) => participants[step]?.includes(id)))
}

/** Belongs to an organ that is `role` to the case, or to one under it. */
const belongsTo =
  (role: string): SeparationRule['conflicts'] =>
  (caller, { parties }, _at, { tree }) => {
    const organs = parties?.[role] ?? []
    const posts = [...caller.posts, ...(caller.delegate?.posts ?? [])]
    return organs.some((organ) => posts.some(({ organId }) => tree.isWithin(organId, organ)))
  }

export const SEPARATION_RULES = {
  sod_intake_not_handler: {
    label: '受理与承办分离',
    refusal: `您已参与本办件的受理或承办,按照受办分离要求不能再办理本环节。${ask}`,
    conflicts: tookAnotherStep,
  },
  sod_chain_distinct: {
    label: '承办、审核、批准分离',
    refusal: `您已办理本办件的其他环节,承办、审核、批准应由不同人员办理。${ask}`,
    conflicts: tookAnotherStep,
  },
  sod_special_approver: {
    label: '特别程序申请与批准分离',
    refusal: `您已参与本办件的受理、承办或审核,特别程序应由其他人员批准。${ask}`,
    conflicts: tookAnotherStep,
  },
  sod_two_officers: {
    label: '现场核查两人',
    refusal: '现场核查应由两名人员分别填写,您已填写其中一份。请由另一名核查人员填写。',
    conflicts: tookAnotherStep,
  },
  sod_chair_not_reviewer: {
    label: '听证主持人与审查人分离',
    refusal: `您已参与本办件的审查或主持听证,听证主持人不得是审查人员。${ask}`,
    conflicts: tookAnotherStep,
  },
  sod_first_score_not_appeal: {
    label: '初评与申诉复核分离',
    refusal: `您已参与初次评分,申诉复核应由其他人员办理。${ask}`,
    conflicts: tookAnotherStep,
  },
  sod_disposal_not_verification: {
    label: '处置与核查分离',
    refusal: '您或您所在单位是处置方,核查应由处置单位以外的人员办理。',
    conflicts: (caller, resource, at, context) =>
      tookAnotherStep(caller, resource, at, context) || belongsTo('disposal')(caller, resource, at, context),
  },
  sod_payee_not_judge: {
    label: '收款方不得评分、验收、付款',
    refusal: '您所在单位是本办件的收款方,不得参与评分、验收和付款。',
    isOfParty: true,
    conflicts: belongsTo('payee'),
  },
  sod_assessed_not_judge: {
    label: '被考核单位人员不得核定和评分',
    refusal: '您在被考核单位任职,不得核定、评定本单位的考核结果。请由其他单位的人员办理。',
    isOfParty: true,
    conflicts: belongsTo('opener'),
  },
  sod_requester_not_approver: {
    label: '申请与批准分离',
    refusal: `您是本办件的申请人,不能批准自己的申请。${ask}`,
    isOfParty: true,
    conflicts: (caller, { applicantId }) => applicantId !== undefined && personsOf(caller).includes(applicantId),
  },
} as const satisfies Record<string, SeparationRule>

export type SeparationRuleName = keyof typeof SEPARATION_RULES

/** Whether a rule wants its steps done by different persons. */
export const keepsStepsApart = (rule: string): boolean => !(SEPARATION_RULES as Record<string, SeparationRule>)[rule]?.isOfParty

/** Each rule as a condition of a policy, unless a leader lifted it for the person who acts. */
export const SEPARATION_CONDITIONS: Record<string, Condition> = Object.fromEntries(
  Object.entries(SEPARATION_RULES).map(([name, rule]): [string, Condition] => [
    name,
    {
      looksAt: 'resource',
      refusal: rule.refusal,
      holds: (caller, resource, action, context) => {
        const node = nodeOf(resource, action)
        if (!resource.separation)
          throw new TypeError(`separation of duties at ${node} is judged from resource.separation, which is missing`)
        const steps = resource.separation[name]
        if (!steps?.includes(node)) return false
        const together = (resource.together?.[name] ?? []).filter((group) => group.includes(node)).flat()
        const others = steps.filter((step) => step === node || !together.includes(step))
        return rule.conflicts(caller, resource, { node, steps: others }, context) && !isWaived(caller, resource, name, node)
      },
    },
  ]),
)

const isWaived = (caller: Caller, { waivers = [] }: Resource, rule: string, node: string): boolean => {
  const acting = caller.delegate?.userId ?? caller.userId
  return waivers.some((waiver) => waiver.rule === rule && waiver.node === node && waiver.userId === acting)
}

/** The step meant: the one that is completed, or the one of the task that is claimed. */
function nodeOf(resource: Resource, action: string): string {
  if (action.startsWith(COMPLETE_PREFIX)) return action.slice(COMPLETE_PREFIX.length)
  if (resource.node === undefined) throw new TypeError('separation of duties is judged from resource.node, which is missing')
  return resource.node
}

import { z } from 'zod'
import { access, elementId, key, ledgerName, scalar, text } from './values.ts'

export const action = z.strictObject({
  key,
  /** The verb as the law names it. */
  label: text,
  kind: z.enum(['primary', 'default', 'danger']),
  opinion: z.enum(['required', 'optional', 'none']),
  /** At a step that several persons decide: what the action is as a vote. */
  vote: z.enum(['pass', 'reject', 'abstain']).optional(),
  /** Process variables the action sets; gateways read them. */
  set: z.record(z.string(), scalar),
  /** What it does to the case besides; see cases/effects. */
  effect: z
    .enum([
      'accept',
      'accept-deferred',
      'accept-commitment',
      'request-supplement',
      'not-accept',
      'not-required',
      'request-correction',
      'advise',
      'grant',
      'refuse',
      'transfer',
      'report-up',
      'record-inspection',
      'deliver',
      'request-suspension',
      'open-suspension',
      'refuse-suspension',
      'tell-hearing-rights',
      'arrange-hearing',
      'drop-hearing',
      'hold-hearing',
      'extend',
      'refuse-extension',
      'distribute',
      'deliver-all',
      'amend',
    ])
    .optional(),
  /** What it writes to a ledger of the county, in the same transaction. */
  ledger: ledgerName.optional(),
  /** The step's own form is not handed in with it: the step is not done. */
  withoutForm: z.boolean().optional(),
  /** Form of the action's own fields. */
  fields: key.optional(),
  /** Who gets it next: a user task, or words where it is no task. */
  next: z.union([z.strictObject({ task: elementId }), z.strictObject({ text, people: text })]),
  consequence: text.optional(),
})

/** Who gets a case to read 传阅: holders of posts (of the organ in charge unless another is named) and persons. */
export const readers = z.strictObject({
  posts: z.array(z.strictObject({ post: key, organ: key.optional() })).default([]),
  users: z.array(key).default([]),
})

/** Where the approvers of a step come from: the holders of a post, of the organ in charge unless one is named. */
const approverSource = z.strictObject({ post: key, organ: key.optional() })

/** A step that several persons decide. The model has it as a multi-instance user task over `approvers(caseId, "<id>")`. */
export const approval = z.strictObject({
  /** 会签 all must pass; 或签 one is enough; 依次 one after the other, all must pass; 票签 by votes. */
  mode: z.enum(['all', 'any', 'sequential', 'vote']),
  /** Absent: the holders of the step's post. */
  approvers: z.array(approverSource).min(1).optional(),
  /** 或签: one rejection rejects, or only that of all. */
  reject: z.enum(['one', 'all']).default('one'),
  /** 票签: what it needs to pass: a share of all persons, a number of them, or a sum of weights. */
  pass: z
    .union([
      z.strictObject({ percent: z.number().gt(0).max(100) }),
      z.strictObject({ count: z.int().min(1) }),
      z.strictObject({ weight: z.number().positive() }),
    ])
    .optional(),
  /** 票签 by weights: post → weight of its holders; 1 where none is given. */
  weights: z.record(key, z.number().positive()).optional(),
  /** 审批人为空: the head of the organ decides, the step is passed over, or the case stands still with an incident. */
  empty: z.enum(['leader', 'pass', 'refuse']).default('leader'),
  /** 审批人重复: whoever has passed the case in this round is asked again, or not. */
  duplicate: z.enum(['ask', 'skip']).default('ask'),
  /** 审批人即发起人: he is asked, left out, or the head of the organ stands in for him. */
  self: z.enum(['ask', 'skip', 'leader']).default('leader'),
})

/** What may be done with a task besides its own actions. */
export const TASK_VERBS = ['send-back', 'transfer', 'delegate', 'add-sign', 'recall'] as const

export const task = z.strictObject({
  post: key,
  /** Organ whose holders of the post take the step. @default the organ in charge */
  organ: key.optional(),
  approval: approval.optional(),
  /** 签收 before work; or 抢办: whoever of the post is first. */
  take: z.enum(['claim', 'grab']).default('claim'),
  verbs: z.array(z.enum(TASK_VERBS)).default([...TASK_VERBS]),
  /** What this step sees of the application form. */
  applicationAccess: access,
  /** The step's own form and what it may write of it. */
  form: key.optional(),
  formAccess: access.optional(),
  /** Variable of the process, a record, with the values that the form begins with: what a decision table proposes. */
  proposal: z.string().optional(),
  /** Fields of the step's form that name organs to be asked: field → organs among which to choose. */
  organs: z.record(z.string(), z.array(key).min(1)).optional(),
  /** Fields of the step's form that name a person, or several: field → post they must hold. */
  people: z.record(z.string(), key).optional(),
  /** Of a step of whoever handed in an internal matter: the limits of the case stand still as long as it is open. */
  stopsClock: z.boolean().optional(),
  /** Field of an earlier step's form that named who takes this one. */
  assignedBy: z.string().optional(),
  /** 手写签名: whether the step is signed by hand; not with actions that leave the step undone. @default not at all */
  signature: z.enum(['required', 'optional']).optional(),
  /** Who signs where it is not whoever does the step: the recipient of a delivery. */
  signedBy: text.optional(),
  /** Fields whose persons must differ from each other. */
  distinct: z.array(z.array(z.string()).min(2)).optional(),
  /** Fields of the step's form that become process variables. */
  variables: z.array(z.string()).optional(),
  /** Who gets the case to read when this step is done 抄送. */
  circulate: readers.extend({ note: text.optional() }).optional(),
  actions: z.array(action).min(1).max(8),
})

export type TaskManifest = z.infer<typeof task>
export type ApprovalManifest = z.infer<typeof approval>
export type TaskVerb = (typeof TASK_VERBS)[number]
export type ActionManifest = z.infer<typeof action>
export type ActionEffect = NonNullable<ActionManifest['effect']>
export type ReadersManifest = z.infer<typeof readers>

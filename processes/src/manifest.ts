import { z } from 'zod'
import { themeSchema, type JointManifest } from './joint/theme-manifest.ts'
import { MaterialRecord, MatterRecord } from './matters/record.ts'
import { NumberScheme } from './numbering/scheme.ts'

/*
 * The manifest of a process package: one county system with the matters it handles. Everything that a desk shows or a
 * rule checks about a matter stands here, so that the code knows verbs and clocks but no matter.
 */

const key = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lower-case words joined by hyphens')
const text = z.string().min(1).max(2000)
const elementId = z.string().regex(/^[A-Za-z_][\w.-]*$/)
const access = z.record(z.string(), z.enum(['hidden', 'read', 'write', 'required']))
const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()])

const inDays = { days: z.int().min(1).max(1000), unit: z.enum(['workday', 'day']) }
const inHours = { hours: z.int().min(1).max(1000), unit: z.enum(['workhour', 'urgent-hour']) }
const inMinutes = { minutes: z.int().min(1).max(10_000), unit: z.literal('minute') }

/** How long a step may take: 工作日, 自然日, 工作时, 紧急工作时 or minutes. */
const length = z.discriminatedUnion('unit', [z.strictObject(inDays), z.strictObject(inHours), z.strictObject(inMinutes)])

const basis = { basis: text }

/** A time limit with the law it comes from; limits on the organ are not counted in natural days (行政许可法 article 82). */
const limit = z.discriminatedUnion('unit', [
  z.strictObject({ ...inDays, ...basis }),
  z.strictObject({ ...inHours, ...basis }),
  z.strictObject({ ...inMinutes, ...basis }),
])

/** Time more, granted once and before the limit, by whoever holds the post (行政许可法 article 42); in the unit of the limits. */
const extension = { post: key, ...basis }
const extended = z.discriminatedUnion('unit', [
  z.strictObject({ ...inDays, ...extension }),
  z.strictObject({ ...inHours, ...extension }),
  z.strictObject({ ...inMinutes, ...extension }),
])

/** Documents that carry a number 文号 of the organ. */
export const DOCUMENT_KINDS = [
  'receipt',
  'acceptance',
  'supplement',
  'non-acceptance',
  'not-required',
  'deferral',
  'commitment',
  'special',
  'hearing-rights',
  'hearing-notice',
  'statement-notice',
  'extension',
  'grant',
  'refusal',
  'transfer',
  'first-review',
  'inspection',
  'alteration',
  'renewal',
  'reissue',
  'withdrawal',
  'revocation',
  'cancellation',
] as const
export type DocumentKind = (typeof DOCUMENT_KINDS)[number]

const material = z.strictObject({
  key,
  name: text,
  /** `conditional`: needed when `requiredIf` (FEEL over the application form) is true. */
  required: z.enum(['required', 'conditional', 'optional']),
  requiredIf: z.string().optional(),
  description: text,
  formats: z.array(z.enum(['pdf', 'jpg', 'png'])).min(1),
  /** Of one file. */
  maxBytes: z.int().positive(),
  maxFiles: z.int().min(1).max(50),
  basis: text,
  ...MaterialRecord.shape,
})

const action = z.strictObject({
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
    ])
    .optional(),
  /** The step's own form is not handed in with it: the step is not done. */
  withoutForm: z.boolean().optional(),
  /** Form of the action's own fields. */
  fields: key.optional(),
  /** Who gets it next: a user task, or words where it is no task. */
  next: z.union([z.strictObject({ task: elementId }), z.strictObject({ text, people: text })]),
  consequence: text.optional(),
})

/** Who gets a case to read 传阅: holders of posts (of the organ in charge unless another is named) and persons. */
const readers = z.strictObject({
  posts: z.array(z.strictObject({ post: key, organ: key.optional() })).default([]),
  users: z.array(key).default([]),
})

/** Where the approvers of a step come from: the holders of a post, of the organ in charge unless one is named. */
const approverSource = z.strictObject({ post: key, organ: key.optional() })

/** A step that several persons decide. The model has it as a multi-instance user task over `approvers(caseId, "<id>")`. */
const approval = z.strictObject({
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

const task = z.strictObject({
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
  /** Fields of the step's form that name organs to be asked: field → organs among which to choose. */
  organs: z.record(z.string(), z.array(key).min(1)).optional(),
  /** Fields of the step's form that name a person, or several: field → post they must hold. */
  people: z.record(z.string(), key).optional(),
  /** Field of an earlier step's form that named who takes this one. */
  assignedBy: z.string().optional(),
  /** Fields whose persons must differ from each other. */
  distinct: z.array(z.array(z.string()).min(2)).optional(),
  /** Fields of the step's form that become process variables. */
  variables: z.array(z.string()).optional(),
  /** Who gets the case to read when this step is done 抄送. */
  circulate: readers.extend({ note: text.optional() }).optional(),
  actions: z.array(action).min(1).max(8),
})

const step = z.strictObject({
  name: text,
  task: elementId,
  /** Only steps of the examination share the promised limit; those of a special procedure or beside the way have their own. */
  phase: z.enum(['intake', 'examination', 'special', 'delivery']),
  limit: length,
  /** Counted from the acceptance of the case instead of its own beginning. */
  from: z.literal('acceptance').optional(),
  /** 特别程序, where the step has one. */
  special: text.nullable(),
})

/** What may become of a licence after its grant, each by a matter of its own. */
export const LICENCE_ACTS = ['alter', 'renew', 'reissue', 'withdraw', 'revoke', 'cancel'] as const

/** What a matter does to a licence that there is. Source: 行政许可法 articles 8, 49, 50, 69, 70. */
const licenceAct = z.strictObject({
  act: z.enum(LICENCE_ACTS),
  /** Kinds of licences that it is for: `licence.kind`, else the key of the matter that grants them. */
  kinds: z.array(key).min(1),
  /** Field of the application form with the number of the licence. */
  field: z.string(),
  /** Who begins it: the holder by his application, or the organ itself 依职权. */
  by: z.enum(['holder', 'organ']).default('holder'),
  /** Of a renewal: how long before the end it is asked for. @default at the latest 30 natural days before (行政许可法 article 50) */
  window: z
    .strictObject({
      unit: z.enum(['day', 'workday']),
      latest: z.int().min(1).max(365),
      earliest: z.int().min(1).max(730).optional(),
      ...basis,
    })
    .optional(),
})

const matter = z.strictObject({
  key,
  name: text,
  /** 行政许可, 行政确认 … */
  kind: text,
  /** Number in the county's catalogue, part of case numbers. */
  matterNo: z.string().regex(/^[0-9A-Z]{1,10}$/),
  theme: text,
  /** Organ that decides, by its id in the tenant. */
  organ: key,
  process: z.strictObject({ file: z.string().regex(/^[\w-]+\.bpmn$/), key: z.string() }),
  applicationForm: key,
  /** Field of the application form that names the applicant. */
  applicantName: z.string(),
  limits: z.strictObject({
    intake: limit,
    supplement: limit,
    promised: limit,
    statutory: limit,
    delivery: limit,
    extension: extended.optional(),
    /** 陈述申辩, in a procedure that the organ begins itself. */
    statement: limit.optional(),
    /** 下级初审, from the acceptance; the limits of the decision begin when the case is reported up. */
    firstReview: limit.optional(),
    /** 检验、检测、检疫, from the acceptance. */
    inspection: limit.optional(),
  }),
  conditions: z.array(text),
  basis: z.array(z.strictObject({ law: text, article: text })).min(1),
  fees: z.strictObject({ charged: z.boolean(), text, basis: text }),
  remedies: z.strictObject({
    reconsiderationDays: z.int(),
    reconsiderationTo: text,
    litigationMonths: z.int(),
    litigationTo: text,
    text,
  }),
  licence: z.strictObject({
    name: text,
    validYears: z.int().min(1).max(100),
    /** Field of the application form with the last day asked for; it is valid until then, but no longer than its years. */
    until: z.string().optional(),
    /** Numbering scheme of its number: one of the package's, the county's or the tenant's own. */
    numbering: key,
    /** Template of the licence itself. */
    document: key,
    /** Kind of the county's catalogue under which the licence is found for other matters. */
    kind: key.optional(),
    /** What stands on it, line by line. @default the applicant's name */
    face: z.array(z.strictObject({ label: text, /** Field of the application form. */ field: z.string() })).optional(),
  }),
  /** Set: it grants no new licence but does this to one that there is. */
  licenceAct: licenceAct.optional(),
  documentNumbers: z.strictObject({
    /** 机关代字. */
    organCode: text,
    /** Document type in the number, for each kind of document that this matter issues. */
    types: z.partialRecord(z.enum(DOCUMENT_KINDS), z.string().max(10)),
    /** Numbering scheme of its documents. @default document */
    numbering: key.optional(),
  }),
  materials: z.array(material),
  steps: z.array(step).min(1),
  /** Deny rules of the authorization model that must hold, by name, with the steps they compare. */
  separation: z
    .array(
      z.strictObject({
        rule: z.string().regex(/^sod_\w+$/),
        text,
        elements: z.array(elementId).min(1),
        /** Steps among them that one person may well do: 预审 and 受理. */
        together: z.array(z.array(elementId).min(2)).optional(),
      }),
    )
    .min(1),
  /** Other organs of every case: who takes part, who is paid for it, who disposes. */
  parties: z.array(z.strictObject({ role: z.enum(['lead', 'coop', 'payee', 'disposal']), organ: key })).optional(),
  /** Field of the application form with the amount at stake, yuan; delegations may draw a line by it. */
  amountField: z.string().optional(),
  /** What the applicant may change of the application form. */
  applicantAccess: access,
  /** The same in a supplement 补正: who applies does not change in the course of a case. */
  supplementAccess: access,
  tasks: z.record(elementId, task),
  /** End event of the process → status of the case. */
  outcomes: z.record(elementId, z.enum(['not-accepted', 'closed', 'granted', 'refused', 'transferred', 'withdrawn'])),
  /** Boundary timer → what its firing means in law. */
  timers: z.record(
    elementId,
    z.enum([
      'deemed-accepted',
      'distribution-passed',
      'supplement-lapsed',
      'promised-passed',
      'statutory-passed',
      'delivery-passed',
      'suspension-overran',
      'pre-check-passed',
      'correction-lapsed',
      'consult-silent',
      'hearing-not-asked',
      'statement-passed',
      'first-review-passed',
      'inspection-passed',
    ]),
  ),
  messages: z.strictObject({
    /** Every matter that takes applications has it. */
    supplement: z.string().optional(),
    suspensionEnded: z.string().optional(),
    extension: z.string().optional(),
    hearing: z.string().optional(),
    /** 陈述申辩 of whom a procedure ex officio is about. */
    statement: z.string().optional(),
  }),
  ...MatterRecord.shape,
  /** Among whom the starter may choose readers 抄送 when he hands the case in; nobody where it is left out. */
  starterMayCirculate: readers.optional(),
  /** How often a person may urge 催办 a case. Hours; 4 and 24 where they are left out. */
  urge: z.strictObject({ everyHours: z.int().min(1).max(720), applicantEveryHours: z.int().min(1).max(720) }).optional(),
})

/** A theme 一件事: see joint/theme-manifest.ts. What it shares with a matter is the matter's own. */
const theme = themeSchema({
  key,
  text,
  limit,
  extension: z.strictObject({ ...inDays, ...extension, organ: key }),
  shared: matter.pick({
    key: true,
    name: true,
    matterNo: true,
    theme: true,
    organ: true,
    process: true,
    conditions: true,
    basis: true,
    fees: true,
    remedies: true,
    documentNumbers: true,
    steps: true,
    separation: true,
    tasks: true,
    outcomes: true,
    timers: true,
  }).shape,
})

/** A process that is no matter 事项: it has no applicant, no law of its own and no forms, only steps and what may be done in them. */
const plainProcess = z.strictObject({
  name: text,
  process: z.strictObject({ file: z.string().regex(/^[\w-]+\.bpmn$/), key: z.string() }),
  tasks: z.record(
    elementId,
    z.strictObject({
      posts: z.array(key).min(1),
      actions: z
        .array(z.strictObject({ key, label: text, set: z.record(z.string(), scalar) }))
        .min(1)
        .max(8),
    }),
  ),
})

export const Manifest = z
  .strictObject({
    $comment: z.string().optional(),
    key,
    name: text,
    lead: z.array(text).min(1),
    responsible: z.array(text),
    roles: z.record(key, text),
    /** Numbering schemes of the package's own, by name; see numbering/scheme.ts. */
    numbering: z.record(key, NumberScheme).default({}),
    matters: z.array(matter).default([]),
    processes: z.array(plainProcess).default([]),
    themes: z.array(theme).default([]),
    /** Keys of processes that its matters ran on before; cases that began then end on them, with the package's papers. */
    formerProcesses: z.array(z.string()).default([]),
  })
  .refine(({ matters, processes }) => matters.length + processes.length > 0, 'a package brings a matter or a process')

/** One matter's entry. */
export const MatterSchema = matter

export type Manifest = z.infer<typeof Manifest>
export type MatterManifest = z.infer<typeof matter> & {
  /** What makes it a theme 一件事: made when the theme is published, see joint/theme-matter.ts. */
  joint?: JointManifest
}
export type ThemeManifest = z.infer<typeof theme>
export type ProcessManifest = z.infer<typeof plainProcess>
export type MaterialManifest = z.infer<typeof material>
export type TaskManifest = z.infer<typeof task>
export type LicenceActManifest = z.infer<typeof licenceAct>
export type ActAfterGrant = LicenceActManifest['act']
export type ApprovalManifest = z.infer<typeof approval>
export type TaskVerb = (typeof TASK_VERBS)[number]
export type ActionManifest = z.infer<typeof action>
export type ActionEffect = NonNullable<ActionManifest['effect']>
export type TimerMeaning = MatterManifest['timers'][string]
export type ReadersManifest = z.infer<typeof readers>
export type LimitManifest = z.infer<typeof limit>
export type ExtensionManifest = z.infer<typeof extended>

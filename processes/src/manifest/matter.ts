import { z } from 'zod'
import type { JointManifest } from '../joint/theme-manifest.ts'
import { MatterRecord } from '../matters/record.ts'
import { escalation } from './escalation.ts'
import { material } from './material.ts'
import { readers, task } from './task.ts'
import { access, basis, elementId, extended, key, ledgerName, length, limit, text } from './values.ts'

/** Documents that carry a number 文号 of the organ. */
const DOCUMENT_KINDS = [
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

const step = z.strictObject({
  name: text,
  task: elementId,
  /** Only steps of the examination share the promised limit; those of a special procedure or beside the way have their own. */
  phase: z.enum(['intake', 'examination', 'special', 'delivery']),
  limit: length,
  /** Of a multi-instance whose instances have limits of their own in the unit of `limit`, the longest of them: where that stands. */
  each: z
    .string()
    .regex(/^[A-Za-z]\w*\.[A-Za-z]\w*$/)
    .optional(),
  /** Counted from the acceptance of the case instead of its own beginning. */
  from: z.literal('acceptance').optional(),
  /** 特别程序, where the step has one. */
  special: text.nullable(),
})

/** What may become of a licence after its grant, each by a matter of its own. */
const LICENCE_ACTS = ['alter', 'renew', 'reissue', 'withdraw', 'revoke', 'cancel'] as const

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

/** One matter's entry. */
export const matter = z.strictObject({
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
  /**
   * Set: an internal matter 内部事项. Holders of these posts hand it in for the organ in which they hold them; there is nothing
   * to accept, so its limits count from then. `public`: applicants may hand it in, too. `page`: where the portal takes it in, if
   * not by its application form.
   */
  openedBy: z
    .strictObject({
      posts: z.array(key).min(1),
      public: z.boolean().default(false),
      page: z
        .string()
        .regex(/^\/[a-z-]+$/)
        .optional(),
    })
    .optional(),
  /** What its handing in writes to a ledger of the county, in the same transaction. */
  ledger: ledgerName.optional(),
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
  /** Absent: it grants no licence, its result is a decision. */
  licence: z
    .strictObject({
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
    })
    .optional(),
  /** The paper that a matter without licence ends with. */
  decisionDocument: z.strictObject({ name: text, /** Its template. */ document: key }).optional(),
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
  separation: z.array(
    z.strictObject({
      rule: z.string().regex(/^sod_\w+$/),
      text,
      elements: z.array(elementId).min(1),
      /** Steps among them that one person may well do: 预审 and 受理. */
      together: z.array(z.array(elementId).min(2)).optional(),
    }),
  ),
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
      // Of a step of whoever handed an internal matter in: his silence is agreement, or the end of it.
      'silence-agrees',
      'silence-ends',
    ]),
  ),
  /** 升级督办: told by shares of the limits of steps. */
  escalations: z.array(escalation).optional(),
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

export type LicenceManifest = NonNullable<z.infer<typeof matter>['licence']>
export type MatterManifest = z.infer<typeof matter> & {
  /** What makes it a theme 一件事: made when the theme is published, see joint/theme-matter.ts. */
  joint?: JointManifest
}
export type LicenceActManifest = z.infer<typeof licenceAct>
export type ActAfterGrant = LicenceActManifest['act']
export type TimerMeaning = MatterManifest['timers'][string]

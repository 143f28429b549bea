import { z } from 'zod'

/*
 * The entries of the supervision log that rules listen to: who writes them, about what, with which payload. Packages that
 * are still to come write theirs in these shapes. A rule sees the payload after these shapes have filled in what an entry
 * leaves out, so that a condition never asks for a name that is not there. Instants are UTC epoch milliseconds.
 */

const text = z.string().nullable().catch(null).default(null)
const at = z.number().nullable().catch(null).default(null)
const number = z.number().catch(0).default(0)
const yes = z.boolean().catch(false).default(false)
const texts = z.array(z.string()).catch([]).default([])

/** One material demanded in a supplement notice. */
const missing = z
  .array(z.looseObject({ key: text, fault: text, text }))
  .catch([])
  .default([])

const shapes = {
  /** Subject `matter:<key>`: a version of a matter is in force; `watch` is what rules need to know of it. */
  'matter.published': z.looseObject({ version: number, name: text, watch: z.unknown().default(null) }),

  // Cases: subject `case:<id>`.
  /** `channel`: web, window, instant 即办; `reused`: keys of materials that the county had already. */
  'case.submitted': z.looseObject({
    caseNo: text,
    matter: text,
    version: number,
    channel: text,
    urgent: yes,
    materials: z.record(z.string(), z.unknown()).catch({}).default({}),
    reused: texts,
  }),
  'case.supplemented': z.looseObject({}),
  'case.accepted-by-silence': z.looseObject({ acceptedAt: at }),
  'case.supplement-lapsed': z.looseObject({}),
  /** 下级初审: opinion and all materials went to the organ that decides. */
  'case.reported-up': z.looseObject({ from: text, to: text, conclusion: text, materials: texts }),
  'inspection.recorded': z.looseObject({ inspectedOn: text, standard: text, conclusion: text }),
  /** `result`, where it is not the status: returned 退回, voided 作废, deleted 删除. */
  'case.closed': z.looseObject({ status: text, result: text, reason: text }),
  /** A user task is open. `phase`: intake, examination, delivery, or null where the matter names no step for it. */
  'task.opened': z.looseObject({ task: text, element: text, step: text, phase: text, dueAt: at, assignee: text }),
  'task.canceled': z.looseObject({ task: text, element: text }),
  'task.claimed': z.looseObject({ task: text, element: text }),
  /** A task was given to someone else. */
  'task.assigned': z.looseObject({ task: text, element: text, from: text, to: text }),
  'task.completed': z.looseObject({
    task: text,
    element: text,
    step: text,
    action: text,
    label: text,
    opinion: text,
    /** What it did in law: accept, request-supplement, not-accept, grant, refuse. */
    effect: text,
    decision: z.looseObject({ result: text, reasons: text }).nullable().catch(null).default(null),
    record: z
      .looseObject({ fields: z.looseObject({ missing }).catch({ missing: [] }).default({ missing: [] }) })
      .catch({ fields: { missing: [] } })
      .default({ fields: { missing: [] } }),
  }),
  /** A time limit has passed: intake, firstReview, inspection, promised, statutory, delivery, card-reply, card-urged. */
  'limit.passed': z.looseObject({ limit: text, element: text, step: text, basis: text, dueAt: at }),
  /** The clock stands still: one of the legal kinds of suspension, or `applicant` while it lies with whoever handed it in. */
  'clock.suspended': z.looseObject({ kind: text, plannedEndAt: at }),
  'clock.resumed': z.looseObject({ kind: text }),
  /** A new working calendar moved its due times. `before`, `after`: instants by name (intake, promised, statutory, delivery, warn). */
  'case.redated': z.looseObject({
    calendar: number,
    before: z.record(z.string(), at).catch({}).default({}),
    after: z.record(z.string(), at).catch({}).default({}),
    tasks: z
      .array(z.looseObject({ task: text, element: text, step: text, before: at, after: at }))
      .catch([])
      .default([]),
  }),
  /** Days more, granted by the head of the organ (行政许可法 article 42). */
  'limit.extended': z.looseObject({ days: number, reason: text, approvedBy: text }),
  /** 特别程序 (行政许可法 article 45). */
  'special-procedure.opened': z.looseObject({ kind: text, plannedEndAt: at, approvedBy: text }),
  'special-procedure.closed': z.looseObject({ kind: text }),
  'document.issued': z.looseObject({ name: text, number: text }),
  /** 双公示. `late`: after the seven workdays; `withheld`: what the matter says is not public. */
  'decision.published': z.looseObject({ publication: text, kind: text, number: text, dueAt: at, late: yes }),
  'decision.withheld': z.looseObject({ publication: text, kind: text, number: text, reason: text }),
  'publication.corrected': z.looseObject({ publication: text, reason: text }),
  'publication.withdrawn': z.looseObject({ publication: text, reason: text }),
  /** 归档. */
  'case.archived': z.looseObject({ archiveNo: text, sha256: text }),
  'archive.failed': z.looseObject({ archiveNo: text, problems: texts }),
  'archive.taken': z.looseObject({ archiveNo: text }),
  'number.voided': z.looseObject({ kind: text, number: text, reason: text }),
  'number-scheme.changed': z.looseObject({ name: text }),
  'fee.charged': z.looseObject({ item: text, amount: number, standard: number, approvedBy: text }),
  'fee.waived': z.looseObject({ item: text, amount: number, approvedBy: text }),
  /** 好差评: grade 1 (非常不满意) to 5. */
  'case.rated': z.looseObject({ rating: text, grade: z.number().catch(3).default(3) }),
  /** The follow-up of a poor rating came to its end with a revisit. */
  'case.rating-followed': z.looseObject({ rating: text }),
  /** Nothing writes these two; rules that a tenant keeps from earlier releases listen to them. */
  'rating.given': z.looseObject({ rating: text, grade: z.number().catch(3).default(3) }),
  'rating.revisited': z.looseObject({ rating: text }),
  /** A step of the follow-up 差评整改 of a poor rating, subject `rating:<id>`: contact, rectify, review, revisit. */
  'rating.step-opened': z.looseObject({ step: text, dueAt: at, round: number }),
  'rating.step-ended': z.looseObject({ step: text, dueAt: at, round: number }),
  'complaint.received': z.looseObject({ complaint: text }),
  'complaint.answered': z.looseObject({ complaint: text }),
  /** A question 咨询, subject `consultation:<id>`. */
  'consultation.received': z.looseObject({ consultation: text, dueAt: at }),
  'consultation.answered': z.looseObject({ consultation: text }),
  /** A relative or company link between an officer of the case and its applicant. */
  'integrity.link-found': z.looseObject({ officerId: text, relation: text }),
  'expert.assigned': z.looseObject({ expertId: text, expertName: text }),
  'bid.opened': z.looseObject({ bidders: texts }),
  /** Separation of duties was waived by the named leader. */
  'separation.waived': z.looseObject({ rule: text, reason: text, userId: text, element: text }),
  'emergency-access.opened': z.looseObject({ accessId: text, expiresAt: at }),
  'emergency-access.reviewed': z.looseObject({ accessId: text }),

  // What cases owe 容缺, and what was promised 告知承诺; `debt` tells one material of a case from another.
  'debt.opened': z.looseObject({ debt: text, material: text, name: text, dueAt: at }),
  'debt.settled': z.looseObject({ debt: text, material: text, name: text, late: yes }),
  'debt.waived': z.looseObject({ debt: text, material: text, name: text, reason: text }),
  'debt.lapsed': z.looseObject({ debt: text, material: text, name: text }),
  'debt.overdue': z.looseObject({ debt: text, material: text, name: text, dueAt: at }),
  /** Subject `incident-fraud:<case>:<organ>`, of the organ whose photo of a disposal was false. */
  'linkage.fraud': z.looseObject({ caseNo: text, reason: text }),
  'commitment.signed': z.looseObject({ channel: text, signedName: text }),
  /** The organ owes a check of what was promised; `organ` where it is another than the one in charge. */
  'check.opened': z.looseObject({ organ: text, dueAt: at }),
  'check.overdue': z.looseObject({ dueAt: at }),
  'check.completed': z.looseObject({ kept: z.boolean().catch(true).default(true), finding: text, late: yes }),
  /** A paper that the county had already. `round`: 0 with the application, where `case.submitted` counts it too. */
  'material.reused': z.looseObject({ material: text, kind: text, grade: text, round: number }),
  'material.verified': z.looseObject({ file: text, kind: text }),

  /** 视为准予延续: nobody decided on a renewal before the licence ended (行政许可法 article 50). Days, YYYY-MM-DD. */
  'licence.renewed-by-silence': z.looseObject({ licenceNo: text, endedOn: text, validUntil: text }),

  // Licences: subject `licence:<number>`.
  'licence.issued-outside': z.looseObject({ licenceNo: text, matter: text, foundBy: text }),

  // Performance assessment 绩效考核: subject `target:<indicator>:<organ>`.
  /** A progress report did not come in time. `month`: `2027-03`. */
  'assessment.report-missing': z.looseObject({ indicator: text, name: text, month: text, dueAt: at }),

  // The log and the system: subjects `log:<tenant>`, `rule:<id>`, `system`.
  'supervision.verified': z.looseObject({ ok: z.boolean().catch(true).default(true), code: text }),
  'supervision.rollback-found': z.looseObject({}),
  'server.heartbeat': z.looseObject({}),
  'supervision.silence-found': z.looseObject({ message: text, durationMs: number }),
  'supervision.exported': z.looseObject({}),
  'supervision.looked-up': z.looseObject({}),
  'supervision.clock-jumped': z.looseObject({ message: text, durationMs: number }),
  'data.exported': z.looseObject({ what: text, rows: number }),
  'user.exported': z.looseObject({ rows: number }),
  'access.refused': z.looseObject({ type: text, action: text }),
  'rule.confirmed': z.looseObject({
    rule: text,
    version: number,
    enabled: z.boolean().catch(true).default(true),
    wasEnabled: z.boolean().catch(true).default(true),
  }),
} as const

/** Every action that rules may listen to. */
export const EVENT_CATALOGUE: Readonly<Record<string, z.ZodType>> = shapes
export type SupervisedAction = keyof typeof shapes

/** The payload with everything that its shape names; an erased or foreign payload becomes one without particulars. */
export function payloadOf(action: string, payload: unknown): Record<string, unknown> {
  const shape = Object.hasOwn(EVENT_CATALOGUE, action) ? EVENT_CATALOGUE[action]! : null
  const given = typeof payload === 'object' && payload !== null && !Array.isArray(payload) ? payload : {}
  if (!shape) return given as Record<string, unknown>
  const parsed = shape.safeParse(given)
  return (parsed.success ? parsed.data : shape.parse({})) as Record<string, unknown>
}

/** Everything that the payloads of these actions may say, said by none: what a rule asks of one of them is never unknown. */
export function unsaidOf(actions: readonly string[]): Record<string, null> {
  const shapesOf = actions.flatMap((action) => (Object.hasOwn(shapes, action) ? [shapes[action as SupervisedAction]] : []))
  return Object.fromEntries(shapesOf.flatMap((shape) => Object.keys(shape.shape).map((key) => [key, null])))
}

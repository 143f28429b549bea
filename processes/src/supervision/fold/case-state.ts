import type { LimitUnit, StopKind } from '../../clock/index.ts'

/** What the log has told of a case. Instants are UTC epoch milliseconds; everything is there from the first entry on. */
export interface CaseState {
  caseId: string
  caseNo: string | null
  matterKey: string | null
  matterVersion: number
  matterName: string | null
  organId: string | null
  channel: string | null
  urgent: boolean
  submittedAt: number | null
  receivedAt: number | null
  acceptedAt: number | null
  decidedAt: number | null
  closedAt: number | null
  /** granted, refused, not-accepted, lapsed, returned, voided, deleted, closed */
  result: string | null
  /** Workdays of the limit used at the decision. */
  usedDays: number | null
  suspensions: { kind: StopKind; from: number; to: number | null }[]
  /** Workdays more that were granted. */
  extension: number
  extensions: number
  promisedDays: number | null
  statutoryDays: number | null
  /** What both limits, the extension and what was used are counted in; absent: workdays. */
  limitUnit?: LimitUnit
  /** The limits of the decision count from here instead of the acceptance; null: not reported up yet; absent: no first review. */
  decisionFrom?: number | null
  /** Null while a suspension is open and before acceptance. */
  promisedDueAt: number | null
  statutoryDueAt: number | null
  warnAt: number | null
  supplements: number
  materialKeys: string[]
  /** How many of them the county had already; absent in states of before it was told. */
  materialsReused?: number
  specials: { kind: string; from: number; to: number | null; plannedEndAt: number | null }[]
  /** Open user tasks: task id → what is known of it; `step` is its name for people, absent in older states. */
  open: Record<string, { element: string; openedAt: number; dueAt: number | null; holder: string | null; step?: string | null }>
  /** Who did which step, newest last; `inHours`: its own limit was shorter than a day, so it is worked at round the clock and by urgency. */
  done: { element: string; actorId: string; onBehalfOf: string | null; at: number; step?: string | null; inHours?: boolean }[]
  /** Separation of duties lifted by a leader: who may take which step all the same. It has its own card. */
  waived: { element: string; userId: string }[]
  /** How many steps were done. */
  steps: number
  reassignedAt: number | null
  complaints: number
  rating: number | null
  revisited: boolean | null
  /** Place of the newest entry in the log. */
  seq: number
}

export const newCaseState = (caseId: string): CaseState => ({
  caseId,
  caseNo: null,
  matterKey: null,
  matterVersion: 0,
  matterName: null,
  organId: null,
  channel: null,
  urgent: false,
  submittedAt: null,
  receivedAt: null,
  acceptedAt: null,
  decidedAt: null,
  closedAt: null,
  result: null,
  usedDays: null,
  suspensions: [],
  extension: 0,
  extensions: 0,
  promisedDays: null,
  statutoryDays: null,
  promisedDueAt: null,
  statutoryDueAt: null,
  warnAt: null,
  supplements: 0,
  materialKeys: [],
  materialsReused: 0,
  specials: [],
  waived: [],
  open: {},
  done: [],
  steps: 0,
  reassignedAt: null,
  complaints: 0,
  rating: null,
  revisited: null,
  seq: -1,
})

/** What rules need to know of a version of a matter, as `matter.published` says it. */
export interface MatterWatch {
  name: string
  /** Of `limitUnit`; absent: workdays. */
  promisedDays: number
  statutoryDays: number
  limitUnit?: LimitUnit
  /** User task → phase of its step. */
  phases: Record<string, string>
  /** User task → steps that every way to it has passed. */
  before: Record<string, string[]>
  /** Element → name as drawn, of user tasks. */
  names: Record<string, string>
  /** Steps that different people take. */
  apart: string[][]
  /** Material → required, conditional or optional. */
  materials: Record<string, string>
  materialNames: Record<string, string>
  /** 救济途径, as it is printed in refusals. */
  remedies: string
  /** A lower organ reviews first, and the limits begin when it reports up; absent: it does not. */
  firstReview?: boolean
  /** Its procedure publishes the decision 双公示; absent: it does not. */
  publishes?: boolean
}

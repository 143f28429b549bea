import type { FieldAccess, FormSchema } from '@lianban/forms'
import type { UploadedFile } from './cases.ts'
import type { JointGuide } from './joint.ts'

/* Matters and what they ask for. Instants are epoch milliseconds. */

export interface MatterSummary {
  key: string
  name: string
  organId: string
  organName: string
  /** Keys of life events. */
  events: string[]
  kind: string
  /** In words: `20个工作日`. */
  statutory: string
  promised: string
  theme: string | null
  /** Several matters as one thing 一件事. */
  isJoint: boolean
  /** The county's own people hand it in for their organ. */
  isInternal: boolean
  /** Where it is handed in, if not by its application form. */
  page: string | null
  /** Why it takes no new cases now; null: it does. */
  closed: string | null
}

export interface MatterMaterial {
  key: string
  name: string
  required: boolean
  /** 必要, 符合条件时必要, 非必要. */
  requirement: string
  description: string
  formats: string[]
  maxBytes: number
  maxFiles: number
  basis: string
  formText: string
  sourceText: string
  sharingText: string | null
  declared: boolean
  /** 容缺后补: within what time and who decides; null: must be there. */
  deferralText: string | null
  /** A promise may stand for it. */
  promisable: boolean
  /** File name of its sample. */
  sample: string | null
  /** Fields of the application form that it proves. */
  proves: string[]
}

/** What may be promised instead of proved 告知承诺. */
export interface MatterCommitment {
  text: string
  applies: string
  conditions: string[]
  materials: string[]
  consequence: string
  checkText: string
  basis: string
}

/** What is known of an applicant before he fills in a form. */
export interface Prefill {
  /** Answers that the county has already, each with where it is from. */
  fields: { path: string; value: unknown; from: string }[]
  /** His last application for the same matter, as far as this version still asks for it. */
  last: { submittedAt: number; values: Record<string, unknown> } | null
}

/** A paper that the county has already. */
export interface ReusablePaper extends UploadedFile {
  materialKey: string
  grade: string
  gradeText: string
  mustShowOriginal: boolean
  handedInAt: number
  validUntil: string | null
  sourceCaseNo: string | null
  sourceMatterName: string | null
  watermark: string | null
}

export interface FormDefinition {
  key?: string
  version?: number
  schema: FormSchema
}

/** The guidance page, as anyone may read it. */
export interface MatterGuide extends MatterSummary {
  /** Null: it is no theme. */
  joint: JointGuide | null
  version: number
  validFrom: string | null
  validUntil: string | null
  nextFrom: string | null
  codes: { basic: string; implementation: string; item: string | null } | null
  creditCode: string | null
  level: string | null
  handlingText: string
  conditions: string[]
  basis: string[]
  limits: { name: string; text: string; basis: string }[]
  materials: MatterMaterial[]
  fees: string
  feesBasis: string
  results: { name: string; kind: string; sample: string | null }[]
  visits: { times: number; reason: string | null } | null
  online: string[]
  scope: string | null
  intermediaries: { name: string; basis: string }[]
  contact: { window: { address: string; hours: string }; consultation: string; complaint: string } | null
  remedies: string
  steps: { name: string; limitText: string; postName?: string; special: string | null }[]
  commitment: MatterCommitment | null
  form: FormDefinition
  /** What it does to a licence that there is; null: it grants one. */
  licenceAct: { act: string; by: 'holder' | 'organ'; field: string; holderField: string } | null
}

/** With what whoever fills the form in needs. */
export interface MatterDetail extends MatterGuide {
  /** Of an internal matter: the organs for which this person may hand it in. */
  openerOrgans: { id: string; name: string }[]
  access?: FieldAccess
  /** Whom the applicant may choose as readers 抄送; empty where the matter offers nobody. */
  readers: { id: string; name: string }[]
}

import type { FieldAccess, FormSchema } from '@lianban/forms'

/* Matters and what they ask for. Instants are epoch milliseconds. */

export interface MatterSummary {
  key: string
  name: string
  organName: string
  kind: string
  /** In words: `20个工作日`. */
  statutory: string
  promised: string
  theme: string | null
}

export interface MatterMaterial {
  key: string
  name: string
  required: boolean
  /** `必交`, `有从业人员…的必交`, `可不交`. */
  requirement?: string
  description: string
  formats: string[]
  maxBytes: number
  maxFiles: number
}

export interface FormDefinition {
  key?: string
  version?: number
  schema: FormSchema
}

export interface MatterDetail extends MatterSummary {
  conditions: string[]
  basis: string[]
  materials: MatterMaterial[]
  fees: string
  remedies: string
  steps: { name: string; limitText: string; postName?: string }[]
  form: FormDefinition
  access?: FieldAccess
}

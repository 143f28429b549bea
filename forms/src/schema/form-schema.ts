/**
 * The form schema: a closed subset of Formily JSON Schema. What is not written here is refused by checkSchema, so a
 * stored form can never carry code: linkage is FEEL in named keys, there is no `{{…}}` and no `x-reactions`.
 */
export interface FormSchema {
  type: 'object'
  title?: string
  description?: string
  'x-lianban': { version: 1 }
  properties: Record<string, FieldSchema>
}

export type FieldType = 'string' | 'number' | 'integer' | 'boolean' | 'array' | 'object' | 'void'

export type ComponentName =
  | 'Input'
  | 'TextArea'
  | 'NumberInput'
  | 'MoneyInput'
  | 'Select'
  | 'Radio'
  | 'Checkbox'
  | 'DatePicker'
  | 'Switch'
  | 'Upload'
  | 'ArrayTable'
  | 'Section'
  | 'Notice'
  | 'CitizenId'
  | 'CreditCode'
  | 'Phone'
  | 'Address'
  | 'BankCard'
  | 'Cascader'
  | 'DateRange'
  | 'Organ'
  | 'User'
  | 'Region'
  | 'AddressPoint'
  | 'Signature'
  | 'CardList'
  | 'Group'
  | 'Tabs'
  | 'Steps'
  | 'Computed'
  | 'Hidden'

export type FormatName = 'citizen-id' | 'credit-code' | 'mobile-cn' | 'phone-cn' | 'region-code' | 'bank-card' | 'date'

export interface Option {
  label: string
  value: string | number
  /** In a Cascader: value of the option above it. */
  parent?: string
}

/**
 * Where options come from that the schema does not list itself: the county's tables. One key, told by which one it is.
 * - `dictionary`, `remote`: the name of a dictionary, of a data service
 * - `organs`: of a kind, below an organ (id) · `users`: holders of a post (key), in an organ (id)
 * - `regions`: GB/T 2260, below a region (code), down to a level
 */
export type OptionsQuery =
  | { dictionary: string }
  | { remote: string }
  | { organs: { kind?: string; under?: string } }
  | { users: { post?: string; organ?: string } }
  | { regions: { under?: string; level?: 'province' | 'city' | 'county' } }

/** The condition names the wrong case: when it is true, `message` is shown. */
export interface Check {
  when: string
  message: string
}

export interface FieldSchema {
  type: FieldType
  title?: string
  description?: string
  enum?: Option[]
  'x-options'?: OptionsQuery
  required?: boolean
  default?: string | number | boolean | (string | number)[]
  format?: FormatName
  minLength?: number
  maxLength?: number
  pattern?: string
  minimum?: number
  maximum?: number
  multipleOf?: number
  items?: ItemsSchema
  properties?: Record<string, FieldSchema>
  minItems?: number
  maxItems?: number
  'x-component'?: ComponentName
  'x-component-props'?: Record<string, string | number | boolean | string[]>
  'x-decorator'?: 'FormItem'
  'x-index'?: number
  /** FEEL: the field is shown when this is true; a hidden field has no value. */
  'x-visible-if'?: string
  /** FEEL: the field must be filled in when this is true. */
  'x-required-if'?: string
  /** FEEL: the value, which nobody can type. */
  'x-computed'?: string
  'x-checks'?: Check[]
  /** Example value, shown in the empty input. */
  'x-example'?: string
  /** Help in plain words, shown below the label. */
  'x-help'?: string
}

/** Rows of a table (`object`), or the values of a multiple choice. */
export interface ItemsSchema {
  type: 'object' | 'string' | 'number' | 'integer'
  properties?: Record<string, FieldSchema>
}

/** How the value of a field is built. A `record` is one value of fixed parts, see PARTS. */
export type FieldKind = 'scalar' | 'choices' | 'files' | 'record' | 'table' | 'object' | 'void'

/** The parts of a record, by component. */
const PARTS: Partial<Record<ComponentName, Record<string, 'date' | 'text' | 'degrees'>>> = {
  DateRange: { start: 'date', end: 'date' },
  AddressPoint: { address: 'text', longitude: 'degrees', latitude: 'degrees' },
}

/** One field of a form, flat. */
export interface Field {
  /** `applicant.name`; a column of a table is `staff.name`, without an index. Sections add nothing to the path. */
  path: string
  key: string
  title: string
  kind: FieldKind
  /** Named or meant by its type; null for a plain object. */
  component: ComponentName | null
  /** The format its value must have, see formatOf. */
  format: FormatName | null
  schema: FieldSchema
  /** Title of the section the field stands in, null outside any. */
  section: string | null
  /** Path of the table when the field is a column, else null. */
  table: string | null
  /** Paths of the sections, objects and table around it, nearest first. */
  containers: string[]
  /** JSON pointer into the schema. */
  pointer: string
}

/** What a component stands for when the schema does not name one. */
export function componentOf(schema: FieldSchema): ComponentName | null {
  const named = schema['x-component']
  if (named) return named
  switch (schema.type) {
    case 'string':
      return schema.enum || schema['x-options'] ? 'Select' : schema.format === 'date' ? 'DatePicker' : 'Input'
    case 'number':
    case 'integer':
      return schema.enum ? 'Select' : 'NumberInput'
    case 'boolean':
      return 'Switch'
    case 'array':
      return schema.enum || schema['x-options'] ? 'Checkbox' : 'ArrayTable'
    default:
      return null
  }
}

const FORMATS_OF_COMPONENT: Partial<Record<ComponentName, readonly [FormatName, ...FormatName[]]>> = {
  CitizenId: ['citizen-id'],
  CreditCode: ['credit-code'],
  Phone: ['mobile-cn', 'phone-cn'],
  BankCard: ['bank-card'],
  Region: ['region-code'],
  DatePicker: ['date'],
}

/** The formats that a component takes, the first when the schema names none; null: any, or none. */
export function formatsOf(component: ComponentName): readonly FormatName[] | null {
  return FORMATS_OF_COMPONENT[component] ?? null
}

/** The format a value must have: named by the schema, or implied by its component. */
export function formatOf(schema: FieldSchema): FormatName | null {
  const component = componentOf(schema)
  return schema.format ?? (component ? (FORMATS_OF_COMPONENT[component]?.[0] ?? null) : null)
}

/** The parts of a record field, null for every other. */
export function partsOf(schema: FieldSchema): Record<string, 'date' | 'text' | 'degrees'> | null {
  const component = schema.type === 'object' ? schema['x-component'] : undefined
  return component ? (PARTS[component] ?? null) : null
}

const KIND_OF_COMPONENT: Partial<Record<ComponentName, FieldKind>> = {
  Upload: 'files',
  Signature: 'files',
  ArrayTable: 'table',
  CardList: 'table',
  DateRange: 'record',
  AddressPoint: 'record',
}

/** How the value of a field is built, from its type and component. */
export function kindOf(schema: FieldSchema): FieldKind {
  if (schema.type === 'void') return 'void'
  if (schema.type !== 'object' && schema.type !== 'array') return 'scalar'
  const component = componentOf(schema)
  const kind = component ? KIND_OF_COMPONENT[component] : undefined
  return kind ?? (schema.type === 'object' ? 'object' : 'choices')
}

const SOURCE_OF_COMPONENT: Partial<Record<ComponentName, OptionsQuery>> = {
  Organ: { organs: {} },
  User: { users: {} },
  Region: { regions: {} },
}

/** Where the options of a field come from, null when it has none or lists them itself. */
export function sourceOf(schema: FieldSchema): OptionsQuery | null {
  const component = componentOf(schema)
  return schema['x-options'] ?? (component ? (SOURCE_OF_COMPONENT[component] ?? null) : null)
}

/** Whether a column can be summed: numbers, and money, which is summed in fen. */
export function isSummable(schema: FieldSchema): boolean {
  return schema.type === 'number' || schema.type === 'integer' || componentOf(schema) === 'MoneyInput'
}

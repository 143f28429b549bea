import type { ComponentName, FieldType } from './form-schema.ts'

type PropKind = 'boolean' | 'text' | 'count' | 'extensions' | readonly string[]

interface ComponentRule {
  types: readonly FieldType[]
  props: Record<string, PropKind>
  /** Whether `enum` must, may or must not be there. */
  options?: 'required' | 'allowed'
}

const TEXT = { types: ['string'], props: {} } as const satisfies ComponentRule

/** The closed list of components: which types each may show and which properties it takes. */
export const COMPONENTS: Record<ComponentName, ComponentRule> = {
  Input: { types: ['string'], props: { suffix: 'text' } },
  TextArea: { types: ['string'], props: { rows: 'count' } },
  NumberInput: { types: ['number', 'integer'], props: { suffix: 'text' } },
  /** Yuan as decimal text with two digits, `"1250.00"`; `capital: false` leaves the 大写 line out. */
  MoneyInput: { types: ['string'], props: { capital: 'boolean' } },
  Select: { types: ['string', 'number', 'integer', 'array'], props: {}, options: 'required' },
  Radio: {
    types: ['string', 'number', 'integer'],
    props: { direction: ['horizontal', 'vertical'] },
    options: 'required',
  },
  /** An array is a multiple choice; a boolean is one box to tick, and required means ticked. */
  Checkbox: { types: ['array', 'boolean'], props: { direction: ['horizontal', 'vertical'] }, options: 'allowed' },
  DatePicker: TEXT,
  Switch: { types: ['boolean'], props: {} },
  /** `accept`: extensions with dot, lower case; `maxBytes`: of one file. */
  Upload: { types: ['array'], props: { accept: 'extensions', maxBytes: 'count' } },
  ArrayTable: { types: ['array'], props: { addText: 'text' } },
  Section: { types: ['void', 'object'], props: {} },
  Notice: { types: ['void'], props: { kind: ['info', 'warning'] } },
  CitizenId: TEXT,
  CreditCode: TEXT,
  Phone: TEXT,
  Address: TEXT,
}

/** Says what is wrong with a component property, or null. */
export function wrongProp(kind: PropKind, value: unknown): string | null {
  if (Array.isArray(kind)) return kind.includes(value) ? null : `must be one of ${kind.join(', ')}`
  switch (kind) {
    case 'boolean':
      return typeof value === 'boolean' ? null : 'must be a boolean'
    case 'text':
      return typeof value === 'string' && value.length <= 20 ? null : 'must be text of at most 20 characters'
    case 'count':
      return Number.isSafeInteger(value) && Number(value) > 0 ? null : 'must be a positive integer'
    default:
      return Array.isArray(value) && value.length <= 20 && value.every((it) => /^\.[a-z0-9]{1,8}$/.test(String(it)))
        ? null
        : 'must be a list of lower-case extensions such as ".pdf"'
  }
}

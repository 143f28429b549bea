import type { FieldAccess, FieldSchema, FormSchema, FormValues } from '@lianban/forms'
import fc from 'fast-check'

const OPTIONS = [
  { label: '甲', value: 'a' },
  { label: '乙', value: 'b' },
]

/** Conditions over the fields that every random form has: `kind`, `flag`, `amount`. */
const condition = fc.constantFrom('kind = "a"', 'flag', 'amount > 10', 'not(flag) and kind != null', 'true', 'false')

const scalar: fc.Arbitrary<FieldSchema> = fc
  .record({
    base: fc.constantFrom<FieldSchema>(
      { type: 'string' },
      { type: 'string', enum: OPTIONS },
      { type: 'string', 'x-component': 'MoneyInput' },
      { type: 'string', 'x-component': 'CitizenId' },
      { type: 'string', 'x-component': 'DatePicker' },
      { type: 'integer', minimum: 0 },
      { type: 'number' },
      { type: 'boolean' },
    ),
    visible: fc.option(condition, { nil: undefined }),
    computed: fc.option(fc.constantFrom('amount', 'kind', 'amount * 2', 'string(amount)', 'today()'), {
      nil: undefined,
      freq: 4,
    }),
  })
  .map(({ base, visible, computed }) => ({
    ...base,
    title: '项',
    ...(visible ? { 'x-visible-if': visible } : {}),
    ...(computed && !base.enum ? { 'x-computed': computed } : {}),
  }))

const properties = (field: fc.Arbitrary<FieldSchema>, prefix: string) =>
  fc.array(field, { minLength: 1, maxLength: 4 }).map((fields) => Object.fromEntries(fields.map((it, at) => [`${prefix}${at}`, it])))

const table: fc.Arbitrary<FieldSchema> = properties(scalar, 'c').map((columns) => ({
  type: 'array',
  title: '表',
  items: { type: 'object', properties: columns },
}))
const object: fc.Arbitrary<FieldSchema> = properties(scalar, 'o').map((inner) => ({
  type: 'object',
  properties: inner,
}))

/** A small valid form: scalars, a nested object, a table, a section that may be hidden. */
export const randomForm: fc.Arbitrary<FormSchema> = fc
  .record({
    plain: properties(fc.oneof(scalar, table, object), 'p'),
    inSection: properties(fc.oneof(scalar, table), 's'),
    sectionIf: fc.constantFrom('flag', 'kind = "b"', 'true'),
  })
  .map(({ plain, inSection, sectionIf }) => ({
    type: 'object',
    'x-lianban': { version: 1 },
    properties: {
      kind: { type: 'string', title: '种类', enum: OPTIONS },
      flag: { type: 'boolean', title: '标志' },
      amount: { type: 'number', title: '数量' },
      section: {
        type: 'void',
        title: '节',
        'x-component': 'Section',
        'x-visible-if': sectionIf,
        properties: inSection,
      },
      ...plain,
    },
  }))

const anything: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom('a', 'b', '', '2026-01-02', '12.5', '1,000', '11010519491231002X', ' x ', null, true, false, 0, 5, 20.5),
  fc.string({ maxLength: 5 }),
  fc.integer(),
)

/** Values for a form, mostly of the right type. */
export const randomValues = (schema: FormSchema): fc.Arbitrary<FormValues> => valuesOf(schema.properties) as fc.Arbitrary<FormValues>

function valuesOf(fields: Record<string, FieldSchema>): fc.Arbitrary<Record<string, unknown>> {
  const parts = Object.entries(fields).map(([key, field]): fc.Arbitrary<Record<string, unknown>> => {
    if (field.type === 'void') return valuesOf(field.properties ?? {})
    return fc.option(valueOf(field), { nil: undefined, freq: 5 }).map((value) => (value === undefined ? {} : { [key]: value }))
  })
  return fc.tuple(...parts).map((all) => Object.assign({}, ...all) as Record<string, unknown>)
}

function valueOf(field: FieldSchema): fc.Arbitrary<unknown> {
  switch (field.type) {
    case 'object':
      return valuesOf(field.properties ?? {})
    case 'array':
      return fc.array(valuesOf(field.items?.properties ?? {}), { maxLength: 3 })
    case 'boolean':
      return fc.boolean()
    case 'number':
      return fc.oneof(fc.integer({ min: -50, max: 50 }), fc.constant(10.5))
    case 'integer':
      return fc.integer({ min: -50, max: 50 })
    default:
      return field.enum ? fc.constantFrom('a', 'b', 'z') : anything.filter((it) => typeof it === 'string')
  }
}

/** Rights over some of the paths, with or without wildcards. */
export const randomAccess = (paths: string[]): fc.Arbitrary<FieldAccess> =>
  fc.dictionary(
    fc.constantFrom('*', 'section', 'section.*', ...paths, ...paths.map((it) => `${it}.*`)),
    fc.constantFrom('hidden', 'read', 'write', 'required'),
    { maxKeys: 8 },
  )

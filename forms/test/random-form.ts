import type { FieldAccess, FieldSchema, FormSchema, FormValues, OptionItem, OptionsSource } from '@lianban/forms'
import fc from 'fast-check'

const OPTIONS = [
  { label: '甲', value: 'a' },
  { label: '乙', value: 'b' },
]
const TREE = [
  { label: '省', value: 'p' },
  { label: '市', value: 'a', parent: 'p' },
]

/** What the named sources of random forms hold: `a` and `b`, `p` with something below it. */
const ITEMS: OptionItem[] = [
  { value: 'a', label: '甲', above: ['省'], leaf: true },
  { value: 'b', label: '乙' },
  { value: 'p', label: '省', leaf: false },
  { value: '320800', label: '三湖县', leaf: true },
]

export const randomSource: OptionsSource = {
  list: () => Promise.resolve(ITEMS),
  find: (_, values) => Promise.resolve(ITEMS.filter((it) => values.includes(it.value))),
}

/** Conditions over the fields that every random form has: `kind`, `flag`, `amount`, `period`. */
const condition = fc.constantFrom(
  ...['kind = "a"', 'flag', 'amount > 10', 'not(flag) and kind != null', 'true', 'false'],
  ...['period.start < period.end', 'period != null', 'place.latitude > 30'],
)
const computed = fc.constantFrom(
  ...['amount', 'kind', 'amount * 2', 'string(amount)', 'today()', 'amount / 3', 'period.end', 'place.address', 'flag'],
)

/** Every component that takes one value of its own and may stand in a column too. */
const BASES: FieldSchema[] = [
  { type: 'string' },
  { type: 'string', 'x-component': 'TextArea' },
  { type: 'string', enum: OPTIONS },
  { type: 'string', enum: OPTIONS, 'x-component': 'Radio' },
  { type: 'string', enum: TREE, 'x-component': 'Cascader' },
  { type: 'string', 'x-options': { dictionary: 'industry' } },
  { type: 'array', 'x-component': 'Select', 'x-options': { remote: 'shops' } },
  { type: 'array', enum: OPTIONS },
  { type: 'string', 'x-component': 'Organ' },
  { type: 'array', 'x-component': 'User', 'x-options': { users: { post: 'clerk' } } },
  { type: 'string', 'x-component': 'Region' },
  { type: 'string', 'x-component': 'MoneyInput' },
  { type: 'string', 'x-component': 'CitizenId' },
  { type: 'string', 'x-component': 'CreditCode' },
  { type: 'string', 'x-component': 'Phone' },
  { type: 'string', 'x-component': 'BankCard' },
  { type: 'string', 'x-component': 'Address' },
  { type: 'string', 'x-component': 'DatePicker' },
  { type: 'object', 'x-component': 'DateRange' },
  { type: 'object', 'x-component': 'AddressPoint' },
  { type: 'array', 'x-component': 'Upload' },
  { type: 'array', 'x-component': 'Signature' },
  { type: 'integer', minimum: 0 },
  { type: 'number' },
  { type: 'boolean' },
  { type: 'boolean', 'x-component': 'Checkbox' },
  { type: 'string', 'x-component': 'Hidden' },
  { type: 'number', 'x-component': 'Computed' },
]

/** Components whose value may be computed. */
const mayCompute = ({ type, enum: listed, 'x-options': source, 'x-component': component }: FieldSchema): boolean =>
  type !== 'array' && type !== 'object' && !listed && !source && component !== 'Organ'

const leaf: fc.Arbitrary<FieldSchema> = fc
  .record({
    base: fc.constantFrom(...BASES),
    visible: fc.option(condition, { nil: undefined }),
    computed: fc.option(computed, { nil: undefined, freq: 4 }),
  })
  .map(({ base, visible, computed: formula }) => ({
    ...base,
    title: '项',
    ...(visible ? { 'x-visible-if': visible } : {}),
    ...(formula && mayCompute(base) ? { 'x-computed': formula } : {}),
    ...(base['x-component'] === 'Computed' ? { 'x-computed': formula ?? 'amount' } : {}),
  }))

const properties = (field: fc.Arbitrary<FieldSchema>, prefix: string) =>
  fc.array(field, { minLength: 1, maxLength: 4 }).map((fields) => Object.fromEntries(fields.map((it, at) => [`${prefix}${at}`, it])))

const table: fc.Arbitrary<FieldSchema> = fc
  .tuple(properties(leaf, 'c'), fc.constantFrom('ArrayTable' as const, 'CardList' as const))
  .map(([columns, component]) => ({
    type: 'array',
    title: '表',
    'x-component': component,
    items: { type: 'object', properties: columns },
  }))
const object: fc.Arbitrary<FieldSchema> = fc
  .tuple(properties(leaf, 'o'), fc.constantFrom(undefined, 'Group' as const, 'Section' as const))
  .map(([inner, component]) => ({ type: 'object', ...(component ? { 'x-component': component } : {}), properties: inner }))

/** A void container around some fields: a section, a group, or a section behind a tab. */
const container = (component: 'Section' | 'Group' | 'Tabs', condition: string, inner: Record<string, FieldSchema>): FieldSchema =>
  component === 'Tabs'
    ? { type: 'void', 'x-component': 'Tabs', properties: { tab: container('Section', condition, inner) } }
    : { type: 'void', title: '节', 'x-component': component, 'x-visible-if': condition, properties: inner }

/** A small valid form of every component: values, objects, rows, and a container that may be hidden. */
export const randomForm: fc.Arbitrary<FormSchema> = fc
  .record({
    plain: properties(fc.oneof(leaf, table, object), 'p'),
    inSection: properties(fc.oneof(leaf, table), 's'),
    around: fc.constantFrom('Section' as const, 'Group' as const, 'Tabs' as const),
    sectionIf: fc.constantFrom('flag', 'kind = "b"', 'true'),
    stepped: fc.boolean(),
  })
  .map(({ plain, inSection, around, sectionIf, stepped }) => ({
    type: 'object',
    'x-lianban': { version: 1 },
    properties: {
      kind: { type: 'string', title: '种类', enum: OPTIONS },
      flag: { type: 'boolean', title: '标志' },
      amount: { type: 'number', title: '数量' },
      period: { type: 'object', title: '期间', 'x-component': 'DateRange' },
      place: { type: 'object', title: '地点', 'x-component': 'AddressPoint' },
      section: container(around, sectionIf, inSection),
      ...(stepped ? { steps: { type: 'void', 'x-component': 'Steps', properties: { step: container('Section', 'true', plain) } } } : plain),
    },
  }))

const TEXTS = [
  ...['a', 'b', 'p', '', '2026-01-02', '2026-02-30', '12.5', '1,000', '11010519491231002X', '91350100M000100Y43'],
  ...['13800138000', '6222 0212 3456 7894', '320800', ' x ', 'z'],
]
const anyText = fc.oneof(fc.constantFrom(...TEXTS), fc.string({ maxLength: 5 }))
const file = fc.record({ fileId: fc.constantFrom('f1', 'f2'), name: fc.constant('图.png'), size: fc.nat(1_000) })

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
  switch (field['x-component']) {
    case 'DateRange':
      return fc.record({ start: anyText, end: fc.constantFrom('2026-01-02', '2026-03-04', null) }, { requiredKeys: [] })
    case 'AddressPoint':
      return fc.record(
        { address: anyText, longitude: fc.double({ min: 70, max: 140, noNaN: true }), latitude: fc.constantFrom(33.5, 90, null) },
        { requiredKeys: [] },
      )
    case 'Upload':
    case 'Signature':
      return fc.array(file, { maxLength: 2 })
  }
  switch (field.type) {
    case 'object':
      return valuesOf(field.properties ?? {})
    case 'array':
      return field.items?.properties
        ? fc.array(valuesOf(field.items.properties), { maxLength: 3 })
        : fc.array(fc.constantFrom('a', 'b', 'z'), { maxLength: 3 })
    case 'boolean':
      return fc.boolean()
    case 'number':
      return fc.oneof(fc.integer({ min: -50, max: 50 }), fc.constant(10.5))
    case 'integer':
      return fc.integer({ min: -50, max: 50 })
    default:
      return field.enum ? fc.constantFrom('a', 'b', 'z', 'p') : anyText
  }
}

/** Rights over some of the paths, with or without wildcards. */
export const randomAccess = (paths: string[]): fc.Arbitrary<FieldAccess> =>
  fc.dictionary(
    fc.constantFrom('*', 'section', 'section.*', ...paths, ...paths.map((it) => `${it}.*`)),
    fc.constantFrom('hidden', 'read', 'write', 'required'),
    { maxKeys: 8 },
  )

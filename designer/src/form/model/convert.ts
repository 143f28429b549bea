import { type ComponentName, COMPONENTS, componentOf, type FieldSchema, newField, settingsOf } from '@lianban/forms'

/** The components that a field can be changed to: of its kind, values among values, containers among those that hold alike. */
export function convertible(schema: FieldSchema): ComponentName[] {
  const component = componentOf(schema)
  if (component === null || component === 'Notice') return []
  const { holds } = COMPONENTS[component]
  return (Object.keys(COMPONENTS) as ComponentName[]).filter((name) => {
    const other = COMPONENTS[name]
    return other.holds === holds && (holds === undefined ? other.types[0] !== 'void' : other.types.includes(schema.type))
  })
}

/** The keys to set so that a field becomes another component: what both can carry stays, the rest is that of a new field. */
export function conversion(schema: FieldSchema, to: ComponentName): Partial<FieldSchema> {
  const fresh = newField(to)
  const rule = COMPONENTS[to]
  const choices = choicesFor(schema, to)
  // New options are texts: a number without options to keep becomes a text.
  const fits = rule.types.includes(schema.type) && (choices === schema || !fresh.enum || schema.type === 'array')
  const type = fits ? schema.type : fresh.type
  const carried = new Set<string>(settingsOf(to, type).map(({ key }) => key))
  const kept = Object.fromEntries(Object.entries(schema).filter(([key]) => carried.has(key) && !CHOICE_KEYS.has(key)))
  if (type !== schema.type || choices !== schema) delete kept['default']
  const { properties: _inside, items: _rows, enum: _enum, 'x-options': _source, ...rest } = fresh
  const props = Object.entries(schema['x-component-props'] ?? {}).filter(([key]) => Object.hasOwn(rule.props, key))
  return {
    ...Object.fromEntries(Object.keys(schema).map((key) => [key, undefined])),
    ...rest,
    ...kept,
    ...(carried.has('enum') ? { enum: withoutParents(choices.enum, to) } : {}),
    ...(carried.has('x-options') ? { 'x-options': choices['x-options'] } : {}),
    type,
    'x-component-props': props.length > 0 ? Object.fromEntries(props) : undefined,
  }
}

const CHOICE_KEYS: ReadonlySet<string> = new Set(['enum', 'x-options'])

/** Where the options come from afterwards: from the field where the component can have them so, else from a new field. */
function choicesFor(schema: FieldSchema, to: ComponentName): FieldSchema {
  const { options, sources } = COMPONENTS[to]
  const source = Object.keys(schema['x-options'] ?? {})[0]
  const keepsSource = source !== undefined && (sources as readonly string[] | undefined)?.includes(source)
  return keepsSource || (schema.enum !== undefined && options !== undefined) ? schema : newField(to)
}

/** Only a Cascader has options above options. */
function withoutParents(options: FieldSchema['enum'], to: ComponentName): FieldSchema['enum'] {
  return to === 'Cascader' ? options : options?.map(({ label, value }) => ({ label, value }))
}

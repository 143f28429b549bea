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
  const type = COMPONENTS[to].types.includes(schema.type) ? schema.type : fresh.type
  const carried = new Set<string>(settingsOf(to, type).map(({ key }) => key))
  const kept = Object.fromEntries(Object.entries(schema).filter(([key]) => carried.has(key)))
  if (type !== schema.type) delete kept['default']
  const options = fresh.enum && !kept['enum'] && !kept['x-options'] && type === fresh.type ? { enum: fresh.enum } : {}
  const { properties: _inside, items: _rows, enum: _enum, ...rest } = fresh
  const props = Object.entries(schema['x-component-props'] ?? {}).filter(([key]) => Object.hasOwn(COMPONENTS[to].props, key))
  const cleared = Object.fromEntries(Object.keys(schema).map((key) => [key, undefined]))
  const items =
    type === 'array' && COMPONENTS[to].holds === undefined && schema.items && COMPONENTS[to].options ? { items: schema.items } : {}
  return {
    ...cleared,
    ...rest,
    ...options,
    ...kept,
    ...items,
    type,
    'x-component-props': props.length > 0 ? Object.fromEntries(props) : undefined,
  }
}

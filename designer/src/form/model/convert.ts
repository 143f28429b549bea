import { type ComponentName, COMPONENTS, componentOf, type FieldSchema, newField, settingsOf } from '@lianban/forms'
import { findNode, type FormTree } from './tree.ts'
import { run } from './commands.ts'

/** The components that a field can be changed to without moving what is inside it. */
export function convertible(tree: FormTree, id: string): ComponentName[] {
  const node = findNode(tree, id)
  const component = node && componentOf(node.schema)
  if (!node || component === null) return []
  const { holds } = COMPONENTS[component]
  const names = Object.keys(COMPONENTS) as ComponentName[]
  return names.filter((name) => {
    if (name === component) return true
    const other = COMPONENTS[name]
    const alike = other.holds === holds && (holds === undefined || other.types.includes(node.schema.type))
    const value = other.types[0] !== 'void' && node.schema.type !== 'void'
    return alike && (holds !== undefined || value) && run(tree, { do: 'set', id, keys: conversion(node.schema, name) }).ok
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

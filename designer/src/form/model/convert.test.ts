import { COMPONENTS, type ComponentName, componentOf, newField } from '@lianban/forms'
import { expect, it } from 'vitest'
import { run } from './commands.ts'
import { conversion, convertible } from './convert.ts'
import { fromSchema, toSchema } from './tree.ts'

const form = (component: ComponentName) =>
  fromSchema({
    type: 'object',
    'x-lianban': { version: 1 },
    properties: { x: { ...newField(component), title: '名称', 'x-help': '提示' } },
  })

it.each(Object.keys(COMPONENTS) as ComponentName[])('%s becomes every component that is offered, and keeps its words', (component) => {
  const tree = form(component)
  const { id, schema } = tree.children[0]!
  for (const to of convertible(schema)) {
    const outcome = run(tree, { do: 'set', id, keys: conversion(schema, to) })
    expect(outcome, `${component} → ${to}`).toMatchObject({ ok: true })
    const after = outcome.ok ? toSchema(outcome.tree).properties['x'] : undefined
    expect(after).toMatchObject({ title: '名称', 'x-help': '提示' })
    expect(componentOf(after!)).toBe(to)
  }
})

it('keeps options and conditions where both components have them', () => {
  const schema = { ...newField('Radio'), title: '类型', 'x-visible-if': 'true', required: true, default: 'option2' }
  expect(conversion(schema, 'Select')).toMatchObject({ enum: schema.enum, 'x-visible-if': 'true', required: true, default: 'option2' })
  expect(conversion(schema, 'Input')).toMatchObject({ enum: undefined, 'x-visible-if': 'true', required: true })
})

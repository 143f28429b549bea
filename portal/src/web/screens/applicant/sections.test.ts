import type { FormSchema } from '@lianban/forms'
import { describe, expect, it } from 'vitest'
import { accessOfStep, stepOfPath, stepsOf, withStepValues } from './sections.ts'

const text = (index: number) => ({ type: 'string' as const, title: `t${index}`, 'x-index': index })
const schema: FormSchema = {
  type: 'object',
  'x-lianban': { version: 1 },
  properties: {
    people: {
      type: 'void',
      title: '人员',
      'x-component': 'Section',
      'x-index': 2,
      properties: { staff: { type: 'array', title: '人员', 'x-index': 0, items: { type: 'object', properties: { position: text(0) } } } },
    },
    operator: { type: 'void', title: '经营者', 'x-component': 'Section', 'x-index': 1, properties: { name: text(0) } },
  },
}

describe('steps of an application', () => {
  it('has one step for each section, in the order of x-index, with the fields of that section', () => {
    const steps = stepsOf(schema)
    expect(steps.map(({ title }) => title)).toEqual(['经营者', '人员'])
    expect(Object.keys(steps[0]!.schema.properties)).toEqual(['name'])
  })

  it('puts fields outside any section into a first step', () => {
    const steps = stepsOf({ ...schema, properties: { ...schema.properties, note: text(9) } })
    expect(steps.map(({ title }) => title)).toEqual(['填写信息', '经营者', '人员'])
  })

  it('shows the fields of one step alone', () => {
    expect(accessOfStep(schema, stepsOf(schema)[0]!, undefined)).toEqual({ name: 'write' })
  })

  it('drops a value that its step no longer has, and keeps those of the others', () => {
    expect(withStepValues({ name: '甲', staff: [] }, stepsOf(schema)[0], {})).toEqual({ staff: [] })
  })

  it('finds the step of a field and of a table row', () => {
    expect(stepOfPath(stepsOf(schema), 'name')).toBe(0)
    expect(stepOfPath(stepsOf(schema), 'staff[2].position')).toBe(1)
    expect(stepOfPath(stepsOf(schema), 'materials.identity')).toBe(-1)
  })
})

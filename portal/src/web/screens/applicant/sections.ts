import { useMemo } from 'react'
import { evaluateRules, resolveAccess, type FieldAccess, type FieldSchema, type FormSchema } from '@lianban/forms'
import type { Values } from '../../api/cases.ts'

/** One step of an application: a section of the form, as a form of its own. */
export interface FormStep {
  key: string
  title: string
  description?: string
  schema: FormSchema
}

const REST = 'rest'

/**
 * Cuts a form into steps: every section on the first level is one, in its order; what stands outside any section
 * becomes a first step of its own. A step's schema has the same paths as the whole form's, since sections add none.
 */
export function stepsOf(schema: FormSchema, title = '填写信息'): FormStep[] {
  const fields = Object.entries(schema.properties).sort(([, a], [, b]) => (a['x-index'] ?? 0) - (b['x-index'] ?? 0))
  const isSection = ([, field]: [string, FieldSchema]) => field['x-component'] === 'Section'
  const loose = fields.filter((entry) => !isSection(entry))
  const part = (entries: [string, FieldSchema][]): FormSchema => ({ ...schema, properties: Object.fromEntries(entries) })
  const sections = fields.filter(isSection).map(([key, field]) => ({
    key,
    title: field.title ?? title,
    description: field.description,
    // The page says the section's title already.
    schema: part(Object.entries(field.properties ?? {})),
  }))
  return loose.length ? [{ key: REST, title, schema: part(loose) }, ...sections] : sections
}

/**
 * The right to the fields of one step alone; the others are hidden, but their values still feed the rules.
 * @param access what the applicant may do with the whole form
 */
export function accessOfStep(schema: FormSchema, step: FormStep, access: FieldAccess | undefined): FieldAccess {
  const rights = Object.entries(resolveAccess(schema, access))
  return Object.fromEntries(rights.filter(([path]) => hasField(step.schema.properties, path.split('.')[0]!)))
}

/** Keys of the steps that have something to fill in, as far as it is filled in: a section may depend on an answer. */
export function useShownSections(schema: FormSchema, values: Values): string[] {
  const shown = useMemo(() => shownSections(schema, values).join(), [schema, values])
  return useMemo(() => shown.split(','), [shown])
}

/** @param now epoch milliseconds, for conditions that ask for the day */
export function shownSections(schema: FormSchema, values: Values, now = Date.now()): string[] {
  const { visible } = evaluateRules(schema, values, { now })
  return stepsOf(schema)
    .map(({ key }) => key)
    .filter((key) => visible[key] !== false)
}

/** The values with those of one step replaced: what the step no longer has (a field that was hidden) goes. */
export function withStepValues(values: Values, step: FormStep | undefined, changed: Values): Values {
  const others = Object.entries(values).filter(([key]) => !step || !hasField(step.schema.properties, key))
  return { ...Object.fromEntries(others), ...changed }
}

/** The step that asks for a field, by the field's path or a path below it (a row of a table). */
export function stepOfPath(steps: FormStep[], path: string): number {
  const root = path.split(/[.[]/)[0]!
  return steps.findIndex(({ schema }) => hasField(schema.properties, root))
}

const hasField = (fields: Record<string, FieldSchema>, key: string): boolean =>
  key in fields || Object.values(fields).some((field) => field.type === 'void' && hasField(field.properties ?? {}, key))

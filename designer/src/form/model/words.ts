import { COMPONENTS, type ComponentName, componentOf, type Field, type FieldSchema, kindOf, referencesOf } from '@lianban/forms'
import { conditionWords, operandsFor } from './condition.ts'
import { readCondition } from './read-condition.ts'

/** What a field's component is called; a plain object has none. */
export function componentLabel(schema: FieldSchema): string {
  const component: ComponentName | null = componentOf(schema)
  return component === null ? (kindOf(schema) === 'object' ? '数据组' : '字段') : COMPONENTS[component].label
}

/** An expression in plain Chinese: a sentence where it is one, else the formula with the titles of the fields. */
export function expressionWords(text: string, owner: Field, fields: readonly Field[]): string {
  const choices = operandsFor(owner, fields)
  const read = readCondition(text, choices)
  return read ? conditionWords(read, choices) : formulaWords(text, owner, fields)
}

/** A formula with the titles of the fields in place of their keys. Precondition: it parses. */
export function formulaWords(text: string, owner: Field, fields: readonly Field[]): string {
  const titles = new Map(fields.map((it) => [it.path, it.title || it.key]))
  return referencesOf(text, owner, fields)
    .reverse()
    .reduce((words, { from, to, path }) => words.slice(0, from).replace(/root\.$/, '') + `“${titles.get(path)}”` + words.slice(to), text)
}

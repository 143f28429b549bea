import type { GeneralField } from '@formily/core'
import { type ISchema, Schema } from '@formily/json-schema'
import { type Access, componentOf, type FieldSchema, type FormSchema, kindOf } from '@lianban/forms'

/**
 * Formily compiles every `{{…}}` of a schema into JavaScript. Ours carries none (checkSchema refuses it), so whatever
 * reaches the compiler is an attempt or a mistake.
 */
Schema.registerCompiler(() => {
  throw new Error('expressions in form schemas are refused')
})

export interface Translation {
  /** The right to each field by its schema path; hidden fields are left out. */
  access: Record<string, Access>
  /** Keeps a field's state in step with the rules. */
  react: (field: GeneralField) => void
}

/**
 * The schema as Formily draws it: structure and components only. Titles, options and limits stay in our schema, where
 * the components look them up; linkage is one function for all fields, there are no expressions.
 */
export function toFormilySchema(schema: FormSchema, translation: Translation): ISchema {
  return { type: 'object', properties: translate(schema.properties, '', translation) }
}

function translate(properties: Record<string, FieldSchema>, prefix: string, translation: Translation): Record<string, ISchema> {
  const entries = Object.entries(properties).map(([key, field], index): [string, ISchema] | null => {
    const path = prefix + key
    if (translation.access[path] === 'hidden' && !field.properties && !field.items?.properties) return null
    const inside = field.type === 'void' ? prefix : `${path}.`
    const children = field.properties ? translate(field.properties, inside, translation) : undefined
    const columns = field.items?.properties ? translate(field.items.properties, `${path}.`, translation) : undefined
    // A container whose every field is hidden would be a box with nothing in it.
    if ([children, columns].some((it) => it !== undefined && Object.keys(it).length === 0)) return null
    return [
      key,
      {
        // To Formily a record is one value: it must not make a field of each part.
        type: kindOf(field) === 'record' ? 'string' : field.type,
        'x-index': field['x-index'] ?? index,
        'x-component': componentOf(field) ?? undefined,
        'x-decorator': ['void', 'object'].includes(kindOf(field)) ? undefined : 'FieldItem',
        'x-reactions': translation.react,
        ...(children ? { properties: children } : {}),
        ...(columns ? { items: { type: 'object', properties: columns } } : {}),
      },
    ]
  })
  return Object.fromEntries(entries.filter((it) => it !== null))
}

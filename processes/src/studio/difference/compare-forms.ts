import { fieldsOf, type Field, type FieldSchema, type FormSchema } from '@lianban/forms'
import { changedFromTo } from './words.ts'

/** Members of a field, as people call them; of the others it is said that there is a change. */
const MEMBERS: Record<string, string> = {
  title: '标题',
  type: '数据类型',
  format: '格式',
  description: '说明',
  enum: '选项',
  default: '默认值',
  required: '必填',
  maxLength: '最大字数',
  minLength: '最小字数',
  minimum: '最小值',
  maximum: '最大值',
  maxItems: '最多行数',
  minItems: '最少行数',
  'x-component': '控件',
}

/** What differs between two forms, field by field, in words. A form that cannot be read differs as a whole. */
export function compareFormFields(before: FormSchema, after: FormSchema): string[] {
  if (same(before, after)) return []
  const [old, now] = [fieldsIn(before), fieldsIn(after)]
  if (!old || !now) return ['表单有变动']
  const words: string[] = []
  for (const [path, field] of now) if (!old.has(path)) words.push(`新增字段“${field.title}”`)
  for (const [path, field] of old) if (!now.has(path)) words.push(`删除字段“${field.title}”`)
  const both = [...now].filter(([path]) => old.has(path))
  for (const [path, field] of both) words.push(...fieldWords(old.get(path)!, field))
  const order = (fields: Map<string, Field>) => [...fields.keys()].filter((path) => old.has(path) && now.has(path)).join('\n')
  if (order(old) !== order(now)) words.push('字段的顺序有调整')
  return words.length > 0 ? words : ['表单的其他设置有变动']
}

function fieldWords(before: Field, after: Field): string[] {
  const names = [...new Set([...Object.keys(before.schema), ...Object.keys(after.schema)])].filter(
    (name) => name !== 'properties' && name !== 'items',
  )
  const changed = names.filter((name) => !same(valueOf(before.schema, name), valueOf(after.schema, name)))
  const words = changed.flatMap((name) => {
    const what = Object.hasOwn(MEMBERS, name) ? MEMBERS[name]! : null
    return what === null
      ? []
      : [changedFromTo(`字段“${before.title}”的${what}`, sayable(valueOf(before.schema, name)), sayable(valueOf(after.schema, name)))]
  })
  const isOtherwise = changed.some((name) => !Object.hasOwn(MEMBERS, name))
  return isOtherwise ? [...words, `字段“${after.title}”的联动、校验或者显示设置有变动`] : words
}

const valueOf = (schema: FieldSchema, name: string): unknown => (schema as unknown as Record<string, unknown>)[name]

/** Choices by their labels. */
function sayable(value: unknown): unknown {
  if (!Array.isArray(value)) return value
  return value
    .map((one: unknown) => (typeof one === 'object' && one !== null && 'label' in one ? String(one.label) : String(one)))
    .join('、')
}

function fieldsIn(schema: FormSchema): Map<string, Field> | null {
  try {
    return new Map(fieldsOf(schema).map((field) => [field.path, field]))
  } catch {
    return null
  }
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

import { kindOf, type FieldSchema, type FormSchema } from '@lianban/forms'
import { allOf, anyOf, namesIn, renamed } from './feel-names.ts'
import { clashOf, narrowest } from './same-field.ts'

/** One matter's form, to become a part of the theme's. */
export interface FormPart {
  /** File of the form, for messages. */
  file: string
  /** FEEL over the theme's form: whether the matter is needed. */
  when: string
  schema: FormSchema
  /** Field of this form → field of the theme's form, where the names differ. */
  fields: Readonly<Record<string, string>>
  /** Fields that nobody is asked for: they are taken over from what another matter decides. */
  taken: readonly string[]
}

export interface FormClash {
  field: string
  /** Both places, and what is different. */
  message: string
}

/** A field of the theme's form with the matters that ask for it. */
interface Asked {
  schema: FieldSchema
  section: string
  /** Where it was first asked, for messages. */
  place: string
  /** When a matter that asks for it is needed, when that one shows it, and when it wants it filled in. */
  needed: string[]
  shown: string[]
  wanted: string[]
  checks: NonNullable<FieldSchema['x-checks']>
}

const QUESTIONS = '先回答几个问题'
const OTHERS = '其他信息'

/**
 * The one form of a theme: every field that a matter asks for, once. A field is shown when a matter that asks for it is needed;
 * what decides which are needed is asked first.
 * @param questions what only the theme asks; null: nothing
 * @returns the form, and fields that two matters mean differently: the form is then not to be used
 */
export function unionForm(
  parts: readonly FormPart[],
  questions: Omit<FormPart, 'when' | 'fields' | 'taken'> | null,
): {
  schema: FormSchema
  clashes: FormClash[]
} {
  const asked = new Map<string, Asked>()
  const clashes: FormClash[] = []
  const own = questions ? [{ ...questions, when: 'true', fields: {}, taken: [] }] : []
  for (const part of [...own, ...parts]) for (const field of fieldsIn(part)) ask(asked, field, clashes)
  const deciding = new Set(parts.flatMap(({ when }) => [...namesIn(when)]))
  for (const [name, field] of asked)
    if (deciding.has(name) || own.some(({ file }) => field.place.startsWith(file))) field.section = QUESTIONS
  return { schema: schemaOf(asked), clashes }
}

interface FoundField extends Omit<Asked, 'needed' | 'shown' | 'wanted'> {
  name: string
  needed: string
  shown: string
  wanted: string
}

/** The fields of a form's first level, out of their sections, under the names that they have in the theme. */
function fieldsIn(part: FormPart): FoundField[] {
  const rename = (text: string) => renamed(text, part.fields)
  const walk = (properties: Record<string, FieldSchema>, around: { section: string; visible: string[]; at: string }): FoundField[] =>
    inOrder(properties).flatMap(([key, field]) => {
      const at = `${around.at}/properties/${key}`
      const visible = field['x-visible-if'] === undefined ? around.visible : [...around.visible, rename(field['x-visible-if'])]
      if (kindOf(field) === 'void') {
        const section = field['x-component'] === 'Section' ? (field.title ?? around.section) : around.section
        return walk(field.properties ?? {}, { section, visible, at })
      }
      if (part.taken.includes(key)) return []
      const { required, 'x-required-if': requiredIf, 'x-visible-if': _, 'x-checks': checks = [], ...schema } = field
      const wanted = required ? 'true' : requiredIf === undefined ? 'false' : rename(requiredIf)
      return [
        {
          name: part.fields[key] ?? key,
          schema: renamedInside(schema, part.fields),
          section: around.section,
          place: `${part.file} ${at}`,
          needed: part.when,
          shown: allOf([part.when, ...visible]),
          wanted: wanted === 'false' ? 'false' : allOf([part.when, ...visible, wanted]),
          checks: checks.map(({ when, message }) => ({ when: allOf([part.when, rename(when)]), message })),
        },
      ]
    })
  return walk(part.schema.properties, { section: OTHERS, visible: [], at: '' })
}

const inOrder = (properties: Record<string, FieldSchema>): [string, FieldSchema][] =>
  Object.entries(properties)
    .map(([key, field], index) => ({ entry: [key, field] as [string, FieldSchema], at: field['x-index'] ?? index }))
    .sort((a, b) => a.at - b.at)
    .map(({ entry }) => entry)

/** A field with the names of others in its expressions, and in those of its columns, as the theme has them. */
function renamedInside(field: FieldSchema, names: Readonly<Record<string, string>>): FieldSchema {
  const rename = (text: string) => renamed(text, names)
  const columns = (properties: Record<string, FieldSchema>) => {
    // Inside of a table a column is meant before a field of the form.
    const outer = Object.fromEntries(Object.entries(names).filter(([name]) => !Object.hasOwn(properties, name)))
    return Object.fromEntries(Object.entries(properties).map(([key, column]) => [key, renamedInside(column, outer)]))
  }
  return {
    ...field,
    ...(field['x-computed'] !== undefined && { 'x-computed': rename(field['x-computed']) }),
    ...(field['x-visible-if'] !== undefined && { 'x-visible-if': rename(field['x-visible-if']) }),
    ...(field['x-required-if'] !== undefined && { 'x-required-if': rename(field['x-required-if']) }),
    ...(field['x-checks'] && { 'x-checks': field['x-checks'].map((check) => ({ ...check, when: rename(check.when) })) }),
    ...(field.properties && { properties: columns(field.properties) }),
    ...(field.items?.properties && { items: { ...field.items, properties: columns(field.items.properties) } }),
  }
}

function ask(asked: Map<string, Asked>, { name, needed, shown, wanted, checks, ...field }: FoundField, clashes: FormClash[]): void {
  const wants = wanted === 'false' ? [] : [wanted]
  const known = asked.get(name)
  if (!known) {
    asked.set(name, { ...field, checks, needed: [needed], shown: [shown], wanted: wants })
    return
  }
  const clash = clashOf(known.schema, field.schema)
  if (clash) {
    clashes.push({ field: name, message: `${known.place} and ${field.place} mean different things: ${clash}` })
    return
  }
  known.schema = narrowest(known.schema, field.schema)
  known.needed.push(needed)
  known.shown.push(shown)
  known.wanted.push(...wants)
  known.checks.push(
    ...checks.filter((check) => !known.checks.some(({ when, message }) => when === check.when && message === check.message)),
  )
}

function schemaOf(asked: ReadonlyMap<string, Asked>): FormSchema {
  const titles = [...new Set([QUESTIONS, ...[...asked.values()].map(({ section }) => section)])]
  const sections = titles.flatMap((title, at): [string, FieldSchema][] => {
    const fields = [...asked].filter(([, { section }]) => section === title)
    if (fields.length === 0) return []
    // By the matters alone: what shows a field may stand in the section itself.
    const visible = anyOf(fields.flatMap(([, { needed }]) => needed))
    const properties = Object.fromEntries(fields.map(([name, field], index) => [name, { ...asOne(field), 'x-index': index }]))
    return [
      [
        sectionKey(at, asked),
        {
          type: 'void',
          title,
          'x-component': 'Section',
          ...(visible !== 'true' && { 'x-visible-if': visible }),
          properties,
          'x-index': at,
        },
      ],
    ]
  })
  return { type: 'object', 'x-lianban': { version: 1 }, properties: Object.fromEntries(sections) }
}

/** Sections share the name space with fields. */
function sectionKey(at: number, asked: ReadonlyMap<string, unknown>): string {
  let key = `part${at + 1}`
  while (asked.has(key)) key += '_'
  return key
}

/** The field as the form has it: shown to whom it is asked of, wanted if one who asks wants it. */
function asOne({ schema, shown, wanted, checks }: Asked): FieldSchema {
  const visible = anyOf(shown)
  const required = anyOf(wanted)
  // Whatever shows it wants it: a field that is not shown is not wanted either.
  const always = required === 'true' || required === visible
  const isComputed = schema['x-computed'] !== undefined
  return {
    ...schema,
    ...(visible !== 'true' && { 'x-visible-if': visible }),
    ...(always && !isComputed && { required: true }),
    ...(!always && !isComputed && required !== 'false' && { 'x-required-if': required }),
    ...(checks.length > 0 && { 'x-checks': checks }),
  }
}

/** The fields of a form's first level that take a value, by name: out of their sections. */
export function topFields(schema: FormSchema): string[] {
  const walk = (properties: Record<string, FieldSchema>): string[] =>
    Object.entries(properties).flatMap(([key, field]) => (kindOf(field) === 'void' ? walk(field.properties ?? {}) : [key]))
  return walk(schema.properties)
}

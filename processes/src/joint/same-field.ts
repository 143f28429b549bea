import { formatOf, kindOf, sourceOf, type FieldSchema } from '@lianban/forms'

/** What a field of one name means in two forms, where it does not mean the same; null: it does. */
export function clashOf(one: FieldSchema, other: FieldSchema): string | null {
  if (kindOf(one) !== kindOf(other) || one.type !== other.type)
    return `type ${one.type} (${kindOf(one)}) and ${other.type} (${kindOf(other)})`
  if (formatOf(one) !== formatOf(other)) return `format ${formatOf(one) ?? 'none'} and ${formatOf(other) ?? 'none'}`
  if (one.pattern !== undefined && other.pattern !== undefined && one.pattern !== other.pattern)
    return `pattern ${one.pattern} and ${other.pattern}`
  if (one['x-computed'] !== other['x-computed']) return 'it is computed differently'
  const [options, others] = [optionsOf(one), optionsOf(other)]
  if (options !== others) return `options ${options || 'none'} and ${others || 'none'}`
  const [columns, otherColumns] = [columnsOf(one), columnsOf(other)]
  if (columns !== otherColumns) return `columns ${columns} and ${otherColumns}`
  const narrow = narrowest(one, other)
  for (const [low, high] of BOUNDS)
    if (narrow[low] !== undefined && narrow[high] !== undefined && narrow[low] > narrow[high])
      return `${low} ${narrow[low]} of one is over ${high} ${narrow[high]} of the other`
  return null
}

/** The values that are listed, or the source that they come from. */
const optionsOf = (field: FieldSchema): string => {
  const source = sourceOf(field)
  if (source) return `of ${JSON.stringify(source)}`
  const values = (field.enum ?? []).map(({ value }) => String(value))
  return values.sort().join(', ')
}

/** What it is made of: the columns of a table, the fields of an object. */
const columnsOf = ({ items, properties }: FieldSchema): string =>
  Object.entries(items?.properties ?? properties ?? {})
    .map(([key, { type }]) => `${key}: ${type}`)
    .sort()
    .join(', ')

const BOUNDS = [
  ['minLength', 'maxLength'],
  ['minimum', 'maximum'],
  ['minItems', 'maxItems'],
] as const

/** One field for both: what satisfies it satisfies each. Words and looks are those of the first. */
export function narrowest(one: FieldSchema, other: FieldSchema): FieldSchema {
  const narrow: FieldSchema = { ...other, ...one }
  for (const [low, high] of BOUNDS) {
    const [lows, highs] = [low, high].map((bound) => [one[bound], other[bound]].filter((value) => value !== undefined)) as [
      number[],
      number[],
    ]
    if (lows.length > 0) narrow[low] = Math.max(...lows)
    if (highs.length > 0) narrow[high] = Math.min(...highs)
  }
  return narrow
}

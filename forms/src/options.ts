import { LIMITS } from './limits.ts'
import { compile } from './schema/compile.ts'
import { type Field, type FormSchema, type OptionsQuery, sourceOf } from './schema/form-schema.ts'
import { canonicalValue, rowsOf, valueAt } from './values.ts'

/** One option of a source. */
export interface OptionItem {
  /** The code that the form keeps: short, and the same for ever. */
  value: string
  label: string
  /** Labels of those above it, outermost first: `江苏省、三湖市`. */
  above?: string[]
  /** Nothing stands below it. In a Cascader and a Region only such an option can be the answer. */
  leaf?: boolean
  /** Once an option, now none: it can be read and not chosen. */
  withdrawn?: boolean
}

export interface OptionsRequest {
  /** Options directly below this one; null: the outermost. Left out: the whole source, flat. */
  parent?: string | null
  /** Only those whose label holds this text. */
  search?: string
  /** At most so many. */
  limit: number
}

/**
 * Where a form gets options that stand in the county's tables. The forms package reads nothing itself: the caller hands
 * this over, in the browser over HTTP, on the server over the database. It answers for the tenant and the person asking.
 */
export interface OptionsSource {
  list(query: OptionsQuery, request: OptionsRequest): Promise<OptionItem[]>
  /** The options of these values, in any order; a value that is none is left out. */
  find(query: OptionsQuery, values: readonly string[]): Promise<OptionItem[]>
}

/** Options that have been looked up. */
export interface KnownOptions {
  /** The option of a value; null: there is none; undefined: not looked up. */
  get(query: OptionsQuery, value: string): OptionItem | null | undefined
}

/** A source by what it says, not by its object. */
export const sourceKey = (query: OptionsQuery): string => JSON.stringify(query)

/** Options by source and value, filled in as they become known. */
export class OptionsMemory implements KnownOptions {
  private readonly bySource = new Map<string, Map<string, OptionItem | null>>()

  get(query: OptionsQuery, value: string): OptionItem | null | undefined {
    return this.bySource.get(sourceKey(query))?.get(value)
  }

  /** @param asked values of which it is now known that they are options, or that they are none */
  put(query: OptionsQuery, found: readonly OptionItem[], asked: readonly string[] = []): void {
    const key = sourceKey(query)
    const items = this.bySource.get(key) ?? new Map<string, OptionItem | null>()
    for (const value of asked) items.set(value, null)
    for (const item of found) items.set(item.value, item)
    this.bySource.set(key, items)
  }
}

/**
 * Looks up every option that the values name, one question for each source: before validateForm on the server, before
 * reading views and documents. Values of a wrong type are passed over, as the check of the shape refuses them; so are
 * those beyond LIMITS.optionValues and LIMITS.codeChars, which are refused because nobody looked them up.
 * @param memory what is known already is not asked again, what is found is put there
 * @throws FormSchemaError if the schema is not in the closed subset; whatever the source throws
 */
export async function loadOptions(
  schema: FormSchema,
  values: unknown,
  source: OptionsSource,
  memory = new OptionsMemory(),
): Promise<KnownOptions> {
  const asked = new Map<string, { query: OptionsQuery; values: Set<string> }>()
  for (const field of compile(schema).fields) {
    const query = sourceOf(field.schema)
    if (query === null) continue
    const entry = asked.get(sourceKey(query)) ?? { query, values: new Set<string>() }
    asked.set(sourceKey(query), entry)
    for (const value of valuesOf(field, values)) {
      if (entry.values.size < LIMITS.optionValues && memory.get(query, value) === undefined) entry.values.add(value)
    }
  }
  await Promise.all(
    [...asked.values()].map(async ({ query, values: wanted }) => {
      if (wanted.size > 0) memory.put(query, await source.find(query, [...wanted]), [...wanted])
    }),
  )
  return memory
}

/** Every text that stands in a field, as it will be kept: in all rows when it is a column. */
function valuesOf(field: Field, values: unknown): string[] {
  const held =
    field.table === null
      ? [valueAt(values, field.path)]
      : rowsOf(valueAt(values, field.table)).map((row) => (Object.hasOwn(row, field.key) ? row[field.key] : undefined))
  return held.flatMap((it) => canonicalValue(field.schema, it)).filter(isCode)
}

const isCode = (value: unknown): value is string => typeof value === 'string' && value !== '' && value.length <= LIMITS.codeChars

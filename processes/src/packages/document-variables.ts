import { z } from 'zod'

/*
 * `documents/variables.json`: which variables each template may use, what they are and a sample of each. The templates are
 * checked against it, tests fill them in with the samples, and whoever extends a model reads from it what to provide.
 */

const variable = z.strictObject({
  /** What it is, for people. */
  text: z.string().min(1),
  /** A day as `YYYY-MM-DD`, an instant (names that end in At) with its offset. */
  sample: z.json(),
  /** May be null: the template uses it only under a condition. */
  optional: z.boolean().optional(),
})
const variables = z.record(z.string().regex(/^[A-Za-z]\w*(\.[A-Za-z]\w*)*$/), variable)

export const DocumentVariables = z.strictObject({
  /** Variables that every template may use. */
  common: variables.default({}),
  /** Template key → its own. */
  documents: z.record(z.string(), variables).default({}),
})
export type DocumentVariables = z.infer<typeof DocumentVariables>

/** The variables of a template as a process would have them, made of the samples; `null` for those that may be, if asked. */
export function sampleVariables(
  { common, documents }: DocumentVariables,
  key: string,
  optional: 'given' | 'null' = 'given',
): Record<string, unknown> {
  const sample: Record<string, unknown> = {}
  for (const [path, entry] of Object.entries({ ...common, ...documents[key] })) {
    const names = path.split('.')
    const last = names.pop()!
    let place = sample
    for (const name of names) place = (place[name] ??= {}) as Record<string, unknown>
    place[last] = entry.optional && optional === 'null' ? null : entry.sample
  }
  return sample
}

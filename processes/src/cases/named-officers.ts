import { officersInvalid } from './errors.ts'

/** Who is named in a field: one person, or several. */
export const namesIn = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter((name): name is string => typeof name === 'string' && name !== '')

/** @param distinct fields whose persons must differ. @throws CaseError OFFICERS_INVALID (行政许可法 article 34: two officers) */
export function refuseSameOfficers(distinct: readonly (readonly string[])[], form: Record<string, unknown>): void {
  for (const fields of distinct) {
    const named = fields.map((field) => form[field]).filter((value) => typeof value === 'string' && value !== '')
    if (new Set(named).size < named.length) throw officersInvalid('现场核查应当由两名不同的人员进行,请另选一人', fields.at(-1)!)
  }
}

/** What a decision table can decide by: a field as the process knows it, or the result of an earlier decision. */
export interface DecisionField {
  /** `application.area` */
  path: string
  title: string
  /** @default string */
  type?: 'string' | 'number' | 'boolean' | 'date' | 'list' | 'other'
  options?: { value: string; label: string }[]
}

/** As columns name it. A list is compared by formulas and has none. */
export const typeRef = ({ type = 'string' }: DecisionField): string | undefined => (type === 'list' || type === 'other' ? undefined : type)

/** The title; where cells hold codes, with what these mean. */
export function columnLabel({ title, options = [] }: DecisionField): string {
  const coded = options.filter(({ value, label }) => value !== label)
  return coded.length > 0 && coded.length <= 8 ? `${title}(${coded.map(({ value, label }) => `${value} ${label}`).join('、')})` : title
}

/** A name that the FEEL editor completes. */
export interface FeelVariable {
  name: string
  detail?: string
  entries?: FeelVariable[]
}

/** The fields as the FEEL editor completes them: `application` holds `area`, told as 经营面积. */
export function variablesFor(fields: readonly DecisionField[]): FeelVariable[] {
  const root: FeelVariable = { name: '', entries: [] }
  for (const { path, title } of fields) {
    let at = root
    for (const name of path.split('.')) {
      let next = at.entries?.find((entry) => entry.name === name)
      if (!next) (at.entries ??= []).push((next = { name }))
      at = next
    }
    at.detail = title
  }
  return root.entries!
}

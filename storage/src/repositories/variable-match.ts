import type { Knex } from 'knex'

/** A variable that must have a value. Only texts, numbers and booleans are compared here; the caller compares the rest. */
export interface VariableMatch {
  name: string
  value: unknown
}

/**
 * Narrows `query` to rows for whose holder each of these variables may have its value. It leaves out only what certainly
 * has another one: a value that the table keeps as JSON, or text that is too long to be compared, passes.
 * @param holder SQL that names the holder's id in terms of `table`
 */
export function whereVariables(db: Knex, query: Knex.QueryBuilder, table: string, holder: string, wanted: readonly VariableMatch[]): void {
  for (const { name, value } of wanted) {
    void query.whereExists((sub) => {
      void sub
        .from('variable as v')
        .select(db.raw('1'))
        .whereRaw('?? = ??', ['v.tenant_id', `${table}.tenant_id`])
        .whereRaw('?? = ??', ['v.instance_id', `${table}.instance_id`])
        .whereRaw(`v.holder_id = ${holder}`)
        .where({ 'v.name': name, 'v.alive': 1 })
      const compared = comparable(value)
      if (compared) void sub.where((or) => void or.where(`v.${compared.column}`, compared.value).orWhereNull(`v.${compared.column}`))
    })
  }
}

function comparable(value: unknown): { column: string; value: string | number } | null {
  if (typeof value === 'string') return { column: 'text_value', value }
  if (typeof value === 'number' && Number.isSafeInteger(value)) return { column: 'number_value', value }
  return typeof value === 'boolean' ? { column: 'number_value', value: value ? 1 : 0 } : null
}

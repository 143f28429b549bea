import type { Knex } from 'knex'

type Scalar = string | number

/** What a row has to fulfil, as data: callers say it in columns that their own code names, values are bound. */
export type Condition =
  | { column: string; op: '=' | '!=' | '<' | '<=' | '>' | '>=' | 'like' | 'not like'; value: Scalar; ignoreCase?: boolean }
  | { column: string; op: 'in' | 'not in'; values: Scalar[] }
  | { column: string; op: 'null' | 'not null' }
  /** At least one of these groups holds as a whole. */
  | { any: Condition[][] }
  /** These do not hold all together. */
  | { not: Condition[] }
  /** There is a row in the relation of this name that fulfils these. */
  | { related: string; where: Condition[] }

/** By a column, or by a column of the one related row that fulfils `where`. */
export type OrderBy = { column: string; order: 'asc' | 'desc'; related?: { name: string; where: Condition[] } }

/** Rows of another table (of the same tenant) that belong to a row. */
export interface Relation {
  table: string
  /** Its column → the row's column. */
  on: Record<string, string>
  relations?: Relations
}
export type Relations = Record<string, Relation>

/** What LIKE patterns write before a `%` or `_` that means itself. */
const LIKE_ESCAPE = '\\'

/** Narrows `query`, in which the table stands under `alias`, to the rows that fulfil all conditions. */
export function applyConditions(
  query: Knex.QueryBuilder,
  alias: string,
  conditions: readonly Condition[],
  relations: Relations = {},
): void {
  for (const condition of conditions) applyOne(query, alias, condition, relations)
}

function applyOne(query: Knex.QueryBuilder, alias: string, condition: Condition, relations: Relations): void {
  if ('any' in condition) {
    if (condition.any.length === 0) return void query.whereRaw('1 = 0')
    return void query.where((or) => {
      for (const group of condition.any)
        void or.orWhere((and) => {
          void and.whereRaw('1 = 1')
          applyConditions(and, alias, group, relations)
        })
    })
  }
  if ('not' in condition) return void query.whereNot((inner) => applyConditions(inner, alias, condition.not, relations))
  if ('related' in condition) return void query.whereExists((sub) => relatedRows(sub, alias, condition.related, condition.where, relations))
  applyComparison(query, `${alias}.${condition.column}`, condition)
}

function applyComparison(query: Knex.QueryBuilder, column: string, condition: Extract<Condition, { op: string }>): void {
  switch (condition.op) {
    case 'null':
      return void query.whereNull(column)
    case 'not null':
      return void query.whereNotNull(column)
    case 'in':
      return void query.whereIn(column, condition.values)
    case 'not in':
      return void query.whereNotIn(column, condition.values)
    case 'like':
    case 'not like': {
      const [not, like] = [condition.op === 'not like' ? 'not ' : '', condition.ignoreCase ? 'lower(??) like lower(?)' : '?? like ?']
      return void query.whereRaw(`${not}(${like} escape ?)`, [column, condition.value, LIKE_ESCAPE])
    }
    default:
      if (condition.ignoreCase) void query.whereRaw(`lower(??) ${condition.op} lower(?)`, [column, condition.value])
      else void query.where(column, condition.op, condition.value)
  }
}

function relatedRows(sub: Knex.QueryBuilder, alias: string, name: string, where: Condition[], relations: Relations): void {
  const relation = relations[name]
  if (!relation) throw new Error(`${alias} has no relation ${name}`)
  const inner = `${alias}_${name}`
  void sub.from(`${relation.table} as ${inner}`).whereRaw('?? = ??', [`${inner}.tenant_id`, `${alias}.tenant_id`])
  for (const [theirs, ours] of Object.entries(relation.on)) void sub.whereRaw('?? = ??', [`${inner}.${theirs}`, `${alias}.${ours}`])
  applyConditions(sub, inner, where, relation.relations)
}

/** Orders by these, one after the other. */
export function applyOrder(db: Knex, query: Knex.QueryBuilder, alias: string, order: readonly OrderBy[], relations: Relations = {}): void {
  for (const { column, order: direction, related } of order) {
    if (!related) void query.orderBy(`${alias}.${column}`, direction)
    else {
      const inner = db.queryBuilder()
      relatedRows(inner, alias, related.name, related.where, relations)
      void query.orderBy(inner.select(`${alias}_${related.name}.${column}`).limit(1) as unknown as string, direction)
    }
  }
}

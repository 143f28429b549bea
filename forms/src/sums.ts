import { fenOf, yuanOf } from './formats/fen.ts'
import type { Field, FormSchema } from './schema/form-schema.ts'
import { compile } from './schema/compile.ts'
import { rowsOf } from './values.ts'

/** The sum of one column, as a value of that column. */
export interface ColumnSum {
  column: Field
  value: string | number
}

/**
 * The sums below a table, of the columns that its property `sums` names. Money is summed in fen and so exact; numbers as
 * decimals, so that 0.1 and 0.2 make 0.3. Blank cells count for nothing.
 */
export function columnSums(schema: FormSchema, table: Field, rows: unknown): ColumnSum[] {
  const wanted = table.schema['x-component-props']?.['sums']
  if (!Array.isArray(wanted)) return []
  const columns = (compile(schema).children.get(table.path) ?? []).filter((it) => wanted.includes(it.key))
  return columns.map((column) => ({
    column,
    value: sumOf(
      column,
      rowsOf(rows).map((row) => row[column.key]),
    ),
  }))
}

function sumOf(column: Field, cells: unknown[]): string | number {
  if (column.component === 'MoneyInput') return yuanOf(cells.reduce<bigint>((sum, it) => sum + (fenOf(it) ?? 0n), 0n))
  const numbers = cells.filter((it) => typeof it === 'number' && Number.isFinite(it)) as number[]
  // Whole units of the smallest place are added, then put back: no binary dust behind the point.
  const places = Math.min(12, Math.max(0, ...numbers.map(placesOf)))
  return Number((numbers.reduce((sum, it) => sum + Math.round(it * 10 ** places), 0) / 10 ** places).toFixed(places))
}

const placesOf = (value: number): number => String(value).split('.')[1]?.length ?? 0

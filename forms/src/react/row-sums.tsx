import { observer } from '@formily/react'
import { type ColumnSum, columnSums, type Field, isBlank, type KnownOptions, readableValue, valueAt } from '@lianban/forms'
import { theme } from 'antd'
import type { CSSProperties } from 'react'
import { useControl, useEnvironment } from './context.ts'

/*
 * What is said about rows that are being filled in. Each is an observer of its own: a key pressed in one cell draws these
 * anew and not the hundreds of cells around them.
 */

/** The sums of the columns that this person sees; none while there are no rows. */
function useSums(columns: Field[]): ColumnSum[] {
  const { session } = useEnvironment()
  const { path, field } = useControl()
  return columnSums(session.schema, field, valueAt(session.result.values, path)).filter((it) => columns.includes(it.column))
}

interface SumRowProps {
  columns: Field[]
  cell: CSSProperties
  /** A cell more at the end, below the buttons. */
  trailing: boolean
}

/** The last line of a table. */
export const SumRow = observer(({ columns, cell, trailing }: SumRowProps) => {
  const { token } = theme.useToken()
  const sums = useSums(columns)
  if (sums.length === 0) return null
  return (
    <tfoot>
      <tr style={{ fontWeight: token.fontWeightStrong }}>
        <th scope="row" style={{ ...cell, whiteSpace: 'nowrap' }}>
          合计
        </th>
        {columns.map((it) => (
          <td key={it.path} style={cell} aria-live="polite">
            {sumText(sums, it)}
          </td>
        ))}
        {trailing && <td style={cell} />}
      </tr>
    </tfoot>
  )
})

/** The line below cards. */
export const SumsOfCards = observer(({ columns }: { columns: Field[] }) => {
  const sums = useSums(columns)
  return sums.length > 0 ? <SumLine sums={sums} /> : null
})

/** What a card is called by its own content. */
export const CardHeading = observer(({ columns, index }: { columns: Field[]; index: number }) => {
  const { session } = useEnvironment()
  const { path, field } = useControl()
  return <>{headingText(columns, field, valueAt(session.result.values, `${path}.${index}`), session.options)}</>
})

export function SumLine({ sums }: { sums: ColumnSum[] }) {
  const { token } = theme.useToken()
  return (
    <div aria-live="polite" style={{ marginBottom: token.margin, fontWeight: token.fontWeightStrong }}>
      合计:{sums.map(({ column, value }) => `${column.title} ${readableValue(column, value)}`).join(',')}
    </div>
  )
}

export const sumText = (sums: ColumnSum[], column: Field): string => {
  const sum = sums.find((it) => it.column === column)
  return sum ? readableValue(column, sum.value) : ''
}

/** The content of the column that a table's property `heading` names, behind a dot. */
export function headingText(columns: Field[], table: Field, row: unknown, options?: KnownOptions): string {
  const column = columns.find((it) => it.key === table.schema['x-component-props']?.['heading'])
  const value = column && valueAt(row, column.key)
  return column && !isBlank(value) ? ` · ${readableValue(column, value, options)}` : ''
}

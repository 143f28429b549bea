import { Table } from 'antd'
import type { ColumnType } from 'antd/es/table'
import type { Key, ReactNode } from 'react'
import { useNarrow } from '../hooks/use-media.ts'
import './adaptive-table.css'

export type Column<Row> = Omit<ColumnType<Row>, 'title'> & { title: string }

export interface AdaptiveTableProps<Row> {
  /** The first one names the row. */
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  keyOf: (row: Row) => Key
}

/** A short table, whole on its page; on a phone as cards. */
export function AdaptiveTable<Row extends object>(props: AdaptiveTableProps<Row>) {
  const { columns, rows, keyOf } = props
  if (useNarrow()) return <RowCards {...props} />
  return <Table<Row> rowKey={keyOf} size="middle" pagination={false} columns={[...columns]} dataSource={[...rows]} />
}

/** The columns of a broad table in the order of a card: what names the row comes first. @param render as it stands there */
export const headedBy = <Row,>(columns: readonly Column<Row>[], key: Key, render?: (row: Row) => ReactNode): Column<Row>[] => [
  ...columns
    .filter((column) => column.key === key)
    .map((head) => (render ? { ...head, render: (_: unknown, row: Row) => render(row) } : head)),
  ...columns.filter((column) => column.key !== key),
]

/** A card for each row, so that nothing has to be moved sideways on a phone. @param testIdOf names the card for tests */
export function RowCards<Row extends object>({
  columns,
  rows,
  keyOf,
  testIdOf,
}: AdaptiveTableProps<Row> & { testIdOf?: (row: Row) => string }) {
  const [head, ...rest] = columns
  return (
    <ul className="plain adaptive-cards">
      {rows.map((row, index) => (
        <li key={keyOf(row)} data-testid={testIdOf?.(row)}>
          <div className="adaptive-head">{cellOf(head!, row, index)}</div>
          <dl>
            {rest.map((column) => (
              <div key={column.title || String(column.key)}>
                {column.title && <dt>{column.title}</dt>}
                <dd>{cellOf(column, row, index)}</dd>
              </div>
            ))}
          </dl>
        </li>
      ))}
    </ul>
  )
}

function cellOf<Row extends object>({ dataIndex, render }: Omit<ColumnType<Row>, 'title'>, row: Row, index: number): ReactNode {
  const value: unknown = typeof dataIndex === 'string' ? (row as Record<string, unknown>)[dataIndex] : undefined
  return render ? (render(value, row, index) as ReactNode) : (value as ReactNode)
}

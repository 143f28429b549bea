import { columnSums, type Field, type FormSchema, valueAt } from '@lianban/forms'
import { theme } from 'antd'
import type { CSSProperties, ReactNode } from 'react'
import { ReadValue } from './read-value.tsx'
import { type ReadNode, type Reader, type ReadingProps, runsOf, useReader } from './reading.ts'
import { headingText, SumLine, sumText } from './row-sums.tsx'
import { SectionBox } from './section-box.tsx'
import { useNarrow } from './use-place.ts'

export interface FormViewProps extends ReadingProps {
  /** A link behind the title of a section: 修改 on a check-your-answers page. */
  sectionExtra?: (section: Field) => ReactNode
}

/** A filled-in form to be read: definition lists under the headings of the sections, tables as tables. */
export function FormView({ sectionExtra, ...props }: FormViewProps) {
  const reader = useReader(props)
  return <Nodes nodes={reader.nodes} reader={reader} schema={props.schema} sectionExtra={sectionExtra} outer />
}

interface NodesProps {
  nodes: ReadNode[]
  reader: Reader
  schema: FormSchema
  sectionExtra?: (section: Field) => ReactNode
  outer?: boolean
}

function Nodes({ nodes, reader, schema, sectionExtra, outer = false }: NodesProps) {
  return runsOf(nodes).map((run) => {
    if (Array.isArray(run)) return <Definitions key={run[0]?.path} fields={run} reader={reader} schema={schema} />
    return (
      <SectionBox key={run.field.path} field={run.field} plain={!outer || run.field.component === 'Group'}>
        {outer && sectionExtra?.(run.field)}
        <Nodes nodes={run.children} reader={reader} schema={schema} />
      </SectionBox>
    )
  })
}

function Definitions({ fields, reader, schema }: { fields: Field[]; reader: Reader; schema: FormSchema }) {
  const { token } = theme.useToken()
  const narrow = useNarrow()
  const line: CSSProperties = {
    display: narrow ? 'block' : 'flex',
    gap: token.margin,
    padding: `${token.paddingXS}px 0`,
    borderTop: `1px solid ${token.colorBorderSecondary}`,
  }
  return (
    <dl style={{ margin: 0, paddingBottom: token.paddingXS }}>
      {fields.map((field) => (
        <div key={field.path} data-field={field.path} style={{ ...line, ...(field.kind === 'table' ? { display: 'block' } : {}) }}>
          <dt style={{ flex: '0 0 200px', color: token.colorTextSecondary }}>{field.title}</dt>
          <dd style={{ flex: 1, minWidth: 0, margin: 0, overflowWrap: 'anywhere' }}>
            {field.kind === 'table' ? (
              <ReadRows table={field} reader={reader} schema={schema} />
            ) : (
              <ReadValue field={field} value={valueAt(reader.values, field.path)} fileUrl={reader.fileUrl} options={reader.options} />
            )}
          </dd>
        </div>
      ))}
    </dl>
  )
}

interface ReadRowsProps {
  table: Field
  reader: Reader
  schema: FormSchema
}

/** Rows: a table where there is room, else a card for each. */
function ReadRows({ table, reader, schema }: ReadRowsProps) {
  const narrow = useNarrow()
  const rows = valueAt(reader.values, table.path)
  const columns = reader.columnsOf(table)
  if (!Array.isArray(rows) || rows.length === 0) return <ReadValue field={table} value={undefined} />
  const sums = columnSums(schema, table, rows).filter((it) => columns.includes(it.column))
  if (!narrow && table.component !== 'CardList')
    return <ReadTable table={table} rows={rows} columns={columns} sums={sums} reader={reader} />
  return (
    <>
      {rows.map((row: unknown, index) => (
        <ReadCard key={index} table={table} index={index} row={row} columns={columns} reader={reader} />
      ))}
      {sums.length > 0 && <SumLine sums={sums} />}
    </>
  )
}

function ReadCard({ table, index, row, columns, reader }: { table: Field; index: number; row: unknown; columns: Field[]; reader: Reader }) {
  const { token } = theme.useToken()
  return (
    <div
      role="group"
      aria-label={`${table.title}${index + 1}`}
      style={{
        border: `1px solid ${token.colorBorderSecondary}`,
        borderRadius: token.borderRadius,
        padding: token.paddingSM,
        margin: `${token.marginXS}px 0`,
      }}
    >
      <div style={{ fontWeight: token.fontWeightStrong }}>
        {table.title} {index + 1}
        {headingText(columns, table, row, reader.options)}
      </div>
      <dl
        style={{
          display: 'grid',
          gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 220px), 1fr))',
          gap: `${token.marginXS}px ${token.margin}px`,
          margin: `${token.marginXS}px 0 0`,
        }}
      >
        {columns.map((it) => (
          <div key={it.path}>
            <dt style={{ color: token.colorTextSecondary }}>{it.title}</dt>
            <dd style={{ margin: 0, overflowWrap: 'anywhere' }}>
              <ReadValue field={it} value={valueAt(row, it.key)} fileUrl={reader.fileUrl} options={reader.options} />
            </dd>
          </div>
        ))}
      </dl>
    </div>
  )
}

interface ReadTableProps {
  table: Field
  rows: unknown[]
  columns: Field[]
  sums: ReturnType<typeof columnSums>
  reader: Reader
}

function ReadTable({ table, rows, columns, sums, reader }: ReadTableProps) {
  const { token } = theme.useToken()
  const cell: CSSProperties = {
    padding: token.paddingXS,
    textAlign: 'start',
    verticalAlign: 'top',
    borderBottom: `1px solid ${token.colorBorderSecondary}`,
  }
  const head = { ...cell, background: token.colorFillAlter, fontWeight: token.fontWeightStrong, whiteSpace: 'nowrap' } as const
  return (
    <div style={{ overflowX: 'auto', marginTop: token.marginXXS }}>
      <table style={{ width: '100%', borderCollapse: 'collapse' }} aria-label={table.title}>
        <thead>
          <tr>
            {['序号', ...columns.map((it) => it.title)].map((title) => (
              <th key={title} scope="col" style={head}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              <td style={cell}>{index + 1}</td>
              {columns.map((it) => (
                <td key={it.path} style={{ ...cell, overflowWrap: 'anywhere' }}>
                  <ReadValue field={it} value={valueAt(row, it.key)} fileUrl={reader.fileUrl} options={reader.options} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        {sums.length > 0 && (
          <tfoot>
            <tr style={{ fontWeight: token.fontWeightStrong }}>
              <th scope="row" style={cell}>
                合计
              </th>
              {columns.map((it) => (
                <td key={it.path} style={cell}>
                  {sumText(sums, it)}
                </td>
              ))}
            </tr>
          </tfoot>
        )}
      </table>
    </div>
  )
}

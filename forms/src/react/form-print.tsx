import { chineseAmount, columnSums, type Field, type FileValue, type FormSchema, isBlank, readableValue, valueAt } from '@lianban/forms'
import type { CSSProperties } from 'react'
import { sumText } from './fields/array-table.tsx'
import { SignaturePicture } from './read-value.tsx'
import { type ReadNode, type Reader, type ReadingProps, useReader } from './reading.ts'

export interface FormPrintProps extends ReadingProps {
  /** A line below the title: number of the case, day of filling in. */
  caption?: string
}

/** Paper is white and ink is black, whatever the theme of the screen. */
const PAPER: CSSProperties = { background: 'white', color: 'black', fontSize: '10.5pt', lineHeight: 1.5 }
const CELL: CSSProperties = {
  border: '1px solid currentColor',
  padding: '4px 6px',
  textAlign: 'start',
  verticalAlign: 'middle',
  overflowWrap: 'anywhere',
  whiteSpace: 'pre-wrap',
}
const LABEL: CSSProperties = { ...CELL, textAlign: 'center', fontWeight: 'normal' }
const HEAD: CSSProperties = { ...CELL, textAlign: 'center', fontWeight: 'bold' }
const TABLE: CSSProperties = { width: '100%', borderCollapse: 'collapse', tableLayout: 'fixed' }
/** A table in a cell: the cell is its frame. */
const INNER: CSSProperties = { ...TABLE, borderStyle: 'hidden' }

/**
 * A filled-in form for paper: one ruled table as on the county's own forms, two fields to a line, rows that do not break
 * across pages and heads of tables that come again. What the page around it hides on paper is the page's matter.
 */
export function FormPrint({ caption, ...props }: FormPrintProps) {
  const reader = useReader(props)
  const { schema } = props
  return (
    <article className="form-print" style={PAPER}>
      {schema.title && <h1 style={{ textAlign: 'center', fontSize: '16pt', margin: '0 0 8px', color: 'inherit' }}>{schema.title}</h1>}
      {caption && <p style={{ textAlign: 'end', margin: '0 0 8px' }}>{caption}</p>}
      <table style={TABLE} aria-label={schema.title}>
        <colgroup>
          {['16%', '34%', '16%', '34%'].map((width, at) => (
            <col key={at} style={{ width }} />
          ))}
        </colgroup>
        <tbody>
          <Lines nodes={reader.nodes} reader={reader} schema={schema} />
        </tbody>
      </table>
    </article>
  )
}

interface LinesProps {
  nodes: ReadNode[]
  reader: Reader
  schema: FormSchema
}

function Lines({ nodes, reader, schema }: LinesProps) {
  return linesOf(nodes).map((line) => {
    const [first, second] = line
    if (!first) return null
    const { field, children } = first
    if (children.length > 0) {
      return [
        <tr key={field.path} style={{ breakAfter: 'avoid' }}>
          <th colSpan={4} scope="colgroup" style={HEAD}>
            {field.title}
          </th>
        </tr>,
        <Lines key={`${field.path}-inside`} nodes={children} reader={reader} schema={schema} />,
      ]
    }
    if (field.kind === 'table') return <PrintRows key={field.path} table={field} reader={reader} schema={schema} />
    return (
      <tr key={field.path} style={{ breakInside: 'avoid' }}>
        <Pair field={field} reader={reader} span={second ? 1 : 3} />
        {second && <Pair field={second.field} reader={reader} span={1} />}
      </tr>
    )
  })
}

/** What takes a line of its own on paper. */
const WIDE = new Set(['TextArea', 'Upload', 'Signature', 'AddressPoint', 'Address', 'Checkbox'])

const isShort = ({ field, children }: ReadNode): boolean =>
  children.length === 0 && field.kind !== 'table' && !WIDE.has(field.component ?? '')

/** Two short fields to a line. */
function linesOf(nodes: ReadNode[]): ReadNode[][] {
  const lines: ReadNode[][] = []
  for (const node of nodes) {
    const last = lines.at(-1)
    if (last?.length === 1 && isShort(last[0]!) && isShort(node)) last.push(node)
    else lines.push([node])
  }
  return lines
}

function Pair({ field, reader, span }: { field: Field; reader: Reader; span: number }) {
  return (
    <>
      <th scope="row" style={LABEL}>
        {field.title}
      </th>
      <td colSpan={span} style={CELL} data-field={field.path}>
        <Printed field={field} value={valueAt(reader.values, field.path)} reader={reader} />
      </td>
    </>
  )
}

/** Files by their names, because on paper nothing can be opened; an amount in 大写 too, as paper has it. */
function Printed({ field, value, reader }: { field: Field; value: unknown; reader: Reader }) {
  if (isBlank(value)) return field.schema.type === 'boolean' ? '否' : ''
  if (field.component === 'Signature') return <SignaturePicture files={value as FileValue[]} fileUrl={reader.fileUrl} />
  const text = readableValue(field, value, reader.options)
  const capital = field.component === 'MoneyInput' && field.table === null ? chineseAmount(String(value)) : null
  return <>{capital === null ? text : `${text}\n(人民币${capital})`}</>
}

function PrintRows({ table, reader, schema }: { table: Field; reader: Reader; schema: FormSchema }) {
  const rows = valueAt(reader.values, table.path)
  const list: unknown[] = Array.isArray(rows) ? rows : []
  const columns = reader.columnsOf(table)
  const sums = columnSums(schema, table, list).filter((it) => columns.includes(it.column))
  return (
    <tr>
      <td colSpan={4} style={{ ...CELL, padding: 0 }} data-field={table.path}>
        <table style={INNER} aria-label={table.title}>
          <colgroup>
            <col style={{ width: '3em' }} />
            {columns.map((it) => (
              <col key={it.path} />
            ))}
          </colgroup>
          <thead>
            <tr>
              <th colSpan={columns.length + 1} style={HEAD}>
                {table.title}
              </th>
            </tr>
            <tr>
              <th scope="col" style={LABEL}>
                序号
              </th>
              {columns.map((it) => (
                <th key={it.path} scope="col" style={LABEL}>
                  {it.title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {list.map((row, index) => (
              <tr key={index} style={{ breakInside: 'avoid' }}>
                <td style={LABEL}>{index + 1}</td>
                {columns.map((it) => (
                  <td key={it.path} style={CELL}>
                    <Printed field={it} value={valueAt(row, it.key)} reader={reader} />
                  </td>
                ))}
              </tr>
            ))}
            {sums.length > 0 && (
              <tr style={{ breakInside: 'avoid' }}>
                <th scope="row" style={LABEL}>
                  合计
                </th>
                {columns.map((it) => (
                  <td key={it.path} style={CELL}>
                    {sumText(sums, it)}
                  </td>
                ))}
              </tr>
            )}
          </tbody>
        </table>
      </td>
    </tr>
  )
}

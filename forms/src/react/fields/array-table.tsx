import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import type { ArrayField } from '@formily/core'
import { observer, RecursionField, useField, useFieldSchema } from '@formily/react'
import { type ColumnSum, columnSums, type Field, isBlank, type KnownOptions, mostItems, readableValue, valueAt } from '@lianban/forms'
import { Button, theme } from 'antd'
import { type CSSProperties, useRef } from 'react'
import { inputId, RowContext, useControl, useEnvironment } from '../context.ts'
import { firstInput } from '../focus.ts'
import { useNarrow, useWidth } from '../use-place.ts'

/** Rows of values: a table, and one card for each row where the table has no room. */
export const ArrayTable = observer(() => <Rows />)

/** Rows as cards wherever they are drawn. */
export const CardList = observer(() => <Rows cards />)

const Rows = observer(({ cards = false }: { cards?: boolean }) => {
  const { session } = useEnvironment()
  const { path, field, binding } = useControl()
  const { token } = theme.useToken()
  const narrow = useNarrow()
  const formily = useField<ArrayField>()
  const box = useRef<HTMLDivElement>(null)
  const width = useWidth(box)
  const columns = useColumns(path)
  const count = Array.isArray(formily.value) ? formily.value.length : 0
  const mayAdd = session.mayWrite(path) && columns.some((it) => session.mayWrite(it.path))
  const mayRemove = mayAdd && columns.every((it) => session.mayWrite(it.path) || it.schema['x-computed'] !== undefined)
  const most = mostItems(field.schema)
  const unit = field.component === 'CardList' ? '项' : '行'
  const rows: RowsProps = {
    count,
    columns,
    sums: columnSums(session.schema, field, valueAt(session.result.values, path)).filter((it) => columns.includes(it.column)),
    ...(mayRemove ? { onRemove: (index) => session.removeRow(field, index) } : {}),
  }
  function add() {
    session.addRow(field)
    // The row is drawn by Formily a moment later.
    requestAnimationFrame(() => firstInput(box.current?.querySelector(`[data-field^="${path}.${count}."]`))?.focus())
  }
  const addText = field.schema['x-component-props']?.['addText']
  return (
    <div
      ref={box}
      id={binding.id}
      role="group"
      tabIndex={-1}
      aria-labelledby={`${inputId(path)}-label`}
      aria-describedby={binding['aria-describedby']}
      style={{ outline: 'none' }}
    >
      {count > 0 &&
        (cards || (width !== null && width < tableWidth(columns, token.fontSize)) ? <RowCards {...rows} /> : <RowTable {...rows} />)}
      {count === 0 && !mayAdd && <span style={{ color: token.colorTextTertiary }}>未填写</span>}
      {mayAdd && (
        <Button type="dashed" icon={<PlusOutlined aria-hidden />} onClick={add} disabled={count >= most} block={narrow}>
          {typeof addText === 'string' ? addText : `添加一${unit}`}
          {count >= most ? `(最多 ${most} ${unit})` : ''}
        </Button>
      )}
    </div>
  )
})

interface RowsProps {
  count: number
  columns: Field[]
  /** Of the columns that this person sees. */
  sums: ColumnSum[]
  onRemove?: (index: number) => void
}

function RowTable({ count, columns, sums, onRemove }: RowsProps) {
  const { token } = theme.useToken()
  const { path } = useControl()
  const cell: CSSProperties = {
    padding: token.paddingXS,
    textAlign: 'start',
    verticalAlign: 'top',
    borderBottom: `1px solid ${token.colorBorderSecondary}`,
  }
  const head: CSSProperties = { ...cell, background: token.colorFillAlter, fontWeight: token.fontWeightStrong }
  return (
    <div style={{ overflowX: 'auto', marginBottom: token.marginXS }}>
      <table style={{ width: '100%', borderCollapse: 'collapse' }} aria-labelledby={`${inputId(path)}-label`}>
        <thead>
          <tr>
            <th scope="col" style={{ ...head, width: 48, whiteSpace: 'nowrap' }}>
              序号
            </th>
            {columns.map((it) => (
              <th key={it.path} scope="col" style={{ ...head, minWidth: columnWidth(it, token.fontSize) }}>
                {it.title}
                {it.schema.required && <span style={{ color: token.colorTextSecondary, fontWeight: 'normal' }}>(必填)</span>}
              </th>
            ))}
            {onRemove && (
              <th scope="col" style={{ ...head, width: 56 }}>
                操作
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {indices(count).map((index) => (
            <tr key={index}>
              <td style={{ ...cell, paddingTop: token.paddingXS + 5, color: token.colorTextSecondary }}>{index + 1}</td>
              <Cells columns={columns} index={index} style={cell} />
              {onRemove && (
                <td style={cell}>
                  <Button
                    type="text"
                    icon={<DeleteOutlined aria-hidden />}
                    aria-label={`删除第 ${index + 1} 行`}
                    onClick={() => onRemove(index)}
                  />
                </td>
              )}
            </tr>
          ))}
        </tbody>
        {sums.length > 0 && (
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
              {onRemove && <td style={cell} />}
            </tr>
          </tfoot>
        )}
      </table>
    </div>
  )
}

function Cells({ columns, index, style }: { columns: Field[]; index: number; style: CSSProperties }) {
  return (
    <RowContext.Provider value={{ index, as: 'cells' }}>
      {columns.map((it) => (
        <td key={it.path} style={style}>
          <ColumnField column={it} index={index} />
        </td>
      ))}
    </RowContext.Provider>
  )
}

function RowCards({ count, columns, sums, onRemove }: RowsProps) {
  const { token } = theme.useToken()
  const { session } = useEnvironment()
  const { field, path } = useControl()
  const heading = field.schema['x-component-props']?.['heading']
  const cards = indices(count).map((index) => (
    <fieldset
      key={index}
      style={{
        border: `1px solid ${token.colorBorder}`,
        borderRadius: token.borderRadius,
        margin: `0 0 ${token.margin}px`,
        padding: token.paddingSM,
        paddingBottom: 0,
        minWidth: 0,
      }}
    >
      <legend style={{ padding: `0 ${token.paddingXS}px`, fontWeight: token.fontWeightStrong }}>
        {field.title} {index + 1}
        {headingText(columns, heading, valueAt(session.result.values, `${path}.${index}`), session.options)}
      </legend>
      <div
        style={{
          display: 'grid',
          gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 220px), 1fr))',
          columnGap: token.margin,
        }}
      >
        <RowContext.Provider value={{ index, as: 'cards' }}>
          {columns.map((it) => (
            <ColumnField key={it.path} column={it} index={index} />
          ))}
        </RowContext.Provider>
      </div>
      {onRemove && (
        <Button type="text" icon={<DeleteOutlined aria-hidden />} onClick={() => onRemove(index)} style={{ marginBottom: token.marginXS }}>
          删除第 {index + 1} {field.component === 'CardList' ? '项' : '行'}
        </Button>
      )}
    </fieldset>
  ))
  return (
    <>
      {cards}
      {sums.length > 0 && <SumLine sums={sums} />}
    </>
  )
}

/** The sums below cards. */
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

/** What a card is called by its own content. */
export function headingText(columns: Field[], heading: unknown, row: unknown, options?: KnownOptions): string {
  const column = columns.find((it) => it.key === heading)
  const value = column && valueAt(row, column.key)
  return column && !isBlank(value) ? ` · ${readableValue(column, value, options)}` : ''
}

/** One column of one row, at `staff.0.name`. There is no field for the row itself, so nothing is written into it. */
function ColumnField({ column, index }: { column: Field; index: number }) {
  const table = useField<ArrayField>()
  const items = useFieldSchema().items
  const schema = items && !Array.isArray(items) ? items.properties?.[column.key] : undefined
  return schema ? <RecursionField schema={schema} name={column.key} basePath={table.address.concat(index)} /> : null
}

/** The columns that this person sees, in order. */
function useColumns(path: string): Field[] {
  const { session } = useEnvironment()
  return [...session.fields.values()].filter((it) => it.table === path && session.access[it.path] !== 'hidden' && it.component !== 'Hidden')
}

const indices = (count: number): number[] => Array.from({ length: count }, (_, at) => at)

/** The least width of a column in pixels, by what stands in it; made for 14 px text. */
function columnWidth(column: Field, fontSize: number): number {
  return (COLUMN_WIDTHS[column.component ?? ''] ?? 110) * (fontSize / 14)
}

const COLUMN_WIDTHS: Partial<Record<string, number>> = {
  ...{ CitizenId: 190, CreditCode: 190, BankCard: 200, DatePicker: 150, DateRange: 330, Select: 140, Cascader: 200, Region: 200 },
  ...{ Organ: 200, User: 160, AddressPoint: 420, Upload: 220, Signature: 240, MoneyInput: 150 },
}

/** The least width of the table with its number and its button. */
function tableWidth(columns: Field[], fontSize: number): number {
  return columns.reduce((sum, it) => sum + columnWidth(it, fontSize), 48 + 56)
}

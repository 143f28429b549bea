import { ExclamationCircleFilled } from '@ant-design/icons'
import type { Field as FormilyField } from '@formily/core'
import { observer, useField } from '@formily/react'
import { toJS } from '@formily/reactive'
import type { Field } from '@lianban/forms'
import { theme } from 'antd'
import { type CSSProperties, type PropsWithChildren, useContext } from 'react'
import { inputId, RowContext, useEnvironment } from './context.ts'
import { ReadValue } from './read-value.tsx'
import { schemaPathOf } from './session.ts'
import { useNarrow } from './use-place.ts'

/** Controls that are a group of inputs or a button: a label cannot point at them, they point at the label. */
const GROUPS = new Set(['Radio', 'Upload', 'Signature', 'ArrayTable', 'CardList', 'DateRange', 'AddressPoint'])
/** What takes the whole line, also where fields stand side by side. */
const WIDE = new Set(['TextArea', 'Upload', 'Signature', 'ArrayTable', 'CardList', 'AddressPoint'])

/** Whether the control of a field names itself by `aria-labelledby`. */
export const isGroup = (field: Field): boolean =>
  GROUPS.has(field.component ?? '') || (field.kind === 'choices' && field.component === 'Checkbox')

/** A single box to tick carries its title beside the box. */
export const isTick = (field: Field): boolean => field.schema.type === 'boolean' && field.component === 'Checkbox'

/** Frame of every field: label, help, input, error, bound to each other. */
export const FieldItem = observer(({ children }: PropsWithChildren) => {
  const { session, layout, fileUrl } = useEnvironment()
  const { token } = theme.useToken()
  const narrow = useNarrow()
  const row = useContext(RowContext)
  const formily = useField<FormilyField>()
  const path = formily.path.toString()
  const field = session.fields.get(schemaPathOf(path))
  if (!field || field.component === 'Hidden') return null
  const id = inputId(path)
  const problem = session.problemAt(path)
  const reading = formily.pattern === 'readPretty' && field.kind !== 'table'
  const cell = row?.as === 'cells'
  const beside = layout === 'left' && !narrow && row === null && field.kind !== 'table'
  const frame: CSSProperties = cell
    ? {}
    : {
        ...(WIDE.has(field.component ?? '') ? { gridColumn: '1 / -1' } : {}),
        display: beside ? 'flex' : 'block',
        gap: token.margin,
        marginBottom: layout === 'left' ? token.margin : token.marginLG,
      }
  return (
    <div data-field={path} style={frame}>
      <FieldLabel
        field={field}
        id={id}
        required={formily.required === true}
        reading={reading}
        row={cell ? row.index : null}
        beside={beside}
      />
      <div style={{ flex: 1, minWidth: 0 }}>
        {field.schema['x-help'] && !cell && !reading && (
          <div id={`${id}-help`} style={{ color: token.colorTextSecondary, fontSize: token.fontSize, marginBottom: token.marginXXS }}>
            {field.schema['x-help']}
          </div>
        )}
        {reading ? (
          <output id={id} style={{ display: 'block', overflowWrap: 'anywhere', paddingTop: cell ? 5 : 0 }} aria-labelledby={`${id}-label`}>
            <ReadValue field={field} value={toJS(formily.value)} fileUrl={fileUrl} options={session.options} />
          </output>
        ) : (
          children
        )}
        {problem && (
          <div id={`${id}-error`} style={{ color: token.colorErrorText, marginTop: token.marginXXS, overflowWrap: 'anywhere' }}>
            <ExclamationCircleFilled aria-hidden style={{ marginInlineEnd: token.marginXXS }} />
            {problem.message}
          </div>
        )}
      </div>
    </div>
  )
})

interface LabelProps {
  field: Field
  id: string
  required: boolean
  reading: boolean
  /** Index of the row when the field is a cell: then the head of the column is the label to see. */
  row: number | null
  beside: boolean
}

function FieldLabel({ field, id, required, reading, row, beside }: LabelProps) {
  const { token } = theme.useToken()
  const text = row === null ? field.title : `第 ${row + 1} 行 ${field.title}`
  const style: CSSProperties =
    row === null
      ? {
          display: 'block',
          fontWeight: token.fontWeightStrong,
          marginBottom: beside ? 0 : token.marginXXS,
          ...(beside ? { flex: '0 0 190px', paddingTop: reading ? 0 : 5, textAlign: 'end' } : {}),
        }
      : VISUALLY_HIDDEN
  if (isTick(field) && !reading && row === null) return beside ? <span style={style} /> : null
  const mark = required && <span style={{ color: token.colorTextSecondary, fontWeight: 'normal', whiteSpace: 'nowrap' }}>(必填)</span>
  return isGroup(field) || reading ? (
    <div id={`${id}-label`} style={style}>
      {text}
      {mark}
    </div>
  ) : (
    <label id={`${id}-label`} htmlFor={id} style={style}>
      {text}
      {mark}
    </label>
  )
}

/** Read aloud, not seen. */
export const VISUALLY_HIDDEN: CSSProperties = {
  position: 'absolute',
  width: 1,
  height: 1,
  margin: -1,
  padding: 0,
  overflow: 'hidden',
  clipPath: 'inset(50%)',
  whiteSpace: 'nowrap',
  border: 0,
}

import { observer } from '@formily/react'
import { type FormatName, LIMITS, formatOf } from '@lianban/forms'
import { Input as AntInput } from 'antd'
import type { CSSProperties } from 'react'
import { useControl } from '../context.ts'

/** What Formily hands to every component: the value, and what to call with a new one. */
export interface FieldProps<T> {
  value?: T
  onChange: (value: T | undefined) => void
}

/** Codes are as wide as they are long, so that the box itself says how much to type; other text takes the line. */
const WIDTH: Partial<Record<string, CSSProperties>> = {
  'citizen-id': { maxWidth: 260 },
  'credit-code': { maxWidth: 260 },
  'mobile-cn': { maxWidth: 200 },
  'phone-cn': { maxWidth: 260 },
  'region-code': { maxWidth: 160 },
  'bank-card': { maxWidth: 280 },
}

const INPUT_MODE: Partial<Record<FormatName, 'tel' | 'numeric'>> = {
  'mobile-cn': 'tel',
  'phone-cn': 'tel',
  'region-code': 'numeric',
  'bank-card': 'numeric',
}

/** One line of text: Input, Address, CitizenId, CreditCode, Phone and BankCard, which differ in their format alone. */
export const TextInput = observer(({ value, onChange }: FieldProps<string>) => {
  const { field, binding, placeholder, leave } = useControl()
  const format = formatOf(field.schema)
  const suffix = field.schema['x-component-props']?.['suffix']
  return (
    <AntInput
      {...binding}
      value={value ?? ''}
      onChange={(event) => onChange(event.target.value)}
      onBlur={leave}
      placeholder={placeholder}
      suffix={suffix}
      status={binding['aria-invalid'] && 'error'}
      style={format ? WIDTH[format] : undefined}
      data-format={format}
      inputMode={format ? INPUT_MODE[format] : undefined}
      autoComplete="off"
      spellCheck={false}
    />
  )
})

/** Several lines of text, with the number of characters left when there is a limit. */
export const TextArea = observer(({ value, onChange }: FieldProps<string>) => {
  const { field, binding, placeholder, leave } = useControl()
  const rows = field.schema['x-component-props']?.['rows']
  const limit = field.schema.maxLength ?? LIMITS.textChars
  return (
    <AntInput.TextArea
      {...binding}
      value={value ?? ''}
      onChange={(event) => onChange(event.target.value)}
      onBlur={leave}
      placeholder={placeholder}
      status={binding['aria-invalid'] && 'error'}
      autoSize={{ minRows: typeof rows === 'number' ? rows : 3, maxRows: 12 }}
      count={{ show: field.schema.maxLength !== undefined, max: limit, strategy: (text) => [...text].length }}
      style={field.schema.maxLength === undefined ? undefined : { marginBottom: 22 }}
    />
  )
})

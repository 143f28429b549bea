import { observer } from '@formily/react'
import { canonicalValue, chineseAmount } from '@lianban/forms'
import { Input, InputNumber, theme } from 'antd'
import { useControl } from '../context.ts'
import type { FieldProps } from './text-input.tsx'

/** A number, with its unit behind it. Whole numbers are rounded when the field is left. */
export const NumberInput = observer(({ value, onChange }: FieldProps<number>) => {
  const { field, binding, placeholder, leave } = useControl()
  const suffix = field.schema['x-component-props']?.['suffix']
  return (
    <InputNumber<number>
      {...binding}
      value={value ?? null}
      onChange={(next) => onChange(next ?? undefined)}
      onBlur={leave}
      placeholder={placeholder}
      suffix={suffix}
      controls={false}
      precision={field.schema.type === 'integer' ? 0 : undefined}
      status={binding['aria-invalid'] && 'error'}
      style={{ width: '100%', maxWidth: 200 }}
      inputMode={field.schema.type === 'integer' ? 'numeric' : 'decimal'}
    />
  )
})

/** Yuan as decimal text, with 大写 below so that a slip of a digit is seen. */
export const MoneyInput = observer(({ value, onChange }: FieldProps<string>) => {
  const { field, binding, placeholder, leave } = useControl()
  const { token } = theme.useToken()
  const amount = canonicalValue(field.schema, value)
  const capital = field.schema['x-component-props']?.['capital'] === false ? null : chineseAmount(String(amount ?? ''))
  return (
    <>
      <Input
        {...binding}
        value={value ?? ''}
        onChange={(event) => onChange(event.target.value)}
        onBlur={leave}
        placeholder={placeholder}
        suffix="元"
        status={binding['aria-invalid'] && 'error'}
        style={{ maxWidth: 260 }}
        inputMode="decimal"
        autoComplete="off"
      />
      {capital && (
        <div style={{ color: token.colorTextSecondary, marginTop: token.marginXXS }} aria-live="polite">
          大写:人民币{capital}
        </div>
      )}
    </>
  )
})

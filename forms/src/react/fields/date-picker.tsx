import type { Field as FormilyField } from '@formily/core'
import { observer, useField } from '@formily/react'
import { toJS } from '@formily/reactive'
import { isBlank } from '@lianban/forms'
import { DatePicker as AntDatePicker, theme } from 'antd'
import dayjs from 'dayjs'
import { useControl } from '../context.ts'
import { CLEAR } from './clear.tsx'
import type { FieldProps } from './text-input.tsx'

/**
 * The first is shown; the others are understood when typed. All have two digits for month and day: the text is read at
 * every key, and with `YYYY-M-D` the 25th would be taken for the 2nd before its last digit is there.
 */
const FORMATS = ['YYYY-MM-DD', 'YYYYMMDD', 'YYYY/MM/DD', 'YYYY.MM.DD', 'YYYY年MM月DD日']

interface DayInputProps {
  id: string
  value: unknown
  onChange: (day: string | undefined) => void
  invalid: boolean
  label?: string
  describedBy?: string
  required?: true
}

/** A day, `YYYY-MM-DD`; can be typed as well as picked. */
function DayInput({ id, value, onChange, invalid, label, describedBy, required }: DayInputProps) {
  const day = typeof value === 'string' ? dayjs(value) : null
  return (
    <AntDatePicker
      id={id}
      aria-label={label}
      aria-describedby={describedBy}
      aria-invalid={invalid || undefined}
      aria-required={required}
      value={day?.isValid() ? day : null}
      onChange={(next: dayjs.Dayjs | null) => onChange(next?.format('YYYY-MM-DD'))}
      format={FORMATS}
      allowClear={CLEAR}
      placeholder="年-月-日"
      status={invalid ? 'error' : undefined}
      style={{ width: '100%', minWidth: 130, maxWidth: 200 }}
    />
  )
}

/** One day. */
export const DatePicker = observer(({ value, onChange }: FieldProps<string>) => {
  const { binding, leave } = useControl()
  return (
    <DayInput
      id={binding.id}
      describedBy={binding['aria-describedby']}
      required={binding['aria-required']}
      invalid={binding['aria-invalid'] === true}
      value={value}
      onChange={(day) => {
        onChange(day)
        leave()
      }}
    />
  )
})

/** Two days, `{start, end}`, one input each: both can be typed, and they stand under each other on a phone. */
export const DateRange = observer(() => {
  const { field, binding, leave } = useControl()
  const { token } = theme.useToken()
  const formily = useField<FormilyField>()
  const range = (toJS(formily.value) ?? {}) as { start?: string; end?: string }
  const change = (part: Partial<typeof range>) => {
    const next = { ...range, ...part }
    const given = Object.fromEntries(Object.entries(next).filter(([, day]) => !isBlank(day)))
    void formily.onInput(Object.keys(given).length > 0 ? given : undefined)
    // A range half given is no mistake yet.
    if (next.start && next.end) leave()
  }
  const invalid = binding['aria-invalid'] === true
  return (
    <div
      role="group"
      aria-labelledby={`${binding.id}-label`}
      style={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: token.marginXS }}
    >
      <DayInput
        id={binding.id}
        label={`${field.title}开始日期`}
        describedBy={binding['aria-describedby']}
        required={binding['aria-required']}
        invalid={invalid}
        value={range.start}
        onChange={(start) => change({ start })}
      />
      <span aria-hidden>至</span>
      <DayInput
        id={`${binding.id}-end`}
        label={`${field.title}结束日期`}
        invalid={invalid}
        value={range.end}
        onChange={(end) => change({ end })}
      />
    </div>
  )
})

import { observer } from '@formily/react'
import { DatePicker as AntDatePicker } from 'antd'
import dayjs from 'dayjs'
import { useControl } from '../context.ts'
import { CLEAR } from './clear.tsx'
import type { FieldProps } from './text-input.tsx'

/**
 * The first is shown; the others are understood when typed. All have two digits for month and day: the text is read at
 * every key, and with `YYYY-M-D` the 25th would be taken for the 2nd before its last digit is there.
 */
const FORMATS = ['YYYY-MM-DD', 'YYYYMMDD', 'YYYY/MM/DD', 'YYYY.MM.DD', 'YYYY年MM月DD日']

/** A day, `YYYY-MM-DD`; can be typed as well as picked. */
export const DatePicker = observer(({ value, onChange }: FieldProps<string>) => {
  const { binding, leave } = useControl()
  const day = value === undefined ? null : dayjs(value)
  return (
    <AntDatePicker
      {...binding}
      value={day?.isValid() ? day : null}
      onChange={(next: dayjs.Dayjs | null) => {
        onChange(next?.format('YYYY-MM-DD'))
        leave()
      }}
      format={FORMATS}
      allowClear={CLEAR}
      placeholder="年-月-日"
      status={binding['aria-invalid'] && 'error'}
      style={{ width: '100%', minWidth: 130, maxWidth: 200 }}
    />
  )
})

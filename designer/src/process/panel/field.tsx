import { useId, useState, type ReactNode } from 'react'
import { Input, InputNumber, Select } from 'antd'

/** A label, what is asked for, and one line of help. */
export function Field({ label, help, children }: { label: string; help?: string; children: (id: string) => ReactNode }) {
  const id = useId()
  return (
    <div className="lianban-field">
      <label htmlFor={id}>{label}</label>
      {children(id)}
      {help && <div className="lianban-field-help">{help}</div>}
    </div>
  )
}

interface CommitTextProps {
  id?: string
  label?: string
  value: string
  disabled?: boolean
  rows?: number
  placeholder?: string
  size?: 'small'
  onCommit(value: string): void
}

/** A text that counts when it is left or Enter is pressed: one change, one step to undo. Esc takes it back. */
export function CommitText({ value, onCommit, rows, label, ...rest }: CommitTextProps) {
  const [typed, setTyped] = useState<string | null>(null)
  const commit = () => {
    if (typed !== null && typed !== value) onCommit(typed)
    setTyped(null)
  }
  const shared = {
    ...rest,
    'aria-label': label,
    value: typed ?? value,
    onBlur: commit,
    onChange: (event: { target: { value: string } }) => setTyped(event.target.value),
    onKeyDown: (event: { key: string; stopPropagation(): void }) => {
      if (event.key === 'Escape') setTyped(null)
      event.stopPropagation()
    },
  }
  return rows ? <Input.TextArea {...shared} autoSize={{ minRows: rows, maxRows: 8 }} /> : <Input {...shared} onPressEnter={commit} />
}

interface CommitNumberProps {
  label: string
  value: number
  min?: number
  max?: number
  disabled?: boolean
  width?: number
  status?: '' | 'error' | 'warning'
  onType?(value: number | null): void
  onCommit(value: number): void
}

/** A whole number that counts when it is left; `onType` is told of every keystroke. */
export function CommitNumber({ label, value, min = 1, max = 1000, disabled, width = 64, status, onType, onCommit }: CommitNumberProps) {
  const [typed, setTyped] = useState<number | null>(null)
  const type = (next: number | null) => {
    setTyped(next)
    onType?.(next)
  }
  const commit = () => {
    if (typed !== null && typed !== value) onCommit(typed)
    setTyped(null)
    onType?.(null)
  }
  return (
    // The diagram does not hear its keys; it does so itself, further in than the input.
    <span onKeyDown={(event) => event.stopPropagation()}>
      <InputNumber
        size="small"
        aria-label={label}
        style={{ width }}
        value={typed ?? value}
        min={min}
        max={max}
        precision={0}
        disabled={disabled}
        status={status}
        onChange={type}
        onBlur={commit}
        onPressEnter={commit}
      />
    </span>
  )
}

interface ChoiceProps<T extends string> {
  id?: string
  label?: string
  value: T | undefined
  options: readonly { value: T; label: string; title?: string }[]
  disabled?: boolean
  placeholder?: string
  allowClear?: boolean
  inline?: boolean
  onChange(value: T | undefined): void
}

/** One of several; what is chosen but not known any more is shown as it is. */
export function Choice<T extends string>({ value, options, label, inline, onChange, ...rest }: ChoiceProps<T>) {
  const all = value && !options.some((one) => one.value === value) ? [...options, { value, label: `${value}(不在目录中)` }] : options
  return (
    <Select<T>
      {...rest}
      size="small"
      aria-label={label}
      value={value}
      options={all as { value: T; label: string }[]}
      showSearch={all.length > 8}
      optionFilterProp="label"
      style={inline ? undefined : { width: '100%' }}
      popupMatchSelectWidth={false}
      onChange={(next: T | undefined) => onChange(next)}
      onKeyDown={(event) => event.stopPropagation()}
    />
  )
}

interface ChoicesProps {
  id?: string
  label?: string
  value: readonly string[]
  options: readonly { value: string; label: string }[]
  disabled?: boolean
  placeholder?: string
  onChange(value: string[]): void
}

/** Several of several, in the order in which they are chosen. */
export function Choices({ value, options, label, onChange, ...rest }: ChoicesProps) {
  const unknown = value.filter((one) => !options.some((option) => option.value === one))
  return (
    <Select<string[]>
      {...rest}
      mode="multiple"
      size="small"
      aria-label={label}
      value={[...value]}
      options={[...options, ...unknown.map((one) => ({ value: one, label: `${one}(不在目录中)` }))]}
      optionFilterProp="label"
      style={{ width: '100%' }}
      onChange={(next) => onChange(next)}
      onKeyDown={(event) => event.stopPropagation()}
    />
  )
}

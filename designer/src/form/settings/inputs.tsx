import { Input, InputNumber, Select } from 'antd'
import { type ReactNode, useId, useState } from 'react'

/** A labelled line of the settings. */
export function Row({ label, help, children }: { label: string; help?: string; children: (id: string) => ReactNode }) {
  const id = useId()
  return (
    <div className="lb-form-row">
      <label htmlFor={id}>{label}</label>
      {children(id)}
      {help && <small className="lb-form-hint">{help}</small>}
    </div>
  )
}

interface TextSettingProps {
  id?: string
  value: string
  /** Called when the field is left or Enter pressed, with something new. Says whether it was taken. */
  onCommit: (text: string) => boolean
  rows?: number
  disabled?: boolean
  placeholder?: string
  monospace?: boolean
  label?: string
}

/** Text that becomes a command when it is finished; refused, it stays to be mended. */
export function TextSetting({ id, value, onCommit, rows, disabled, placeholder, monospace, label }: TextSettingProps) {
  const [draft, setDraft] = useState<{ of: string; text: string } | null>(null)
  const [refused, setRefused] = useState(false)
  const text = draft?.of === value ? draft.text : value
  function commit() {
    if (text === value) return setRefused(false)
    const taken = onCommit(text)
    setRefused(!taken)
    if (taken) setDraft(null)
  }
  const common = {
    id,
    value: text,
    disabled,
    placeholder,
    status: refused ? ('error' as const) : undefined,
    'aria-invalid': refused || undefined,
    'aria-label': label,
    className: monospace ? 'lb-form-code' : undefined,
    onChange: (event: { target: { value: string } }) => setDraft({ of: value, text: event.target.value }),
    onBlur: commit,
  }
  return rows ? <Input.TextArea {...common} rows={rows} /> : <Input {...common} onPressEnter={commit} />
}

interface NumberSettingProps {
  id?: string
  value: number | undefined
  onCommit: (value: number | undefined) => boolean
  unit?: string
  min?: number
  whole?: boolean
  disabled?: boolean
}

/** A number that becomes a command when it is finished. */
export function NumberSetting({ id, value, onCommit, unit, min, whole, disabled }: NumberSettingProps) {
  const [draft, setDraft] = useState<{ of: number | undefined; value: number | null } | null>(null)
  const [refused, setRefused] = useState(false)
  const shown = draft && draft.of === value ? draft.value : (value ?? null)
  function commit() {
    if ((shown ?? undefined) === value) return setRefused(false)
    const taken = onCommit(shown ?? undefined)
    setRefused(!taken)
    if (taken) setDraft(null)
  }
  return (
    <InputNumber
      id={id}
      className="lb-form-number"
      value={shown}
      min={min}
      precision={whole ? 0 : undefined}
      addonAfter={unit}
      disabled={disabled}
      status={refused ? 'error' : undefined}
      onChange={(next) => setDraft({ of: value, value: next })}
      onBlur={commit}
      onPressEnter={commit}
    />
  )
}

interface ChoiceSettingProps<T extends string | number> {
  id?: string
  value: T | undefined
  choices: readonly { label: string; value: T }[]
  onCommit: (value: T | undefined) => boolean
  disabled?: boolean
  allowClear?: boolean
  label?: string
}

export function ChoiceSetting<T extends string | number>({
  id,
  value,
  choices,
  onCommit,
  disabled,
  allowClear,
  label,
}: ChoiceSettingProps<T>) {
  return (
    <Select
      id={id}
      aria-label={label}
      className="lb-form-wide"
      value={value}
      disabled={disabled}
      allowClear={allowClear}
      placeholder="未设置"
      showSearch
      optionFilterProp="label"
      options={[...choices]}
      onChange={(next) => onCommit(next)}
    />
  )
}

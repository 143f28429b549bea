import { Input } from 'antd'
import type { ReactNode } from 'react'

interface LabelledProps {
  id?: string
  label: string
  problem?: string | null
  help?: string
  children: ReactNode
}

/** A field with its label, help and what is wrong with it. */
export function Labelled({ id, label, problem, help, children }: LabelledProps) {
  return (
    <div className="gap-below">
      <label className="block-label" htmlFor={id}>
        {label}
      </label>
      {children}
      {help && <div className="quiet">{help}</div>}
      {problem && (
        <div className="field-problem" role="alert">
          {problem}
        </div>
      )}
    </div>
  )
}

interface LabelledTextProps extends Omit<LabelledProps, 'children' | 'id'> {
  id: string
  value: string
  maxLength?: number
  onChange: (value: string) => void
}

export function LabelledText({ id, value, maxLength = 100, onChange, ...field }: LabelledTextProps) {
  return (
    <Labelled id={id} {...field}>
      <Input
        id={id}
        value={value}
        maxLength={maxLength}
        autoComplete="off"
        status={field.problem ? 'error' : undefined}
        onChange={({ target }) => onChange(target.value)}
        data-testid={id}
      />
    </Labelled>
  )
}

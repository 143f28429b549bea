import { Button, Input, InputNumber, Select } from 'antd'
import type { ReactNode } from 'react'
import type { Path } from './place.ts'

export interface MatterEditing {
  readOnly: boolean
  get: (path: Path) => unknown
  set: (path: Path, value: unknown) => void
}

interface FieldProps {
  editing: MatterEditing
  path: Path
  label: string
  help?: string
}

const idOf = (path: Path): string => `matter-${path.join('-')}`

/** Label above, help below it in plain words. */
export function Labelled({ path, label, help, children }: Omit<FieldProps, 'editing'> & { children: ReactNode }) {
  return (
    <div className="matter-field">
      <label htmlFor={idOf(path)}>{label}</label>
      {help && <div className="quiet">{help}</div>}
      {children}
    </div>
  )
}

/** One line or, with `rows`, several. */
export function TextField({ editing, rows, ...field }: FieldProps & { rows?: number }) {
  const { path } = field
  const value = String(editing.get(path) ?? '')
  const shared = { id: idOf(path), value, maxLength: 2000, readOnly: editing.readOnly }
  return (
    <Labelled {...field}>
      {rows === undefined ? (
        <Input {...shared} onChange={({ target }) => editing.set(path, target.value)} />
      ) : (
        <Input.TextArea {...shared} autoSize={{ minRows: rows, maxRows: 12 }} onChange={({ target }) => editing.set(path, target.value)} />
      )}
    </Labelled>
  )
}

export function NumberField({ editing, suffix, min = 1, ...field }: FieldProps & { suffix?: string; min?: number }) {
  const { path } = field
  const value = editing.get(path)
  return (
    <Labelled {...field}>
      <InputNumber
        id={idOf(path)}
        min={min}
        precision={0}
        value={typeof value === 'number' ? value : null}
        addonAfter={suffix}
        readOnly={editing.readOnly}
        onChange={(next) => next !== null && editing.set(path, next)}
      />
    </Labelled>
  )
}

export interface Choice {
  value: string
  label: string
}

export function ChoiceField({ editing, options, multiple, ...field }: FieldProps & { options: readonly Choice[]; multiple?: boolean }) {
  const { path } = field
  return (
    <Labelled {...field}>
      <Select
        id={idOf(path)}
        className="full"
        mode={multiple ? 'multiple' : undefined}
        showSearch
        optionFilterProp="label"
        disabled={editing.readOnly}
        options={[...options]}
        value={editing.get(path) as string | string[] | undefined}
        onChange={(next: string | string[]) => editing.set(path, next)}
      />
    </Labelled>
  )
}

interface ListProps {
  editing: MatterEditing
  path: Path
  /** What one of them is called: 条件. */
  one: string
  fresh: unknown
  children: (path: Path, at: number) => ReactNode
}

/** Entries one under the other, that can be added, moved and taken away. */
export function EntryList({ editing, path, one, fresh, children }: ListProps) {
  const value = editing.get(path)
  const entries = Array.isArray(value) ? (value as unknown[]) : []
  const move = (from: number, to: number) => {
    const next = [...entries]
    next.splice(to, 0, ...next.splice(from, 1))
    editing.set(path, next)
  }
  return (
    <>
      {entries.map((_, at) => (
        <div key={at} className="matter-entry">
          <div className="grow">{children([...path, at], at)}</div>
          {!editing.readOnly && (
            <div className="row">
              <Button size="small" type="text" disabled={at === 0} onClick={() => move(at, at - 1)} aria-label={`第 ${at + 1} 项上移`}>
                上移
              </Button>
              <Button
                size="small"
                type="text"
                danger
                onClick={() =>
                  editing.set(
                    path,
                    entries.filter((__, other) => other !== at),
                  )
                }
                aria-label={`删除第 ${at + 1} 项`}
              >
                删除
              </Button>
            </div>
          )}
        </div>
      ))}
      {!editing.readOnly && (
        <Button size="small" onClick={() => editing.set(path, [...entries, fresh])}>
          增加{one}
        </Button>
      )}
    </>
  )
}

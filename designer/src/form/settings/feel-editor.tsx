import FeelEditor from '@bpmn-io/feel-editor'
import type { Field } from '@lianban/forms'
import { useEffect, useRef, useState } from 'react'
import { FEEL_FUNCTIONS, feelVariables } from './feel-names.ts'

interface FeelInputProps {
  label: string
  value: string
  owner: Field
  fields: readonly Field[]
  disabled: boolean
  /** Called when the editor is left with something new. */
  onCommit: (text: string) => boolean
}

/** A formula typed by hand, with completion and the Chinese names of the fields. */
export function FeelInput({ label, value, owner, fields, disabled, onCommit }: FeelInputProps) {
  const host = useRef<HTMLDivElement>(null)
  const [refused, setRefused] = useState(false)
  const latest = useRef({ text: value, value, onCommit })
  useEffect(() => {
    latest.current = { ...latest.current, value, onCommit }
  })
  const names = JSON.stringify(feelVariables(owner, fields))
  useEffect(() => {
    latest.current.text = value
    const editor = new FeelEditor({
      container: host.current!,
      value,
      variables: JSON.parse(names) as ReturnType<typeof feelVariables>,
      builtins: FEEL_FUNCTIONS,
      readOnly: disabled,
      placeholder: '输入公式,Ctrl+空格查看可用的字段',
      contentAttributes: { 'aria-label': label, 'aria-multiline': 'true' },
      onChange: (text) => {
        latest.current.text = text
      },
    })
    return () => editor._cmEditor.destroy()
  }, [value, names, disabled, label])

  function commit() {
    const { text, value: old, onCommit: hand } = latest.current
    const wanted = text.trim()
    setRefused(wanted !== old.trim() && !hand(wanted))
  }
  return (
    <div
      ref={host}
      className={`lb-form-feel${refused ? ' is-refused' : ''}`}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) commit()
      }}
    />
  )
}

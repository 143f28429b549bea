import { Input, type InputRef } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { useKeys } from '../hooks/use-keys.ts'

const WAIT_MS = 250

/** The search of a list; `/` goes to it, Esc leaves it. Reports a moment after the last key. */
export function ListSearch({ value, onSearch, placeholder }: { value: string; onSearch: (text: string) => void; placeholder: string }) {
  const input = useRef<InputRef>(null)
  const [text, setText] = useState(value)
  useKeys({ '/': () => input.current?.focus({ cursor: 'all' }) })
  useEffect(() => {
    if (text === value) return
    const timer = setTimeout(() => onSearch(text.trim()), WAIT_MS)
    return () => clearTimeout(timer)
  }, [text, value, onSearch])
  return (
    <Input.Search
      ref={input}
      className="list-search"
      allowClear
      value={text}
      onChange={({ target }) => setText(target.value)}
      onSearch={(now) => onSearch(now.trim())}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        // By itself the browser would empty the field.
        event.preventDefault()
        input.current?.blur()
      }}
      placeholder={`${placeholder}(/)`}
      aria-label={placeholder}
      maxLength={100}
      data-testid="list-search"
    />
  )
}

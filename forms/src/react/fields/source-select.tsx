import type { Field, OptionItem, OptionsQuery } from '@lianban/forms'
import { LIMITS } from '@lianban/forms'
import { Select as AntSelect } from 'antd'
import { observer } from '@formily/react'
import { useEffect, useRef, useState } from 'react'
import { useControl, useEnvironment } from '../context.ts'
import type { OptionsClient } from '../options-client.ts'
import { CLEAR } from './clear.tsx'
import type { FieldProps } from './text-input.tsx'

/** Options fetched for one look at a list; who wants others types. */
const PAGE = 50
/** After the last key, milliseconds. */
const SEARCH_AFTER_MS = 250

/** Options that stand in a table of the county, looked up when the list is opened and as somebody types. */
export const SourceSelect = observer(({ value, onChange, query }: FieldProps<string | string[]> & { query: OptionsQuery }) => {
  const { session } = useEnvironment()
  const { field, binding, leave } = useControl()
  const { items, state, search } = useSearch(session.options, query)
  const many = field.schema.type === 'array'
  const chosen = (Array.isArray(value) ? value : value === undefined ? [] : [value])
    .map((it) => session.options.get(query, it))
    .filter((it): it is OptionItem => it != null)
  const shown = [...chosen.filter((it) => !items.some((other) => other.value === it.value)), ...items]
  return (
    <AntSelect<string | string[]>
      {...binding}
      mode={many ? 'multiple' : undefined}
      value={value}
      onChange={(next: string | string[] | undefined) => {
        onChange(next)
        leave()
      }}
      options={shown.map((it) => ({ value: it.value, label: labelOfItem(it) }))}
      onOpenChange={(open) => open && search('', 0)}
      showSearch
      filterOption={false}
      onSearch={(text) => search(text, SEARCH_AFTER_MS)}
      loading={state === 'loading'}
      notFoundContent={emptyText(session.options, state)}
      allowClear={CLEAR}
      placeholder="请选择,可输入名称查找"
      status={binding['aria-invalid'] && 'error'}
      style={{ width: '100%', minWidth: 110, maxWidth: many ? undefined : 420 }}
    />
  )
})

type SearchState = 'idle' | 'loading' | 'failed'

/** What a list says when there is nothing in it. */
export function emptyText(options: OptionsClient, state: SearchState): string {
  if (!options.available) return '选项暂不可用'
  return state === 'loading' ? '正在查找' : state === 'failed' ? '选项未能取得,请稍后重试' : '没有符合的选项'
}

export const labelOfItem = (item: OptionItem): string => [...(item.above ?? []), item.label].join(' / ')

function useSearch(options: OptionsClient, query: OptionsQuery) {
  const [items, setItems] = useState<OptionItem[]>([])
  const [state, setState] = useState<SearchState>('idle')
  const asked = useRef(0)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])

  function search(text: string, afterMs: number) {
    clearTimeout(timer.current)
    const question = ++asked.current
    setState('loading')
    const ask = () =>
      options.list(query, { limit: PAGE, ...(text.trim() === '' ? {} : { search: text.trim() }) }).then(
        (found) => {
          // An answer to what was typed before comes too late.
          if (question !== asked.current) return
          setItems(found)
          setState('idle')
        },
        () => question === asked.current && setState('failed'),
      )
    if (afterMs === 0) void ask()
    else timer.current = setTimeout(() => void ask(), afterMs)
  }
  return { items, state, search }
}

export interface Choices {
  options: { value: string | number; label: string }[]
  /** What to say when there is none; null: there are some. */
  empty: string | null
}

/** All options of a field that shows them at once: listed in the schema, or fetched when the field is drawn. */
export function useChoices(field: Field, query: OptionsQuery | null): Choices {
  const { session } = useEnvironment()
  const [fetched, setFetched] = useState<OptionItem[] | null>(null)
  const [state, setState] = useState<SearchState>('loading')
  const { options } = session
  useEffect(() => {
    if (query === null) return
    let gone = false
    options.list(query, { limit: LIMITS.options }).then(
      (items) => {
        if (gone) return
        setFetched(items)
        setState('idle')
      },
      () => !gone && setState('failed'),
    )
    return () => {
      gone = true
    }
  }, [options, query])
  if (query === null) return { options: field.schema.enum ?? [], empty: null }
  const found = fetched ?? []
  return {
    options: found.map((it) => ({ value: it.value, label: labelOfItem(it) })),
    empty: found.length > 0 ? null : emptyText(options, state),
  }
}

import { Select } from 'antd'
import { useEffect, useState } from 'react'
import { verbs, type AskablePerson } from '../api/verbs.ts'

const SEARCH_AFTER_MS = 250

interface Props {
  taskId: string
  label: string
  multiple?: boolean
  value: string[]
  onChange: (people: string[]) => void
}

/** Staff of the county by part of the name. */
export function PersonSelect({ taskId, label, multiple = false, value, onChange }: Props) {
  const [q, setQ] = useState('')
  const [found, setFound] = useState<AskablePerson[]>([])
  const [chosen, setChosen] = useState<AskablePerson[]>([])
  useEffect(() => {
    let isCurrent = true
    const timer = setTimeout(() => {
      void verbs
        .askable(taskId, q)
        .then(({ items }) => isCurrent && setFound(items))
        .catch(() => isCurrent && setFound([]))
    }, SEARCH_AFTER_MS)
    return () => {
      isCurrent = false
      clearTimeout(timer)
    }
  }, [taskId, q])
  const known = [...chosen, ...found.filter(({ id }) => !chosen.some((person) => person.id === id))]
  return (
    <div className="gap-below">
      <label htmlFor="deed-people">{label}</label>
      <Select
        id="deed-people"
        className="full"
        mode={multiple ? 'multiple' : undefined}
        showSearch
        filterOption={false}
        placeholder="输入姓名查找"
        notFoundContent="没有符合的人员"
        value={multiple ? value : (value[0] ?? null)}
        options={known.map(({ id, name, organName }) => ({ value: id, label: organName ? `${name}(${organName})` : name }))}
        onSearch={setQ}
        onChange={(picked: string | string[] | null) => {
          const ids = picked === null ? [] : Array.isArray(picked) ? picked : [picked]
          setChosen(known.filter(({ id }) => ids.includes(id)))
          onChange(ids)
        }}
        data-testid="deed-people"
      />
    </div>
  )
}

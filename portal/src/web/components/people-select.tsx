import { Button, Select } from 'antd'
import { useEffect, useState } from 'react'
import type { ApiError } from '../api/api-error.ts'
import { deskPaths, type Colleague, type PostGroup } from '../api/case-desk.ts'
import { useResource } from '../hooks/use-resource.ts'

interface Found {
  people: Colleague[]
  posts: PostGroup[]
}

interface Props {
  id: string
  caseId: string
  value: string[]
  onChange: (value: string[]) => void
  /** Whole posts may be chosen too; their values begin with `post `. */
  withPosts?: boolean
  single?: boolean
}

/** A search is sent when the typing rests. */
const REST_MS = 200

/** Finds people of the county by name, organ or post; what was chosen stays named when something else is searched for. */
export function PeopleSelect({ id, caseId, value, onChange, withPosts = false, single = false }: Props) {
  const [typed, setTyped] = useState('')
  const [q, setQ] = useState('')
  const [labels, setLabels] = useState<Record<string, string>>({})
  useEffect(() => {
    const timer = setTimeout(() => setQ(typed), REST_MS)
    return () => clearTimeout(timer)
  }, [typed])
  const { data, loading, error, reload } = useResource<Found>(deskPaths.colleagues(caseId, q))
  const people = (data?.people ?? []).map((person) => ({ value: person.id, label: person.name, detail: person.posts.join('、') }))
  const posts = (withPosts ? (data?.posts ?? []) : []).map((group) => ({
    value: `post ${group.organId} ${group.post}`,
    label: `${group.organName} ${group.postName}(${group.people} 人)`,
    detail: '该岗位的全体人员',
  }))
  const found = [...posts, ...people]
  const kept = value
    .filter((one) => !found.some((option) => option.value === one))
    .map((one) => ({ value: one, label: labels[one] ?? one, detail: '' }))
  const choose = (next: string[]) => {
    setLabels((now) => ({ ...now, ...Object.fromEntries(found.map((option) => [option.value, option.label])) }))
    onChange(next)
  }
  return (
    <Select<string | string[]>
      id={id}
      className="full"
      mode={single ? undefined : 'multiple'}
      showSearch
      filterOption={false}
      loading={loading}
      placeholder="输入姓名、单位或岗位查找"
      value={single ? (value[0] ?? undefined) : value}
      onSearch={setTyped}
      onChange={(next) => choose(Array.isArray(next) ? next : [next])}
      options={[...kept, ...found]}
      optionRender={({ data: option }) => (
        <>
          {option.label}
          {option.detail && <div className="quiet">{option.detail}</div>}
        </>
      )}
      status={error ? 'error' : undefined}
      notFoundContent={loading ? '正在查找' : error ? <NotFound error={error} onRetry={reload} /> : '没有找到,请换一个词'}
      data-testid={id}
    />
  )
}

/** Not found and not looked up are different things. */
const NotFound = ({ error, onRetry }: { error: ApiError; onRetry: () => void }) => (
  <span role="alert" className="tone-over">
    没能查找:{error.message}{' '}
    <Button size="small" onClick={onRetry}>
      重试
    </Button>
  </span>
)

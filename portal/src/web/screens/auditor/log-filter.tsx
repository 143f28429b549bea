import { ACTION_TEXTS } from '@lianban/processes/labels'
import { Button, DatePicker, Input, Select } from 'antd'
import { useSearchParams } from 'react-router-dom'
import type { LogFilter } from '../../api/api.ts'
import { instantOf, wallOf } from '../../time.ts'

const KEYS = ['from', 'until', 'actor', 'action', 'subject'] as const

/** The filter that stands in the address, so that a search can be linked to and gone back to. */
export function useLogFilter(): [LogFilter, (change: LogFilter) => void] {
  const [params, setParams] = useSearchParams()
  const text = (key: string): string | undefined => params.get(key) ?? undefined
  const instant = (key: string): number | undefined => (/^\d{1,15}$/.test(params.get(key) ?? '') ? Number(params.get(key)) : undefined)
  const filter: LogFilter = {
    from: instant('from'),
    until: instant('until'),
    actor: text('actor'),
    action: text('action'),
    subject: text('subject'),
  }
  const change = (more: LogFilter) => {
    const next = { ...filter, ...more }
    setParams(new URLSearchParams(KEYS.flatMap((key) => (next[key] === undefined || next[key] === '' ? [] : [[key, String(next[key])]]))))
  }
  return [filter, change]
}

/** Time, person, action, subject, in one line. `kinds` leaves only actions of these kinds. */
export function LogFilterLine({
  filter,
  onChange,
  kinds,
}: {
  filter: LogFilter
  onChange: (change: LogFilter) => void
  kinds?: readonly string[]
}) {
  const actions = Object.entries(ACTION_TEXTS).filter(([action]) => !kinds || kinds.includes(action.split('.')[0]!))
  const isFiltered = Object.values(filter).some((value) => value !== undefined)
  return (
    <div className="log-filter" role="search">
      <DatePicker.RangePicker
        aria-label="时间范围"
        allowEmpty={[true, true]}
        value={[filter.from === undefined ? null : wallOf(filter.from), filter.until === undefined ? null : wallOf(filter.until - 1)]}
        onChange={(range) =>
          onChange({
            from: range?.[0] ? instantOf(range[0].startOf('day')) : undefined,
            until: range?.[1] ? instantOf(range[1].add(1, 'day').startOf('day')) : undefined,
          })
        }
      />
      <Select
        aria-label="内容"
        placeholder="全部内容"
        allowClear
        showSearch
        optionFilterProp="label"
        className="log-filter-action"
        value={filter.action}
        onChange={(action: string | undefined) => onChange({ action })}
        options={actions.map(([value, label]) => ({ value, label }))}
      />
      <Input.Search
        key={`actor-${filter.actor ?? ''}`}
        aria-label="人员"
        placeholder="登录名"
        allowClear
        className="log-filter-text"
        defaultValue={filter.actor}
        onSearch={(actor) => onChange({ actor: actor.trim() || undefined })}
      />
      <Input.Search
        key={`subject-${filter.subject ?? ''}`}
        aria-label="对象"
        placeholder="对象,如 case:编号"
        allowClear
        className="log-filter-text"
        defaultValue={filter.subject}
        onSearch={(subject) => onChange({ subject: subject.trim() || undefined })}
      />
      {isFiltered && (
        <Button onClick={() => onChange({ from: undefined, until: undefined, actor: undefined, action: undefined, subject: undefined })}>
          清除条件
        </Button>
      )}
    </div>
  )
}

import { Button, Input, Segmented, type InputRef } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { useSearchParams } from 'react-router-dom'
import { guidePaths, type Catalogue as CatalogueData, type CatalogueEntry, type GuidePlace, type Public } from '../../api/guide.ts'
import type { MatterSummary } from '../../api/matters.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorResult } from '../../components/error-result.tsx'
import { MatterGroups } from '../../components/matter-groups.tsx'
import { PageSkeleton } from '../../components/page-skeleton.tsx'
import { useKeys } from '../../hooks/use-keys.ts'
import { useLast } from '../../hooks/use-last.ts'
import { useResource } from '../../hooks/use-resource.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { useCounty } from '../../shell/public-shell.tsx'
import './guide.css'

/** A moment after the last key. */
const WAIT_MS = 200
const OTHER_THEME = '其他事项'

const WAYS = [
  { value: 'theme', label: '按主题' },
  { value: 'event', label: '按人生和经营事件' },
  { value: 'organ', label: '按部门' },
] as const
type Way = (typeof WAYS)[number]['value']

/** The catalogue of matters: a search, and three ways into it. */
export function Catalogue({ place }: { place: GuidePlace }) {
  const [params, setParams] = useSearchParams()
  const q = params.get('q') ?? ''
  const way = WAYS.find(({ value }) => value === params.get('way'))?.value ?? 'theme'
  const chosen = params.get('in')
  const { data, error, reload } = useResource<CatalogueData & Partial<Public>>(
    guidePaths.catalogue(place, { q, ...(chosen !== null && { [way]: chosen }) }),
  )
  // While the next answer is on its way the last one stays: nothing jumps.
  const shown = useLast(data)
  useTitle('事项目录')
  useCounty(data?.tenant?.name)

  const go = (next: Record<string, string | null>) =>
    setParams(
      (now) => {
        const all = new URLSearchParams(now)
        for (const [name, value] of Object.entries(next)) {
          if (value === null || value === '') all.delete(name)
          else all.set(name, value)
        }
        return all
      },
      { replace: true },
    )

  if (!shown) return error ? <ErrorResult error={error} onRetry={reload} /> : <PageSkeleton />
  const entries: CatalogueEntry[] = shown.ways[`${way}s`]
  return (
    <div className="page">
      <div className="page-head">
        <h1 className="grow">您想办什么事</h1>
      </div>
      <Search value={q} onSearch={(text) => go({ q: text })} />
      <div className="ways">
        <Segmented
          options={[...WAYS]}
          value={way}
          onChange={(value) => go({ way: value === 'theme' ? null : value, in: null })}
          aria-label="目录的查找方式"
        />
        <ul className="plain row way-list" aria-label={WAYS.find(({ value }) => value === way)!.label}>
          {entries.map(({ key, name, count }) => (
            <li key={key}>
              <Button
                shape="round"
                type={chosen === key ? 'primary' : 'default'}
                aria-pressed={chosen === key}
                onClick={() => go({ in: chosen === key ? null : key })}
                data-testid={`way-${key}`}
              >
                {name} {count}
              </Button>
            </li>
          ))}
        </ul>
      </div>
      {shown.items.length === 0 && <NothingFound q={q} chosen={chosen} onClear={() => go({ q: null, in: null })} />}
      <p className="sr-only" role="status">
        {shown.items.length} 个事项
      </p>
      <MatterGroups
        groups={groupsOf(shown, { way, isRanked: q !== '' || chosen !== null })}
        addressOf={({ key }) => `${place.base}/${key}`}
        about={({ isJoint, organName, kind }) => (isJoint ? `${organName}牵头 · 一张表、一套材料、一次领取` : `${organName} · ${kind}`)}
        limits={({ promised, statutory }) => [`承诺 ${promised}`, `法定 ${statutory}`]}
      />
    </div>
  )
}

function Search({ value, onSearch }: { value: string; onSearch: (text: string) => void }) {
  const input = useRef<InputRef>(null)
  const [text, setText] = useState(value)
  const latest = useRef(onSearch)
  useKeys({ '/': () => input.current?.focus() })
  useEffect(() => {
    latest.current = onSearch
  })
  useEffect(() => {
    if (text.trim() === value) return
    const timer = setTimeout(() => latest.current(text.trim()), WAIT_MS)
    return () => clearTimeout(timer)
  }, [text, value])
  return (
    <Input.Search
      ref={input}
      allowClear
      size="large"
      className="gap-below"
      placeholder="输入要办的事、事项或部门,可用拼音,例如:开饭店"
      aria-label="搜索事项"
      maxLength={100}
      value={text}
      onChange={({ target }) => setText(target.value)}
      onSearch={(now) => onSearch(now.trim())}
      data-testid="matter-search"
    />
  )
}

function NothingFound({ q, chosen, onClear }: { q: string; chosen: string | null; onClear: () => void }) {
  if (q === '' && chosen === null) return <EmptyState title="还没有可以在线办理的事项">请到政务服务中心窗口咨询办理</EmptyState>
  return (
    <EmptyState title={q ? `没有找到与“${q}”有关的事项` : '这里没有事项'}>
      换一个说法试试,或者{' '}
      <button type="button" className="link-button" onClick={onClear}>
        查看全部事项
      </button>
      ,也可以拨打 12345 咨询
    </EmptyState>
  )
}

/** By the way that was taken; what was searched or chosen stands in one list, the best first. */
function groupsOf({ items, ways }: CatalogueData, { way, isRanked }: { way: Way; isRanked: boolean }): [string, MatterSummary[]][] {
  if (isRanked) return items.length === 0 ? [] : [['', items]]
  const belongs: Record<Way, (matter: MatterSummary, key: string) => boolean> = {
    theme: ({ theme }, key) => (theme || OTHER_THEME) === key,
    event: ({ events }, key) => events.includes(key),
    organ: ({ organId }, key) => organId === key,
  }
  const entries: CatalogueEntry[] = ways[`${way}s`]
  return entries.map(({ key, name }) => {
    const found = items.filter((matter) => belongs[way](matter, key))
    // What brings several matters together comes first.
    return [name, [...found.filter(({ isJoint }) => isJoint), ...found.filter(({ isJoint }) => !isJoint)]]
  })
}

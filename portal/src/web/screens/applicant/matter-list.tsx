import { Input, type InputRef } from 'antd'
import { useRef } from 'react'
import { Link, useSearchParams } from 'react-router-dom'
import { paths } from '../../api/api.ts'
import type { MatterSummary } from '../../api/matters.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorResult } from '../../components/error-result.tsx'
import { PageSkeleton } from '../../components/page-skeleton.tsx'
import { useKeys } from '../../hooks/use-keys.ts'
import { useResource } from '../../hooks/use-resource.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { themesOf } from './themes.ts'
import './applicant.css'

/** The catalogue of matters by theme, with a search. */
export function Component() {
  const { data, error, loading, reload } = useResource<{ items: MatterSummary[] }>(paths.matters)
  const [params, setParams] = useSearchParams()
  const search = useRef<InputRef>(null)
  useTitle('事项目录')
  useKeys({ '/': () => search.current?.focus() })

  if (loading) return <PageSkeleton />
  if (!data) return error && <ErrorResult error={error} onRetry={reload} />
  const wanted = params.get('q') ?? ''
  const found = data.items.filter((matter) => matches(matter, wanted))
  return (
    <div className="page">
      <div className="page-head">
        <h1 className="grow">您想办什么事</h1>
      </div>
      <Input.Search
        ref={search}
        allowClear
        size="large"
        className="gap-below"
        placeholder="输入事项、部门或要做的事,例如:餐饮"
        aria-label="搜索事项"
        value={wanted}
        onChange={({ target }) => setParams(target.value ? { q: target.value } : {}, { replace: true })}
        data-testid="matter-search"
      />
      {data.items.length === 0 && <EmptyState title="还没有可以在线办理的事项">请到政务服务中心窗口咨询办理</EmptyState>}
      {data.items.length > 0 && found.length === 0 && (
        <EmptyState title={`没有找到与“${wanted}”有关的事项`}>换一个更短的词试试,或清空搜索查看全部事项</EmptyState>
      )}
      {themesOf(found).map(([theme, matters]) => (
        <section key={theme} className="theme" aria-label={theme}>
          <h2>{theme}</h2>
          <ul className="plain card flush">
            {matters.map((matter) => (
              <MatterRow key={matter.key} matter={matter} />
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}

function MatterRow({ matter }: { matter: MatterSummary }) {
  return (
    <li>
      <Link to={`/matters/${matter.key}`} className="matter-row" data-testid={`matter-${matter.key}`}>
        <span className="grow">
          <strong>{matter.name}</strong>
          <span className="quiet">
            {matter.isJoint ? `${matter.organName}牵头 · 一张表、一套材料、一次领取` : `${matter.organName} · ${matter.kind}`}
          </span>
          {matter.closed && <span className="tone-near">{matter.closed}</span>}
        </span>
        <span className="matter-days quiet">
          <span>承诺 {matter.promised}</span>
          <span>法定 {matter.statutory}</span>
        </span>
      </Link>
    </li>
  )
}

const matches = ({ name, organName, theme, kind }: MatterSummary, wanted: string): boolean =>
  wanted.split(/\s+/).every((word) => [name, organName, theme ?? '', kind].join(' ').includes(word))

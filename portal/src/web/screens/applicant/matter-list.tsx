import { Input, type InputRef } from 'antd'
import { useRef } from 'react'
import { useSearchParams } from 'react-router-dom'
import { paths } from '../../api/api.ts'
import type { MatterSummary } from '../../api/matters.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorResult } from '../../components/error-result.tsx'
import { PageSkeleton } from '../../components/page-skeleton.tsx'
import { useKeys } from '../../hooks/use-keys.ts'
import { useResource } from '../../hooks/use-resource.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { matterMatches, MatterThemes } from './matter-themes.tsx'
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
  const found = data.items.filter((matter) => matterMatches(matter, wanted))
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
      <MatterThemes
        matters={found}
        addressOf={(key) => `/matters/${key}`}
        about={({ isJoint, organName, kind }) => (isJoint ? `${organName}牵头 · 一张表、一套材料、一次领取` : `${organName} · ${kind}`)}
        limits={({ promised, statutory }) => [`承诺 ${promised}`, `法定 ${statutory}`]}
      />
    </div>
  )
}

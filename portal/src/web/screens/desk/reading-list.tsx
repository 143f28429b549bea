import { Segmented, Table } from 'antd'
import { useCallback } from 'react'
import { Link, useNavigate, useSearchParams } from 'react-router-dom'
import { deskPaths, type Reading } from '../../api/case-desk.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { Lamp } from '../../components/lamp.tsx'
import { ListSearch } from '../../components/list-search.tsx'
import { ListStates } from '../../components/list-states.tsx'
import { usePages } from '../../hooks/use-pages.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { useInboxLive } from '../../shell/inbox-live.tsx'
import { momentText } from '../../time.ts'
import { InboxTabs } from './inbox-tabs.tsx'
import '../../components/desk.css'

/** What was circulated to me, newest first. */
export function Component() {
  const [params, setParams] = useSearchParams()
  const navigate = useNavigate()
  const unread = params.get('unread') ?? ''
  const q = params.get('q') ?? ''
  const { readings } = useInboxLive()
  const pages = usePages<Reading>(deskPaths.readings({ unread, q }), readings ?? 0)
  useTitle('传阅')
  const set = useCallback(
    (change: { unread?: string; q?: string }) => {
      const next = { unread, q, ...change }
      setParams({ ...(next.unread && { unread: next.unread }), ...(next.q && { q: next.q }) }, { replace: true })
    },
    [unread, q, setParams],
  )
  const search = useCallback((text: string) => set({ q: text }), [set])
  return (
    <div className="page">
      <div className="page-head">
        <h1>收件箱</h1>
        <InboxTabs active="reading" />
        <span className="grow" />
        <Segmented
          options={[
            { value: '', label: '全部' },
            { value: '1', label: '未阅' },
          ]}
          value={unread}
          onChange={(value) => set({ unread: value })}
          aria-label="按是否已阅筛选"
        />
        <ListSearch value={q} onSearch={search} placeholder="按编号或申请人查找" />
      </div>
      <ListStates
        pages={pages}
        empty={
          <EmptyState title={q ? `没有找到与“${q}”有关的传阅件` : unread ? '没有未阅的传阅件' : '还没有传阅给您的办件'}>
            他人传阅、流程抄送给您的办件会列在这里
          </EmptyState>
        }
      >
        {(items) => (
          <div className="card flush desk-table opens">
            <Table<Reading>
              rowKey="circulationId"
              dataSource={items}
              pagination={false}
              scroll={{ x: 760 }}
              onRow={(row) => ({ onClick: () => void navigate(`/reading/${row.case.id}`), 'data-testid': 'reading-row' }) as object}
              columns={[
                { title: '状态', key: 'lamp', width: 92, render: (_, row) => <Lamp lamp={row.case.lamp} /> },
                {
                  title: '申请人和事项',
                  key: 'case',
                  render: (_, row) => (
                    <>
                      <Link className="row-link" to={`/reading/${row.case.id}`} onClick={(event) => event.stopPropagation()}>
                        {row.case.applicantName}
                      </Link>
                      <div className="quiet">{row.case.matterName}</div>
                    </>
                  ),
                },
                {
                  title: '来自',
                  key: 'by',
                  width: 220,
                  render: (_, row) => (
                    <>
                      {row.byName}
                      {row.source === 'step' && `(${row.stepName}办结抄送)`}
                      {row.note && <div className="quiet">{row.note}</div>}
                    </>
                  ),
                },
                { title: '收到', key: 'at', width: 150, render: (_, row) => <span className="nowrap">{momentText(row.at)}</span> },
                {
                  title: '阅看',
                  key: 'opened',
                  width: 150,
                  render: (_, row) =>
                    row.openedAt === null ? (
                      <strong>未阅{row.chased > 0 && `(已催 ${row.chased} 次)`}</strong>
                    ) : (
                      <span className="nowrap">{momentText(row.openedAt)}</span>
                    ),
                },
              ]}
            />
          </div>
        )}
      </ListStates>
    </div>
  )
}

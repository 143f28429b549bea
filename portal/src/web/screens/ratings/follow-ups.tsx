import { FOLLOW_UP_OUTCOME_TEXTS, FOLLOW_UP_STATE_TEXTS, ratingGradeText } from '@lianban/processes/labels'
import { Button, Segmented, Table } from 'antd'
import type { ColumnsType } from 'antd/es/table'
import { useState } from 'react'
import { Link, useNavigate, useSearchParams } from 'react-router-dom'
import { ratingPaths, type FollowUpCounts, type FollowUpSummary } from '../../api/ratings.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { ListStates } from '../../components/list-states.tsx'
import { usePages } from '../../hooks/use-pages.ts'
import { useResource } from '../../hooks/use-resource.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { useSession } from '../../session.tsx'
import { dayText, momentText } from '../../time.ts'
import { PhoneDialog } from './phone-dialog.tsx'
import { RatingsTabs } from './ratings-tabs.tsx'
import '../../components/desk.css'

const STATES = ['contact', 'rectify', 'review', 'revisit'] as const

/** The follow-up desk: poor ratings by what they wait for, what is due first on top. */
export function Component() {
  const [params, setParams] = useSearchParams()
  const { rights } = useSession()
  const navigate = useNavigate()
  const [phone, setPhone] = useState(false)
  const view = params.get('view') ?? 'open'
  const pages = usePages<FollowUpSummary>(ratingPaths.followUps({ view }))
  const { data: counts, reload } = useResource<FollowUpCounts>(ratingPaths.followUpCounts)
  useTitle('差评整改')
  const open = STATES.reduce((sum, state) => sum + (counts?.states[state] ?? 0), 0)
  const numbered = (label: string, count: number | undefined) => (count ? `${label} ${count}` : label)
  const views = [
    { value: 'open', label: numbered('待办理', open) },
    ...STATES.map((state) => ({ value: state, label: numbered(FOLLOW_UP_STATE_TEXTS[state]!, counts?.states[state]) })),
    { value: 'closed', label: '已办结' },
  ]
  return (
    <div className="page">
      <RatingsTabs current="follow-ups" />
      <div className="page-head">
        <h1>差评整改</h1>
        <Segmented
          options={views}
          value={view}
          onChange={(value) => setParams(value === 'open' ? {} : { view: value }, { replace: true })}
          aria-label="按状态筛选"
          data-testid="follow-up-view"
        />
        {counts && counts.overdue > 0 && <span className="tone-over">{counts.overdue} 件逾期</span>}
        <span className="grow" />
        {rights.includes('rating:follow-up') && (
          <Button onClick={() => setPhone(true)} data-testid="phone-rating">
            登记电话评价
          </Button>
        )}
      </div>
      <ListStates
        pages={pages}
        empty={
          <EmptyState title="没有整改件">{view === 'open' ? '没有待办理的差评,可以选择“已办结”查看历史' : '可以更换筛选条件'}</EmptyState>
        }
      >
        {(items) => (
          <div className="card flush desk-table">
            <Table<FollowUpSummary>
              rowKey="id"
              columns={columnsOf(rights.includes('rating:identify'))}
              dataSource={items}
              pagination={false}
              scroll={{ x: 860 }}
              onRow={(row) => ({ onClick: () => void navigate(`/ratings/follow-ups/${row.id}`), 'data-testid': 'follow-up-row' }) as object}
            />
          </div>
        )}
      </ListStates>
      {phone && (
        <PhoneDialog
          onCancel={() => setPhone(false)}
          onDone={() => {
            setPhone(false)
            pages.reload()
            reload()
          }}
        />
      )}
    </div>
  )
}

const columnsOf = (identified: boolean): ColumnsType<FollowUpSummary> => [
  {
    title: '事项',
    key: 'matter',
    render: (_, row) => (
      <>
        <Link className="row-link" to={`/ratings/follow-ups/${row.id}`} onClick={(event) => event.stopPropagation()}>
          {row.matterName}
        </Link>
        <div className="quiet">{row.organName}</div>
      </>
    ),
  },
  {
    title: '评价',
    key: 'grade',
    width: 150,
    render: (_, row) => (
      <>
        {ratingGradeText(row.grade)}
        <div className="quiet">{dayText(row.givenOn)}</div>
      </>
    ),
  },
  {
    title: '状态',
    key: 'state',
    width: 190,
    render: (_, row) =>
      row.state === 'closed' ? (FOLLOW_UP_OUTCOME_TEXTS[row.outcome ?? ''] ?? '已办结') : FOLLOW_UP_STATE_TEXTS[row.state],
  },
  {
    title: '剩余时间',
    key: 'due',
    width: 190,
    render: (_, row) =>
      row.dueAt === null ? (
        <span className="quiet">—</span>
      ) : (
        <span className="due-cell">
          <b className={row.overdue ? 'tone-over' : row.left === '今日到期' ? 'tone-near' : ''}>{row.left}</b>
          <span className="quiet">{momentText(row.dueAt)} 前</span>
        </span>
      ),
  },
  ...(identified
    ? [
        {
          title: '办件',
          key: 'case',
          width: 210,
          render: (_: unknown, row: FollowUpSummary) => (row.caseNo ? <code>{row.caseNo}</code> : <span className="quiet">不显示</span>),
        },
      ]
    : []),
]

import { CHANNEL_TEXTS, CONTACT_TEXTS, FOLLOW_UP_STATE_TEXTS, POOR_GRADE, RATING_TAGS, ratingGradeText } from '@lianban/processes/labels'
import { Segmented, Table } from 'antd'
import type { ColumnsType } from 'antd/es/table'
import { Link, useSearchParams } from 'react-router-dom'
import { ratingPaths, type RatingSummary } from '../../api/ratings.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { ListStates } from '../../components/list-states.tsx'
import { usePages } from '../../hooks/use-pages.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { useSession } from '../../session.tsx'
import { dayText } from '../../time.ts'
import { RatingsTabs } from './ratings-tabs.tsx'
import '../../components/desk.css'
import './ratings.css'

const GRADES = [
  { value: '', label: '全部' },
  { value: 'poor', label: '差评' },
]

/** Ratings of one's organ, or of all: what was said and on which day, and nothing of who said it. */
export function Component() {
  const [params, setParams] = useSearchParams()
  const { rights } = useSession()
  const grade = params.get('grade') ?? ''
  const pages = usePages<RatingSummary>(ratingPaths.list({ ...(grade && { grade }) }))
  useTitle('好差评')
  return (
    <div className="page">
      <RatingsTabs current="ratings" />
      <div className="page-head">
        <h1>服务评价</h1>
        <Segmented
          options={GRADES}
          value={grade}
          onChange={(value) => setParams(value ? { grade: value } : {}, { replace: true })}
          aria-label="按等级筛选"
        />
      </div>
      {!rights.includes('rating:identify') && <p className="quiet">为保护评价人,只显示日期、事项、等级、标签和文字,不显示评价人和办件。</p>}
      <ListStates
        pages={pages}
        empty={<EmptyState title={grade ? '没有差评' : '还没有评价'}>申请人可以在办结后评价,也可以扫描收件凭证上的二维码评价</EmptyState>}
      >
        {(items) => (
          <div className="card flush desk-table">
            <Table<RatingSummary>
              rowKey="id"
              columns={columnsOf(rights)}
              dataSource={items}
              pagination={false}
              scroll={{ x: 900 }}
              onRow={() => ({ 'data-testid': 'rating-row' }) as object}
            />
          </div>
        )}
      </ListStates>
    </div>
  )
}

function columnsOf(rights: readonly string[]): ColumnsType<RatingSummary> {
  const identified: ColumnsType<RatingSummary> = rights.includes('rating:identify')
    ? [
        {
          title: '办件',
          key: 'case',
          width: 210,
          render: (_, row) =>
            row.case ? (
              <>
                <code>{row.case.no}</code>
                <div className="quiet">
                  {CONTACT_TEXTS[row.case.contact]} · {CHANNEL_TEXTS[row.case.channel]}
                </div>
              </>
            ) : (
              <span className="quiet">本单位被评价,不显示</span>
            ),
        },
      ]
    : []
  return [
    { title: '日期', dataIndex: 'givenOn', width: 150, render: (day: string) => dayText(day) },
    {
      title: '单位和事项',
      key: 'matter',
      width: 220,
      render: (_, row) => (
        <>
          {row.matterName}
          <div className="quiet">{row.organName}</div>
        </>
      ),
    },
    { title: '等级', key: 'grade', width: 150, render: (_, row) => <GradeText row={row} /> },
    { title: '评价内容', key: 'words', render: (_, row) => <Words row={row} /> },
    {
      title: '差评整改',
      key: 'followUp',
      width: 120,
      render: (_, row) =>
        row.followUp === null ? (
          <span className="quiet">—</span>
        ) : rights.includes('rating:read') ? (
          <Link to={`/ratings/follow-ups/${row.id}`}>{FOLLOW_UP_STATE_TEXTS[row.followUp]}</Link>
        ) : (
          FOLLOW_UP_STATE_TEXTS[row.followUp]
        ),
    },
    ...identified,
  ]
}

/** The grade that was given; what a review made of it stands beside it. */
export function GradeText({ row }: { row: Pick<RatingSummary, 'grade' | 'countedGrade' | 'counted'> }) {
  return (
    <>
      <strong className={row.grade <= POOR_GRADE ? 'tone-over' : undefined}>{ratingGradeText(row.grade)}</strong>
      {!row.counted && <div className="quiet">复核后不计入</div>}
      {row.countedGrade !== row.grade && <div className="quiet">复核更正为{ratingGradeText(row.countedGrade)}</div>}
    </>
  )
}

/** What was ticked and written: as text, whatever stands in it. */
export function Words({ row }: { row: Pick<RatingSummary, 'tags' | 'text' | 'comment'> }) {
  if (row.tags.length === 0 && !row.text && !row.comment) return <span className="quiet">未填写</span>
  return (
    <div className="break">
      {row.tags.length > 0 && <div>{row.tags.map((tag) => RATING_TAGS[tag]?.label ?? tag).join('、')}</div>}
      {row.text && <blockquote className="rating-words">{row.text}</blockquote>}
      {row.comment && (
        <div>
          <span className="quiet">追评</span>
          <blockquote className="rating-words">{row.comment}</blockquote>
        </div>
      )}
    </div>
  )
}

import { ASSESSMENT_GRADES, MISSING_RULES, ROUNDING_RULE, TIE_RULES, UNIT_STATES, VERSION_KINDS } from '@lianban/processes/labels'
import { Alert, Table } from 'antd'
import type { ColumnsType } from 'antd/es/table'
import { Link } from 'react-router-dom'
import { assessmentPaths, type RankingLine, type RankingView, type ScoredItem } from '../../api/assessment.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorResult } from '../../components/error-result.tsx'
import { TableSkeleton } from '../../components/table-skeleton.tsx'
import { useResource } from '../../hooks/use-resource.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { minuteText } from '../../time.ts'
import { AssessmentTabs } from './assessment-tabs.tsx'
import { useFrameChoice } from './frame-choice.tsx'
import { pointsText } from './words.tsx'

/** 得分和名次: what was published, version beside version, and how each score came about. */
export function Component() {
  useTitle('得分和名次')
  const { frames, chosen, choice } = useFrameChoice()
  return (
    <div className="page">
      <AssessmentTabs current="ranking" />
      <div className="page-head">
        <h1>得分和名次</h1>
        {choice}
      </div>
      {frames.loading && <TableSkeleton />}
      {!frames.data && frames.error && <ErrorResult error={frames.error} onRetry={frames.reload} />}
      {frames.data && !chosen && <EmptyState title="还没有考核方案">考核办提出年度考核方案并下达后,得分在这里查看</EmptyState>}
      {chosen && <Ranking frameId={chosen} />}
    </div>
  )
}

/** A published version, or what it would be now. */
interface Edition {
  key: string
  title: string
  lines: RankingLine[]
}

function Ranking({ frameId }: { frameId: string }) {
  const { data, error, loading, reload } = useResource<RankingView>(assessmentPaths.ranking(frameId))
  if (loading) return <TableSkeleton />
  if (!data) return error && <ErrorResult error={error} onRetry={reload} />
  const editions: Edition[] = [
    ...data.versions.map(({ no, kind, lines }) => ({ key: String(no), title: `第${no}版(${VERSION_KINDS[kind]})`, lines })),
    ...(data.now && data.frame.status === 'started' ? [{ key: 'now', title: '现在计算', lines: data.now }] : []),
  ]
  return (
    <>
      {data.problem && <Alert type="warning" showIcon message={data.problem} className="gap-below" />}
      <div className="card flush">
        <Table
          rowKey="organId"
          size="small"
          pagination={false}
          scroll={{ x: 300 + editions.length * 170 }}
          dataSource={data.units}
          columns={columnsOf(frameId, editions)}
          expandable={{
            expandedRowRender: ({ organId }) => <Items items={lineOf(editions.at(-1), organId)?.items ?? null} />,
            rowExpandable: ({ organId }) => lineOf(editions.at(-1), organId)?.items != null,
          }}
        />
      </div>
      <ul className="quiet gap-above">
        {data.versions.map(({ no, why, at, by, sha256 }) => (
          <li key={no}>
            第{no}版:{minuteText(at)},{by},{why}。内容摘要 <span className="code">{sha256.slice(0, 16)}</span>
          </li>
        ))}
        <li>
          {ROUNDING_RULE}。{TIE_RULES[data.frame.tie]}。{MISSING_RULES[data.frame.missing]}。
        </li>
      </ul>
    </>
  )
}

const lineOf = (edition: Edition | undefined, unit: string) => edition?.lines.find((line) => line.unit === unit)

type Unit = RankingView['units'][number]

const columnsOf = (frameId: string, editions: readonly Edition[]): ColumnsType<Unit> => [
  {
    ...{ title: '单位', dataIndex: 'name', fixed: 'left', width: 150 },
    render: (name: string, { organId }) =>
      lineOf(editions.at(-1), organId)?.items ? (
        <Link to={`/assessment/sheet/${encodeURIComponent(frameId)}/${encodeURIComponent(organId)}`}>{name}</Link>
      ) : (
        name
      ),
  },
  {
    ...{ title: '考评', width: 150 },
    render: (_, { status, appealOpen, appealUntil }) => (
      <>
        {status === null ? '未自评' : UNIT_STATES[status]}
        {appealOpen && <div>申诉办理中</div>}
        {!appealOpen && appealUntil !== null && appealUntil > Date.now() && <div className="quiet">申诉至 {minuteText(appealUntil)}</div>}
      </>
    ),
  },
  ...editions.map(({ key, title, lines }) => ({
    ...{ title, key, width: 170 },
    render: (_: unknown, { organId }: Unit) => {
      const line = lines.find(({ unit }) => unit === organId)
      if (!line) return '—'
      return (
        <>
          {pointsText(line.total)}
          {line.total !== null && ' 分'}
          {line.place !== null && ` · 第${line.place}名`}
          <div className="quiet">
            {line.vetoed ? '一票否决 · ' : ''}
            {line.grade === null ? '暂不排名' : ASSESSMENT_GRADES[line.grade]}
          </div>
        </>
      )
    },
  })),
]

/** How the scores of a unit came about, item by item. */
function Items({ items }: { items: ScoredItem[] | null }) {
  return (
    <Table<ScoredItem>
      rowKey="indicator"
      size="small"
      pagination={false}
      dataSource={items ?? []}
      columns={[
        { title: '指标', dataIndex: 'name', width: 180 },
        { title: '完成值', dataIndex: 'value', width: 100, align: 'right', render: (value: string | null) => value ?? '—' },
        { title: '目标', dataIndex: 'target', width: 100, align: 'right', render: (target: string | null) => target ?? '—' },
        { title: '得分', dataIndex: 'points', width: 90, align: 'right', render: pointsText },
        { title: '计分说明', dataIndex: 'words' },
      ]}
    />
  )
}

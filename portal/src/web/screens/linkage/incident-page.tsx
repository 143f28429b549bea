import { Button, Descriptions, Image, Input, Rate, Table } from 'antd'
import type { ColumnsType } from 'antd/es/table'
import { useMemo, useState } from 'react'
import { Link, useParams } from 'react-router-dom'
import { paths } from '../../api/api.ts'
import { linkageApi, linkagePaths, type CountyMapAnswer, type IncidentDetail, type IncidentTarget } from '../../api/linkage.ts'
import { CopyCode } from '../../components/copy-code.tsx'
import { CountyMap } from '../../components/county-map.tsx'
import { ErrorResult } from '../../components/error-result.tsx'
import { PageSkeleton } from '../../components/page-skeleton.tsx'
import { CaseTimeline } from '../../components/timeline.tsx'
import { useAct } from '../../hooks/use-act.ts'
import { useResource } from '../../hooks/use-resource.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { exactText, minuteText, momentText } from '../../time.ts'
import { IncidentLampSign } from './incident-lamp.tsx'
import { DEEDS, HOTLINE_KINDS, INCIDENT_STATES, SEVERITIES, SOURCES, TARGET_STATES } from './words.ts'
import './linkage.css'

/** One incident: targets with their clocks, photos before and after side by side, map, deeds and time line. */
export function Component() {
  const { id = '' } = useParams()
  const { data, error, loading, reload, revision } = useResource<IncidentDetail>(linkagePaths.incident(id))
  useTitle('大联动案件')
  if (loading) return <PageSkeleton />
  if (!data) return error && <ErrorResult error={error} onRetry={reload} />
  return (
    <div className="page">
      <div className="page-head">
        <h1 className="break">{data.categoryName}</h1>
        <IncidentLampSign lamp={data.lamp} />
        <span className="quiet">{INCIDENT_STATES[data.state] ?? data.state}</span>
      </div>
      <div className="incident-page">
        <div>
          <Facts incident={data} />
          {data.canRate && <RateCard id={data.id} onRated={reload} />}
          <section className="card" aria-label="处置目标">
            <h2>处置目标</h2>
            {data.targets.length === 0 ? (
              <p className="quiet">尚未派遣</p>
            ) : (
              <Table<IncidentTarget>
                rowKey="id"
                size="small"
                columns={TARGETS}
                dataSource={data.targets}
                pagination={false}
                scroll={{ x: 640 }}
              />
            )}
          </section>
          <section className="card photos-side" aria-label="照片">
            <Photos title="处置前" items={data.before} />
            <Photos title="处置后" items={data.after} />
          </section>
          {data.deeds.length > 0 && <Deeds deeds={data.deeds} />}
        </div>
        <aside>
          <Place incident={data} />
          <section className="card">
            <h2>办理过程</h2>
            <CaseTimeline caseId={data.id} version={revision} />
          </section>
        </aside>
      </div>
    </div>
  )
}

function Facts({ incident }: { incident: IncidentDetail }) {
  const { hotline, linked } = incident
  const items = [
    { key: 'no', label: '案件编号', children: <CopyCode code={incident.incidentNo} /> },
    { key: 'summary', label: '事由', children: <span className="break">{incident.summary}</span> },
    { key: 'place', label: '地点', children: `${incident.place}(${incident.gridName})` },
    { key: 'source', label: '来源', children: `${SOURCES[incident.source]} · ${minuteText(incident.reportedAt)}` },
    { key: 'severity', label: '紧急程度', children: SEVERITIES[incident.severity] },
    { key: 'lead', label: '牵头单位', children: `${incident.leadName ?? '尚未派遣'}${incident.forced ? '(经裁定强制派发)' : ''}` },
    ...(linked.length > 0
      ? [{ key: 'linked', label: '并入', children: `${linked.length} 件重复上报:${linked.map(({ incidentNo }) => incidentNo).join('、')}` }]
      : []),
    ...(hotline
      ? [
          { key: 'order', label: '12345 工单', children: <CopyCode code={hotline.orderNo} /> },
          {
            key: 'reply',
            label: '答复时限',
            children: `${HOTLINE_KINDS[hotline.kind]} · ${minuteText(hotline.replyDueAt)} 前答复 · ${hotline.answeredAt === null ? '尚未答复' : `已于 ${minuteText(hotline.answeredAt)} 答复`}`,
          },
        ]
      : []),
  ]
  return (
    <section className="card">
      <Descriptions column={{ xs: 1, md: 2 }} size="small" items={items} />
      {!incident.isReporter && <Link to={`/cases/${incident.id}`}>办件全貌</Link>}
    </section>
  )
}

function RateCard({ id, onRated }: { id: string; onRated(): void }) {
  const [grade, setGrade] = useState(0)
  const [text, setText] = useState('')
  const act = useAct(onRated)
  return (
    <section className="card" aria-label="评价">
      <h2>您对办理结果满意吗</h2>
      <Rate value={grade} onChange={setGrade} tooltips={['非常不满意', '不满意', '基本满意', '满意', '非常满意']} />
      <Input.TextArea
        aria-label="说明"
        value={text}
        maxLength={500}
        rows={2}
        onChange={({ target }) => setText(target.value)}
        placeholder="不满意的请说明理由,将重新处置一次"
      />
      <Button
        type="primary"
        className="gap-above"
        disabled={grade === 0 || (grade <= 2 && text.trim() === '')}
        onClick={() => void act(() => linkageApi.rate(id, { grade, ...(text.trim() !== '' && { text: text.trim() }) }), '评价已提交')}
      >
        提交评价
      </Button>
    </section>
  )
}

function Place({ incident }: { incident: IncidentDetail }) {
  const { data: county } = useResource<CountyMapAnswer>(linkagePaths.map)
  const { longitude, latitude, lamp, place } = incident
  const at = useMemo(() => ({ longitude, latitude }), [longitude, latitude])
  const marks = useMemo(() => [{ id: 'here', ...at, title: place, kind: lamp }], [at, place, lamp])
  return (
    <section className="card flush incident-map">
      {county && <CountyMap county={county} marks={marks} label="案件位置" focus={at} />}
    </section>
  )
}

function Photos({ title, items }: { title: string; items: IncidentDetail['before'] }) {
  return (
    <div>
      <h2>{title}</h2>
      {items.length === 0 && <p className="quiet">没有照片</p>}
      <Image.PreviewGroup>
        {items.map(({ fileId, at }) => (
          <figure key={fileId}>
            <Image src={paths.file(fileId)} alt={`${title}照片`} width={140} height={105} />
            <figcaption className="quiet">{minuteText(at)}</figcaption>
          </figure>
        ))}
      </Image.PreviewGroup>
    </div>
  )
}

function Deeds({ deeds }: { deeds: IncidentDetail['deeds'] }) {
  return (
    <section className="card" aria-label="派遣、退件和裁定">
      <h2>派遣、退件和裁定</h2>
      <ol className="deeds">
        {deeds.map(({ kind, organName, text, byName, at, reason }, index) => (
          <li key={index}>
            <strong>{DEEDS[kind] ?? kind}</strong> {organName} {reason && `· ${reason}`}
            <span className="quiet">
              {' '}
              · {byName} · {minuteText(at)}
            </span>
            {text && <div className="quiet break">{text}</div>}
          </li>
        ))}
      </ol>
    </section>
  )
}

const TARGETS: ColumnsType<IncidentTarget> = [
  { title: '目标', key: 'name', render: (_, { name, round }) => `${name}${round > 1 ? `(第${round}轮)` : ''}` },
  { title: '单位', key: 'organ', width: 110, render: (_, { organName, role }) => `${organName}${role === 'lead' ? '(牵头)' : ''}` },
  { title: '时限', key: 'limit', width: 130, render: (_, { limit, extended }) => `${limit}${extended ? `+延${extended}` : ''}` },
  { title: '到期', key: 'due', width: 130, render: (_, { dueAt }) => <time title={exactText(dueAt)}>{momentText(dueAt)}</time> },
  {
    title: '完成情况',
    key: 'state',
    width: 170,
    render: (_, { state, doneAt, isLate }) =>
      `${TARGET_STATES[state] ?? state}${doneAt === null ? '' : ` ${minuteText(doneAt)}`}${isLate ? ' · 超期' : ''}`,
  },
]

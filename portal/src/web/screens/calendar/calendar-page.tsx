import { Alert, App, Button, Segmented, Table } from 'antd'
import type { ColumnsType } from 'antd/es/table'
import { useState } from 'react'
import { calendarPaths, type CalendarContent, type CalendarVersion, type WorkCalendar } from '../../api/calendar.ts'
import { ErrorResult } from '../../components/error-result.tsx'
import { PageSkeleton } from '../../components/page-skeleton.tsx'
import { useResource } from '../../hooks/use-resource.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { dayOf, minuteText } from '../../time.ts'
import { CalendarEditor } from './calendar-editor.tsx'
import { YearView } from './year-view.tsx'
import './calendar.css'

interface Edit {
  /** The version in force when the change began. */
  base: WorkCalendar
  content: CalendarContent
}

/** The working calendar: a year in its months, its versions, and for those who may publish the next one. */
export function Component() {
  const { message } = App.useApp()
  const [version, setVersion] = useState<number>()
  const { data, error, loading, reload } = useResource<WorkCalendar>(calendarPaths.calendar(version))
  const versions = useResource<{ items: CalendarVersion[] }>(calendarPaths.versions)
  const [editing, setEditing] = useState<Edit | null>(null)
  const [today] = useState(() => dayOf(Date.now()))
  const [year, setYear] = useState(() => Number(today.slice(0, 4)))
  useTitle('工作日历')
  if (loading && !data) return <PageSkeleton />
  if (!data) return error && <ErrorResult error={error} onRetry={reload} />
  const content = editing?.content ?? data.content
  const years = content.years.map((one) => one.year)
  const published = (next: number, left: number) => {
    setEditing(null)
    setVersion(undefined)
    reload()
    versions.reload()
    message.success(`第 ${next} 版已发布${left > 0 ? `,还有 ${left} 件在办件正在重新计算期限` : ',在办件的期限已经重新计算'}`)
  }
  return (
    <div className="page">
      <div className="page-head">
        <h1>工作日历</h1>
        <Segmented options={years} value={years.includes(year) ? year : years.at(-1)!} onChange={setYear} aria-label="年度" />
        <span className="grow" />
        {data.canPublish && data.current && !editing && (
          <Button type="primary" onClick={() => setEditing({ base: data, content: data.content })} data-testid="edit-calendar">
            修改
          </Button>
        )}
      </div>
      {data.alarm && <Alert className="gap-below" type="warning" showIcon message={`${data.alarm.text}。`} data-testid="calendar-alarm" />}
      {data.toRedate > 0 && (
        <Alert
          className="gap-below"
          type="info"
          showIcon
          message={`还有 ${data.toRedate} 件在办件正在按现行日历重新计算期限,请稍后刷新查看`}
        />
      )}
      {!data.current && (
        <Alert
          className="gap-below"
          type="info"
          message={`正在查看第 ${data.version} 版,已不再使用;当时的办件按它计算`}
          action={
            <Button size="small" onClick={() => setVersion(undefined)}>
              回到现行版本
            </Button>
          }
        />
      )}
      {editing && (
        <CalendarEditor
          {...editing}
          onChange={(changed) => setEditing({ ...editing, content: changed })}
          onCancel={() => setEditing(null)}
          onPublished={published}
        />
      )}
      <YearView content={content} year={years.includes(year) ? year : years.at(-1)!} today={today} />
      {!editing && <Layers content={content} />}
      <h2 className="gap-below gap-above">版本</h2>
      <div className="card flush">
        <Table<CalendarVersion>
          rowKey="version"
          columns={columnsOf(data.version, editing ? null : setVersion)}
          dataSource={versions.data?.items ?? []}
          loading={versions.loading}
          pagination={false}
          size="middle"
          scroll={{ x: 860 }}
        />
      </div>
    </div>
  )
}

/** What the county lays over the national calendar, in words. */
function Layers({ content: { closures, officeHours } }: { content: CalendarContent }) {
  return (
    <section className="card" aria-label="停办和办公时间">
      <h2>停办和办公时间</h2>
      <ul>
        {closures.map(({ name, from, to, source }) => (
          <li key={`${from}-${name}`}>
            停办:{from === to ? from : `${from} 至 ${to}`} {name} <span className="quiet">({source})</span>
          </li>
        ))}
        {officeHours.map(({ from, to, weekdays, intervals }) => (
          <li key={`${from}-${String(weekdays)}`}>
            办公时间:{from} 起{to ? `至 ${to}` : ''} {weekdays ? `周${weekdays.map((day) => '日一二三四五六'[day]).join('、')} ` : ''}
            {intervals.length > 0 ? intervals.map((one) => `${one.from}—${one.to}`).join('、') : '不办公'}
          </li>
        ))}
        {officeHours.length === 0 && <li>办公时间:09:00—12:00、14:00—17:30(每个工作日)</li>}
        {closures.length === 0 && <li className="quiet">没有临时停办</li>}
      </ul>
    </section>
  )
}

/** `show`: null while a version is being written; that one is shown then. */
const columnsOf = (shown: number, show: ((version: number) => void) | null): ColumnsType<CalendarVersion> => [
  { title: '版本', key: 'version', width: 90, render: (_, { version }) => `第 ${version} 版` },
  { title: '依据', dataIndex: 'source', render: (source: string) => <span className="break">{source}</span> },
  { title: '事由', dataIndex: 'reason', width: 180 },
  { title: '正式数据至', dataIndex: 'officialUntil', width: 120 },
  {
    title: '发布',
    key: 'published',
    width: 200,
    render: (_, { publishedBy, publishedAt }) => (
      <>
        {publishedBy}
        <div className="quiet">{minuteText(publishedAt)}</div>
      </>
    ),
  },
  {
    title: '',
    key: 'show',
    width: 90,
    render: (_, { version }) =>
      version === shown ? (
        <span className="quiet">{show ? '正在显示' : '据此修改'}</span>
      ) : (
        show && (
          <Button size="small" onClick={() => show(version)}>
            查看
          </Button>
        )
      ),
  },
]

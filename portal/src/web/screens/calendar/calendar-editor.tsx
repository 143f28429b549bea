import { Button, Input, Select, Tabs } from 'antd'
import { useState } from 'react'
import {
  calendarApi,
  type CalendarContent,
  type CalendarYear,
  type Closure,
  type DryRun,
  type OfficeHours,
  type WorkCalendar,
} from '../../api/calendar.ts'
import { ErrorNote } from '../../components/error-note.tsx'
import { useAttempt } from '../../hooks/use-attempt.ts'
import { DryRunTable } from './dry-run-table.tsx'
import { PublishDialog } from './publish-dialog.tsx'

interface Props {
  base: WorkCalendar
  content: CalendarContent
  onChange: (content: CalendarContent) => void
  onCancel: () => void
  onPublished: (version: number, toRedate: number) => void
}

/** Changes of the calendar: nothing counts until it was tried out and published. */
export function CalendarEditor({ base, content, onChange, onCancel, onPublished }: Props) {
  const [run, setRun] = useState<DryRun | null>(null)
  const [publishing, setPublishing] = useState(false)
  const trial = useAttempt(async () => setRun(await calendarApi.dryRun(content)))
  const change = (part: Partial<CalendarContent>) => {
    setRun(null)
    onChange({ ...content, ...part })
  }
  return (
    <section className="card" aria-label="修改工作日历">
      <h2>修改(第 {base.version + 1} 版)</h2>
      <Tabs
        items={[
          { key: 'closures', label: '停办', children: <Closures items={content.closures} onChange={(closures) => change({ closures })} /> },
          {
            key: 'hours',
            label: '办公时间',
            children: <Hours items={content.officeHours} onChange={(officeHours) => change({ officeHours })} />,
          },
          { key: 'year', label: '导入年度', children: <ImportYear content={content} onImport={(years) => change({ years })} /> },
        ]}
      />
      <ErrorNote error={trial.error} />
      {run && <DryRunTable run={run} />}
      <div className="calendar-steps">
        <Button onClick={() => void trial.run()} loading={trial.busy} data-testid="try-calendar">
          试算
        </Button>
        <Button type="primary" disabled={!run || run.problems > 0} onClick={() => setPublishing(true)} data-testid="publish-calendar">
          发布…
        </Button>
        <Button onClick={onCancel}>放弃修改</Button>
        {!run && <span className="quiet">先试算,看清楚影响哪些在办件,再发布</span>}
      </div>
      {publishing && run && (
        <PublishDialog base={base} content={content} run={run} onCancel={() => setPublishing(false)} onPublished={onPublished} />
      )}
    </section>
  )
}

function Closures({ items, onChange }: { items: Closure[]; onChange: (items: Closure[]) => void }) {
  const put = (index: number, part: Partial<Closure>) => onChange(items.map((one, i) => (i === index ? { ...one, ...part } : one)))
  return (
    <>
      <p className="quiet">台风、暴雪等原因按命令停止办公的工作日,不计入期限。</p>
      {items.map((one, index) => (
        <div className="calendar-row" key={index}>
          <Input type="date" value={one.from} aria-label="停办起始日" onChange={({ target }) => put(index, { from: target.value })} />
          <Input type="date" value={one.to} aria-label="停办终止日" onChange={({ target }) => put(index, { to: target.value })} />
          <Input
            value={one.name}
            placeholder="事由,如 台风停办"
            maxLength={100}
            onChange={({ target }) => put(index, { name: target.value })}
          />
          <Input
            value={one.source}
            placeholder="依据的文件或通告"
            maxLength={500}
            onChange={({ target }) => put(index, { source: target.value })}
          />
          <Button onClick={() => onChange(items.filter((_, i) => i !== index))}>删除</Button>
        </div>
      ))}
      <Button onClick={() => onChange([...items, { name: '', from: '', to: '', source: '' }])} data-testid="add-closure">
        增加停办
      </Button>
    </>
  )
}

const WEEKDAYS = [1, 2, 3, 4, 5, 6, 0].map((value) => ({ value, label: `周${'日一二三四五六'[value]}` }))
const textOf = ({ intervals }: OfficeHours): string => intervals.map(({ from, to }) => `${from}-${to}`).join(', ')
const intervalsOf = (text: string): OfficeHours['intervals'] =>
  text
    .split(/[,，、\s]+/)
    .filter(Boolean)
    .map((one) => {
      const [from = '', to = ''] = one.split(/[-—~]/)
      return { from, to }
    })

function Hours({ items, onChange }: { items: OfficeHours[]; onChange: (items: OfficeHours[]) => void }) {
  const put = (index: number, part: Partial<OfficeHours>) => onChange(items.map((one, i) => (i === index ? { ...one, ...part } : one)))
  return (
    <>
      <p className="quiet">
        没有另行规定时为 09:00—12:00、14:00—17:30。几条都适合同一天的,以最后一条为准;工作时只计办公时间,期限在当日办公结束时届满。
      </p>
      {items.map((one, index) => (
        <div className="calendar-row" key={index}>
          <Input type="date" value={one.from} aria-label="起始日" onChange={({ target }) => put(index, { from: target.value })} />
          <Input
            type="date"
            value={one.to ?? ''}
            aria-label="终止日,不填为长期"
            onChange={({ target }) => put(index, { to: target.value || null })}
          />
          <Select
            mode="multiple"
            className="grow"
            placeholder="每天"
            aria-label="适用的星期"
            options={WEEKDAYS}
            value={one.weekdays ?? []}
            onChange={(weekdays: number[]) => put(index, { weekdays: weekdays.length > 0 ? weekdays : undefined })}
          />
          <Input
            defaultValue={textOf(one)}
            placeholder="09:00-12:00, 14:00-17:30"
            aria-label="办公时间"
            onBlur={({ target }) => put(index, { intervals: intervalsOf(target.value) })}
          />
          <Button onClick={() => onChange(items.filter((_, i) => i !== index))}>删除</Button>
        </div>
      ))}
      <Button onClick={() => onChange([...items, { from: '', to: null, intervals: [] }])}>增加办公时间</Button>
    </>
  )
}

const EXAMPLE = `{
  "year": 2027,
  "status": "official",
  "version": 1,
  "source": "国务院办公厅关于2027年部分节假日安排的通知",
  "holidays": [{ "name": "元旦", "from": "2027-01-01", "to": "2027-01-03" }],
  "makeUpWorkdays": ["2027-01-04"]
}`

function ImportYear({ content, onImport }: { content: CalendarContent; onImport: (years: CalendarYear[]) => void }) {
  const [text, setText] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const take = () => {
    try {
      const year = JSON.parse(text) as CalendarYear
      if (!Number.isInteger(year.year)) throw new Error('没有 year(年度)')
      onImport([...content.years.filter((one) => one.year !== year.year), year].sort((a, b) => a.year - b.year))
      setProblem(null)
      setText('')
    } catch (error) {
      setProblem(`不是一个年度的数据:${(error as Error).message}`)
    }
  }
  return (
    <>
      <p className="quiet">把一个年度的放假安排粘贴在这里(JSON)。已有的年度会被替换;内容在试算时检查。</p>
      <Input.TextArea
        rows={9}
        value={text}
        placeholder={EXAMPLE}
        onChange={({ target }) => setText(target.value)}
        data-testid="year-json"
      />
      {problem && (
        <div className="field-problem" role="alert">
          {problem}
        </div>
      )}
      <div className="calendar-steps">
        <Button onClick={take} disabled={!text.trim()} data-testid="import-year">
          放入这一版
        </Button>
      </div>
    </>
  )
}

import { Button, Tabs } from 'antd'
import { useState } from 'react'
import { calendarApi, type CalendarContent, type DryRun, type WorkCalendar } from '../../api/calendar.ts'
import { ErrorNote } from '../../components/error-note.tsx'
import { useAttempt } from '../../hooks/use-attempt.ts'
import { ClosureFields } from './closure-fields.tsx'
import { DryRunTable } from './dry-run-table.tsx'
import { HoursFields } from './hours-fields.tsx'
import { ImportYear } from './import-year.tsx'
import { PublishDialog } from './publish-dialog.tsx'

interface Props {
  /** The version in force when the change began. */
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
          {
            key: 'closures',
            label: '停办',
            children: <ClosureFields initial={content.closures} onChange={(closures) => change({ closures })} />,
          },
          {
            key: 'hours',
            label: '办公时间',
            children: <HoursFields initial={content.officeHours} onChange={(officeHours) => change({ officeHours })} />,
          },
          { key: 'year', label: '导入年度', children: <ImportYear years={content.years} onImport={(years) => change({ years })} /> },
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

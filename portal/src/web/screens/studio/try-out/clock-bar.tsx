import { FastForwardOutlined, RollbackOutlined, SaveOutlined, UndoOutlined } from '@ant-design/icons'
import { dayKindOf, type Calendar } from '@lianban/processes/try-out'
import { Button, DatePicker, InputNumber, Space, Tag, Tooltip } from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import { DueText } from '../../../components/due-text.tsx'
import type { DueView } from '../../../api/cases.ts'
import { dateText, dayOf, momentText } from '../../../time.ts'
import type { Trial } from './use-try-out.ts'

/** Time of day at which a try-out begins, in the county's zone. */
const OPENING = 'T09:00:00+08:00'
const MAX_WORKDAYS = 366

/** The virtual clock and what can be done with the try-out as a whole. */
export function ClockBar({ trial, onSave }: { trial: Trial; onSave?: () => void }) {
  const { session, whole, view } = trial
  const { state } = session
  const [workdays, setWorkdays] = useState(1)
  const isBegun = state.file !== null
  const isOpen = isBegun && whole.state.file?.closed_at === null
  const next = whole.view().timers.find(({ dueAt }) => dueAt !== null)
  return (
    <div className="try-out-bar" role="toolbar" aria-label="试办的时间和操作">
      <span className="try-out-clock" data-testid="try-out-clock">
        {isBegun ? (
          <>
            <strong>{`${dateText(dayOf(state.now))} ${momentText(state.now).slice(-5)}`}</strong>
            <DayOff day={dayOf(state.now)} calendar={session.setup.calendar} />
          </>
        ) : (
          <DatePicker
            aria-label="试办起始日"
            cellRender={(day, info) =>
              info.type === 'date' ? <CalendarDay day={day as dayjs.Dayjs} calendar={session.setup.calendar} /> : info.originNode
            }
            allowClear={false}
            value={dayjs(dayOf(state.now))}
            onChange={(day: dayjs.Dayjs | null) => day && trial.begin({ startAt: Date.parse(day.format('YYYY-MM-DD') + OPENING) })}
          />
        )}
      </span>
      <Tag className="try-out-status">{view.statusText}</Tag>
      {isBegun && <Due promised={view.due.promised as DueView | null} statutory={view.due.statutory as DueView | null} />}
      <span className="try-out-tools">
        <Tooltip title={next ? `${next.name}:${momentText(next.dueAt!)}` : '没有正在计算的时限'}>
          <Button
            icon={<FastForwardOutlined />}
            disabled={!isOpen || !next}
            onClick={() => trial.advance('next-timer')}
            data-testid="next-timer"
          >
            到下一个时限
          </Button>
        </Tooltip>
        <Space.Compact>
          <InputNumber
            aria-label="前进的工作日数"
            className="try-out-days"
            min={1}
            max={MAX_WORKDAYS}
            precision={0}
            value={workdays}
            onChange={(value) => setWorkdays(value ?? 1)}
          />
          <Button disabled={!isOpen} onClick={() => trial.advance({ workdays })} data-testid="advance-workdays">
            前进 {workdays} 个工作日
          </Button>
        </Space.Compact>
        <Tooltip title="撤销">
          <Button
            aria-label="撤销"
            icon={<UndoOutlined />}
            disabled={session.commands.length === 0}
            onClick={() => trial.undo()}
            data-testid="undo"
          />
        </Tooltip>
        <Tooltip title="重新开始">
          <Button
            aria-label="重新开始"
            icon={<RollbackOutlined />}
            disabled={session.commands.length === 0}
            onClick={() => trial.begin()}
            data-testid="restart"
          />
        </Tooltip>
        {onSave && (
          <Button icon={<SaveOutlined />} disabled={session.commands.length === 0} onClick={onSave} data-testid="save-case">
            保存为用例
          </Button>
        )}
      </span>
    </div>
  )
}

const DAY_TEXTS: Partial<Record<ReturnType<typeof dayKindOf>, string>> = {
  weekend: '休息日',
  holiday: '节假日',
  'make-up-workday': '调休上班',
  closure: '停办',
}

/** null: a workday like any other, or a day that the calendar does not reach. */
function dayText(day: string, calendar: Calendar): string | null {
  if (day < calendar.firstDay || day > calendar.lastDay) return null
  const kind = dayKindOf(day, calendar)
  return calendar.specialDays.get(day)?.name ?? DAY_TEXTS[kind] ?? null
}

/** What is said of a day that is no workday like any other, by the county's calendar. */
function DayOff({ day, calendar }: { day: string; calendar: Calendar }) {
  const text = dayText(day, calendar)
  return text && <Tag data-testid="day-off">{text}</Tag>
}

/** A day to choose; days off stand back. */
function CalendarDay({ day, calendar }: { day: dayjs.Dayjs; calendar: Calendar }) {
  const key = day.format('YYYY-MM-DD')
  const text = dayText(key, calendar)
  const isOff = text !== null && dayKindOf(key, calendar) !== 'make-up-workday'
  return (
    <div className={`ant-picker-cell-inner${isOff ? ' try-out-day-off' : ''}`} title={text ?? undefined}>
      {day.date()}
    </div>
  )
}

/** The nearer limit in the bar; both in full where it is pointed at. */
function Due({ promised, statutory }: { promised: DueView | null; statutory: DueView | null }) {
  return (
    <Tooltip title={statutory && `法定:${statutory.left}`}>
      <span>
        <DueText promised={promised} statutory={promised ? null : statutory} />
      </span>
    </Tooltip>
  )
}

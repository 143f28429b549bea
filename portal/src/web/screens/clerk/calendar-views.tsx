import { Table } from 'antd'
import { Link, useNavigate } from 'react-router-dom'
import type { CalendarDay, DayKind } from '../../api/worklist.ts'
import { headedBy, RowCards, type Column } from '../../components/adaptive-table.tsx'
import { CaseLink } from '../../components/case-link.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Lamp } from '../../components/lamp.tsx'
import { useNarrow } from '../../hooks/use-media.ts'
import { useRowCursor } from '../../hooks/use-row-cursor.ts'
import { clockText, momentText } from '../../time.ts'
import { weeksOf, type CalendarItem } from './calendar-days.ts'

const WEEKDAYS = ['周一', '周二', '周三', '周四', '周五', '周六', '周日']
/** Of a day of a month; the week shows them all. */
const SHOWN_OF_DAY = 3
const MARKS: Partial<Record<DayKind, { text: string; className: string }>> = {
  holiday: { text: '休', className: 'day-off' },
  'make-up-workday': { text: '班', className: 'day-work' },
  closure: { text: '停', className: 'day-closed' },
}

interface GridProps {
  days: CalendarDay[]
  items: CalendarItem[]
  /** `YYYY-MM` that is shown; days of its neighbours are paler. Null: all alike. */
  month: string | null
  today: string
  isWeek: boolean
  onDay: (day: string) => void
}

/** Weeks as rows of a table, on each day what is due then. */
export function CalendarGrid({ days, items, month, today, isWeek, onDay }: GridProps) {
  return (
    <div className="card flush due-scroll">
      <table className={isWeek ? 'due-grid week' : 'due-grid'}>
        <thead>
          <tr>
            {WEEKDAYS.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeksOf(days).map((week) => (
            <tr key={week[0]!.day}>
              {week.map((day) => (
                <Day
                  key={day.day}
                  day={day}
                  items={items.filter((item) => item.day === day.day)}
                  isOther={month !== null && !day.day.startsWith(month)}
                  isToday={day.day === today}
                  shown={isWeek ? Infinity : SHOWN_OF_DAY}
                  onDay={onDay}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface DayProps {
  day: CalendarDay
  items: CalendarItem[]
  isOther: boolean
  isToday: boolean
  shown: number
  onDay: (day: string) => void
}

function Day({ day: { day, kind, name }, items, isOther, isToday, shown, onDay }: DayProps) {
  const mark = MARKS[kind]
  const kindClass = mark?.className ?? (kind === 'weekend' ? 'day-weekend' : '')
  const rest = items.length - shown
  return (
    <td className={[kindClass, isOther ? 'other' : '', isToday ? 'today' : ''].join(' ')} data-testid={`day-${day}`}>
      <div className="due-day">
        <b aria-current={isToday ? 'date' : undefined}>{Number(day.slice(8))}</b>
        {mark && <span className={`due-mark ${mark.className}`}>{mark.text}</span>}
        {name && <span className="due-name">{name}</span>}
      </div>
      <ul className="plain">
        {items.slice(0, shown).map((item) => (
          <li key={item.to}>
            <Link to={item.to} className={item.isWaiting ? 'due-item waiting' : 'due-item'} title={titleOf(item)}>
              <Lamp lamp={item.lamp} /> <span className="due-who">{item.applicantName}</span>
              {shown === Infinity && (
                <span className="quiet due-more">
                  {clockText(item.dueAt)} {item.step} · {item.matterName}
                </span>
              )}
            </Link>
          </li>
        ))}
      </ul>
      {rest > 0 && (
        <button type="button" className="due-rest" onClick={() => onDay(day)}>
          还有 {rest} 件
        </button>
      )}
    </td>
  )
}

const titleOf = ({ isWaiting, step, matterName, dueAt, caseNo }: CalendarItem): string =>
  `${isWaiting ? '等待他人:' : ''}${step ?? ''} ${matterName} ${momentText(dueAt)} ${caseNo}`

type Row = CalendarItem & { key: string }

const COLUMNS: Column<Row>[] = [
  { title: '到期', key: 'due', width: 180, render: (_, row) => <span className="nowrap">{momentText(row.dueAt)}</span> },
  { title: '状态', key: 'lamp', width: 92, render: (_, row) => <Lamp lamp={row.lamp} /> },
  { title: '类别', key: 'kind', width: 92, render: (_, row) => (row.isWaiting ? <span className="quiet">等待他人</span> : '待办') },
  {
    title: '环节',
    key: 'step',
    width: 130,
    render: (_, row) => (
      <Link className="row-link" to={row.to} onClick={(event) => event.stopPropagation()}>
        {row.step ?? '查看'}
      </Link>
    ),
  },
  {
    title: '申请人和事项',
    key: 'applicant',
    minWidth: 200,
    render: (_, row) => (
      <>
        {row.applicantName}
        <div className="quiet">{row.matterName}</div>
      </>
    ),
  },
  { title: '办件编号', key: 'caseNo', width: 200, render: (_, row) => <code>{row.caseNo}</code> },
]

/** The same in rows, earliest first; on a phone as cards. */
export function CalendarTable({ items }: { items: CalendarItem[] }) {
  const navigate = useNavigate()
  const isNarrow = useNarrow()
  const rows = items.map((item): Row => ({ ...item, key: item.to }))
  const open = ({ to }: { to: string }) => void navigate(to)
  const cursor = useRowCursor(rows, open)
  if (rows.length === 0) return <EmptyState title="本月没有到期的事项">可以查看上个月或下个月</EmptyState>
  return (
    <div className="card flush desk-table opens">
      {isNarrow ? (
        <RowCards<Row>
          rows={rows}
          keyOf={({ key }) => key}
          columns={headedBy(COLUMNS, 'applicant', (row) => (
            <CaseLink to={row.to} of={row} />
          ))}
        />
      ) : (
        <Table<Row>
          dataSource={rows}
          pagination={false}
          scroll={{ x: 900 }}
          rowClassName={(row) => (row.key === cursor ? 'row-cursor' : '')}
          onRow={(row) => ({ onClick: () => open(row) })}
          columns={COLUMNS}
        />
      )}
    </div>
  )
}

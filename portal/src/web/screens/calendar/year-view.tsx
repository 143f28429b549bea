import type { CalendarContent } from '../../api/calendar.ts'
import { marksOf, weekdayOf, weeksOf, type DayMark } from './days.ts'

const WEEKDAYS = ['一', '二', '三', '四', '五', '六', '日']

/** A year in its twelve months: what is off, worked, closed, with a word beside every colour. */
export function YearView({ content, year, today }: { content: CalendarContent; year: number; today: string }) {
  const marks = marksOf(content, year)
  const data = content.years.find((one) => one.year === year)
  return (
    <section className="card" aria-label={`${year}年`}>
      <div className="calendar-source">
        <span>
          {data?.status === 'official' ? (
            <b className="calendar-official">正式</b>
          ) : (
            <b className="calendar-provisional">暂定:调休安排尚未公布,落在这一年的期限都标“暂定”</b>
          )}{' '}
          <span className="quiet">{data?.source}</span>
        </span>
        <Legend />
      </div>
      <div className="calendar-year">
        {Array.from({ length: 12 }, (_, index) => (
          <Month key={index} year={year} month={index + 1} marks={marks} today={today} />
        ))}
      </div>
    </section>
  )
}

function Month({ year, month, marks, today }: { year: number; month: number; marks: Map<string, DayMark>; today: string }) {
  return (
    <table className="calendar-month">
      <caption>{month}月</caption>
      <thead>
        <tr>
          {WEEKDAYS.map((weekday) => (
            <th key={weekday} scope="col">
              {weekday}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeksOf(year, month).map((week, index) => (
          <tr key={index}>
            {week.map((day, place) =>
              day ? <Day key={place} day={day} mark={marks.get(day)} isToday={day === today} /> : <td key={place} />,
            )}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Day({ day, mark, isToday }: { day: string; mark: DayMark | undefined; isToday: boolean }) {
  const isWeekend = [0, 6].includes(weekdayOf(day))
  const kind = mark?.kind ?? (isWeekend ? 'weekend' : 'plain')
  return (
    <td className={`day day-${kind}${isToday ? ' day-today' : ''}`} title={mark && `${day} ${mark.name}`}>
      {Number(day.slice(8))}
      <small aria-label={mark?.name}>{mark?.text}</small>
    </td>
  )
}

const Legend = () => (
  <span className="calendar-legend quiet">
    <span className="day day-off">休</span> 放假
    <span className="day day-work">班</span> 调休上班
    <span className="day day-closed">停</span> 停办
    <span className="day day-weekend">末</span> 周末
  </span>
)

import { Button, Input, Select } from 'antd'
import type { OfficeHours } from '../../api/calendar.ts'
import { intervalsOf, textOf } from './hours.ts'
import { useRows } from './use-rows.ts'

const WEEKDAYS = [1, 2, 3, 4, 5, 6, 0].map((value) => ({ value, label: `周${'日一二三四五六'[value]}` }))

/** The hours as they are typed. */
interface Draft extends Omit<OfficeHours, 'intervals'> {
  text: string
}

const draftOf = ({ intervals, ...rest }: OfficeHours): Draft => ({ ...rest, text: textOf(intervals) })
const hoursOf = ({ from, to, weekdays, text }: Draft): OfficeHours => ({
  from,
  to,
  ...(weekdays && { weekdays }),
  intervals: intervalsOf(text),
})

/** Office hours laid over the usual ones. */
export function HoursFields({ initial, onChange }: { initial: OfficeHours[]; onChange: (items: OfficeHours[]) => void }) {
  const { rows, add, put, remove } = useRows<Draft>(initial.map(draftOf), (changed) => onChange(changed.map(hoursOf)))
  return (
    <>
      <p className="quiet">
        没有另行规定时为 09:00—12:00、14:00—17:30。几条都适合同一天的,以最后一条为准;工作时只计办公时间,期限在当日办公结束时届满。
      </p>
      {rows.map(({ key, from, to, weekdays, text }, index) => {
        const which = `第 ${index + 1} 条办公时间的`
        return (
          <div className="calendar-row" key={key} data-testid="office-hours">
            <Input type="date" value={from} aria-label={`${which}起始日`} onChange={({ target }) => put(key, { from: target.value })} />
            <Input
              type="date"
              value={to ?? ''}
              aria-label={`${which}终止日,不填为长期`}
              onChange={({ target }) => put(key, { to: target.value || null })}
            />
            <Select
              mode="multiple"
              placeholder="每天"
              aria-label={`${which}适用星期`}
              options={WEEKDAYS}
              value={weekdays ?? []}
              onChange={(chosen: number[]) => put(key, { weekdays: chosen.length > 0 ? chosen : undefined })}
            />
            <Input
              value={text}
              placeholder="不填为不办公"
              aria-label={`${which}起止时刻,如 09:00-12:00, 14:00-17:30`}
              onChange={({ target }) => put(key, { text: target.value })}
            />
            <Button aria-label={`删除第 ${index + 1} 条办公时间`} onClick={() => remove(key)}>
              删除
            </Button>
          </div>
        )
      })}
      <Button onClick={() => add({ from: '', to: null, text: '09:00-12:00, 14:00-17:30' })} data-testid="add-hours">
        增加办公时间
      </Button>
    </>
  )
}

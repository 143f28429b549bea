import { officeHoursOn, type Calendar, type SpecialDay } from './calendar.ts'
import { chineseDay, chineseMonthDay, chineseWeekday, dayOf, plusDays, startOfDay, yearOf, type Day } from './day.ts'
import { STOP_KINDS, type Suspension } from './suspensions.ts'
import { leftWords } from './left-words.ts'
import { allowed, dueOf, isInDays, usedOf, workdaysLeft, type Due, type TimeLimit } from './time-limit.ts'
import { UNITS } from './units.ts'

/** A due time as applicants, clerks and auditors see it. */
export interface DueView {
  dueAt: number
  dueDay: Day
  /** Negative once the time is over. */
  workdaysLeft: number
  /** In Chinese and in the limit's own unit: `还剩 3 个工作日`, `还剩 3 小时 20 分`, `今日到期`, `已超 2 个工作日`. */
  left: string
  /** How near the end is, for the colour: `near` from the day or hour on in which the lamp warns. */
  tone: 'calm' | 'near' | 'over' | 'stopped'
  /** The procedure that stops the clock now, in Chinese; then the due time is what it would be if the clock went on today. */
  suspended: string | null
  /** In Chinese: how it was counted. */
  explanation: string
  /** 暂定: the yearly notice of the due year is not out. */
  provisional: boolean
}

/**
 * The due time of a limit with the days left and the explanation.
 * @param startLabel what happened on the first day, e.g. `受理`
 * @throws ClockError as `dueOf`
 */
export function dueView(limit: TimeLimit, now: number, calendar: Calendar, startLabel = ''): DueView {
  const due = dueOf(limit, now, calendar)
  return {
    dueAt: due.dueAt,
    dueDay: due.dueDay,
    ...rest(limit, due, now, calendar),
    suspended: due.suspended && STOP_KINDS[due.suspended.kind],
    explanation: explain(limit, due, now, calendar, startLabel),
    provisional: due.provisional,
  }
}

/** From this share on a limit in hours is near its end. */
const NEAR_SHARE = 0.8

function rest(limit: TimeLimit, due: Due, now: number, calendar: Calendar): Pick<DueView, 'workdaysLeft' | 'left' | 'tone'> {
  const days = workdaysLeft(now, due.dueAt, calendar, limit.suspensions)
  const isOver = now > due.dueAt
  const stopped = due.suspended !== null && !isOver
  const inHours = !isInDays(limit)
  const isNear = inHours ? usedOf(limit, now, calendar) / allowed(limit) >= NEAR_SHARE : days <= 1
  const left = leftWords(limit, { now, dueAt: due.dueAt, workdaysLeft: days }, calendar)
  return {
    workdaysLeft: days,
    left: stopped ? `暂停计时，恢复后${left}` : left,
    tone: isOver ? 'over' : stopped ? 'stopped' : isNear ? 'near' : 'calm',
  }
}

/**
 * Says in Chinese how a due time was counted: the start, holidays left out, make-up days worked, suspensions, the end.
 * @throws ClockError as `dueOf`
 */
export function explainDue(limit: TimeLimit, now: number, calendar: Calendar, startLabel = ''): string {
  return explain(limit, dueOf(limit, now, calendar), now, calendar, startLabel)
}

function explain(limit: TimeLimit, due: Due, now: number, calendar: Calendar, startLabel: string): string {
  const start = dayOf(limit.startAt)
  const from = isInDays(limit) ? `${startLabel}起算，当日不计入` : `${clockTime(limit.startAt)}${startLabel}起算`
  const parts = [
    `自${chineseDay(start)}（${chineseWeekday(start)}）${from}，${lengthText(limit)}`,
    ...countingParts(limit, start, due, calendar),
    ...(limit.suspensions ?? []).map((suspension) => suspensionText(suspension, now)),
    `至${chineseDay(due.dueDay)}（${chineseWeekday(due.dueDay)}）${clockTime(due.dueAt, due.dueDay)}届满`,
    ...(due.provisional ? [`${yearOf(due.dueDay)}年放假安排尚未公布，届满日为暂定`] : []),
  ]
  return `${parts.join('；')}。`
}

function lengthText(limit: TimeLimit): string {
  const unit = UNITS[limit.unit].text
  const extension = limit.extension ? `，经批准延长${limit.extension}${unit}` : ''
  return `共${limit.n}${unit}${extension}`
}

/** `17:30`; the end of a day is its 24:00. */
function clockTime(at: number, day = dayOf(at)): string {
  const minutes = Math.floor((at - startOfDay(day)) / 60_000)
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
}

function countingParts(limit: TimeLimit, start: Day, due: Due, calendar: Calendar): string[] {
  if (limit.unit === 'workday') return workdayParts(start, due.dueDay, calendar)
  if (limit.unit === 'day') return movedPart(limit, due, calendar)
  if (limit.unit !== 'workhour') return ['昼夜连续计算，节假日不扣除']
  const hours = officeHoursOn(start, calendar).map(({ from, to }) => `${from}至${to}`)
  return [
    `只计工作日办公时间${hours.length > 0 ? `（${hours.join('、')}）` : ''}`,
    ...(start === due.dueDay ? [] : workdayParts(start, due.dueDay, calendar)),
  ]
}

function workdayParts(start: Day, dueDay: Day, calendar: Calendar): string[] {
  const special = specialRuns(start, dueDay, calendar)
  const holidays = special.filter(({ kind }) => kind === 'holiday').map(({ name, from, to }) => `${rangeText(from, to)}（${name}）`)
  const makeUp = special.filter(({ kind }) => kind === 'make-up-workday').map(({ from, to }) => rangeText(from, to))
  const closures = special.filter(({ kind }) => kind === 'closure').map(({ name, from, to }) => `${rangeText(from, to)}（${name}）`)
  return [
    ...(closures.length > 0 ? [`停办的${closures.join('、')}不计入`] : []),
    holidays.length > 0 ? `放假的${holidays.join('、')}及周末不计入` : '周末不计入',
    ...(makeUp.length > 0 ? [`调休上班的${makeUp.join('、')}计入`] : []),
  ]
}

/** The note that the last natural day was no workday and moved. */
function movedPart(limit: TimeLimit, due: Due, calendar: Calendar): string[] {
  const last = (limit.suspensions ?? []).length === 0 ? plusDays(dayOf(limit.startAt), allowed(limit)) : due.dueDay
  if (last === due.dueDay) return []
  const name = calendar.specialDays.get(last)?.name ?? chineseWeekday(last)
  return [`最后一日${chineseMonthDay(last)}（${name}）不是工作日，顺延至其后第一个工作日`]
}

function suspensionText({ kind, from, to }: Suspension, now: number): string {
  const label = STOP_KINDS[kind]
  if (to === null)
    return `自${chineseDay(dayOf(from))}起进行${label}，时钟停止，届满日按今日（${chineseMonthDay(dayOf(Math.max(from, now)))}）恢复计算，实际顺延`
  if (dayOf(from) === dayOf(to)) return `${chineseDay(dayOf(from))}进行${label}，当日开始当日结束，不扣除`
  return `${label}期间（${chineseMonthDay(dayOf(from))}之次日至${chineseDay(dayOf(to))}）不计入`
}

interface Run {
  kind: SpecialDay['kind']
  name: string
  from: Day
  to: Day
}

/** Special days after `start` up to `until`, neighbours of one name joined. */
function specialRuns(start: Day, until: Day, calendar: Calendar): Run[] {
  const runs: Run[] = []
  for (let day = plusDays(start, 1); day <= until; day = plusDays(day, 1)) {
    const special = calendar.specialDays.get(day)
    if (!special) continue
    const { kind, name } = special
    const previous = runs.at(-1)
    if (previous && previous.kind === kind && previous.name === name && plusDays(previous.to, 1) === day) previous.to = day
    else runs.push({ kind, name, from: day, to: day })
  }
  return runs
}

/** `10月1日至7日`, `1月28日至2月4日`, `9月20日`. */
function rangeText(from: Day, to: Day): string {
  if (from === to) return chineseMonthDay(from)
  const end = from.slice(0, 7) === to.slice(0, 7) ? chineseMonthDay(to).replace(/^\d+月/, '') : chineseMonthDay(to)
  return `${chineseMonthDay(from)}至${end}`
}

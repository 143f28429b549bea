import dayjs, { type Dayjs } from 'dayjs'

/* Times as people write them. The county's days are counted in its own time zone, wherever the browser stands. */

const ZONE = 'Asia/Shanghai'
/** Minutes from there to UTC; it has no summer time. */
const COUNTY_OFFSET = -480
const WEEKDAYS = ['日', '一', '二', '三', '四', '五', '六']

interface Parts {
  year: number
  month: number
  day: number
  hour: string
  minute: string
  second: string
}

const FORMAT = new Intl.DateTimeFormat('en-CA', {
  timeZone: ZONE,
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
})

function partsOf(at: number): Parts {
  const found = Object.fromEntries(FORMAT.formatToParts(at).map(({ type, value }) => [type, value])) as Record<string, string>
  const { year, month, day, hour = '', minute = '', second = '' } = found
  return { year: Number(year), month: Number(month), day: Number(day), hour, minute, second }
}

/** Whether the clock of this device says otherwise than the county's. */
export const isElsewhere = (at: number): boolean => new Date(at).getTimezoneOffset() !== COUNTY_OFFSET

const pad = (n: number): string => String(n).padStart(2, '0')

/** `2026-11-24`, in the county's zone. */
export function dayOf(at: number): string {
  const { year, month, day } = partsOf(at)
  return `${year}-${pad(month)}-${pad(day)}`
}

/** `11月24日(周二)`, from an ISO day. */
export function dayText(day: string): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number]
  return `${month}月${date}日(周${WEEKDAYS[new Date(Date.UTC(year, month - 1, date)).getUTCDay()]})`
}

/** `2026年11月24日(周二)`, from an ISO day that may be of another year. */
export const dateText = (day: string): string => `${Number(day.slice(0, 4))}年${dayText(day)}`

/** `11月24日(周二) 14:05`. */
export function momentText(at: number): string {
  const { hour, minute } = partsOf(at)
  return `${dayText(dayOf(at))} ${hour}:${minute}`
}

/** `2026-11-24 14:05:09`, for registers and logs. */
export function exactText(at: number): string {
  const { hour, minute, second } = partsOf(at)
  return `${dayOf(at)} ${hour}:${minute}:${second}`
}

/** `2026-11-24 14:05`. */
export const minuteText = (at: number): string => exactText(at).slice(0, -3)

/** An instant as a picker shows it: the county's wall clock, wherever the browser stands. */
export const wallOf = (at: number): Dayjs => dayjs(exactText(at).replace(' ', 'T'))

/** The instant that is meant by what a picker shows. China has had no summer time since 1992. */
export const instantOf = (wall: Dayjs): number => Date.parse(`${wall.format('YYYY-MM-DDTHH:mm:ss')}+08:00`)

/** `14:05`. */
export const clockText = (at: number): string => exactText(at).slice(11, 16)

/** `10月22日(周四) 17:30`; midnight after the due day is that day's 24:00. */
export function dueMomentText({ dueAt, dueDay }: { dueAt: number; dueDay: string }): string {
  const { hour, minute } = partsOf(dueAt)
  const time = dayOf(dueAt) === dueDay ? `${hour}:${minute}` : '24:00'
  return `${dayText(dueDay)} ${time}`
}

/** `1.2 MB`, `340 KB`. */
export function sizeText(bytes: number): string {
  if (bytes >= 1024 * 1024) return `${(bytes / 1024 / 1024).toFixed(1)} MB`
  return `${Math.max(1, Math.round(bytes / 1024))} KB`
}

import type { OwnStatistics } from '../../api/worklist.ts'

const HOUR_MS = 3_600_000

/** `2.5 小时`, of office time; under an hour in minutes. */
export function hoursText(ms: number): string {
  if (ms < HOUR_MS) return `${Math.round(ms / 60_000)} 分钟`
  return `${(ms / HOUR_MS).toFixed(1).replace(/\.0$/, '')} 小时`
}

/** Share of what had a limit; nothing had one: a dash. */
export function onTimeText({ onTime, late }: { onTime: number; late: number }): string {
  return onTime + late === 0 ? '–' : `${Math.floor((100 * onTime) / (onTime + late))}%`
}

export const rangeText = (by: OwnStatistics['by']): string => ({ day: '近 30 天', week: '近 12 周', month: '近 12 个月' })[by]

/** A period by its first day: `11/24`, a week `11/24 起`, a month `2026/11`. */
export function periodLabel(by: OwnStatistics['by'], from: string): string {
  const day = `${Number(from.slice(5, 7))}/${Number(from.slice(8))}`
  return by === 'day' ? day : by === 'week' ? `${day} 起` : `${from.slice(0, 4)}/${Number(from.slice(5, 7))}`
}

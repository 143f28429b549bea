import type { ReportDefinition } from '../../api/reports.ts'

export const WEEKDAYS = ['周一', '周二', '周三', '周四', '周五', '周六', '周日']

/** `每周一 8:00,遇节假日顺延`. */
export function scheduleText({ every, on, hour, workdays }: ReportDefinition['schedule']): string {
  if (every === 'day') return `每个${workdays ? '工作日' : '自然日'} ${hour}:00`
  const day = every === 'week' ? `每${WEEKDAYS[on - 1]}` : `每月 ${on} 日`
  return `${day} ${hour}:00${workdays ? ',遇节假日顺延' : ''}`
}

import type { CalendarYear } from '../../api/calendar.ts'

/** The years with the one that a text tells, or what is wrong with the text in words. What the year says is checked by the trial. */
export function withYear(years: CalendarYear[], text: string): CalendarYear[] | string {
  let year: CalendarYear | null
  try {
    year = JSON.parse(text) as CalendarYear | null
  } catch (error) {
    const [, line] = /line (\d+)/.exec((error as Error).message) ?? []
    return `内容不是有效的 JSON${line ? `,请检查第 ${line} 行附近` : ''}的引号、逗号和括号`
  }
  if (!Number.isInteger(year?.year)) return '没有写明年度:请填写 "year",例如 "year": 2027'
  return [...years.filter((one) => one.year !== year!.year), year!].sort((a, b) => a.year - b.year)
}

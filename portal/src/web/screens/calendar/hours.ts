import type { OfficeHours } from '../../api/calendar.ts'

type Interval = OfficeHours['intervals'][number]

/** `09:00-12:00, 14:00-17:30`. */
export const textOf = (intervals: Interval[]): string => intervals.map(({ from, to }) => `${from}-${to}`).join(', ')

/** Hours as people type them: `9:00 - 12:00，14：00—17:30`. What is no time stays as it was typed, for the check to name it. */
export const intervalsOf = (text: string): Interval[] =>
  text
    .replaceAll('：', ':')
    .replace(/\s*(?:[-–—~～]+|至)\s*/g, '-')
    .split(/[,，、;；\s]+/)
    .filter(Boolean)
    .map((one) => {
      const [from = '', to = ''] = one.split('-')
      return { from: padded(from), to: padded(to) }
    })

const padded = (time: string): string => (/^\d:\d\d$/.test(time) ? `0${time}` : time)

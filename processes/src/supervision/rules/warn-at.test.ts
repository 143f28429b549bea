import { describe, expect, it } from 'vitest'
import { nationalCalendar } from '../../clock/index.ts'
import { warnAtOf } from './warn-at.ts'

const at = (text: string): number => Date.parse(`${text}+08:00`)
const warned = (from: string, due: string) => warnAtOf(at(from), at(due), nationalCalendar)

describe('when a limit is near its end', () => {
  it('is the morning of its last workday, or when four fifths of a long one are over', () => {
    expect(warned('2026-09-14T09:00', '2026-09-17T17:30')).toBe(at('2026-09-16T00:00'))
    expect(warned('2026-09-14T09:00', '2026-09-15T17:30')).toBe(at('2026-09-15T00:00'))
  })

  it('is no earlier than the limit begins: half an hour is near its end after four fifths of it', () => {
    expect(warned('2026-09-14T09:00', '2026-09-14T09:30')).toBe(at('2026-09-14T09:24'))
    expect(warned('2026-09-14T09:00', '2026-09-15T00:00')).toBe(at('2026-09-14T21:00'))
  })
})

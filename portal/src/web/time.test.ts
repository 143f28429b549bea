import { describe, expect, it } from 'vitest'
import { dateText, dayOf, dueMomentText, exactText, instantOf, momentText, sizeText, wallOf } from './time.ts'

const at = (text: string) => Date.parse(text)

describe('times for people', () => {
  it('names the day of the week, in the zone of the county', () => {
    expect(momentText(at('2026-10-22T17:30+08:00'))).toBe('10月22日(周四) 17:30')
    expect(dayOf(at('2026-10-21T16:00Z'))).toBe('2026-10-22')
    expect(dateText('2025-01-01')).toBe('2025年1月1日(周三)')
  })

  it('shows and takes the county’s wall clock in pickers, wherever the browser stands', () => {
    const instant = at('2026-10-22T07:30:15+08:00')
    expect(wallOf(instant).format('YYYY-MM-DD HH:mm')).toBe('2026-10-22 07:30')
    expect(instantOf(wallOf(instant))).toBe(instant)
    expect(instantOf(wallOf(instant).startOf('day'))).toBe(at('2026-10-22T00:00+08:00'))
  })

  it('writes a due time at midnight as 24:00 of the due day', () => {
    expect(dueMomentText({ dueAt: at('2026-10-23T00:00+08:00'), dueDay: '2026-10-22' })).toBe('10月22日(周四) 24:00')
    expect(dueMomentText({ dueAt: at('2026-10-22T17:30+08:00'), dueDay: '2026-10-22' })).toBe('10月22日(周四) 17:30')
  })

  it('writes exact times for registers, and midnight as 00', () => {
    expect(exactText(at('2026-01-01T00:00:05+08:00'))).toBe('2026-01-01 00:00:05')
  })

  it('writes file sizes', () => {
    expect(sizeText(10)).toBe('1 KB')
    expect(sizeText(2_621_440)).toBe('2.5 MB')
  })
})

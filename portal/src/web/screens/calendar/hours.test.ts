import { expect, it } from 'vitest'
import { intervalsOf, textOf } from './hours.ts'

it('reads office hours as people type them', () => {
  const usual = [
    { from: '09:00', to: '12:00' },
    { from: '14:00', to: '17:30' },
  ]
  for (const text of [textOf(usual), '9:00 - 12:00，14：00—17:30', '9:00至12:00 14:00～17:30'])
    expect(intervalsOf(text), text).toEqual(usual)
  expect(intervalsOf('  ')).toEqual([])
})

it('leaves what is no time for the check to name', () => {
  expect(intervalsOf('上午-12:00')).toEqual([{ from: '上午', to: '12:00' }])
  expect(intervalsOf('09:00')).toEqual([{ from: '09:00', to: '' }])
})

import { expect, test } from 'vitest'
import { newCalls, spokenCall } from './spoken-call.ts'

const call = (label: string, callNo: string) => ({ label, callNo, window: 3, calledAt: 0 })

test('a number is read digit by digit', () => {
  expect(spokenCall({ label: 'A012', window: 12 })).toBe('请 A零幺二 号,到 12 号窗口办理')
})

test('each call is spoken once, in the order it was made; a number that is called again is a new call', () => {
  const before = [call('A002', 'b:2:1'), call('A001', 'a:1:1')]
  const now = [call('A002', 'b:5:2'), call('A003', 'c:4:1'), call('A001', 'a:1:1')]
  expect(newCalls(before, now).map(({ callNo }) => callNo)).toEqual(['c:4:1', 'b:5:2'])
  expect(newCalls(now, now)).toEqual([])
  // One that was passed over leaves the board; those that were below it are no news.
  expect(newCalls(before, [call('A001', 'a:1:1')])).toEqual([])
})

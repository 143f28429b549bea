import { expect, test } from 'vitest'
import { newId } from './ids.ts'

test('an id is 26 lower-case characters of Crockford base 32', () => {
  expect(newId()).toMatch(/^[0-9a-hjkmnp-tv-z]{26}$/)
})

test('ids grow within one millisecond and when the clock goes back', () => {
  const now = Date.now() + 60_000
  const ids = [...Array.from({ length: 1000 }, () => newId(now)), newId(now - 5_000), newId(now + 1)]
  expect([...ids].sort()).toEqual(ids)
  expect(new Set(ids).size).toBe(ids.length)
})

test('the first ten characters are the time', () => {
  const far = Date.UTC(2400, 0, 1)
  const digits = '0123456789abcdefghjkmnpqrstvwxyz'
  const time = [...newId(far).slice(0, 10)].reduce((value, char) => value * 32 + digits.indexOf(char), 0)
  expect(time).toBe(far)
})

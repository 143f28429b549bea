import type { Context } from 'koa'
import { expect, test } from 'vitest'
import { oneEachTurn } from './turns.ts'

const nextTurn = () => new Promise<void>((resolve) => void setImmediate(resolve))

test('of requests that arrive at once each turn of the loop starts one, in their order, and those that come later have theirs', async () => {
  const started: string[] = []
  const middleware = oneEachTurn()
  const arrive = (name: string) => middleware({} as Context, () => Promise.resolve(started.push(name)))
  const atOnce = ['a', 'b', 'c'].map(arrive)
  expect(started).toEqual([])
  await nextTurn()
  expect(started).toEqual(['a'])
  const later = arrive('d')
  await nextTurn()
  expect(started).toEqual(['a', 'b'])
  await Promise.all([...atOnce, later])
  expect(started).toEqual(['a', 'b', 'c', 'd'])
  await arrive('e')
  expect(started.at(-1)).toBe('e')
})

import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createInboxFeed } from './inbox-feed.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
afterEach(() => void vi.useRealTimers())

const turns = async () => {
  for (let i = 0; i < 5; i++) await new Promise<void>((resolve) => void setImmediate(resolve))
}

test('the first change is told at once, those that follow together after a rest, each to the county it is of', async () => {
  const feed = createInboxFeed()
  const told: string[] = []
  const leave = ['north', 'north', 'south'].map((county, i) => feed.subscribe(county, () => void told.push(`${county}-${i}`)))
  feed.changed('north')
  await turns()
  expect(told).toEqual(['north-0', 'north-1'])

  for (let i = 0; i < 50; i++) feed.changed('north')
  feed.changed('south')
  await turns()
  expect(told).toEqual(['north-0', 'north-1', 'south-2'])

  leave[1]!()
  await vi.advanceTimersByTimeAsync(2_000)
  await turns()
  expect(told.slice(3)).toEqual(['north-0'])

  await vi.advanceTimersByTimeAsync(10_000)
  await turns()
  expect(told).toHaveLength(4)
  feed.changed('north')
  expect(told).toHaveLength(5)
})

import { expect, it } from 'vitest'
import { coalesce } from './coalesce.ts'

it('does once more what is asked for meanwhile, never twice at once, and goes on after a failure', async () => {
  let [running, most, done] = [0, 0, 0]
  const failures: unknown[] = []
  const ask = coalesce(
    async () => {
      most = Math.max(most, ++running)
      await Promise.resolve()
      running--
      if (++done === 2) throw new Error('once')
    },
    (error) => failures.push(error),
  )
  await Promise.all(Array.from({ length: 100 }, () => ask()))
  expect({ most, done }).toEqual({ most: 1, done: 2 })
  await ask()
  expect({ done, failures: failures.length }).toEqual({ done: 3, failures: 1 })
})

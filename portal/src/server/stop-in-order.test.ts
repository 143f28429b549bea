import { expect, test } from 'vitest'
import { stopInOrder } from './stop-in-order.ts'

test('parts stop one after the other', async () => {
  const stopped: string[] = []
  const part = (name: string) => [name, async () => void stopped.push(await Promise.resolve(name))] as const
  await stopInOrder([part('workers'), ['chores', () => stopped.push('chores')], part('database')])
  expect(stopped).toEqual(['workers', 'chores', 'database'])
})

test('a part that never stops is named, and those after it are left alone', async () => {
  let asked = false
  const stopping = stopInOrder(
    [
      ['workers', () => {}],
      ['requests', () => new Promise(() => {})],
      ['database', () => (asked = true)],
    ],
    1,
  )
  await expect(stopping).rejects.toMatchObject({ code: 'STOP_OVERDUE', message: expect.stringMatching(/requests$/) })
  expect(asked).toBe(false)
})

test('what a part says goes on to whoever stops', async () => {
  await expect(stopInOrder([['database', () => Promise.reject(new Error('gone'))]])).rejects.toThrow('gone')
})

import { afterAll, expect, test } from 'vitest'
import { openDatabase, inTransaction, isUniqueViolation, isSqlite } from './database.ts'
import { key } from './migrations/columns.ts'

const db = openDatabase('sqlite::memory:')
afterAll(() => db.destroy())

test('a transaction that throws leaves nothing behind', async () => {
  expect(isSqlite(db)).toBe(true)
  await db.schema.createTable('thing', (t) => void key(t, 'id').primary())
  await expect(
    inTransaction(db, async (tx) => {
      await tx('thing').insert({ id: 'a' })
      throw new Error('stop')
    }),
  ).rejects.toThrow('stop')
  expect(await db('thing')).toEqual([])
})

test('a taken unique key is recognised', async () => {
  await db('thing').insert({ id: 'b' })
  const error = await db('thing').insert({ id: 'b' }).catch((e: unknown) => e)
  expect(isUniqueViolation(error)).toBe(true)
})

test('an unknown scheme is refused by name', () => {
  expect(() => openDatabase('postgres://x')).toThrow('postgres:')
})

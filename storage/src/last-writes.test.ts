import { beforeAll, beforeEach, expect, test } from 'vitest'
import { inSavepoint, inTransaction, writeWaiting, type Database, type Tx } from './database.ts'
import { insertAtEnd } from './last-writes.ts'
import { createTable, key } from './migrations/columns.ts'
import { describeOnDatabases } from './testing/describe-on-databases.ts'

describeOnDatabases('rows that are inserted at the end of a transaction', (open) => {
  let db: Database
  beforeAll(async () => {
    db = await open()
    for (const table of ['last_one', 'last_two']) await createTable(db, table, (t) => void key(t, 'id').primary())
  })
  beforeEach(async () => {
    for (const table of ['last_one', 'last_two']) await db(table).delete()
  })
  const ids = (on: Tx, table = 'last_one'): Promise<string[]> => on(table).orderBy('id').pluck('id')

  test('they are all there after the commit, and those of a statement were not sent before', async () => {
    await inTransaction(db, async (tx) => {
      await insertAtEnd(tx, 'last_one', [{ id: 'a' }])
      await insertAtEnd(tx, 'last_two', [{ id: 'x' }])
      await insertAtEnd(tx, 'last_one', [{ id: 'b' }])
      expect(await ids(tx)).toEqual([])
    })
    expect(await ids(db)).toEqual(['a', 'b'])
    expect(await ids(db, 'last_two')).toEqual(['x'])
  })

  test('whoever must find them has them written', async () => {
    await inTransaction(db, async (tx) => {
      await insertAtEnd(tx, 'last_one', [{ id: 'a' }])
      await writeWaiting(tx)
      expect(await ids(tx)).toEqual(['a'])
      await insertAtEnd(tx, 'last_one', [{ id: 'b' }])
    })
    expect(await ids(db)).toEqual(['a', 'b'])
  })

  test('a transaction that fails takes them with it, and one that they cannot be written in fails', async () => {
    const failed = inTransaction(db, async (tx) => {
      await insertAtEnd(tx, 'last_one', [{ id: 'a' }])
      throw new Error('stop')
    })
    await expect(failed).rejects.toThrow('stop')
    const twice = inTransaction(db, async (tx) => {
      await tx('last_two').insert({ id: 'x' })
      await insertAtEnd(tx, 'last_one', [{ id: 'a' }, { id: 'a' }])
    })
    await expect(twice).rejects.toThrow()
    expect(await ids(db)).toEqual([])
    expect(await ids(db, 'last_two')).toEqual([])
  })

  test('a piece that fails takes its own with it and no others', async () => {
    await inTransaction(db, async (tx) => {
      await insertAtEnd(tx, 'last_one', [{ id: 'before' }])
      const piece = inSavepoint(tx, async (inner) => {
        await insertAtEnd(inner, 'last_one', [{ id: 'undone' }])
        throw new Error('stop')
      })
      await expect(piece).rejects.toThrow('stop')
      await inSavepoint(tx, (inner) => insertAtEnd(inner, 'last_one', [{ id: 'kept' }]))
      await insertAtEnd(tx, 'last_one', [{ id: 'after' }])
    })
    expect(await ids(db)).toEqual(['after', 'before', 'kept'])
  })

  test('outside of a transaction they are written at once', async () => {
    await insertAtEnd(db, 'last_one', [{ id: 'a' }])
    expect(await ids(db)).toEqual(['a'])
  })
})

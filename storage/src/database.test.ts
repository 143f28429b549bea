import { beforeAll, expect, test } from 'vitest'
import { inTransaction, isSqlite, isUniqueViolation, openDatabase, type Database } from './database.ts'
import { createTable, instant, json, key } from './migrations/columns.ts'
import { describeOnDatabases } from './testing/describe-on-databases.ts'

test('an unknown scheme is refused by name', () => {
  expect(() => openDatabase('postgres://x')).toThrow('postgres:')
})

describeOnDatabases('a database', (open) => {
  let db: Database

  beforeAll(async () => {
    db = await open()
    await createTable(db, 'thing', (t) => {
      key(t, 'id').primary()
      instant(t, 'at')
      json(t, 'data')
    })
  })

  test('a transaction that throws leaves nothing behind', async () => {
    await expect(
      inTransaction(db, async (tx) => {
        await tx('thing').insert({ id: 'undone' })
        throw new Error('stop')
      }),
    ).rejects.toThrow('stop')
    expect(await db('thing').where({ id: 'undone' })).toEqual([])
  })

  test('a taken unique key is recognised', async () => {
    await db('thing').insert({ id: 'taken' })
    const error = await db('thing')
      .insert({ id: 'taken' })
      .catch((e: unknown) => e)
    expect(isUniqueViolation(error)).toBe(true)
  })

  test('keys are compared character by character: case, accents and emoji differ', async () => {
    const ids = ['Abc', 'abc', 'äbc', 'abc1', '😀', '😁', '食品', '⻝品']
    await db('thing').insert(ids.map((id) => ({ id })))
    expect(await db('thing').where({ id: 'ABC' })).toEqual([])
    expect(await db('thing').where({ id: '😀' })).toHaveLength(1)
    expect(await db('thing').whereIn('id', ids)).toHaveLength(ids.length)
  })

  test('keys sort by their bytes', async () => {
    await db('thing').insert([{ id: 'sort-b' }, { id: 'sort-B' }, { id: 'sort-a' }])
    expect(await db('thing').where('id', 'like', 'sort-%').orderBy('id').pluck('id')).toEqual(['sort-B', 'sort-a', 'sort-b'])
  })

  test('instants come back as numbers, to the millisecond', async () => {
    const at = Date.UTC(2026, 10, 24, 8, 30, 15, 123)
    await db('thing').insert({ id: 'instant', at })
    expect((await db('thing').where({ id: 'instant' }).first()).at).toBe(at)
  })

  test('json text longer than 64 kB, with rare characters, comes back as the same text', async () => {
    const data = JSON.stringify({ name: '㐂䶮𠮷😀', filler: '字'.repeat(40_000) })
    await db('thing').insert({ id: 'json', data })
    expect((await db('thing').where({ id: 'json' }).first()).data).toBe(data)
  })

  test('a table is created once, however often its migration runs', async () => {
    if (isSqlite(db)) return
    await createTable(db, 'thing', (t) => void key(t, 'id').primary())
    expect(await db('thing').where({ id: 'json' })).toHaveLength(1)
  })

  test('transactions that increment one counter at the same time lose no update', async () => {
    await createTable(db, 'counter', (t) => {
      key(t, 'id').primary()
      t.integer('value').notNullable()
    })
    await db('counter').insert({ id: 'c', value: 0 })
    await Promise.all(
      Array.from({ length: 20 }, () =>
        inTransaction(db, async (tx) => {
          const { value } = await tx('counter').where({ id: 'c' }).forUpdate().first()
          await tx('counter')
            .where({ id: 'c' })
            .update({ value: value + 1 })
        }),
      ),
    )
    expect((await db('counter').first()).value).toBe(20)
  })

  test('each open gives a database of its own', async () => {
    const other = await open()
    expect(await other.schema.hasTable('thing')).toBe(false)
  })
})

test('a table that gains a column is read with it by a statement that was run before', async () => {
  const db = openDatabase('sqlite::memory:')
  await db.schema.createTable('thing', (t) => t.string('id'))
  await db('thing').insert({ id: 'a' })
  expect(await db('thing').select('*')).toEqual([{ id: 'a' }])

  await db.schema.alterTable('thing', (t) => t.string('name'))

  expect(await db('thing').select('*')).toEqual([{ id: 'a', name: null }])
  await db.destroy()
})

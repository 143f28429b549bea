import { beforeAll, expect, test } from 'vitest'
import type { Database } from './database.ts'
import { key, json } from './migrations/columns.ts'
import { describeOnDatabases } from './testing/index.ts'
import { deleteByKey, deleteRows, insertRows, rewriteRows, updateRows } from './write-rows.ts'

interface Thing {
  tenant_id: string
  id: string
  note: string | null
  version: number
}

const thing = (n: number): Thing => ({ tenant_id: 't', id: `thing-${String(n).padStart(5, '0')}`, note: `note ${n}`, version: 1 })

describeOnDatabases('writing many rows', (open) => {
  let db: Database
  beforeAll(async () => {
    db = await open()
    await db.schema.createTable('thing', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'id').notNullable()
      json(table, 'note')
      table.bigInteger('version').notNullable()
      table.primary(['tenant_id', 'id'])
    })
  })

  test('more rows than one statement holds are all inserted, each with its values', async () => {
    await insertRows(
      db,
      'thing',
      Array.from({ length: 9000 }, (_, n) => thing(n)),
    )
    const row = (await db('thing').count({ count: '*' }).first()) as { count: number | string }
    expect(Number(row.count)).toBe(9000)
    expect(await db('thing').where({ id: 'thing-08999' }).first('note')).toMatchObject({ note: 'note 8999' })
  })

  test('rows that are too long for one statement together go into several', async () => {
    const long = '证'.repeat(300_000)
    const rows = Array.from({ length: 30 }, (_, n) => ({ ...thing(n), id: `long-${n}`, note: long + n }))
    await insertRows(db, 'thing', rows)
    expect(
      await updateRows(
        db,
        'thing',
        rows.map((row) => ({ ...row, note: `${row.note}!` })),
        ['note'],
      ),
    ).toBe(30)
    const last = (await db('thing').where({ id: 'long-29' }).first('note')) as Thing
    expect(last.note!.slice(-4)).toBe('证29!')
  })

  test('whatever their number, each row is changed and deleted once', async () => {
    const rows = Array.from({ length: 253 }, (_, n) => ({ ...thing(n + 10_000), tenant_id: 'many' }))
    await insertRows(db, 'thing', rows)
    expect(
      await updateRows(
        db,
        'thing',
        rows.map((row, n) => ({ ...row, note: String(n) })),
        ['note'],
      ),
    ).toBe(253)
    expect(
      await rewriteRows(
        db,
        'thing',
        rows.map((row, n) => ({ ...row, note: String(n) })),
        ['note'],
        'version',
      ),
    ).toBe(253)
    const stored = (await db('thing').where({ tenant_id: 'many' }).orderBy('id')) as Thing[]
    expect(stored.every(({ note, version }, n) => note === String(n) && Number(version) === 2)).toBe(true)
    await deleteRows(db, 'thing', rows.slice(1))
    expect(((await db('thing').where({ tenant_id: 'many' })) as Thing[]).map(({ id }) => id)).toEqual([rows[0]!.id])
  })

  test('an update gives each row its own values, null included, and leaves the others alone', async () => {
    expect(
      await updateRows(
        db,
        'thing',
        [
          { ...thing(1), note: '改' },
          { ...thing(2), note: null },
        ],
        ['note'],
      ),
    ).toBe(2)
    const notes = (await db('thing')
      .whereIn(
        'id',
        [1, 2, 3].map((n) => thing(n).id),
      )
      .orderBy('id')
      .select('note')) as { note: string | null }[]
    expect(notes.map((row) => row.note)).toEqual(['改', null, 'note 3'])
  })

  test('rewriting leaves out a row that someone else changed, and counts the version up', async () => {
    await db('thing')
      .where({ id: thing(5).id })
      .update({ version: 7 })
    expect(
      await rewriteRows(
        db,
        'thing',
        [
          { ...thing(4), note: 'a' },
          { ...thing(5), note: 'b' },
        ],
        ['note'],
        'version',
      ),
    ).toBe(1)
    const rows = (await db('thing')
      .whereIn('id', [thing(4).id, thing(5).id])
      .orderBy('id')) as Thing[]
    expect(rows.map((row) => [row.note, Number(row.version)])).toEqual([
      ['a', 2],
      ['note 5', 7],
    ])
  })

  test('rows are deleted by id within their tenant', async () => {
    await deleteRows(db, 'thing', [thing(6), { tenant_id: 'other', id: thing(7).id }])
    expect(
      await db('thing')
        .whereIn('id', [thing(6).id])
        .first(),
    ).toBeUndefined()
  })

  test('rows are deleted by a key of several columns, those and no others', async () => {
    const keyed = ['a', 'b', 'c'].flatMap((tenant_id) =>
      Array.from({ length: 300 }, (_, n) => ({ ...thing(n), tenant_id, id: `keyed-${n}` })),
    )
    await insertRows(db, 'thing', keyed)
    const gone = keyed.filter(({ tenant_id }, n) => tenant_id !== 'c' && n % 2 === 0).map(({ id, tenant_id }) => ({ id, tenant_id }))
    await deleteByKey(db, 'thing', [...gone, { id: 'keyed-none', tenant_id: 'a' }])
    await deleteByKey(db, 'thing', [])
    const left = (await db('thing')
      .where('id', 'like', 'keyed-%')
      .groupBy('tenant_id')
      .orderBy('tenant_id')
      .select('tenant_id')
      .count({ count: '*' })) as { tenant_id: string; count: number | string }[]
    expect(left.map(({ tenant_id, count }) => [tenant_id, Number(count)])).toEqual([
      ['a', 150],
      ['b', 150],
      ['c', 300],
    ])
  })
})

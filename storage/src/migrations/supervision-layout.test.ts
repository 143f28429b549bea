import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase, type Database } from '../database.ts'
import { migrate } from '../migrate.ts'
import { supervision } from '../repositories/supervision.ts'
import { describeOnDatabases, testDatabase } from '../testing/index.ts'
import { migrations } from './index.ts'

const OLD = Object.keys(migrations)
  .filter((name) => name < '202611260100')
  .sort()
const NEW = Object.keys(migrations)
  .filter((name) => name >= '202611260100' && name < '202611260107')
  .sort()
const SIZE = 300
const hash = (i: number): string => String(i).padStart(64, '0')
const id = (i: number): string => `e${String(i).padStart(4, '0')}`

const oldEntry = (i: number, more: object = {}) => ({
  tenant_id: 't',
  id: id(i),
  seq: i < SIZE ? i : null,
  at: 1_000 + i,
  action: 'case.submitted',
  subject: 'case:1',
  organ_id: null,
  actor_id: 'li',
  on_behalf_of: null,
  actor_name: '李',
  ip: null,
  payload: '{}',
  salt: 'aa',
  payload_hash: 'bb',
  entry_hash: hash(i),
  ...more,
})

async function fillOld(db: Database): Promise<void> {
  const rows = Array.from({ length: SIZE + 2 }, (_, i) => oldEntry(i, i === 7 ? { payload: null, salt: null } : {}))
  for (let i = 0; i < rows.length; i += 100) await db('supervision_entry').insert(rows.slice(i, i + 100))
  await db('supervision_log').insert({
    tenant_id: 't',
    suite: 's',
    size: SIZE,
    compact_range: '[]',
    lease_owner: null,
    lease_until: null,
  })
  const tile = (level: number, tile_index: number, hashes: string) => ({ tenant_id: 't', level, tile_index, hashes })
  const leaves = Array.from({ length: SIZE }, (_, i) => (i === 5 ? hash(999) : hash(i)))
  await db('supervision_tile').insert([
    tile(0, 0, leaves.slice(0, 256).join('')),
    tile(0, 1, leaves.slice(256).join('')),
    tile(1, 0, hash(1)),
  ])
}

/** The schema before the new layout, made in a database of its own. */
async function oldDatabase(db: Database): Promise<void> {
  for (const name of OLD) await migrations[name]!.up(db)
  await fillOld(db)
}

test('a log of the first layout keeps entries, places with their second hash, details and what waits (SQLite)', async () => {
  const db = openDatabase('sqlite::memory:')
  await oldDatabase(db)
  await db.transaction(async (tx) => {
    for (const name of NEW) await migrations[name]!.up(tx)
  })
  expect(await supervision(db).countEntries('t')).toBe(SIZE + 2)
  expect((await supervision(db).waitingEntries('t', 10)).map((row) => row.id)).toEqual([id(SIZE), id(SIZE + 1)])
  const [first] = await supervision(db).sealedEntries('t', 5, 1)
  // the hash list is the witness of the tiles, not of the entries
  expect(first).toMatchObject({
    id: id(5),
    seq: 5,
    entry_hash: hash(5),
    leaf_hash: hash(999),
    payload: '{}',
    salt: 'aa',
  })
  expect(await supervision(db).entry('t', id(7))).toMatchObject({ payload: null, salt: null })
  expect(await supervision(db).countLeaves('t')).toBe(SIZE)
  expect(await supervision(db).subtrees('t', 1, 0, 10)).toEqual([{ position: 0, root: hash(1) }])
  await db.destroy()
})

describeOnDatabases('subtree roots of 256 leaves', (open) => {
  test('are computed anew for every 16, of each log with the hash of its suite', async () => {
    const db = await open()
    const leaf = (i: number): Buffer => Buffer.alloc(32, i)
    for (const [tenant_id, suite] of [
      ['refine-1', 'ed25519-sha256'],
      ['refine-2', 'sm2-sm3'],
    ] as const) {
      await supervision(db).createLog(tenant_id, suite)
      const rows = Array.from({ length: 300 }, (_, seq) => ({
        tenant_id,
        seq,
        id: id(seq),
        hash: leaf(seq).toString('hex'),
      }))
      await supervision(db).placeEntries(rows)
    }
    await db.transaction((tx) => migrations['202611261200-refine-supervision-subtree']!.up(tx))
    for (const [tenant, hashName] of [
      ['refine-1', 'sha256'],
      ['refine-2', 'sm3'],
    ] as const) {
      const root = (from: number, count: number): Buffer =>
        count === 1
          ? leaf(from)
          : createHash(hashName)
              .update(Buffer.of(1))
              .update(root(from, count / 2))
              .update(root(from + count / 2, count / 2))
              .digest()
      const found = await supervision(db).subtreesIn(
        tenant,
        [1, 2, 3].map((level) => ({ level, begin: 0, end: 1_000 })),
      )
      const expected = Array.from({ length: 18 }, (_, i) => ({
        level: 1,
        position: i,
        root: root(16 * i, 16).toString('hex'),
      }))
      expect(found.filter(({ level }) => level === 1)).toEqual(expected)
      expect(found.filter(({ level }) => level > 1)).toEqual([{ level: 2, position: 0, root: root(0, 256).toString('hex') }])
    }
  })
})

describeOnDatabases('a schema that is up to date', (open) => {
  let db: Database
  beforeAll(async () => {
    db = await open()
  })
  test('is left alone', async () => {
    expect(await migrate(db)).toEqual([])
  })
})

const db = await testDatabase()
afterAll(() => db.destroy())

test.each(['supervision_entry', 'supervision_leaf', 'supervision_subtree', 'supervision_checkpoint'])(
  'SQLite refuses to change or delete rows of %s',
  async (table) => {
    const rows: Record<string, object> = {
      supervision_entry: {
        tenant_id: 'g',
        id: '1',
        at: 1,
        action: 'a',
        subject: 's',
        actor_id: 'x',
        payload_hash: 'p',
        entry_hash: 'h',
      },
      supervision_leaf: { tenant_id: 'g', seq: 0, id: '1', hash: 'h' },
      supervision_subtree: { tenant_id: 'g', level: 1, position: 0, root: 'h' },
      supervision_checkpoint: { tenant_id: 'g', size: 1, root: 'h', at: 1, note: 'n' },
    }
    await db(table).insert(rows[table]!)
    await expect(db(table).update({ tenant_id: 'x' })).rejects.toThrow('insert-only')
    await expect(db(table).delete()).rejects.toThrow('insert-only')
  },
)

test('SQLite lets a detail go only after an entry tells of it', async () => {
  const entry = { tenant_id: 'd', at: 1, actor_id: 'x', payload_hash: 'p', entry_hash: 'h' }
  await db('supervision_detail').insert({ tenant_id: 'd', id: '1', payload: '{}', salt: 'aa' })
  await expect(supervision(db).deleteDetail('d', '1')).rejects.toThrow('insert-only')
  await expect(db('supervision_detail').update({ payload: '1' })).rejects.toThrow('insert-only')
  await db('supervision_entry').insert({ ...entry, id: '2', action: 'supervision.entry-erased', subject: 'entry:1' })
  expect(await supervision(db).deleteDetail('d', '1')).toBe(1)
})

import { beforeAll, expect, test } from 'vitest'
import type { Database } from '../database.ts'
import { describeOnDatabases } from '../testing/index.ts'
import { policies, type PolicyRow } from './policies.ts'
import { supervision, type SupervisionEntryRow } from './supervision.ts'

const anEntry = (tenantId: string, id: string, more: Partial<SupervisionEntryRow> = {}): SupervisionEntryRow => ({
  tenant_id: tenantId,
  id,
  seq: null,
  at: 1_700_000_000_000,
  action: 'case.submitted',
  subject: 'case:1',
  organ_id: 'scjg',
  actor_id: 'li',
  on_behalf_of: null,
  actor_name: '李春华',
  ip: '127.0.0.1',
  payload: '{"名称":"😀"}',
  salt: 'aa',
  payload_hash: 'bb',
  entry_hash: 'cc',
  ...more,
})

describeOnDatabases('supervision log', (open) => {
  let db: Database
  beforeAll(async () => {
    db = await open()
  })

  test('entries get their place once, in the order of writing', async () => {
    const ids = Array.from({ length: 450 }, (_, i) => `e${String(i).padStart(4, '0')}`)
    await supervision(db).insertEntries(ids.map((id) => anEntry('a', id)))
    expect(await supervision(db).countUnsealed('a')).toBe(450)
    expect(await supervision(db).placeEntries('a', 0, ids.slice(0, 430))).toBe(430)
    expect(await supervision(db).placeEntries('a', 430, ids)).toBe(20)
    const sealed = await supervision(db).sealedEntries('a', 425, 10)
    expect(sealed.map((row) => Number(row.seq))).toEqual([425, 426, 427, 428, 429, 860, 861, 862, 863, 864])
    expect(sealed[0]).toEqual(anEntry('a', 'e0425', { seq: 425 }))
    expect(await supervision(db).unsealedEntries('a', 10)).toEqual([])
  })

  test('entries of a subject are listed by keyset', async () => {
    await supervision(db).insertEntries(
      ['1', '2', '3'].map((id) => anEntry('b', id, { subject: id === '2' ? 'case:2' : 'case:1' })),
    )
    const page = await supervision(db).listEntries('b', { subject: 'case:1', limit: 1 })
    expect(page.map((row) => row.id)).toEqual(['1'])
    expect(
      (await supervision(db).listEntries('b', { subject: 'case:1', limit: 5, after: '1' })).map((row) => row.id),
    ).toEqual(['3'])
  })

  test('erasing takes everything personal and nothing else, once', async () => {
    await supervision(db).insertEntries([anEntry('c', '1')])
    expect(await supervision(db).erasePayload('c', '1')).toBe(1)
    expect(await supervision(db).erasePayload('c', '1')).toBe(0)
    expect(await supervision(db).entry('c', '1')).toEqual(
      anEntry('c', '1', { payload: null, salt: null, actor_name: null, ip: null }),
    )
  })

  test('one sealer holds the lease, renews it, and another takes it when it ran out', async () => {
    await supervision(db).createLog('d', 's')
    await supervision(db).createLog('d', 's')
    expect(await supervision(db).takeLease('d', 'one', 0, 10)).toBe(true)
    expect(await supervision(db).takeLease('d', 'one', 0, 10)).toBe(true)
    expect(await supervision(db).takeLease('d', 'two', 5, 15)).toBe(false)
    expect(await supervision(db).takeLease('d', 'two', 10, 20)).toBe(true)
    expect(await supervision(db).advanceLog('d', 'one', 0, 3, '[]')).toBe(false)
    expect(await supervision(db).advanceLog('d', 'two', 0, 3, '["x"]')).toBe(true)
    await supervision(db).releaseLease('d', 'two')
    expect(await supervision(db).log('d')).toEqual({
      tenant_id: 'd',
      suite: 's',
      size: 3,
      compact_range: '["x"]',
      lease_owner: null,
      lease_until: null,
    })
  })

  test('tiles grow in place; checkpoints are kept by size', async () => {
    await supervision(db).putTile({ tenant_id: 'e', level: 0, tile_index: 0, hashes: 'aa' })
    await supervision(db).putTile({ tenant_id: 'e', level: 0, tile_index: 0, hashes: 'aabb' })
    expect(await supervision(db).tile('e', 0, 0)).toBe('aabb')
    await supervision(db).insertCheckpoint({ tenant_id: 'e', size: 2, root: 'r', at: 5, note: 'n' })
    await supervision(db).insertCheckpoint({ tenant_id: 'e', size: 10, root: 'r', at: 6, note: 'n' })
    expect((await supervision(db).lastCheckpoint('e'))?.size).toBe(10)
    expect((await supervision(db).listCheckpoints('e', 10, 2)).map((row) => row.size)).toEqual([10])
    expect(await supervision(db).countCheckpoints('e')).toBe(2)
  })
})

describeOnDatabases('policies', (open) => {
  let db: Database
  beforeAll(async () => {
    db = await open()
  })

  test('a source is replaced as a whole and the version grows', async () => {
    const row = (id: string, source: string): PolicyRow => ({
      tenant_id: 't',
      id,
      source,
      ptype: 'p',
      role: 'handler',
      type: 'task',
      actions: 'read',
      scope: 'organ',
      condition_name: 'always',
      effect: 'allow',
    })
    await policies(db).replaceSource('t', 'county', [row('a', 'county'), row('b', 'county')])
    await policies(db).replaceSource('t', 'process:x', [row('c', 'process:x')])
    await policies(db).replaceSource('t', 'county', [row('b', 'county')])
    expect((await policies(db).list('t')).map((r) => r.id)).toEqual(['b', 'c'])
    expect(await policies(db).version('t')).toBe(0)
    await policies(db).bumpVersion('t', 1)
    await policies(db).bumpVersion('t', 2)
    expect(await policies(db).version('t')).toBe(2)
  })
})

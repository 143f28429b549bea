import { beforeAll, expect, test } from 'vitest'
import type { Database } from '../database.ts'
import { describeOnDatabases } from '../testing/index.ts'
import { policies, type PolicyRow } from './policies.ts'
import { supervision, type SupervisionDetailRow, type SupervisionEntryRow, type SupervisionSearch } from './supervision.ts'

const anEntry = (tenantId: string, id: string, more: Partial<SupervisionEntryRow> = {}): SupervisionEntryRow => ({
  tenant_id: tenantId,
  id,
  at: 1_700_000_000_000,
  action: 'case.submitted',
  subject: 'case:1',
  organ_id: 'scjg',
  actor_id: 'li',
  on_behalf_of: null,
  payload_hash: 'bb',
  entry_hash: 'cc',
  ...more,
})
const aDetail = (tenantId: string, id: string): SupervisionDetailRow => ({
  tenant_id: tenantId,
  id,
  actor_name: '李春华',
  ip: '127.0.0.1',
  payload: '{"名称":"😀"}',
  salt: 'aa',
})

describeOnDatabases('supervision log', (open) => {
  let db: Database
  beforeAll(async () => {
    db = await open()
  })
  const insert = (entries: SupervisionEntryRow[]) =>
    supervision(db).insertEntries(
      entries,
      entries.map(({ tenant_id, id }) => aDetail(tenant_id, id)),
    )
  const place = (tenantId: string, ids: string[], first: number) =>
    supervision(db).placeEntries(ids.map((id, i) => ({ tenant_id: tenantId, seq: first + i, id, hash: `h${id}` })))

  test('entries wait in the order of writing, get their place once, and are read by it', async () => {
    const ids = Array.from({ length: 450 }, (_, i) => `e${String(i).padStart(4, '0')}`)
    await insert(ids.map((id) => anEntry('a', id)))
    expect(await supervision(db).countWaiting('a')).toBe(450)
    const waiting = await supervision(db).waitingEntries('a', 430)
    expect(waiting.map(({ id }) => id)).toEqual(ids.slice(0, 430))
    await place('a', ids.slice(0, 430), 0)
    await expect(place('a', ['e0000'], 430)).rejects.toThrow()
    expect((await supervision(db).waitingEntries('a', 100)).map(({ id }) => id)).toEqual(ids.slice(430))
    const sealed = await supervision(db).sealedEntries('a', 425, 10)
    expect(sealed.map((row) => row.seq)).toEqual([425, 426, 427, 428, 429])
    expect(sealed[0]).toEqual({ ...anEntry('a', 'e0425'), ...aDetail('a', 'e0425'), seq: 425, leaf_hash: 'he0425' })
    expect(await supervision(db).leaves('a', 429, 10)).toEqual([{ seq: 429, hash: 'he0429' }])
    expect(await supervision(db).countLeaves('a')).toBe(430)
    expect(await supervision(db).strayEntry('a')).toBeUndefined()
  })

  test('entries of a subject are listed by keyset', async () => {
    await insert(['1', '2', '3'].map((id) => anEntry('b', id, { subject: id === '2' ? 'case:2' : 'case:1' })))
    const page = await supervision(db).listEntries('b', { subject: 'case:1', limit: 1 })
    expect(page.map((row) => row.id)).toEqual(['1'])
    expect((await supervision(db).listEntries('b', { subject: 'case:1', limit: 5, after: '1' })).map((row) => row.id)).toEqual(['3'])
  })

  test('a search goes from the newest back, by time, person, action, subject and kind, without gap or repeat', async () => {
    const rows = Array.from({ length: 6 }, (_, i) =>
      anEntry('f', `f${i}`, {
        at: 1_000 + Math.floor(i / 2),
        actor_id: i % 2 ? 'wang' : 'li',
        action: i < 3 ? 'login.failed' : 'loginx.y',
      }),
    )
    await insert(rows)
    const found = async (search: Omit<SupervisionSearch, 'limit'>, limit = 10) =>
      (await supervision(db).searchEntries('f', { ...search, limit })).map(({ id }) => id)
    expect(await found({})).toEqual(['f5', 'f4', 'f3', 'f2', 'f1', 'f0'])
    expect(await found({ after: { at: 1_001, id: 'f3' } }, 2)).toEqual(['f2', 'f1'])
    expect(await found({ from: 1_001, until: 1_002 })).toEqual(['f3', 'f2'])
    expect(await found({ actorId: 'wang' })).toEqual(['f5', 'f3', 'f1'])
    expect(await found({ action: 'loginx.y', actorId: 'li' })).toEqual(['f4'])
    expect(await found({ kinds: ['login', 'user'] })).toEqual(['f2', 'f1', 'f0'])
    expect(await found({ subject: 'case:2' })).toEqual([])
  })

  test('what was erased leaves the entry behind', async () => {
    await insert([anEntry('c', '1')])
    await insert([anEntry('c', '2', { subject: 'entry:1', action: 'supervision.entry-erased' })])
    expect(await supervision(db).deleteDetail('c', '1')).toBe(1)
    expect(await supervision(db).deleteDetail('c', '1')).toBe(0)
    const bare = { payload: null, salt: null, actor_name: null, ip: null, seq: null, leaf_hash: null }
    expect(await supervision(db).entry('c', '1')).toEqual({ ...anEntry('c', '1'), ...bare })
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

  test('roots of subtrees are read in order; checkpoints are kept by size', async () => {
    await supervision(db).insertSubtrees([
      { tenant_id: 'e', level: 1, position: 1, root: 'b' },
      { tenant_id: 'e', level: 1, position: 0, root: 'a' },
    ])
    expect(await supervision(db).subtrees('e', 1, 0, 10)).toEqual([
      { position: 0, root: 'a' },
      { position: 1, root: 'b' },
    ])
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

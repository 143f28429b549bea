import { inTransaction, type Database } from '@lianban/storage'
import { describeOnDatabases } from '@lianban/storage/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CompactRange } from './merkle.ts'
import { ED25519_SHA256 as suite } from './suite.ts'
import { aSupervision, anEntryInput } from './testing/a-supervision.ts'
import { SIZE } from './testing/tamper-cases.ts'

describeOnDatabases('verification of the live tables', (open) => {
  let db: Database
  let s: ReturnType<typeof aSupervision>
  beforeAll(async () => {
    db = await open()
    s = aSupervision(db)
  })
  afterAll(() => s.remove())
  const row = (tenantId: string, seq: number) => db('supervision_entry').where({ tenant_id: tenantId, seq })

  test.each<{ name: string; forge: (tenantId: string) => Promise<unknown>; code: string; index: number | null }>([
    { name: 'a row altered', forge: (t) => row(t, 5).update({ actor_id: 'other' }), code: 'ENTRY_ALTERED', index: 5 },
    {
      name: 'a payload that is no JSON any more',
      forge: (t) => row(t, 5).update({ payload: '{' }),
      code: 'ENTRY_ALTERED',
      index: 5,
    },
    { name: 'a row deleted', forge: (t) => row(t, 6).delete(), code: 'ENTRY_MISSING', index: 6 },
    {
      name: 'the last rows deleted',
      forge: (t) => db('supervision_entry').where({ tenant_id: t }).andWhere('seq', '>', 9).delete(),
      code: 'TAIL_CUT',
      index: 10,
    },
    {
      name: 'a place taken away, so that it is sealed again',
      forge: (t) => row(t, 4).update({ seq: null }),
      code: 'ENTRY_REORDERED',
      index: 4,
    },
    {
      name: 'a tile altered',
      forge: (t) =>
        db('supervision_tile')
          .where({ tenant_id: t })
          .update({ hashes: '0'.repeat(64 * 12) }),
      code: 'HASH_LIST_ALTERED',
      index: 0,
    },
    {
      name: 'the last head deleted',
      forge: (t) => db('supervision_checkpoint').where({ tenant_id: t, size: 12 }).delete(),
      code: 'LOG_ROLLED_BACK',
      index: 8,
    },
    {
      name: 'a head altered',
      forge: (t) => db('supervision_checkpoint').where({ tenant_id: t, size: 8 }).update({ note: 'x' }),
      code: 'CHECKPOINT_FORGED',
      index: 4,
    },
    {
      name: 'a payload removed without a record',
      forge: (t) => row(t, 4).update({ payload: null, salt: null, actor_name: null, ip: null }),
      code: 'PAYLOAD_REMOVED',
      index: 4,
    },
  ])('$name: $code at $index', async ({ name, forge, code, index }) => {
    const tenantId = `t${name.length}${code.slice(0, 9)}${index}`
    await s.fill(tenantId, SIZE, 4)
    expect(await s.log.verifyDatabase(tenantId)).toMatchObject({ ok: true, size: SIZE })
    await forge(tenantId)
    expect(await s.log.verifyDatabase(tenantId)).toMatchObject({ ok: false, code, index })
  })

  test('a row with a place that no sealer gave is named', async () => {
    await s.fill('beyond', 4, 4)
    const first = await row('beyond', 0).first()
    await db('supervision_entry').insert({ ...first, id: 'forged', seq: 4 })
    expect(await s.log.verifyDatabase('beyond')).toMatchObject({ ok: false, code: 'ENTRY_INSERTED', index: 4 })
  })

  test('a back-dated row slipped in before sealing is sealed and then named by its time', async () => {
    await s.fill('late', 4, 4)
    s.time.now += 3_600_000
    await inTransaction(db, (tx) => s.log.record(tx, 'late', [anEntryInput()]))
    const backThen = s.time.now - 86_400_000
    s.time.now -= 86_400_000
    await inTransaction(db, (tx) => s.log.record(tx, 'late', [anEntryInput()]))
    s.time.now += 86_400_000
    expect((await s.log.entries('late', { limit: 10 })).items.at(-1)?.at).toBe(backThen)
    expect(await s.log.verifyDatabase('late')).toMatchObject({ ok: false, code: 'ENTRY_BACK_DATED', index: 5 })
  })

  test('a database set back to an older state is found by the head kept outside, and the log goes on and tells of it', async () => {
    await s.fill('back', 8, 4)
    await db('supervision_entry').where({ tenant_id: 'back' }).andWhere('seq', '>=', 4).delete()
    await db('supervision_checkpoint').where({ tenant_id: 'back', size: 8 }).delete()
    const log = await db('supervision_log').where({ tenant_id: 'back' }).first()
    const tile = await db('supervision_tile').where({ tenant_id: 'back' }).first()
    const tree = new CompactRange(suite)
    for (let i = 0; i < 4; i++) tree.append(Buffer.from((tile.hashes as string).slice(i * 64, i * 64 + 64), 'hex'))
    await db('supervision_log')
      .where({ tenant_id: 'back' })
      .update({ size: 4, compact_range: JSON.stringify(tree.hashes) })
    await db('supervision_tile')
      .where({ tenant_id: 'back' })
      .update({ hashes: (tile.hashes as string).slice(0, 4 * 64) })
    expect(log.size).toBe(8)
    expect(await s.log.verifyDatabase('back')).toMatchObject({ ok: false, code: 'LOG_ROLLED_BACK' })
    const entries = (await s.log.entries('back', { limit: 10 })).items
    expect(entries.at(-1)).toMatchObject({
      action: 'supervision.rollback-found',
      payload: { anchoredSize: 8, size: 4 },
    })
    await s.fill('back', 10, 5)
    expect(await s.log.verifyDatabase('back')).toMatchObject({ ok: false, code: 'LOG_REWRITTEN' })
  })
})

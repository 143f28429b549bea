import { inTransaction, type Database } from '@lianban/storage'
import { describeOnDatabases } from '@lianban/storage/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CompactRange } from './merkle.ts'
import { ED25519_SHA256 as suite } from './suite.ts'
import { aSupervision, anEntryInput, removeGuards } from './testing/a-supervision.ts'
import { SIZE } from './testing/tamper-cases.ts'

describeOnDatabases('verification of the live tables', (open) => {
  let db: Database
  let s: ReturnType<typeof aSupervision>
  beforeAll(async () => {
    db = await open()
    s = aSupervision(db)
    await removeGuards(db)
  })
  afterAll(() => s.remove())
  const leaf = (tenantId: string, seq: number) => db('supervision_leaf').where({ tenant_id: tenantId, seq })
  const idOf = async (tenantId: string, seq: number) => ((await leaf(tenantId, seq).first('id')) as { id: string }).id
  const entry = async (tenantId: string, seq: number) => ({
    where: { tenant_id: tenantId, id: await idOf(tenantId, seq) },
  })
  const change = async (table: string, tenantId: string, seq: number, values: object) =>
    db(table)
      .where((await entry(tenantId, seq)).where)
      .update(values)
  const remove = async (table: string, tenantId: string, seq: number) =>
    db(table)
      .where((await entry(tenantId, seq)).where)
      .delete()

  test.each<{ name: string; forge: (tenantId: string) => Promise<unknown>; code: string; index: number | null }>([
    {
      name: 'an entry altered',
      forge: (t) => change('supervision_entry', t, 5, { actor_id: 'other' }),
      code: 'ENTRY_ALTERED',
      index: 5,
    },
    {
      name: 'a payload that is no JSON any more',
      forge: (t) => change('supervision_detail', t, 5, { payload: '{' }),
      code: 'ENTRY_ALTERED',
      index: 5,
    },
    {
      name: 'a time altered',
      forge: (t) => change('supervision_entry', t, 5, { at: 1 }),
      code: 'ENTRY_BACK_DATED',
      index: 5,
    },
    {
      name: 'an entry deleted',
      forge: (t) => remove('supervision_entry', t, 6),
      code: 'ENTRY_MISSING',
      index: 6,
    },
    {
      name: 'the last entries deleted',
      forge: async (t) => {
        await remove('supervision_entry', t, 10)
        await remove('supervision_entry', t, 11)
      },
      code: 'TAIL_CUT',
      index: 10,
    },
    {
      name: 'an entry deleted with its place',
      forge: async (t) => {
        await remove('supervision_entry', t, 4)
        await leaf(t, 4).delete()
      },
      code: 'ENTRY_MISSING',
      index: 4,
    },
    {
      name: 'a place taken away',
      forge: (t) => leaf(t, 4).delete(),
      code: 'ENTRY_UNPLACED',
      index: null,
    },
    {
      name: 'a waiting entry that is kept from the sealer',
      forge: async (t) => {
        await inTransaction(db, (tx) => s.log.record(tx, t, [anEntryInput()]))
        await db('supervision_waiting').where({ tenant_id: t }).delete()
      },
      code: 'ENTRY_UNPLACED',
      index: null,
    },
    {
      name: 'two places exchanged',
      forge: async (t) => {
        const [a, b] = [await leaf(t, 2).first(), await leaf(t, 7).first()]
        await leaf(t, 2).delete()
        await leaf(t, 7).delete()
        await db('supervision_leaf').insert([
          { ...a, seq: 7 },
          { ...b, seq: 2 },
        ])
      },
      code: 'LOG_REWRITTEN',
      index: 0,
    },
    {
      name: 'the hashes of the places altered',
      forge: (t) =>
        db('supervision_leaf')
          .where({ tenant_id: t })
          .update({ hash: '0'.repeat(64) }),
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
      forge: (t) => remove('supervision_detail', t, 4),
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
    const first = await leaf('beyond', 0).first()
    await db('supervision_leaf').insert({ ...first, id: 'forged', seq: 4 })
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
    const tree = new CompactRange(suite)
    for (let i = 0; i < 4; i++) tree.append(Buffer.from(((await leaf('back', i).first()) as { hash: string }).hash, 'hex'))
    for (let i = 4; i < 8; i++) {
      await remove('supervision_entry', 'back', i)
      await remove('supervision_detail', 'back', i)
    }
    await db('supervision_leaf').where({ tenant_id: 'back' }).andWhere('seq', '>=', 4).delete()
    await db('supervision_checkpoint').where({ tenant_id: 'back', size: 8 }).delete()
    await db('supervision_log')
      .where({ tenant_id: 'back' })
      .update({ size: 4, compact_range: JSON.stringify(tree.hashes) })
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

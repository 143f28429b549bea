import { grantAccounts, inTransaction, migrate, openDatabase, type Database } from '@lianban/storage'
import { mariadbMissing, mariadbUrl } from '@lianban/storage/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createSupervision } from './supervision.ts'
import { aSupervision, anEntryInput } from './testing/a-supervision.ts'

/** The whole log on an account that may only INSERT and SELECT the log's tables. */
describe.skipIf(mariadbMissing)('the supervision log on the restricted account of MariaDB', () => {
  let owner: Database
  let app: Database
  let keep: Database
  let drop: () => Promise<void>
  let s: ReturnType<typeof aSupervision>
  beforeAll(async () => {
    const made = await mariadbUrl()
    drop = made.drop
    owner = openDatabase(made.url)
    await migrate(owner)
    const url = (user: string): string => made.url.replace('root@', `${user}:secret@`)
    await grantAccounts(owner, { applicationUrl: url('lb_log_app'), maintenanceUrl: url('lb_log_keep') })
    app = openDatabase(url('lb_log_app'))
    keep = openDatabase(url('lb_log_keep'))
    s = aSupervision(app)
  })
  afterAll(async () => {
    s.remove()
    for (const db of [app, keep]) await db.destroy()
    for (const user of ['lb_log_app', 'lb_log_keep']) await owner.raw('drop user ?@?', [user, '%'])
    await owner.destroy()
    await drop()
  })

  test('records, seals, proves, verifies and publishes', async () => {
    await inTransaction(app, (tx) =>
      s.log.record(
        tx,
        't',
        Array.from({ length: 600 }, (_, i) => anEntryInput({ payload: i })),
      ),
    )
    const head = await s.log.seal('t')
    expect(head?.size).toBe(600)
    const [entry] = (await s.log.entries('t', { limit: 1 })).items
    expect((await s.log.inclusionProof('t', entry!.id)).hashes.length).toBe(10)
    await s.fill('t', 1, 1)
    expect(await s.log.consistencyProof('t', 600, 601)).not.toEqual([])
    await s.log.heartbeat('t', 'portal').started()
    expect(await s.log.verifyDatabase('t')).toMatchObject({ ok: true, size: 602 })
    expect(await s.log.publish('t')).toBe(0)
  })

  test('cannot erase; the maintenance account can, and the log tells of it', async () => {
    const [entry] = (await s.log.entries('t', { limit: 1 })).items
    const by = { actor: { userId: 'anquan' }, reason: '当事人依法申请删除' }
    await expect(s.log.erase('t', entry!.id, by)).rejects.toMatchObject({ errno: 1142 })
    const { time, signers, anchors } = s
    const maintenance = createSupervision({ database: keep, clock: () => time.now, signers, anchors })
    await maintenance.erase('t', entry!.id, by)
    expect((await s.log.entries('t', { limit: 1 })).items[0]).toMatchObject({ erased: true, payload: null })
    expect(await s.log.verifyDatabase('t')).toMatchObject({ ok: true, size: 603 })
  })

  test('what the account may not do is found when the owner does it', async () => {
    const seventh = app('supervision_leaf').where({ tenant_id: 't', seq: 7 }).first('id')
    const { id } = (await seventh) as { id: string }
    await expect(app('supervision_entry').where({ id }).update({ actor_id: 'x' })).rejects.toMatchObject({
      errno: 1142,
    })
    await owner('supervision_entry').where({ id }).update({ actor_id: 'x' })
    expect(await s.log.verifyDatabase('t')).toMatchObject({ ok: false, code: 'ENTRY_ALTERED', index: 7 })
  })
})

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { grantAccounts } from './accounts.ts'
import { openDatabase, type Database } from './database.ts'
import { migrate, MigrationRefusedError } from './migrate.ts'
import { mariadbMissing, mariadbUrl, testDatabase } from './testing/index.ts'

test('SQLite has no accounts', async () => {
  const db = await testDatabase()
  await expect(grantAccounts(db, { applicationUrl: 'mariadb://a:b@h/d' })).rejects.toThrow('SQLite')
  await db.destroy()
})

describe.skipIf(mariadbMissing)('accounts of MariaDB', () => {
  let owner: Database
  let drop: () => Promise<void>
  let url: (user: string) => string
  const open: Database[] = []
  const as = (user: string): Database => {
    const db = openDatabase(url(user))
    open.push(db)
    return db
  }
  beforeAll(async () => {
    const made = await mariadbUrl()
    drop = made.drop
    owner = openDatabase(made.url)
    url = (user) => made.url.replace('root@', `${user}:secret-${user}@`)
  })
  afterAll(async () => {
    for (const db of open) await db.destroy()
    for (const user of ['lb_app', 'lb_keep', 'lb_none']) await owner.raw('drop user if exists ?@?', [user, '%'])
    await owner.destroy()
    await drop()
  })

  test('an account that may not change the schema is told so', async () => {
    await owner.raw("create user 'lb_none'@'%' identified by 'secret-lb_none'")
    await owner.raw('grant select on *.* to ?@?', ['lb_none', '%'])
    await expect(migrate(as('lb_none'))).rejects.toThrow(MigrationRefusedError)
  })

  test('the application may insert into the log and read it, and change the rest', async () => {
    await migrate(owner)
    const made = await grantAccounts(owner, { applicationUrl: url('lb_app'), maintenanceUrl: url('lb_keep') })
    expect(made).toEqual(["'lb_app'@'%'", "'lb_keep'@'%'"])
    const app = as('lb_app')
    expect(await migrate(app)).toEqual([])
    const rows: Record<string, object> = {
      supervision_entry: { tenant_id: 'g', id: '1', at: 1, action: 'a', subject: 's', actor_id: 'x', payload_hash: 'p', entry_hash: 'h' },
      supervision_detail: { tenant_id: 'g', id: '1', payload: '{}', salt: 'aa' },
      supervision_leaf: { tenant_id: 'g', seq: 0, id: '1', hash: 'h' },
      supervision_subtree: { tenant_id: 'g', level: 1, position: 0, root: 'h' },
      supervision_checkpoint: { tenant_id: 'g', size: 1, root: 'h', at: 1, note: 'n' },
    }
    const denied = { errno: 1142 }
    for (const [table, row] of Object.entries(rows)) {
      await app(table).insert(row)
      expect(await app(table).where({ tenant_id: 'g' })).toHaveLength(1)
      await expect(app(table).update({ tenant_id: 'x' })).rejects.toMatchObject(denied)
      await expect(app(table).where({ tenant_id: 'g' }).delete()).rejects.toMatchObject(denied)
      await expect(app(table).truncate()).rejects.toMatchObject(denied)
      await expect(app.schema.dropTable(table)).rejects.toMatchObject(denied)
    }
    await expect(
      app.raw('insert into supervision_leaf values (?, ?, ?, ?) on duplicate key update hash = ?', ['g', 0, '1', 'h', 'x']),
    ).rejects.toMatchObject(denied)
    await expect(app.raw('replace into supervision_leaf values (?, ?, ?, ?)', ['g', 0, '1', 'x'])).rejects.toMatchObject(denied)
    await app('tenant').insert({ tenant_id: 't', name: 'n', region_code: '1', created_at: 1 })
    expect(await app('tenant').update({ name: 'm' })).toBe(1)
  })

  test('the maintenance account may delete a detail and nothing more', async () => {
    const keep = as('lb_keep')
    expect(await keep('supervision_detail').where({ tenant_id: 'g', id: '1' }).delete()).toBe(1)
    await expect(keep('supervision_entry').delete()).rejects.toMatchObject({ errno: 1142 })
    await expect(keep('supervision_detail').update({ payload: '1' })).rejects.toMatchObject({ errno: 1142 })
    await expect(keep('user').select()).rejects.toMatchObject({ errno: 1142 })
  })

  test('the owner is not made smaller by mistake', async () => {
    await expect(grantAccounts(owner, { applicationUrl: url('root') })).rejects.toThrow('same account')
  })
})

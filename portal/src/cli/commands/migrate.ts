import { grantAccounts, migrate as migrateDatabase, openDatabase } from '@lianban/storage'
import { environment } from './environment.ts'
import type { Command } from './index.ts'

/**
 * `lianban migrate`: brings the schema up to date. With DATABASE_ADMIN_URL it runs as the owner, and then makes the
 * accounts of DATABASE_URL and DATABASE_MAINTENANCE_URL with no more rights than each needs.
 */
export const migrate: Command = {
  summary: '升级数据库结构并设定账号权限 bring the database schema and its accounts up to date',
  async run() {
    const { config } = environment()
    const { databaseUrl, databaseAdminUrl, databaseMaintenanceUrl } = config
    const database = openDatabase(databaseAdminUrl ?? databaseUrl)
    try {
      const names = await migrateDatabase(database)
      console.log(names.length ? names.join('\n') : '已是最新 up to date')
      if (!databaseAdminUrl) return
      const accounts = await grantAccounts(database, { applicationUrl: databaseUrl, maintenanceUrl: databaseMaintenanceUrl })
      console.log(`已设定账号 accounts granted: ${accounts.join(', ')}`)
    } finally {
      await database.destroy()
    }
  },
}

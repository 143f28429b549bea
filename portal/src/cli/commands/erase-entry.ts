import { userInfo } from 'node:os'
import { parseArgs } from 'node:util'
import { join } from 'node:path'
import { openDatabase } from '@lianban/storage'
import { createTenants } from '@lianban/tenants'
import { environment } from './environment.ts'
import type { Command } from './index.ts'

const USAGE = '用法 usage: lianban erase-entry <entry id> --reason <理由> [--by <姓名>] [--tenant <id>]'
const MIN_REASON_CHARS = 4

/**
 * `lianban erase-entry <id> --reason …`: takes name, address and content of one entry away, as the law may demand; the log
 * stays whole and tells of it. Runs on the maintenance account (DATABASE_MAINTENANCE_URL): the server's own may not delete.
 */
export const eraseEntry: Command = {
  summary: '依法删除一条日志的个人信息 erase the personal part of a log entry (id --reason …)',
  async run(args) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { reason: { type: 'string' }, by: { type: 'string' }, tenant: { type: 'string' } },
    })
    const [entryId, ...rest] = positionals
    if (!entryId || rest.length > 0 || (values.reason?.trim().length ?? 0) < MIN_REASON_CHARS) {
      console.error(USAGE)
      return 2
    }
    const { config } = environment()
    const database = openDatabase(config.databaseMaintenanceUrl ?? config.databaseUrl)
    try {
      const { supervision } = createTenants({ database, keysFolder: join(config.dataDir, 'keys') })
      const name = values.by ?? userInfo().username
      const tenantId = values.tenant ?? (await supervision.tenantOf(entryId))
      await supervision.erase(tenantId, entryId, { actor: { userId: 'maintenance', name }, reason: values.reason! })
      console.log(`已删除记录 ${entryId} 的个人信息,日志另记一条。erased`)
    } finally {
      await database.destroy()
    }
    return 0
  },
}

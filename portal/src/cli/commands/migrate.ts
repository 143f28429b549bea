import { migrate as migrateDatabase, openDatabase } from '@lianban/storage'
import { environment } from './environment.ts'
import type { Command } from './index.ts'

export const migrate: Command = {
  summary: '升级数据库结构 bring the database schema up to date',
  async run() {
    const { config } = environment()
    const database = openDatabase(config.databaseUrl)
    const names = await migrateDatabase(database).finally(() => database.destroy())
    console.log(names.length ? names.join('\n') : '已是最新 up to date')
  },
}

import { isSqlite } from '../database.ts'
import type { Migration } from '../migrate.ts'

const INSERT_ONLY = ['supervision_entry', 'supervision_leaf', 'supervision_subtree', 'supervision_checkpoint']

/**
 * SQLite has no accounts, so triggers refuse what the application's account may not do on MariaDB: changing or deleting
 * rows of the log. A detail can be deleted only after an entry tells of it.
 */
export const migration: Migration = {
  async up(knex) {
    if (!isSqlite(knex)) return
    const refuse = (table: string, change: 'update' | 'delete', when = ''): Promise<unknown> =>
      knex.raw(
        `create trigger ${table}_no_${change} before ${change} on ${table} ${when} begin select raise(abort, 'supervision log: ${table} is insert-only'); end`,
      )
    for (const table of INSERT_ONLY) {
      await refuse(table, 'update')
      await refuse(table, 'delete')
    }
    await refuse('supervision_detail', 'update')
    const told = `select 1 from supervision_entry e where e.tenant_id = old.tenant_id and e.subject = 'entry:' || old.id and e.action = 'supervision.entry-erased'`
    await refuse('supervision_detail', 'delete', `when not exists (${told})`)
  },
}

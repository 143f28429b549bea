import { isSqlite } from '../database.ts'
import type { Migration } from '../migrate.ts'

const MOVED = ['seq', 'actor_name', 'ip', 'payload', 'salt']

/** Takes from the entries what now has tables of its own, and the tiles that the leaves replace; adds the orders in which the log is searched. */
export const migration: Migration = {
  async up(knex) {
    if (await knex.schema.hasColumn('supervision_entry', 'seq')) {
      const drops = MOVED.map((column) => `drop column ${column}`)
      if (isSqlite(knex)) {
        await knex.raw('drop index supervision_entry_seq')
        for (const drop of drops) await knex.raw(`alter table supervision_entry ${drop}`)
      } else {
        await knex.raw(`alter table supervision_entry drop index supervision_entry_seq, ${drops.join(', ')}`)
      }
      await knex.schema.alterTable('supervision_entry', (table) => {
        table.index(['tenant_id', 'at', 'id'], 'supervision_entry_at')
        table.index(['tenant_id', 'actor_id', 'at', 'id'], 'supervision_entry_actor')
        table.index(['tenant_id', 'action', 'at', 'id'], 'supervision_entry_action')
      })
    }
    await knex.schema.dropTableIfExists('supervision_tile')
  },
}

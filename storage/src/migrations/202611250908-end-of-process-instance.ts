import type { Migration } from '../migrate.ts'
import { instant, json, key } from './columns.ts'

/** How an instance ended, and from when its history may be removed. */
export const migration: Migration = {
  async up(knex) {
    if (await knex.schema.hasColumn('process_instance', 'removal_at')) return
    await knex.schema.alterTable('process_instance', (table) => {
      key(table, 'end_element_id', 191)
      json(table, 'delete_reason')
      table
        .specificType('ended_inside', 'smallint')
        .comment('of a terminated one: 1 if its own model or its caller did it, 0 if someone asked for it')
      instant(table, 'removal_at').comment('its end and the time to live of its definition; null: it is kept')
      table.index(['removal_at'], 'process_instance_removal')
      table.index(['tenant_id', 'started_at', 'id'], 'process_instance_started')
      table.index(['tenant_id', 'ended_at', 'id'], 'process_instance_ended')
    })
  },
}

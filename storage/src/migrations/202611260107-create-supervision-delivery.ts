import type { Migration } from '../migrate.ts'
import { createTable, instant, key } from './columns.ts'

/** Signed heads on their way to places outside the database, one row for each head and place. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'supervision_delivery', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'id').notNullable()
      key(table, 'target').notNullable().comment('name of the place, from the configuration')
      table.bigInteger('size').notNullable().comment('of the head')
      instant(table, 'head_at').notNullable().comment('when the head was signed')
      key(table, 'state', 16).notNullable().comment('waiting, sent, dead')
      table.integer('attempts').notNullable()
      instant(table, 'created_at').notNullable()
      instant(table, 'next_at').comment('when it is tried next; null once sent or dead')
      instant(table, 'sent_at')
      table.string('location', 500).comment('where it lies: file, object, message id')
      table.string('error', 500).comment('of the last attempt, for people')
      table.primary(['tenant_id', 'id'])
      table.unique(['tenant_id', 'target', 'size'], { indexName: 'supervision_delivery_head' })
      table.index(['tenant_id', 'state', 'next_at'], 'supervision_delivery_due')
    }),
}

import type { Migration } from '../migrate.ts'
import { createTable, instant, key } from './columns.ts'

/** Numbers 排队号 of a day, without a gap in each hall and class. */
export const migration: Migration = {
  up: (knex) =>
    createTable(knex, 'queue_ticket', (table) => {
      key(table, 'tenant_id').notNullable()
      key(table, 'id').notNullable()
      key(table, 'hall_id').notNullable()
      key(table, 'day', 10).notNullable().comment('YYYY-MM-DD in the zone of the county')
      key(table, 'class_letter', 1).notNullable().comment('class that it was taken for: A012')
      table.integer('number').notNullable()
      key(table, 'queue_letter', 1).notNullable().comment('class that it waits in: another one after a transfer')
      table.integer('for_window').comment('transferred to this window alone')
      key(table, 'priority', 16).notNullable().comment('none, elderly, disabled, soldier, booked')
      key(table, 'applicant_id').comment('account that is told when it is called')
      key(table, 'state', 16).notNullable().comment('waiting, called, served, passed')
      instant(table, 'taken_at').notNullable()
      instant(table, 'queued_at')
        .notNullable()
        .comment('its place in the queue: a transfer keeps it, who was passed over and comes back gets a new one')
      instant(table, 'waiting_since').notNullable().comment('for the figures: anew after a transfer, and when it comes back')
      table.bigInteger('turn').comment('of the hall, when it was called last')
      instant(table, 'called_at').comment('first call at the window that has it or had it last')
      instant(table, 'last_called_at')
      table.integer('calls').notNullable().defaultTo(0).comment('calls at that window')
      table.integer('window_number')
      key(table, 'clerk_id')
      instant(table, 'ended_at').comment('served, or passed over')
      table.primary(['tenant_id', 'id'])
      table.unique(['tenant_id', 'hall_id', 'day', 'class_letter', 'number'], { indexName: 'queue_ticket_number' })
      table.index(['tenant_id', 'hall_id', 'day', 'state', 'queue_letter', 'queued_at'], 'queue_ticket_waiting')
    }),
}

import type { Migration } from '../migrate.ts'
import { key } from './columns.ts'

/** How a post is held, why it ended, and whether what its end brings about has been done. */
export const migration: Migration = {
  async up(knex) {
    if (await knex.schema.hasColumn('user_post', 'holding')) return
    await knex.schema.alterTable('user_post', (table) => {
      key(table, 'holding', 16).notNullable().defaultTo('main').comment('main, part-time (兼任), acting (代理)')
      table.text('end_reason').comment('why it ended or is to end, as it was recorded')
      table.string('ended_by_name', 64).comment('who said so')
      key(table, 'ended_by')
      table.integer('end_settled').notNullable().defaultTo(0).comment('1: the tasks that the person held by it have gone back')
      table.index(['end_settled', 'held_until'], 'user_post_unsettled')
    })
    await knex('user_post').whereNotNull('held_until').andWhere('held_until', '<=', Date.now()).update({ end_settled: 1 })
    await oneMainPostEach(knex)
  },
}

/** Of several posts held at once the first stays the main one. */
async function oneMainPostEach(knex: Parameters<Migration['up']>[0]): Promise<void> {
  const seen = new Set<string>()
  const open: Record<string, string>[] = await knex('user_post')
    .whereNull('held_until')
    .orderBy(['tenant_id', 'user_id', 'held_from', 'organ_id', 'post'])
  for (const row of open) {
    const person = `${row.tenant_id} ${row.user_id}`
    const { tenant_id, user_id, organ_id, post, held_from } = row
    if (seen.has(person)) await knex('user_post').where({ tenant_id, user_id, organ_id, post, held_from }).update({ holding: 'part-time' })
    seen.add(person)
  }
}

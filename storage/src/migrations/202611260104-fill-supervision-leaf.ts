import type { Knex } from 'knex'
import type { Migration } from '../migrate.ts'
import { insertRows } from '../write-rows.ts'

const TILE_HASHES = 256
const HEX_CHARS = 64
const PAGE_TILES = 8

/** Carries a log of the first layout over: details, places with their second hash (from the tiles), subtree roots. */
export const migration: Migration = {
  async up(knex) {
    if (!(await knex.schema.hasColumn('supervision_entry', 'seq'))) return
    // MariaDB commits DDL at once, so a broken run may come here again.
    for (const table of ['supervision_detail', 'supervision_leaf', 'supervision_subtree', 'supervision_waiting']) await knex(table).delete()
    await copyRows(knex)
    const tenants = (await knex('supervision_log').select('tenant_id')) as { tenant_id: string }[]
    for (const { tenant_id } of tenants) await placeLeaves(knex, tenant_id)
    await copySubtrees(knex)
  },
}

/** Payloads and what waits, within the database. A key's collation differs from a text's: names stay as they are. */
async function copyRows(knex: Knex): Promise<void> {
  const detail = ['tenant_id', 'id', 'actor_name', 'ip', 'payload', 'salt']
  await knex(knex.raw('supervision_detail (tenant_id, id, actor_name, ip, payload, salt)')).insert(
    knex('supervision_entry').select(detail).whereNotNull('payload').whereNotNull('salt'),
  )
  await knex(knex.raw('supervision_waiting (tenant_id, id)')).insert(knex('supervision_entry').select(['tenant_id', 'id']).whereNull('seq'))
}

async function placeLeaves(knex: Knex, tenantId: string): Promise<void> {
  for (let first = 0; ; first += PAGE_TILES) {
    const tiles = (await knex('supervision_tile')
      .where({ tenant_id: tenantId, level: 0 })
      .andWhere('tile_index', '>=', first)
      .andWhere('tile_index', '<', first + PAGE_TILES)
      .select('tile_index', 'hashes')) as { tile_index: number; hashes: string }[]
    const from = first * TILE_HASHES
    const entries = (await knex('supervision_entry')
      .where({ tenant_id: tenantId })
      .andWhere('seq', '>=', from)
      .andWhere('seq', '<', from + PAGE_TILES * TILE_HASHES)
      .orderBy('seq')
      .select('id', 'seq', 'entry_hash')) as { id: string; seq: number; entry_hash: string }[]
    if (entries.length === 0) return
    const hashOf = new Map(tiles.flatMap(({ tile_index, hashes }) => hashesOf(Number(tile_index), hashes)))
    const leaves = entries.map(({ id, seq, entry_hash }) => ({
      tenant_id: tenantId,
      seq: Number(seq),
      id,
      hash: hashOf.get(Number(seq)) ?? entry_hash,
    }))
    await insertRows(knex, 'supervision_leaf', leaves)
  }
}

const hashesOf = (tile: number, hashes: string): [number, string][] =>
  Array.from({ length: Math.floor(hashes.length / HEX_CHARS) }, (_, i) => [
    tile * TILE_HASHES + i,
    hashes.slice(i * HEX_CHARS, (i + 1) * HEX_CHARS),
  ])

async function copySubtrees(knex: Knex): Promise<void> {
  const tiles = (await knex('supervision_tile').where('level', '>', 0).select('tenant_id', 'level', 'tile_index', 'hashes')) as {
    tenant_id: string
    level: number
    tile_index: number
    hashes: string
  }[]
  for (const { tenant_id, level, tile_index, hashes } of tiles)
    await insertRows(
      knex,
      'supervision_subtree',
      hashesOf(Number(tile_index), hashes).map(([position, root]) => ({ tenant_id, level, position, root })),
    )
}

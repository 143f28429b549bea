import { createHash } from 'node:crypto'
import type { Knex } from 'knex'
import { isSqlite } from '../database.ts'
import type { Migration } from '../migrate.ts'
import { insertRows } from '../write-rows.ts'

const GROUP = 16
const PAGE_LEAVES = 4_096
const TABLE = 'supervision_subtree'

/**
 * Subtree roots for every 16ⁿ leaves instead of 256ⁿ: a proof then reads and hashes a tenth. They are computed anew from the
 * leaves, which every signed head vouches for.
 */
export const migration: Migration = {
  async up(knex) {
    if (isSqlite(knex)) for (const change of ['update', 'delete']) await knex.raw(`drop trigger ${TABLE}_no_${change}`)
    // MariaDB commits DDL at once, so a broken run may come here again.
    await knex(TABLE).delete()
    const logs = (await knex('supervision_log').select('tenant_id', 'suite')) as { tenant_id: string; suite: string }[]
    for (const { tenant_id, suite } of logs) await fill(knex, tenant_id, suite)
    if (isSqlite(knex))
      for (const change of ['update', 'delete'])
        await knex.raw(
          `create trigger ${TABLE}_no_${change} before ${change} on ${TABLE} begin select raise(abort, 'supervision log: ${TABLE} is insert-only'); end`,
        )
  },
}

async function fill(knex: Knex, tenantId: string, suite: string): Promise<void> {
  // `ed25519-sha256`, `sm2-sm3`: the hash is named last.
  const hashName = suite.slice(suite.lastIndexOf('-') + 1)
  const node = (left: Buffer, right: Buffer): Buffer => createHash(hashName).update(Buffer.of(1)).update(left).update(right).digest()
  const groups: Buffer[][] = []
  const counts: number[] = []
  let rows: { tenant_id: string; level: number; position: number; root: string }[] = []
  const push = (level: number, hash: Buffer): void => {
    const group = (groups[level] ??= [])
    if (group.push(hash) < GROUP) return
    groups[level] = []
    let roots = group
    while (roots.length > 1) roots = roots.flatMap((left, i) => (i % 2 === 0 ? [node(left, roots[i + 1]!)] : []))
    const position = counts[level] ?? 0
    counts[level] = position + 1
    rows.push({ tenant_id: tenantId, level: level + 1, position, root: roots[0]!.toString('hex') })
    push(level + 1, roots[0]!)
  }
  for (let from = 0; ; from += PAGE_LEAVES) {
    const leaves = (await knex('supervision_leaf')
      .where({ tenant_id: tenantId })
      .andWhere('seq', '>=', from)
      .andWhere('seq', '<', from + PAGE_LEAVES)
      .orderBy('seq')
      .select('seq', 'hash')) as { seq: number; hash: string }[]
    if (leaves.length === 0) return
    const hashOf = new Map(leaves.map(({ seq, hash }) => [Number(seq), hash]))
    const last = Number(leaves.at(-1)!.seq)
    // A place that is missing is damage, which the verifier names; the others keep theirs.
    for (let seq = from; seq <= last; seq++) push(0, Buffer.from(hashOf.get(seq) ?? '', 'hex'))
    await insertRows(knex, TABLE, rows)
    rows = []
  }
}

import type { Condition, ListedTableName } from '@lianban/storage'
import type { Context } from 'koa'
import { MAX_BATCH } from './batch.ts'
import type { Rest } from './context.ts'

/** Ids of the tenant's rows that conditions find, in order, page by page: each has at most as many as one batch. */
export async function* idPages(
  ctx: Context,
  { engine, tenantOf }: Rest,
  table: ListedTableName,
  where: Condition[],
): AsyncGenerator<string[]> {
  for (let after: Condition[] = []; ;) {
    const rows = await engine.lists.list<{ id: string }>(table, {
      tenantId: tenantOf(ctx),
      where: [...where, ...after],
      order: [{ column: 'id', order: 'asc' }],
      limit: MAX_BATCH,
      offset: 0,
    })
    if (rows.length > 0) yield rows.map(({ id }) => id)
    if (rows.length < MAX_BATCH) return
    after = [{ column: 'id', op: '>', value: rows.at(-1)!.id }]
  }
}

/** The same for one batch. If there are more than it may have, so many come back that it refuses them. */
export async function selectedIds(ctx: Context, rest: Rest, table: ListedTableName, where: Condition[]): Promise<string[]> {
  const ids: string[] = []
  for await (const page of idPages(ctx, rest, table, where)) {
    ids.push(...page)
    if (ids.length > MAX_BATCH) break
  }
  return ids
}

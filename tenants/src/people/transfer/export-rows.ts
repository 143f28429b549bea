import { organs, userPosts, users, type Tx, type UserRow } from '@lianban/storage'
import { dayOf } from '../days.ts'
import { isValidOn, organOfRow } from '../organ-timeline.ts'
import type { UsersOptions } from '../users.ts'
import { HOLDING_LABELS, ORGAN_KIND_LABELS, type TransferKind } from './columns.ts'

const EXPORT_PAGE = 200

/** The rows of an export, in the columns of its template. */
export async function exportedRows(
  { database, clock }: Pick<UsersOptions, 'database' | 'clock'>,
  kind: TransferKind,
  tenantId: string,
): Promise<string[][]> {
  const today = dayOf(clock())
  if (kind === 'organs')
    return (await organs(database).list(tenantId))
      .map(organOfRow)
      .filter((organ) => isValidOn(organ, today))
      .map(({ id, name, shortName, kind: of, parentId, sort }) => [
        id,
        name,
        shortName,
        ORGAN_KIND_LABELS[of],
        parentId ?? '',
        String(sort),
      ])
  if (kind === 'post-kinds') return (await organs(database).postKinds(tenantId)).map(({ id, name, sort }) => [id, name, String(sort)])
  const rows: string[][] = []
  for (let after: string | undefined; ;) {
    const page = await users(database).list({ tenantId, state: 'active', now: clock(), limit: EXPORT_PAGE, after })
    for (const user of page) rows.push(...(await rowsOfUser(database, user, clock())))
    if (page.length < EXPORT_PAGE) return rows
    after = page.at(-1)!.username
  }
}

async function rowsOfUser(db: Tx, { tenant_id, id, username, name, phone }: UserRow, now: number): Promise<string[][]> {
  const account = [username, name, phone ?? '']
  const posts = (await userPosts(db).ofUser(tenant_id, id)).filter(
    (row) => row.held_until === null || row.held_until > Math.max(now, row.held_from),
  )
  if (posts.length === 0) return [[...account, '', '', '', '', '']]
  return posts.map((row) => [
    ...account,
    row.organ_id,
    row.post,
    HOLDING_LABELS[row.holding],
    dayOf(row.held_from),
    row.held_until === null ? '' : dayOf(row.held_until - 1),
  ])
}

import { organFootprint, organs, policies, userPosts, users, type Tx } from '@lianban/storage'
import type { OrgansOptions } from './organs.ts'

/** What hangs on organs that are about to change. */
export interface OrganFootprint {
  openCases: number
  openTasks: number
  /** Posts held now or granted for later. */
  posts: { userId: string; userName: string; organId: string; post: string; postName: string }[]
  /** Their newest version names the organ as in charge. */
  matters: { key: string; name: string }[]
  /** Rules that speak of the posts held there; they go with the posts. */
  policies: number
}

export async function footprintOf(
  db: Tx,
  { clock }: Pick<OrgansOptions, 'clock'>,
  tenantId: string,
  organIds: readonly string[],
): Promise<OrganFootprint> {
  const rows = await userPosts(db).ofOrgans(tenantId, organIds, clock())
  const names = new Map((await organs(db).postKinds(tenantId)).map(({ id, name }) => [id, name]))
  const people = new Map<string, string>()
  for (const { user_id } of rows) if (!people.has(user_id)) people.set(user_id, (await users(db).get(tenantId, user_id))?.name ?? user_id)
  const held = new Set(rows.map(({ post }) => post))
  const footprint = organFootprint(db)
  return {
    openCases: await footprint.openCases(tenantId, organIds),
    openTasks: await footprint.openTasks(tenantId, organIds),
    posts: rows.map((row) => ({
      userId: row.user_id,
      userName: people.get(row.user_id)!,
      organId: row.organ_id,
      post: row.post,
      postName: names.get(row.post) ?? row.post,
    })),
    matters: await footprint.matters(tenantId, organIds),
    policies: (await policies(db).list(tenantId)).filter(({ ptype, role }) => ptype === 'p' && held.has(role)).length,
  }
}

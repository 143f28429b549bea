import { users, type Tx, type UserRow } from '@lianban/storage'
import type { Caller } from '../caller.ts'

/** The user as a caller, with the posts held at `now`. */
export async function callerOfUser(db: Tx, user: UserRow, now: number): Promise<Caller> {
  const held = await users(db).postsAt(user.tenant_id, user.id, now)
  return {
    tenantId: user.tenant_id,
    userId: user.id,
    name: user.name,
    kind: user.kind,
    posts: held.map((row) => ({
      organId: row.organ_id,
      organName: row.organ_name,
      post: row.post,
      postName: row.post_name ?? row.post,
    })),
    groups: held.map((row) => `${row.organ_id}:${row.post}`),
  }
}

import type { Tx } from '../database.ts'

/** An expert drawn for the review of a project. */
export interface ProjectExpertRow {
  tenant_id: string
  case_id: string
  /** A review that is repeated draws anew. */
  round: number
  user_id: string
  user_name: string
  /** `aside`: he declared an interest 回避, and another was drawn. */
  state: 'drawn' | 'aside' | 'done'
  conclusion: 'agree' | 'amend' | 'reject' | null
  drawn_at: number
  settled_at: number | null
}

const MAX_ROWS = 500

export const projectExperts = (db: Tx) => ({
  insert: async (rows: readonly ProjectExpertRow[]): Promise<void> => {
    if (rows.length > 0) await db('project_expert').insert([...rows])
  },

  /** All rounds of a case, in the order in which they were drawn. */
  ofCase: async (tenantId: string, caseId: string): Promise<ProjectExpertRow[]> =>
    (
      (await db('project_expert')
        .where({ tenant_id: tenantId, case_id: caseId })
        .orderBy(['round', 'drawn_at', 'user_id'])
        .limit(MAX_ROWS)) as ProjectExpertRow[]
    ).map((row) => ({ ...row, drawn_at: Number(row.drawn_at), settled_at: row.settled_at === null ? null : Number(row.settled_at) })),

  settle: async (
    { tenant_id, case_id, round, user_id }: Pick<ProjectExpertRow, 'tenant_id' | 'case_id' | 'round' | 'user_id'>,
    patch: Pick<ProjectExpertRow, 'state' | 'conclusion' | 'settled_at'>,
  ): Promise<void> => void (await db('project_expert').where({ tenant_id, case_id, round, user_id }).update(patch)),

  /** Who may be drawn: everybody who holds a post of this kind at the moment, with the organs in which he holds any. */
  pool: async (tenantId: string, post: string, at: number): Promise<{ userId: string; name: string; organs: string[] }[]> => {
    const held = () =>
      db('user_post')
        .where('user_post.tenant_id', tenantId)
        .andWhere('user_post.held_from', '<=', at)
        .andWhere((open) => void open.whereNull('user_post.held_until').orWhere('user_post.held_until', '>', at))
    const people = (await held()
      .join('user', (on) => on.on('user.tenant_id', 'user_post.tenant_id').andOn('user.id', 'user_post.user_id'))
      .where({ 'user_post.post': post, 'user.disabled_at': null })
      .distinct({ userId: 'user.id', name: 'user.name' })
      .orderBy('user.id')
      .limit(MAX_ROWS)) as { userId: string; name: string }[]
    const posts = (await held()
      .whereIn(
        'user_post.user_id',
        people.map(({ userId }) => userId),
      )
      .select('user_post.user_id', 'user_post.organ_id')) as { user_id: string; organ_id: string }[]
    return people.map(({ userId, name }) => ({
      ...{ userId, name },
      organs: [...new Set(posts.filter(({ user_id }) => user_id === userId).map(({ organ_id }) => organ_id))].sort(),
    }))
  },
})

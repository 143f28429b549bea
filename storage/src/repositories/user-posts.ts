import type { Tx } from '../database.ts'

/** 主岗、兼任、代理. */
export type Holding = 'main' | 'part-time' | 'acting'

export interface UserPostRow {
  tenant_id: string
  user_id: string
  organ_id: string
  post: string
  held_from: number
  /** First instant at which it is no longer held; null = open. */
  held_until: number | null
  holding: Holding
  end_reason: string | null
  ended_by: string | null
  ended_by_name: string | null
  /** 1: the tasks that the person held by it have gone back. */
  end_settled: number
}

/** A row of a person's history with the labels that people read. */
export interface PersonPostRow extends UserPostRow {
  organ_name: string
  post_name: string | null
}

export interface PostEnd {
  at: number
  reason: string
  by: string
  byName: string | null
}

type Key = Pick<UserPostRow, 'tenant_id' | 'user_id' | 'organ_id' | 'post' | 'held_from'>

export const userPosts = (db: Tx) => ({
  insert: async (row: UserPostRow): Promise<void> => {
    await db<UserPostRow>('user_post').insert(row)
  },

  /** Every post that the person ever held or will hold, newest first. */
  ofUser: (tenantId: string, userId: string): Promise<PersonPostRow[]> =>
    db('user_post as p')
      .where({ 'p.tenant_id': tenantId, 'p.user_id': userId })
      .leftJoin('organ as o', (on) => on.on('o.tenant_id', 'p.tenant_id').andOn('o.id', 'p.organ_id'))
      .leftJoin('post_kind as k', (on) => on.on('k.tenant_id', 'p.tenant_id').andOn('k.id', 'p.post'))
      .select('p.*', { organ_name: 'o.short_name', post_name: 'k.name' })
      .orderBy([{ column: 'p.held_from', order: 'desc' }, 'p.organ_id', 'p.post'])
      .then((rows) => rows.map(numbers<PersonPostRow>)),

  /** Organs in which somebody who may log in holds this post at `at`, by id. */
  organsWith: async (tenantId: string, post: string, at: number): Promise<string[]> => {
    const rows = (await db('user_post as p')
      .join('user as u', (on) => on.on('u.tenant_id', 'p.tenant_id').andOn('u.id', 'p.user_id'))
      .where({ 'p.tenant_id': tenantId, 'p.post': post, 'u.disabled_at': null })
      .andWhere('p.held_from', '<=', at)
      .andWhere((open) => open.whereNull('p.held_until').orWhere('p.held_until', '>', at))
      .distinct({ id: 'p.organ_id' })
      .orderBy('p.organ_id')) as { id: string }[]
    return rows.map(({ id }) => id)
  },

  /** Posts of these organs that last beyond `at`. */
  ofOrgans: (tenantId: string, organIds: readonly string[], at: number): Promise<UserPostRow[]> =>
    db<UserPostRow>('user_post')
      .where({ tenant_id: tenantId })
      .whereIn('organ_id', organIds)
      .andWhere((open) => open.whereNull('held_until').orWhere('held_until', '>', at))
      .orderBy(['user_id', 'organ_id', 'post', 'held_from'])
      .then((rows) => rows.map(numbers<UserPostRow>)),

  /** Whether somebody holds it now or will. */
  isHeld: async (tenantId: string, only: Partial<Pick<UserPostRow, 'organ_id' | 'post'>>, at: number): Promise<boolean> =>
    (await db<UserPostRow>('user_post')
      .where({ tenant_id: tenantId, ...only })
      .andWhere((open) => open.whereNull('held_until').orWhere('held_until', '>', at))
      .first()) !== undefined,

  /** Lets one post end, unless it has ended by then. @returns whether it was changed */
  end: async (key: Key, { at, reason, by, byName }: PostEnd): Promise<boolean> =>
    (await db<UserPostRow>('user_post')
      .where(keyOf(key))
      .andWhere((open) => open.whereNull('held_until').orWhere('held_until', '>', at))
      .update({ held_until: at, end_reason: reason, ended_by: by, ended_by_name: byName, end_settled: 0 })) > 0,

  setHolding: async (key: Key, holding: Holding): Promise<void> => {
    await db<UserPostRow>('user_post').where(keyOf(key)).update({ holding })
  },

  /** Posts that have ended without that their tasks have gone back, those of the earliest end first. Of all tenants. */
  unsettled: (now: number, limit: number): Promise<UserPostRow[]> =>
    db<UserPostRow>('user_post')
      .where({ end_settled: 0 })
      .where('held_until', '<=', now)
      .orderBy(['held_until', 'tenant_id', 'user_id'])
      .limit(limit)
      .then((rows) => rows.map(numbers<UserPostRow>)),

  unsettledOf: (tenantId: string, userId: string, now: number): Promise<UserPostRow[]> =>
    db<UserPostRow>('user_post')
      .where({ tenant_id: tenantId, user_id: userId, end_settled: 0 })
      .where('held_until', '<=', now)
      .orderBy('held_until')
      .then((rows) => rows.map(numbers<UserPostRow>)),

  settle: async (tenantId: string, userId: string, until: number): Promise<void> => {
    await db<UserPostRow>('user_post')
      .where({ tenant_id: tenantId, user_id: userId, end_settled: 0 })
      .where('held_until', '<=', until)
      .update({ end_settled: 1 })
  },
})

const keyOf = ({ tenant_id, user_id, organ_id, post, held_from }: Key): Key => ({
  tenant_id,
  user_id,
  organ_id,
  post,
  held_from,
})

function numbers<T extends UserPostRow>(row: T): T {
  return {
    ...row,
    held_from: Number(row.held_from),
    held_until: row.held_until === null ? null : Number(row.held_until),
  }
}

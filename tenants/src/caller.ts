/** A post held by the caller at the instant of the request. */
export interface HeldPost {
  organId: string
  organName: string
  post: string
  /** Label for people; the key where the tenant has none. */
  postName?: string
}

/** Who calls. Made from the session at every request, so that a post that ended a minute ago gives no right. */
export interface Caller {
  tenantId: string
  userId: string
  name: string
  kind: 'staff' | 'applicant' | 'worker'
  posts: HeldPost[]
  /** Candidate groups of the caller's posts, `${organId}:${post}`. */
  groups: string[]
  sessionId?: string
  ip?: string
}

/** The caller as the actor of a supervision entry. */
export const actorOf = (caller: Caller): { userId: string; name: string } => ({
  userId: caller.userId,
  name: caller.name,
})

/** A program of the installation that works on external tasks; it holds no post and reads no case. */
export const workerCaller = (tenantId: string, userId: string): Caller => ({
  tenantId,
  userId,
  name: userId,
  kind: 'worker',
  posts: [],
  groups: [],
})

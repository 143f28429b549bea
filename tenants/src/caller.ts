/** A post held by the caller at the instant of the request. */
export interface HeldPost {
  organId: string
  organName: string
  post: string
  /** Label for people; the key where the tenant has none. */
  postName?: string
  /** Where it is really held: `organId` is an organ whose duties that one took over. */
  heldIn?: string
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
  /** Persons who entrusted this one with acting for them 委托代理, valid at the instant of the request. */
  actsFor?: readonly Mandate[]
  /** Set where the caller is judged as somebody's delegate: who really acts. Separation of duties counts both. */
  delegate?: { userId: string; name: string; posts: readonly HeldPost[] }
  /** Set once a right was found that only the delegation gives: for whom the caller acts now. */
  onBehalfOf?: { userId: string; name: string }
}

/** What one person entrusted another with. */
export interface Mandate {
  delegationId: string
  /** The person acted for, with his posts, and the delegate as such. */
  principal: Caller
  /** Keys of matters; null = all. */
  matters: readonly string[] | null
  /** Actions as in a policy, `complete:Task_Audit`; null = all that can be delegated. */
  actions: string | null
  /** Decisions on cases about more are not his; null = no line. In fen. */
  amountLimitFen: number | null
}

/** Everyone whose deeds count as the caller's own: himself, and where he acts as a delegate the person acted for. */
export const personsOf = (caller: Caller): string[] => (caller.delegate ? [caller.userId, caller.delegate.userId] : [caller.userId])

/** 甲(代乙): the one who acts, and for whom. */
export const nameActing = (name: string, onBehalfOf: string | null | undefined): string => (onBehalfOf ? `${name}(代${onBehalfOf})` : name)

/** The caller as the actor of a supervision entry. */
export const actorOf = (caller: Caller): { userId: string; name: string; onBehalfOf?: string } => ({
  userId: caller.userId,
  name: nameActing(caller.name, caller.onBehalfOf?.name),
  ...(caller.onBehalfOf && { onBehalfOf: caller.onBehalfOf.userId }),
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

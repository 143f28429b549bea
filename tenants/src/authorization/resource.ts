import type { ResourceType } from './permissions.ts'

/** What the rules look at. The server fills it from its own rows, never from the request. */
export interface Resource {
  type: ResourceType
  id?: string
  /** Organ in charge. */
  organId?: string | null
  /** User id of the applicant. */
  applicantId?: string
  assignee?: string | null
  /** `${organId}:${post}` */
  candidateGroups?: string[]
  candidateUsers?: string[]
  /** Who did which step of the case: element id to user ids, everyone acted for included. */
  participants?: Record<string, string[]>
  /** Element id of the task. */
  node?: string
  /** Separation of duties of the matter: rule → the steps that it keeps apart. */
  separation?: Record<string, readonly string[]>
  /** Steps that a rule lets one person do together: rule → groups of them. */
  together?: Record<string, readonly (readonly string[])[]>
  /** Organs of the case by what they are to it: `lead`, `coop`, `payee`, `disposal`. */
  parties?: Record<string, readonly string[]>
  /** To whom it is circulated 传阅, and who is asked about it 沟通, while that holds. */
  readers?: readonly string[]
  /** Separation rules lifted by a leader, for one person at one step. */
  waivers?: readonly { rule: string; node: string; userId: string }[]
  matterKey?: string
  /** Of a case that is handed in: whether its matter is an internal one 内部事项. */
  isInternal?: boolean
  /** What the case is about in money, fen. */
  amountFen?: number | null
}

export interface Decision {
  allowed: boolean
  /** Id of the policy that decided; `default-deny` when none allowed it. */
  rule: string
  /** For people: empty when allowed, else why not and what to do. Tells nothing of the resource. */
  reason: string
  /** Version of the tenant's policies that decided. */
  version: number
  /** For whom the caller acts, where only a delegation gives the right. */
  onBehalfOf?: { userId: string; name: string; delegationId: string }
}

export const DEFAULT_DENY = 'default-deny'

import type { ResourceType } from './permissions.ts'

/** What the rules look at. The server fills it from its own rows, never from the request. */
export interface Resource {
  type: ResourceType
  id?: string
  /** Organ in charge. */
  organId?: string | null
  /** Organs that take part. */
  organIds?: string[]
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
}

export interface Decision {
  allowed: boolean
  /** Id of the policy that decided; `default-deny` when none allowed it. */
  rule: string
  /** For people: empty when allowed, else why not and what to do. Tells nothing of the resource. */
  reason: string
}

export const DEFAULT_DENY = 'default-deny'

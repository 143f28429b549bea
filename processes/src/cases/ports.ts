import type { Engine } from '@lianban/engine/runtime'
import type { JsonValue } from '@lianban/engine'
import type { Restriction, Tx } from '@lianban/storage'

/*
 * What the case service needs of the engine and of the tenants, and no more. The real ones fit by shape; a test may hand
 * in its own.
 */

export type EnginePort = Pick<Engine, 'start' | 'completeTask' | 'assignTask' | 'correlate' | 'retryIncident'> & {
  instances: Pick<Engine['instances'], 'activity'>
  definitions: Pick<Engine['definitions'], 'xml'>
}

export interface Caller {
  tenantId: string
  userId: string
  name: string
  kind: 'staff' | 'applicant' | 'worker'
  posts: { organId: string; organName: string; post: string }[]
  /** Candidate groups, `${organId}:${post}`. */
  groups: string[]
  ip?: string
}

/** What the rules of authorization look at. */
export interface Resource {
  type: 'case' | 'task' | 'matter' | 'attachment' | 'document' | 'supervision' | 'incident'
  id?: string
  organId?: string | null
  applicantId?: string
  assignee?: string | null
  candidateGroups?: string[]
  candidateUsers?: string[]
  /** Who did which step of the case: element id → user ids. */
  participants?: Record<string, string[]>
  /** Element id of the task. */
  node?: string
}

export interface Decision {
  allowed: boolean
  rule: string
  reason: string
}

export interface SupervisionEntry {
  action: string
  subject: string
  organId?: string | null
  actor: { userId: string; name?: string; onBehalfOf?: string }
  ip?: string
  payload: JsonValue
}

export interface TenantsPort {
  authorization: {
    decide(caller: Caller, action: string, resource: Resource): Decision
    /** @throws NOT_AUTHORIZED, or with `hide` NOT_FOUND; the refusal is in the supervision log */
    assert(caller: Caller, action: string, resource: Resource, options?: { hide?: boolean }): Promise<void>
    /** Narrows a query on `case_file` to what the caller may list. */
    restrict(caller: Caller, action: string, type: 'case'): Promise<Restriction>
  }
  supervision: {
    record(tx: Tx, tenantId: string, entries: SupervisionEntry[]): Promise<void>
    /** Records that a person of the supervision looked something up. */
    lookUp(caller: Caller, what: { subject: string }): Promise<void>
  }
  users: { holders(tenantId: string, organId: string, post: string): Promise<{ userId: string; name: string }[]> }
}

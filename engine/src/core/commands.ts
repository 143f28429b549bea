import type { Variables } from './state.ts'

/** Who acts. `system` for the engine's own timers and jobs; `onBehalfOf` for delegation 甲(代乙). */
export interface Actor {
  userId: string
  onBehalfOf?: string
}

interface Base {
  /** The instant of the command, UTC epoch milliseconds. The core knows no other clock. */
  now: number
  actor: Actor
}

/** What can be asked of an instance. Imperative; everything the core needs comes with it. */
export type Command =
  | (Base & {
      type: 'startInstance'
      instanceId: string
      tenantId: string
      businessKey: string | null
      /** Start at the message start event of this name instead of the none start event. */
      messageName?: string
      variables: Variables
    })
  | (Base & { type: 'completeUserTask'; tokenId: string; variables: Variables })
  | (Base & { type: 'assignUserTask'; tokenId: string; assignee: string | null })
  | (Base & { type: 'completeExternalTask'; tokenId: string; variables: Variables; localVariables: Variables })
  /** Work failed. With `retries` 0 an incident is raised; otherwise nothing but the counter changes. */
  | (Base & { type: 'failExternalTask'; tokenId: string; retries: number; retryAt: number; errorMessage: string })
  | (Base & { type: 'throwBpmnError'; tokenId: string; errorCode: string; errorMessage: string | null; variables: Variables })
  | (Base & { type: 'fireTimer'; subscriptionId: string })
  | (Base & { type: 'correlateMessage'; subscriptionId: string; variables: Variables })
  | (Base & { type: 'setVariables'; scopeId: string; variables: Variables; remove?: string[] })
  /** Tries the element again: evaluates anew, or gives a failed external task `retries` more attempts. */
  | (Base & { type: 'retryIncident'; incidentId: string; retries: number })
  | (Base & { type: 'terminateInstance'; reason: string })

export type CommandType = Command['type']

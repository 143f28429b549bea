import type { Modification } from './modify.ts'
import type { Caller, Variables } from './state.ts'

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

/** What of a user task can be changed while it is open. Absent: stays. */
export interface UserTaskChanges {
  name?: string
  description?: string | null
  assignee?: string | null
  owner?: string | null
  /** PENDING: handed to the assignee by its owner, who gets it back; RESOLVED: it came back. */
  delegationState?: 'PENDING' | 'RESOLVED' | null
  candidateUsers?: string[]
  candidateGroups?: string[]
  dueAt?: number | null
  followUpAt?: number | null
  priority?: number
}

/** What can be asked of an instance. Imperative; everything the core needs comes with it. */
export type Command =
  | (Base & {
      type: 'startInstance'
      instanceId: string
      tenantId: string
      businessKey: string | null
      /** Start at this start event (of a message, signal, timer or condition) instead of the none start event. */
      startEventId?: string
      /** The same by the message's name. */
      messageName?: string
      variables: Variables
      /** For a called process. */
      caller?: Caller
      /** Begin at these places instead of a start event: `startBefore`, `startAfter`, `startTransition` only. */
      instructions?: Modification[]
    })
  | (Base & {
      type: 'completeUserTask'
      tokenId: string
      variables: Variables
      localVariables?: Variables
      /** Where it goes on instead of by its own way out, and why. */
      instead?: { instructions: Modification[]; reason: string }
      /** What the variables say of due times counts at once, as with the command of that name. */
      recalculateTimers?: boolean
    })
  | (Base & { type: 'updateUserTask'; tokenId: string; changes: UserTaskChanges })
  | (Base & { type: 'completeExternalTask'; tokenId: string; variables: Variables; localVariables: Variables })
  /** Work failed. With `retries` 0 an incident is raised; otherwise nothing but the counter changes. */
  | (Base & {
      type: 'failExternalTask'
      tokenId: string
      retries: number
      retryAt: number
      errorMessage: string
      errorDetails?: string | null
      variables?: Variables
      localVariables?: Variables
    })
  /** At an open user task, external task or receive task. */
  | (Base & { type: 'throwBpmnError'; tokenId: string; errorCode: string; errorMessage: string | null; variables: Variables })
  | (Base & { type: 'throwEscalation'; tokenId: string; escalationCode: string; variables: Variables })
  /** A timer fell due, or a job's turn has come. */
  | (Base & { type: 'executeJob'; subscriptionId: string })
  | (Base & { type: 'setJobDueAt'; subscriptionId: string; dueAt: number })
  /** Sets process variables, then computes the due times of open timers and user tasks anew, counted from when each was made. */
  | (Base & { type: 'recalculateTimers'; variables: Variables; elementIds?: string[] })
  | (Base & {
      type: 'correlateMessage'
      subscriptionId: string
      variables: Variables
      localVariables?: Variables
      /** See `completeUserTask`. */
      recalculateTimers?: boolean
    })
  | (Base & { type: 'deliverSignal'; subscriptionId: string; variables: Variables })
  /** Continues a receive task without its message. */
  | (Base & { type: 'signalToken'; tokenId: string; variables: Variables })
  /** In a scope, or of a token (`scopeId` is its id): local variables. */
  | (Base & { type: 'setVariables'; scopeId: string; variables: Variables; remove?: string[] })
  /** Evaluates the conditional events that see the instance's process variables, as if these had just been set. */
  | (Base & { type: 'evaluateConditions' })
  /** Tries the element again: goes on from where it stood, or gives a failed external task `retries` more attempts. */
  | (Base & { type: 'retryIncident'; incidentId: string; retries: number })
  /** What a called process instance tells. */
  | (Base & { type: 'completeCall'; tokenId: string; variables: Variables })
  | (Base & { type: 'throwFromCall'; tokenId: string; errorCode: string; errorMessage: string | null; variables: Variables })
  | (Base & { type: 'escalateFromCall'; tokenId: string; escalationCode: string; variables: Variables; ended: boolean })
  /** The called process could not be started, or was ended from outside. */
  | (Base & {
      type: 'failCall'
      tokenId: string
      code: 'CALLED_PROCESS_NOT_FOUND' | 'CALLED_PROCESS_NOT_STARTED' | 'CALLED_PROCESS_TERMINATED'
      message: string
    })
  | (Base & { type: 'modifyInstance'; instructions: Modification[]; reason: string | null })
  | (Base & { type: 'suspendInstance' })
  | (Base & { type: 'resumeInstance' })
  | (Base & { type: 'terminateInstance'; reason: string; /** Its caller did it, and need not be told. */ byCaller?: boolean })

export type CommandType = Command['type']

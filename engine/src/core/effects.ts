import type { UserTaskChanges } from './commands.ts'
import type { CalledProcess, ExternalTaskData, UserTaskData } from './events.ts'
import type { CallOutcome, Caller, Subscription, Variables } from './state.ts'

/**
 * What the runtime has to do after a step, in the same transaction: keep its own tables, each row keyed by the token or
 * subscription id, so that doing one twice is harmless; and pass on what concerns other instances.
 */
export type Effect =
  | { type: 'createUserTask'; tokenId: string; elementId: string; createdAt: number; task: UserTaskData }
  | { type: 'updateUserTask'; tokenId: string; changes: UserTaskChanges }
  | { type: 'closeUserTask'; tokenId: string }
  | { type: 'createExternalTask'; tokenId: string; elementId: string; createdAt: number; task: ExternalTaskData }
  | { type: 'updateExternalTask'; tokenId: string; retries: number; retryAt: number | null; errorMessage: string | null }
  | { type: 'closeExternalTask'; tokenId: string }
  | { type: 'openSubscription'; subscription: Subscription }
  | { type: 'moveSubscription'; subscriptionId: string; dueAt: number }
  | { type: 'closeSubscription'; subscriptionId: string }
  | { type: 'openIncident'; incidentId: string; tokenId: string; elementId: string; code: string; message: string; at: number }
  | { type: 'closeIncident'; incidentId: string }
  /** Every row of the instance names another definition now, and the elements that theirs have become. */
  | { type: 'migrateRows'; definitionId: string; definitionKey: string; elements: Record<string, string> }
  /** Start the process that a call activity names, as the instance of this id; tell the caller if that fails. */
  | { type: 'startCalled'; calledInstanceId: string; caller: Caller; call: CalledProcess }
  | { type: 'cancelCalled'; calledInstanceId: string; reason: string }
  /** Tell the instance that called this one. `variables` are this instance's process variables. */
  | { type: 'notifyCaller'; caller: { instanceId: string; tokenId: string }; outcome: CallOutcome; variables: Variables }
  /** To everything that waits for it or starts by it, outside of this instance. */
  | { type: 'broadcastSignal'; signalName: string; variables: Variables }

import type { ExternalTaskData, UserTaskData } from './events.ts'
import type { Subscription } from './state.ts'

/**
 * What the runtime has to keep in its own tables after a step. Each is keyed by the token or subscription id,
 * so that doing one twice is harmless.
 */
export type Effect =
  | { type: 'createUserTask'; tokenId: string; elementId: string; createdAt: number; task: UserTaskData }
  | { type: 'assignUserTask'; tokenId: string; assignee: string | null }
  | { type: 'closeUserTask'; tokenId: string }
  | { type: 'createExternalTask'; tokenId: string; elementId: string; createdAt: number; task: ExternalTaskData }
  | { type: 'updateExternalTask'; tokenId: string; retries: number; retryAt: number | null; errorMessage: string | null }
  | { type: 'closeExternalTask'; tokenId: string }
  | { type: 'openSubscription'; subscription: Subscription }
  | { type: 'closeSubscription'; subscriptionId: string }
  | { type: 'openIncident'; incidentId: string; tokenId: string; elementId: string; code: string; message: string; at: number }
  | { type: 'closeIncident'; incidentId: string }

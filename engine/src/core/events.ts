import type { Actor } from './commands.ts'
import type { IncidentPhase, Subscription, Variables } from './state.ts'

/** What happened to an instance, in order. History, replay and audit are folds over these. Past tense. */
export type Event =
  | { type: 'instanceStarted'; at: number; instanceId: string; tenantId: string; definitionId: string; definitionKey: string; businessKey: string | null; actor: Actor }
  | { type: 'scopeOpened'; at: number; scopeId: string; parentId: string | null; elementId: string; tokenId: string | null }
  | { type: 'scopeClosed'; at: number; scopeId: string }
  /** A token entered a node. */
  | { type: 'elementEntered'; at: number; tokenId: string; scopeId: string; elementId: string; flowId: string | null }
  /** It stays there, waiting. */
  | { type: 'elementWaiting'; at: number; tokenId: string; waitsFor: 'userTask' | 'externalTask' | 'timer' | 'message' | 'scope' | 'join' }
  | { type: 'elementCompleted'; at: number; tokenId: string; elementId: string }
  /** It was cancelled: by an interrupting boundary event, an error, a terminate end event, or an administrator. */
  | { type: 'elementTerminated'; at: number; tokenId: string; elementId: string; reason: string }
  | { type: 'flowTaken'; at: number; flowId: string; scopeId: string }
  | { type: 'variablesSet'; at: number; scopeId: string; variables: Variables; removed?: string[] }
  | { type: 'userTaskCreated'; at: number; tokenId: string; elementId: string; task: UserTaskData }
  | { type: 'userTaskAssigned'; at: number; tokenId: string; elementId: string; assignee: string | null; actor: Actor }
  | { type: 'userTaskCompleted'; at: number; tokenId: string; elementId: string; actor: Actor }
  | { type: 'userTaskCanceled'; at: number; tokenId: string; elementId: string }
  | { type: 'externalTaskCreated'; at: number; tokenId: string; elementId: string; task: ExternalTaskData }
  | { type: 'externalTaskCompleted'; at: number; tokenId: string; elementId: string; actor: Actor }
  | { type: 'externalTaskFailed'; at: number; tokenId: string; elementId: string; retries: number; retryAt: number; errorMessage: string; actor: Actor }
  | { type: 'externalTaskRetried'; at: number; tokenId: string; elementId: string; retries: number; actor: Actor }
  | { type: 'externalTaskCanceled'; at: number; tokenId: string; elementId: string }
  | { type: 'subscriptionOpened'; at: number; subscription: Subscription }
  /** Fired, correlated, or no longer needed. */
  | { type: 'subscriptionClosed'; at: number; subscriptionId: string }
  | { type: 'timerFired'; at: number; subscriptionId: string; elementId: string }
  | { type: 'messageCorrelated'; at: number; subscriptionId: string; elementId: string; messageName: string; actor: Actor }
  | { type: 'errorThrown'; at: number; tokenId: string; elementId: string; errorCode: string; errorMessage: string | null; caughtBy: string | null; actor: Actor }
  | { type: 'incidentRaised'; at: number; incidentId: string; tokenId: string; elementId: string; code: string; message: string; phase: IncidentPhase }
  /** Retried, or the token was cancelled. */
  | { type: 'incidentResolved'; at: number; incidentId: string; tokenId: string; elementId: string; phase: IncidentPhase; actor: Actor }
  | { type: 'instanceCompleted'; at: number }
  | { type: 'instanceTerminated'; at: number; reason: string; actor: Actor }

export type EventType = Event['type']

/** Everything about a user task that its model says, expressions resolved at creation. */
export interface UserTaskData {
  name: string
  assignee: string | null
  candidateUsers: string[]
  candidateGroups: string[]
  /** UTC epoch milliseconds. */
  dueAt: number | null
  followUpAt: number | null
  priority: number
  formKey: string | null
}

export interface ExternalTaskData {
  topic: string
  priority: number
  /** camunda:properties of the service task. */
  properties: Record<string, string>
}

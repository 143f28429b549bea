import type { DecisionResult } from '../decision/result.ts'
import type { Actor, UserTaskChanges } from './commands.ts'
import type { Position } from './move.ts'
import type {
  CallOutcome,
  Caller,
  Compensation,
  IncidentPhase,
  JsonValue,
  ScopeKind,
  Stage,
  Subscription,
  Variables,
  WaitsFor,
} from './state.ts'

/** What happened to an instance, in order. History, replay and audit are folds over these. Past tense. */
export type Event =
  | {
      type: 'instanceStarted'
      at: number
      instanceId: string
      tenantId: string
      definitionId: string
      definitionKey: string
      businessKey: string | null
      actor: Actor
      caller: Caller | null
    }
  | {
      type: 'scopeOpened'
      at: number
      scopeId: string
      kind: ScopeKind
      parentId: string | null
      elementId: string
      tokenId: string | null
    }
  | { type: 'scopeClosed'; at: number; scopeId: string }
  /** A token entered a node. */
  | {
      type: 'elementEntered'
      at: number
      tokenId: string
      scopeId: string
      elementId: string
      flowId: string | null
      /** Only where there are any: local variables it starts with, and the token whose compensation it carries out. */
      variables?: Variables
      compensates?: string
      /** Of a user task: what it has instead of what the model says, and the token of the task beside which it is. */
      given?: UserTaskChanges
      beside?: string
    }
  /** How far it has come in its element. */
  | { type: 'stageReached'; at: number; tokenId: string; stage: Stage }
  /** It stays there, waiting. */
  | { type: 'elementWaiting'; at: number; tokenId: string; waitsFor: Exclude<WaitsFor, 'incident'> }
  /** It goes on. */
  | { type: 'elementResumed'; at: number; tokenId: string }
  | { type: 'elementCompleted'; at: number; tokenId: string; elementId: string }
  /** It was cancelled: by an interrupting event, an error, a terminate end event, or an administrator. */
  | { type: 'elementTerminated'; at: number; tokenId: string; elementId: string; reason: string }
  | { type: 'flowTaken'; at: number; flowId: string; scopeId: string }
  /** `scopeId` is a scope's id, or a token's for its local variables. */
  | { type: 'variablesSet'; at: number; scopeId: string; variables: Variables; removed?: string[] }
  /** The instances of a loop that have been begun, and at first what they work on. */
  | { type: 'loopAdvanced'; at: number; scopeId: string; begun: number; total?: number | null; items?: JsonValue[] | null }
  /** `kept`: its listeners will ask for the task's data, so the state keeps it. */
  | { type: 'userTaskCreated'; at: number; tokenId: string; elementId: string; task: UserTaskData; kept?: true }
  | { type: 'userTaskUpdated'; at: number; tokenId: string; elementId: string; changes: UserTaskChanges; actor: Actor }
  | { type: 'userTaskCompleted'; at: number; tokenId: string; elementId: string; actor: Actor }
  | { type: 'userTaskCanceled'; at: number; tokenId: string; elementId: string; reason: string }
  | { type: 'externalTaskCreated'; at: number; tokenId: string; elementId: string; task: ExternalTaskData }
  | { type: 'externalTaskCompleted'; at: number; tokenId: string; elementId: string; actor: Actor }
  | {
      type: 'externalTaskFailed'
      at: number
      tokenId: string
      elementId: string
      retries: number
      retryAt: number
      errorMessage: string
      actor: Actor
    }
  | { type: 'externalTaskRetried'; at: number; tokenId: string; elementId: string; retries: number; actor: Actor }
  | { type: 'externalTaskCanceled'; at: number; tokenId: string; elementId: string }
  | { type: 'subscriptionOpened'; at: number; subscription: Subscription }
  | { type: 'subscriptionMoved'; at: number; subscriptionId: string; dueAt: number }
  /** Fired, correlated, executed, or no longer needed. */
  | { type: 'subscriptionClosed'; at: number; subscriptionId: string }
  | { type: 'timerFired'; at: number; subscriptionId: string; elementId: string }
  | { type: 'jobExecuted'; at: number; subscriptionId: string; elementId: string; tokenId: string }
  | { type: 'messageCorrelated'; at: number; subscriptionId: string; elementId: string; messageName: string; actor: Actor }
  | { type: 'signalReceived'; at: number; subscriptionId: string; elementId: string; signalName: string; actor: Actor }
  | { type: 'conditionMet'; at: number; subscriptionId: string | null; elementId: string }
  | { type: 'signalThrown'; at: number; tokenId: string; elementId: string; signalName: string; variables: Variables }
  | {
      type: 'errorThrown'
      at: number
      tokenId: string
      elementId: string
      errorCode: string
      errorMessage: string | null
      caughtBy: string | null
      actor: Actor
    }
  | {
      type: 'escalationThrown'
      at: number
      tokenId: string
      elementId: string
      escalationCode: string
      caughtBy: string | null
      actor: Actor
    }
  | { type: 'compensationRecorded'; at: number; scopeId: string; compensation: Compensation }
  /** What was recorded in a scope was taken by the token that now undoes it, or moved outwards: `left` remains. */
  | { type: 'compensationsTaken'; at: number; scopeId: string; left: Compensation[] }
  | { type: 'decisionEvaluated'; at: number; tokenId: string; elementId: string; decision: DecisionRecord }
  /** Where it cannot hold anything up: a listener, or an output parameter of something cancelled. */
  | { type: 'listenerFailed'; at: number; tokenId: string; elementId: string; message: string }
  /** A call activity asked for a process to be started. */
  | { type: 'callStarted'; at: number; tokenId: string; elementId: string; calledInstanceId: string; call: CalledProcess; caller: Caller }
  | { type: 'callEnded'; at: number; tokenId: string; elementId: string; calledInstanceId: string; outcome: CallOutcome['type'] }
  /** The token that waits in the call activity was cancelled while the called process ran. */
  | { type: 'callCanceled'; at: number; tokenId: string; elementId: string; calledInstanceId: string; reason: string }
  /** This instance told its caller. */
  | { type: 'callerNotified'; at: number; caller: { instanceId: string; tokenId: string }; outcome: CallOutcome }
  | {
      type: 'incidentRaised'
      at: number
      incidentId: string
      tokenId: string
      elementId: string
      code: string
      message: string
      phase: IncidentPhase
    }
  /** Something failed that is tried again by itself at `dueAt`. */
  | {
      type: 'retryScheduled'
      at: number
      tokenId: string
      elementId: string
      attempts: number
      message: string
      subscription: Subscription
    }
  /** Retried, or the token was cancelled. */
  | { type: 'incidentResolved'; at: number; incidentId: string; tokenId: string; elementId: string; phase: IncidentPhase; actor: Actor }
  | { type: 'instanceModified'; at: number; reason: string | null; actor: Actor }
  /** Tokens were taken from where they stood, and one was put in front of the element. History alone. */
  | { type: 'tokensMoved'; at: number; elementId: string; positions: Position[] }
  /** `elements`: what each element of the source has become, the process itself by its key. */
  | { type: 'instanceMigrated'; at: number; definitionId: string; definitionKey: string; elements: Record<string, string>; actor: Actor }
  | { type: 'instanceSuspended'; at: number; actor: Actor }
  | { type: 'instanceResumed'; at: number; actor: Actor }
  | { type: 'instanceCompleted'; at: number }
  | { type: 'instanceTerminated'; at: number; reason: string; actor: Actor }

export type EventType = Event['type']
export type EventOf<Type extends EventType> = Extract<Event, { type: Type }>

/** Everything about a user task that its model says, expressions resolved at creation. */
export interface UserTaskData {
  name: string
  description: string | null
  assignee: string | null
  owner?: string | null
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
  /** camunda:properties of the element. */
  properties: Record<string, string>
}

/** A call with everything resolved but the definition, which the runtime looks up. */
export interface CalledProcess {
  key: string
  binding: 'latest' | 'deployment' | 'version' | 'versionTag'
  version: number | null
  versionTag: string | null
  businessKey: string | null
  variables: Variables
}

/** One evaluation of a decision, for the history. */
export interface DecisionRecord {
  /** Key and id of the deployed decision definition. */
  key: string
  definitionId: string
  result: DecisionResult
}

import type { Effect } from './effects.ts'
import type { Event } from './events.ts'
import type { InstanceState } from './state.ts'

/**
 * What the runtime has to do for a step's events. What was opened and closed within the step is left out altogether, so
 * all openings may be written before or after all closings, each kind in one statement.
 */
export function effectsOf(events: Event[], state: InstanceState): Effect[] {
  const effects = events.flatMap((event) => effectOf(event, state) ?? [])
  const opened = new Set<string>()
  const vanished = new Set<string>()
  for (const effect of effects) {
    const key = rowOf(effect)
    if (key === null) continue
    if (isClosing(effect) && opened.has(key)) vanished.add(key)
    else if (isOpening(effect)) opened.add(key)
  }
  return vanished.size === 0 ? effects : effects.filter((effect) => !vanished.has(rowOf(effect) ?? ''))
}

function effectOf(event: Event, state: InstanceState): Effect | Effect[] | null {
  switch (event.type) {
    case 'userTaskCreated':
      return { type: 'createUserTask', tokenId: event.tokenId, elementId: event.elementId, createdAt: event.at, task: event.task }
    case 'userTaskUpdated':
      return { type: 'updateUserTask', tokenId: event.tokenId, changes: event.changes }
    case 'userTaskCompleted':
    case 'userTaskCanceled':
      return { type: 'closeUserTask', tokenId: event.tokenId }
    case 'externalTaskCreated':
      return { type: 'createExternalTask', tokenId: event.tokenId, elementId: event.elementId, createdAt: event.at, task: event.task }
    case 'externalTaskFailed': {
      const { tokenId, retries, retryAt, errorMessage } = event
      return { type: 'updateExternalTask', tokenId, retries, retryAt, errorMessage }
    }
    case 'externalTaskRetried':
      return { type: 'updateExternalTask', tokenId: event.tokenId, retries: event.retries, retryAt: null, errorMessage: null }
    case 'externalTaskCompleted':
    case 'externalTaskCanceled':
      return { type: 'closeExternalTask', tokenId: event.tokenId }
    case 'subscriptionOpened':
    case 'retryScheduled':
      return { type: 'openSubscription', subscription: event.subscription }
    case 'subscriptionMoved':
      return { type: 'moveSubscription', subscriptionId: event.subscriptionId, dueAt: event.dueAt }
    case 'subscriptionClosed':
      return { type: 'closeSubscription', subscriptionId: event.subscriptionId }
    case 'incidentRaised': {
      const { incidentId, tokenId, elementId, code, message, at } = event
      return { type: 'openIncident', incidentId, tokenId, elementId, code, message, at }
    }
    case 'incidentResolved':
      return { type: 'closeIncident', incidentId: event.incidentId }
    default:
      return messageOf(event, state)
  }
}

/** What concerns other instances. */
function messageOf(event: Event, state: InstanceState): Effect | null {
  switch (event.type) {
    case 'instanceMigrated':
      return { type: 'migrateRows', definitionId: event.definitionId, definitionKey: event.definitionKey, elements: event.elements }
    case 'callStarted':
      return { type: 'startCalled', calledInstanceId: event.calledInstanceId, caller: event.caller, call: event.call }
    case 'callCanceled':
      return { type: 'cancelCalled', calledInstanceId: event.calledInstanceId, reason: event.reason }
    case 'callerNotified':
      return { type: 'notifyCaller', caller: event.caller, outcome: event.outcome, variables: state.scopes[state.id]?.variables ?? {} }
    case 'signalThrown':
      return { type: 'broadcastSignal', signalName: event.signalName, variables: event.variables }
    default:
      return null
  }
}

const isOpening = ({ type }: Effect): boolean => type.startsWith('open') || type.startsWith('create')
const isClosing = ({ type }: Effect): boolean => type.startsWith('close')

/** Which row it is about; null if it is about none. A token may have a user task, later an external task of a listener. */
function rowOf(effect: Effect): string | null {
  switch (effect.type) {
    case 'createUserTask':
    case 'updateUserTask':
    case 'closeUserTask':
      return `user task ${effect.tokenId}`
    case 'createExternalTask':
    case 'updateExternalTask':
    case 'closeExternalTask':
      return `external task ${effect.tokenId}`
    case 'openSubscription':
      return effect.subscription.id
    case 'moveSubscription':
    case 'closeSubscription':
      return effect.subscriptionId
    case 'openIncident':
    case 'closeIncident':
      return effect.incidentId
    default:
      return null
  }
}

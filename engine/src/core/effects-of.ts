import type { Effect } from './effects.ts'
import type { Event } from './events.ts'

/**
 * What the runtime has to write for a step's events. What was opened and closed within the step is left out
 * altogether, so all openings may be written before or after all closings, each kind in one statement.
 */
export function effectsOf(events: Event[]): Effect[] {
  const effects = events.flatMap((event) => effectOf(event) ?? [])
  const opened = new Set(effects.filter((effect) => phaseOf(effect) === 'open').map(keyOf))
  const vanished = new Set(effects.filter((effect) => phaseOf(effect) === 'close' && opened.has(keyOf(effect))).map(keyOf))
  return vanished.size === 0 ? effects : effects.filter((effect) => !vanished.has(keyOf(effect)))
}

function effectOf(event: Event): Effect | null {
  switch (event.type) {
    case 'userTaskCreated':
      return { type: 'createUserTask', tokenId: event.tokenId, elementId: event.elementId, createdAt: event.at, task: event.task }
    case 'userTaskAssigned':
      return { type: 'assignUserTask', tokenId: event.tokenId, assignee: event.assignee }
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
      return { type: 'openSubscription', subscription: event.subscription }
    case 'subscriptionClosed':
      return { type: 'closeSubscription', subscriptionId: event.subscriptionId }
    case 'incidentRaised': {
      const { incidentId, tokenId, elementId, code, message, at } = event
      return { type: 'openIncident', incidentId, tokenId, elementId, code, message, at }
    }
    case 'incidentResolved':
      return { type: 'closeIncident', incidentId: event.incidentId }
    default:
      return null
  }
}

function phaseOf({ type }: Effect): 'open' | 'change' | 'close' {
  if (type.startsWith('close')) return 'close'
  return type === 'assignUserTask' || type === 'updateExternalTask' ? 'change' : 'open'
}

/** Which row it is about: ids are unique within the instance across all kinds, but a task has its token's id. */
function keyOf(effect: Effect): string {
  switch (effect.type) {
    case 'openSubscription':
      return effect.subscription.id
    case 'closeSubscription':
      return effect.subscriptionId
    case 'openIncident':
    case 'closeIncident':
      return effect.incidentId
    default:
      return effect.tokenId
  }
}

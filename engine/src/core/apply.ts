import { Draft } from './draft.ts'
import type { Event } from './events.ts'
import type { InstanceState, Token } from './state.ts'
import { numberOf } from './token-index.ts'

/**
 * The state after an event; the given one is not changed. Folding an instance's events from null gives the state that
 * `step` gave.
 * @throws Error if the events are not those of one instance, in order: that is a bug or a broken history
 */
export function apply(state: InstanceState | null, event: Event): InstanceState {
  return applyAll(state, [event])!
}

/**
 * The same for many events at once, which costs one copy of the state in all instead of one for each.
 * null only if there is neither a state nor an event.
 */
export function applyAll(state: InstanceState | null, events: Event[]): InstanceState | null {
  let draft = state && new Draft(state)
  for (const event of events) {
    if (event.type === 'instanceStarted') {
      if (draft) throw new Error(`instance ${draft.state.id} has started already`)
      draft = new Draft(initialState(event))
    } else if (draft) applyTo(draft, event)
    else throw new Error(`${event.type} before instanceStarted`)
  }
  return draft && draft.state
}

export function initialState(event: Extract<Event, { type: 'instanceStarted' }>): InstanceState {
  return {
    id: event.instanceId,
    tenantId: event.tenantId,
    definitionId: event.definitionId,
    definitionKey: event.definitionKey,
    businessKey: event.businessKey,
    status: 'active',
    startedAt: event.at,
    endedAt: null,
    nextNumber: 1,
    scopes: {},
    tokens: {},
    subscriptions: {},
    incidents: {},
  }
}

/** The only place where a state changes. Events that are not named here are history alone. */
export function applyTo(draft: Draft, event: Event): void {
  switch (event.type) {
    case 'scopeOpened': {
      const { scopeId: id, parentId, elementId, tokenId } = event
      draft.writable('scopes')[id] = { id, parentId, elementId, tokenId, variables: {} }
      // the process's own scope has the instance's id, which is not numbered
      if (parentId !== null) countId(draft, id)
      break
    }
    case 'scopeClosed':
      delete draft.writable('scopes')[event.scopeId]
      break
    case 'elementEntered': {
      const { tokenId: id, scopeId, elementId, flowId, at } = event
      draft.putToken({ id, scopeId, elementId, flowId, enteredAt: at, waitsFor: null })
      countId(draft, id)
      break
    }
    case 'elementWaiting':
      setWaiting(draft, event.tokenId, event.waitsFor)
      break
    case 'elementCompleted':
    case 'elementTerminated':
      draft.removeToken(event.tokenId)
      break
    case 'variablesSet': {
      const scope = draft.state.scopes[event.scopeId]
      if (!scope) throw new Error(`variables set in scope ${event.scopeId}, which is not open`)
      const variables = { ...scope.variables, ...event.variables }
      for (const name of event.removed ?? []) delete variables[name]
      draft.writable('scopes')[event.scopeId] = { ...scope, variables }
      break
    }
    case 'subscriptionOpened':
      draft.writable('subscriptions')[event.subscription.id] = event.subscription
      countId(draft, event.subscription.id)
      break
    case 'subscriptionClosed':
      delete draft.writable('subscriptions')[event.subscriptionId]
      break
    case 'incidentRaised': {
      const { incidentId: id, tokenId, elementId, code, message, at, phase } = event
      draft.writable('incidents')[id] = { id, tokenId, elementId, code, message, at, phase }
      setWaiting(draft, tokenId, 'incident')
      countId(draft, id)
      break
    }
    case 'incidentResolved':
      delete draft.writable('incidents')[event.incidentId]
      setWaiting(draft, event.tokenId, event.phase === 'work' ? 'externalTask' : null)
      break
    case 'instanceCompleted':
    case 'instanceTerminated':
      draft.state.status = event.type === 'instanceCompleted' ? 'completed' : 'terminated'
      draft.state.endedAt = event.at
      break
  }
}

function setWaiting(draft: Draft, tokenId: string, waitsFor: Token['waitsFor']): void {
  const token = draft.state.tokens[tokenId]
  if (!token) throw new Error(`token ${tokenId} is not there`)
  draft.putToken({ ...token, waitsFor })
}

/** Ids are numbered in the order of their events, so a fold counts on as the step did. */
function countId(draft: Draft, id: string): void {
  draft.state.nextNumber = Math.max(draft.state.nextNumber, numberOf(id) + 1)
}

import { Draft } from './draft.ts'
import type { Event } from './events.ts'
import type { Compensation, InstanceState, Scope, Token, Variables } from './state.ts'
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
    suspended: false,
    startedAt: event.at,
    endedAt: null,
    caller: event.caller,
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
    case 'elementEntered':
    case 'stageReached':
    case 'elementWaiting':
    case 'elementResumed':
    case 'elementCompleted':
    case 'elementTerminated':
    case 'callStarted':
    case 'callEnded':
    case 'userTaskCreated':
    case 'userTaskUpdated':
      return applyToToken(draft, event)
    case 'scopeOpened':
    case 'scopeClosed':
    case 'loopAdvanced':
    case 'compensationRecorded':
    case 'compensationsTaken':
      return applyToScope(draft, event)
    case 'variablesSet':
      return setVariables(draft, event)
    case 'subscriptionOpened':
      return openSubscription(
        draft,
        event.subscription.kind === 'timer' ? { ...event.subscription, openedAt: event.at } : event.subscription,
      )
    case 'subscriptionMoved':
      draft.writable('subscriptions')[event.subscriptionId] = { ...draft.state.subscriptions[event.subscriptionId]!, dueAt: event.dueAt }
      return
    case 'subscriptionClosed':
      delete draft.writable('subscriptions')[event.subscriptionId]
      return
    case 'incidentRaised': {
      const { incidentId: id, tokenId, elementId, code, message, at, phase } = event
      draft.writable('incidents')[id] = { id, tokenId, elementId, code, message, at, phase }
      change(draft, tokenId, { waitsFor: 'incident' })
      return countId(draft, id)
    }
    case 'retryScheduled':
      openSubscription(draft, event.subscription)
      return change(draft, event.tokenId, { waitsFor: 'job', attempts: event.attempts })
    case 'incidentResolved':
      delete draft.writable('incidents')[event.incidentId]
      return change(draft, event.tokenId, { waitsFor: WAITS_AGAIN[event.phase], attempts: 0 })
    case 'instanceMigrated':
      return migrateTo(draft, event)
    case 'instanceSuspended':
    case 'instanceResumed':
      draft.state.suspended = event.type === 'instanceSuspended'
      return
    case 'instanceCompleted':
    case 'instanceTerminated':
      draft.state.status = event.type === 'instanceCompleted' ? 'completed' : 'terminated'
      draft.state.endedAt = event.at
      return
  }
}

const WAITS_AGAIN = { enter: null, leave: null, work: 'externalTask', call: 'call' } as const

type TokenEvent = Extract<
  Event,
  {
    type:
      | 'elementEntered'
      | 'stageReached'
      | 'elementWaiting'
      | 'elementResumed'
      | 'elementCompleted'
      | 'elementTerminated'
      | 'callStarted'
      | 'callEnded'
      | 'userTaskCreated'
      | 'userTaskUpdated'
  }
>

function applyToToken(draft: Draft, event: TokenEvent): void {
  switch (event.type) {
    case 'elementEntered': {
      const { tokenId: id, scopeId, elementId, flowId, at, variables, compensates, given, beside } = event
      const token: Token = { id, scopeId, elementId, flowId, enteredAt: at, waitsFor: null }
      if (variables) token.variables = variables
      if (compensates !== undefined) token.compensates = compensates
      if (given) token.given = given
      if (beside !== undefined) {
        token.beside = beside
        change(draft, beside, { accompanied: true })
      }
      draft.putToken(token)
      return countId(draft, id)
    }
    case 'stageReached':
      return change(draft, event.tokenId, { stage: event.stage })
    case 'elementWaiting':
      return change(draft, event.tokenId, { waitsFor: event.waitsFor })
    case 'elementResumed':
      return change(draft, event.tokenId, { waitsFor: null })
    case 'elementCompleted':
    case 'elementTerminated':
      return draft.removeToken(event.tokenId)
    case 'callStarted':
      return change(draft, event.tokenId, { calledInstanceId: event.calledInstanceId })
    case 'callEnded': {
      const { calledInstanceId: _, ...token } = tokenOf(draft, event.tokenId)
      return draft.putToken(token)
    }
    case 'userTaskCreated':
      return createTask(draft, event)
    case 'userTaskUpdated': {
      const { task } = tokenOf(draft, event.tokenId)
      const { dueAt } = event.changes
      if (dueAt !== undefined) change(draft, event.tokenId, { due: dueAt })
      return task && change(draft, event.tokenId, { task: { ...task, ...event.changes } as Token['task'] & object })
    }
  }
}

/** Of a task the state keeps what later steps ask: its listeners its data, a recalculation its due time and since when it counts. */
function createTask(draft: Draft, { tokenId, kept, task, at }: Extract<Event, { type: 'userTaskCreated' }>): void {
  const changes: Partial<Token> = {}
  if (kept) changes.task = task
  if (task.dueAt !== null) {
    changes.due = task.dueAt
    if (tokenOf(draft, tokenId).enteredAt !== at) changes.madeAt = at
  }
  if (Object.keys(changes).length > 0) change(draft, tokenId, changes)
}

type ScopeEvent = Extract<Event, { type: 'scopeOpened' | 'scopeClosed' | 'loopAdvanced' | 'compensationRecorded' | 'compensationsTaken' }>

function applyToScope(draft: Draft, event: ScopeEvent): void {
  switch (event.type) {
    case 'scopeOpened': {
      const { scopeId: id, kind, parentId, elementId, tokenId } = event
      draft.writable('scopes')[id] = { id, kind, parentId, elementId, tokenId, variables: {} }
      // the process's own scope has the instance's id, which is not numbered
      if (parentId !== null) countId(draft, id)
      return
    }
    case 'scopeClosed':
      delete draft.writable('scopes')[event.scopeId]
      return
    case 'loopAdvanced': {
      const { begun, total, items } = event
      const before = scopeOf(draft, event.scopeId).loop ?? { items: items ?? null, total: total ?? null, begun }
      return changeScope(draft, event.scopeId, {
        loop: { ...before, begun, ...(total !== undefined && { total }), ...(items !== undefined && { items }) },
      })
    }
    case 'compensationRecorded': {
      const before = scopeOf(draft, event.scopeId).compensations ?? []
      return changeScope(draft, event.scopeId, { compensations: [...before, event.compensation] })
    }
    case 'compensationsTaken':
      return changeScope(draft, event.scopeId, { compensations: event.left })
  }
}

function setVariables(draft: Draft, event: Extract<Event, { type: 'variablesSet' }>): void {
  const { scopeId: id, variables: set, removed = [] } = event
  const scope = draft.state.scopes[id]
  const variables: Variables = { ...(scope ? scope.variables : tokenOf(draft, id).variables), ...set }
  for (const name of removed) delete variables[name]
  if (scope) changeScope(draft, id, { variables })
  else change(draft, id, { variables })
}

function openSubscription(draft: Draft, subscription: InstanceState['subscriptions'][string]): void {
  draft.writable('subscriptions')[subscription.id] = subscription
  countId(draft, subscription.id)
}

function migrateTo(draft: Draft, { definitionId, definitionKey, elements }: Extract<Event, { type: 'instanceMigrated' }>): void {
  const now = (elementId: string) => (Object.hasOwn(elements, elementId) ? elements[elementId]! : elementId)
  const moved = <T extends { elementId: string }>(one: T): T => ({ ...one, elementId: now(one.elementId) })
  const undoable = (one: Compensation): Compensation =>
    one.type === 'handler'
      ? { ...moved(one), handlerId: now(one.handlerId) }
      : { ...moved(one), compensations: one.compensations.map(undoable) }
  Object.assign(draft.state, { definitionId, definitionKey })
  for (const token of Object.values(draft.state.tokens)) draft.putToken(moved(token))
  for (const scope of Object.values(draft.state.scopes)) {
    draft.writable('scopes')[scope.id] = {
      ...moved(scope),
      ...(scope.compensations && { compensations: scope.compensations.map(undoable) }),
    }
  }
  for (const one of Object.values(draft.state.subscriptions)) draft.writable('subscriptions')[one.id] = moved(one)
  for (const one of Object.values(draft.state.incidents)) draft.writable('incidents')[one.id] = moved(one)
}

function change(draft: Draft, tokenId: string, changes: Partial<Token>): void {
  draft.putToken({ ...tokenOf(draft, tokenId), ...changes })
}

function changeScope(draft: Draft, scopeId: string, changes: Partial<Scope>): void {
  draft.writable('scopes')[scopeId] = { ...scopeOf(draft, scopeId), ...changes }
}

function tokenOf(draft: Draft, tokenId: string): Token {
  const token = draft.state.tokens[tokenId]
  if (!token) throw new Error(`token ${tokenId} is not there`)
  return token
}

function scopeOf(draft: Draft, scopeId: string): Scope {
  const scope = draft.state.scopes[scopeId]
  if (!scope) throw new Error(`scope ${scopeId} is not open`)
  return scope
}

/** Ids are numbered in the order of their events, so a fold counts on as the step did. */
function countId(draft: Draft, id: string): void {
  draft.state.nextNumber = Math.max(draft.state.nextNumber, numberOf(id) + 1)
}

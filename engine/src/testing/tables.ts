import type { Effect } from '../core/effects.ts'
import type { InstanceState, Subscription } from '../core/state.ts'

/** The rows that a runtime keeps, written by effects alone; a model of it to check the core against. */
export class Tables {
  readonly userTasks = new Map<string, Extract<Effect, { type: 'createUserTask' }>>()
  readonly externalTasks = new Map<string, Extract<Effect, { type: 'createExternalTask' }> & { retries: number | null }>()
  readonly subscriptions = new Map<string, Subscription>()
  readonly incidents = new Map<string, Extract<Effect, { type: 'openIncident' }>>()

  /** @throws Error if an effect opens what is open or closes what is not */
  write(effects: Effect[]): void {
    for (const effect of effects) {
      switch (effect.type) {
        case 'createUserTask':
          put(this.userTasks, effect.tokenId, effect)
          break
        case 'updateUserTask': {
          const row = get(this.userTasks, effect.tokenId)
          const { assignee = row.task.assignee } = effect.changes
          this.userTasks.set(effect.tokenId, { ...row, task: { ...row.task, assignee } })
          break
        }
        case 'moveSubscription':
          this.subscriptions.set(effect.subscriptionId, { ...get(this.subscriptions, effect.subscriptionId), dueAt: effect.dueAt })
          break
        case 'closeUserTask':
          take(this.userTasks, effect.tokenId)
          break
        case 'createExternalTask':
          put(this.externalTasks, effect.tokenId, { ...effect, retries: null })
          break
        case 'updateExternalTask':
          this.externalTasks.set(effect.tokenId, { ...get(this.externalTasks, effect.tokenId), retries: effect.retries })
          break
        case 'closeExternalTask':
          take(this.externalTasks, effect.tokenId)
          break
        case 'openSubscription':
          put(this.subscriptions, effect.subscription.id, effect.subscription)
          break
        case 'closeSubscription':
          take(this.subscriptions, effect.subscriptionId)
          break
        case 'openIncident':
          put(this.incidents, effect.incidentId, effect)
          break
        case 'closeIncident':
          take(this.incidents, effect.incidentId)
          break
      }
    }
  }

  /** @throws Error where rows and state do not agree, or the state contradicts itself */
  check(state: InstanceState): void {
    const tokens = Object.values(state.tokens)
    const incidents = Object.values(state.incidents)
    same(
      'user tasks',
      this.userTasks.keys(),
      idsWhere(tokens, (token) => token.waitsFor === 'userTask'),
    )
    const failed = incidents.filter((incident) => incident.phase === 'work').map((incident) => incident.tokenId)
    same('external tasks', this.externalTasks.keys(), [...idsWhere(tokens, (token) => token.waitsFor === 'externalTask'), ...failed])
    same('subscriptions', this.subscriptions.keys(), Object.keys(state.subscriptions))
    same('incidents', this.incidents.keys(), Object.keys(state.incidents))
    same(
      'tokens with incidents',
      incidents.map((incident) => incident.tokenId),
      idsWhere(tokens, (token) => token.waitsFor === 'incident'),
    )
    checkTree(state)
    if (state.status !== 'active' && this.subscriptions.size + this.incidents.size > 0) throw new Error('an ended instance left rows')
  }
}

/** The scope tree is well formed: every token, subscription and scope has what it belongs to. */
function checkTree(state: InstanceState): void {
  const tokens = Object.values(state.tokens)
  for (const token of tokens) {
    if (token.waitsFor === null) throw new Error(`token ${token.id} at ${token.elementId} waits for nothing`)
    if (!state.scopes[token.scopeId]) throw new Error(`token ${token.id} stands in no scope`)
    if (token.waitsFor === 'compensation' && !tokens.some(({ compensates }) => compensates === token.id))
      throw new Error(`token ${token.id} waits for no handler`)
  }
  for (const { id, tokenId, scopeId } of Object.values(state.subscriptions)) {
    if (tokenId === null ? !state.scopes[scopeId] : !state.tokens[tokenId]) throw new Error(`subscription ${id} belongs to nothing`)
  }
  const inner = Object.values(state.scopes).filter((scope) => scope.tokenId !== null)
  const waiting = new Set(inner.map((scope) => scope.tokenId!))
  if (waiting.size !== inner.length) throw new Error('two scopes have one token')
  for (const { id, waitsFor } of tokens) if (waitsFor === 'scope' && !waiting.has(id)) throw new Error(`token ${id} waits in no scope`)
  for (const { id, tokenId, parentId } of inner) {
    const token = state.tokens[tokenId!]
    if (!token || token.scopeId !== parentId) throw new Error(`scope ${id} has no token in the scope around it`)
    // an incident on the way out keeps the scope, with its variables
    if (token.waitsFor === 'scope' && !tokens.some(({ scopeId }) => scopeId === id))
      throw new Error(`scope ${id} is empty, but ${tokenId} waits in it`)
  }
  const isOpen = tokens.some((token) => token.scopeId === state.id)
  if (isOpen !== (state.status === 'active')) throw new Error(`a ${state.status} instance holds ${isOpen ? '' : 'no '}tokens`)
}

function idsWhere<T extends { id: string }>(items: T[], test: (item: T) => boolean): string[] {
  return items.filter(test).map((item) => item.id)
}

function same(what: string, left: Iterable<string>, right: Iterable<string>): void {
  const [a, b] = [[...left].sort().join(), [...right].sort().join()]
  if (a !== b) throw new Error(`${what}: [${a}] in one place, [${b}] in the other`)
}

function put<T>(map: Map<string, T>, id: string, value: T): void {
  if (map.has(id)) throw new Error(`${id} is opened twice`)
  map.set(id, value)
}

function get<T>(map: Map<string, T>, id: string): T {
  const value = map.get(id)
  if (value === undefined) throw new Error(`${id} is not open`)
  return value
}

function take<T>(map: Map<string, T>, id: string): void {
  get(map, id)
  map.delete(id)
}

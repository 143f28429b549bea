import type { EventOf } from '../../core/events.ts'
import type { Event } from '../../core/events.ts'
import type { Subscription } from '../../core/state.ts'
import { BODY_SUFFIX } from '../../model/activity-types.ts'
import type { StepRows } from './table-writer.ts'

type PlacedToken = { elementId: string; scopeId: string; variables?: object }
type PlacedScope = { kind: string; parentId: string | null; elementId: string; tokenId: string | null }

/** Where the tokens, scopes and subscriptions of a step stand: also those that came and went within it. */
export class StepIndex {
  readonly #step: StepRows
  readonly #tokens = new Map<string, EventOf<'elementEntered'>>()
  readonly #scopes = new Map<string, EventOf<'scopeOpened'>>()
  readonly #subscriptions = new Map<string, Subscription>()

  static readonly #built = new WeakMap<Event[], StepIndex>()

  /** One for all writers. */
  static of(step: StepRows): StepIndex {
    const built = StepIndex.#built.get(step.events) ?? new StepIndex(step)
    StepIndex.#built.set(step.events, built)
    return built
  }

  private constructor(step: StepRows) {
    this.#step = step
    for (const event of step.events) {
      if (event.type === 'elementEntered') this.#tokens.set(event.tokenId, event)
      else if (event.type === 'scopeOpened') this.#scopes.set(event.scopeId, event)
      else if (event.type === 'subscriptionOpened' || event.type === 'retryScheduled')
        this.#subscriptions.set(event.subscription.id, event.subscription)
    }
  }

  token(id: string): PlacedToken | undefined {
    return this.#tokens.get(id) ?? this.#step.before?.tokens[id]
  }

  scope(id: string): PlacedScope | undefined {
    return this.#scopes.get(id) ?? this.#step.before?.scopes[id]
  }

  subscription(id: string): Subscription | undefined {
    return this.#subscriptions.get(id) ?? this.#step.before?.subscriptions[id]
  }

  /** Whether the token is one instance of a loop, not its body. */
  isLoopInstance({ elementId, scopeId }: PlacedToken): boolean {
    const scope = this.scope(scopeId)
    return scope?.kind === 'loop' && scope.elementId === elementId
  }

  /** Whether the token waits for the instances of its loop. */
  isLoopBody(token: PlacedToken): boolean {
    return Boolean(this.#step.process.nodes[token.elementId]?.loop) && !this.isLoopInstance(token)
  }

  /** Camunda's id of what runs in a scope, or of what a token does. */
  activityInstanceId(holderId: string): string {
    const scope = this.scope(holderId)
    if (scope)
      return scope.tokenId === null ? this.#step.state.id : `${scope.elementId}${scope.kind === 'loop' ? BODY_SUFFIX : ''}:${scope.tokenId}`
    const token = this.token(holderId)
    return token ? `${token.elementId}${this.isLoopBody(token) ? BODY_SUFFIX : ''}:${holderId}` : this.#step.state.id
  }
}

import { subscriptions, type SubscriptionRow, type Tx } from '@lianban/storage'
import type { InstanceState, Subscription } from '../../core/state.ts'
import { short } from './lengths.ts'
import { RowChanges } from './row-changes.ts'
import { identity, type StepRows, type TableWriter } from './table-writer.ts'

/** What running instances wait to be told: messages, signals, conditions. */
export class SubscriptionWriter implements TableWriter {
  readonly #rows = new RowChanges<SubscriptionRow>()

  check({ effects }: StepRows): void {
    for (const effect of effects) {
      if (effect.type === 'openSubscription' && isTold(effect.subscription))
        short(`${effect.subscription.kind} name`, effect.subscription.eventName)
    }
  }

  add({ effects, state, before, command }: StepRows): void {
    for (const effect of effects) {
      if (effect.type === 'openSubscription' && isTold(effect.subscription))
        this.#rows.insert(subscriptionRow(effect.subscription, state, command.now))
      else if (effect.type === 'closeSubscription' && isTold(before?.subscriptions[effect.subscriptionId]))
        this.#rows.remove(state.tenantId, effect.subscriptionId)
    }
  }

  async write(tx: Tx): Promise<void> {
    await subscriptions(tx).remove(this.#rows.removed())
    await subscriptions(tx).insert(this.#rows.inserted())
  }
}

const isTold = (subscription: Subscription | undefined): boolean =>
  subscription !== undefined && subscription.kind !== 'timer' && subscription.kind !== 'job'

const subscriptionRow = (subscription: Subscription, state: InstanceState, now: number): SubscriptionRow => ({
  ...identity(state),
  id: subscription.id,
  scope_id: subscription.scopeId,
  token_id: subscription.tokenId,
  element_id: subscription.elementId,
  kind: subscription.kind,
  event_name: subscription.eventName,
  created_at: now,
})

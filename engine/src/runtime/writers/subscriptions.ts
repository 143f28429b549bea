import { subscriptions, type SubscriptionRow, type Tx } from '@lianban/storage'
import type { InstanceState } from '../../core/state.ts'
import { short } from './lengths.ts'
import { RowChanges } from './row-changes.ts'
import type { EffectOf, StepRows, TableWriter } from './table-writer.ts'

/** What running instances wait for. */
export class SubscriptionWriter implements TableWriter {
  readonly #rows = new RowChanges<SubscriptionRow>()

  check({ effects }: StepRows): void {
    for (const effect of effects) {
      if (effect.type !== 'openSubscription') continue
      short('element id', effect.subscription.elementId)
      short(`${effect.subscription.kind} name`, effect.subscription.eventName)
    }
  }

  add({ effects, state }: StepRows): void {
    for (const effect of effects) {
      if (effect.type === 'openSubscription') this.#rows.insert(subscriptionRow(effect, state))
      else if (effect.type === 'closeSubscription') this.#rows.remove(state.tenantId, effect.subscriptionId)
    }
  }

  async write(tx: Tx): Promise<void> {
    await subscriptions(tx).remove(this.#rows.removed())
    await subscriptions(tx).insert(this.#rows.inserted())
  }

  /** The earliest of the timers that were set. */
  earliestTimer(): number | null {
    const dues = this.#rows.inserted().flatMap((row) => row.due_at ?? [])
    return dues.length > 0 ? Math.min(...dues) : null
  }
}

const subscriptionRow = ({ subscription }: EffectOf<'openSubscription'>, state: InstanceState): SubscriptionRow => ({
  tenant_id: state.tenantId,
  id: subscription.id,
  instance_id: state.id,
  definition_key: state.definitionKey,
  business_key: state.businessKey,
  token_id: subscription.tokenId ?? '',
  element_id: subscription.elementId,
  kind: subscription.kind,
  due_at: subscription.dueAt,
  message_name: subscription.eventName,
  lease_owner: null,
  leased_until: 0,
})

import { evaluateCondition } from '../expression/evaluate.ts'
import { ExpressionFailure } from '../expression/expression.ts'
import type { ConditionalTrigger, ExecutableProcess, VariableEvent } from '../model/executable.ts'
import type { EventOf } from './events.ts'
import type { Subscription } from './state.ts'
import { trigger } from './subscriptions.ts'
import { byNumber } from './token-index.ts'
import type { Turn } from './turn.ts'
import { holdersFrom, variablesOf } from './variables.ts'

interface Change {
  holderId: string
  name: string
  event: VariableEvent
}

const listening = new WeakMap<ExecutableProcess, boolean>()

/** Whether a process has conditional events at all; most have none, and then nothing is noted. */
function hasConditions(process: ExecutableProcess): boolean {
  let answer = listening.get(process)
  if (answer === undefined) {
    answer = Object.values(process.nodes).some((node) => 'trigger' in node && node.trigger.type === 'conditional')
    listening.set(process, answer)
  }
  return answer
}

/**
 * Conditional events (BPMN 2.0.2, clause 10.5.4): asked when their scope or activity is entered and after each change of
 * a variable that they see. Every one that is true fires; one that cannot be computed is false (Camunda's rule).
 */
export class Conditions {
  private readonly turn: Turn
  private readonly active: boolean
  private changes: Change[] = []
  private fresh: string[] = []

  constructor(turn: Turn) {
    this.turn = turn
    this.active = hasConditions(turn.process)
  }

  /** Called before the event is applied. */
  note({ scopeId: holderId, variables, removed = [] }: EventOf<'variablesSet'>): void {
    if (!this.active) return
    const before = variablesOf(this.turn.state, holderId)
    for (const name of Object.keys(variables))
      this.changes.push({ holderId, name, event: Object.hasOwn(before, name) ? 'update' : 'create' })
    for (const name of removed) if (Object.hasOwn(before, name)) this.changes.push({ holderId, name, event: 'delete' })
  }

  entered(subscriptionId: string): void {
    this.fresh.push(subscriptionId)
  }

  /** As if every process variable had just been set. */
  noteAll(): void {
    for (const name of Object.keys(variablesOf(this.turn.state, this.turn.state.id)))
      this.changes.push({ holderId: this.turn.state.id, name, event: 'update' })
  }

  check(): void {
    if (this.changes.length + this.fresh.length === 0) return
    const [changes, fresh] = [this.changes, this.fresh]
    this.changes = []
    this.fresh = []
    const { subscriptions } = this.turn.state
    const candidates = Object.keys(subscriptions).filter((id) => subscriptions[id]!.kind === 'conditional')
    for (const id of candidates.sort(byNumber)) {
      const subscription = this.turn.state.subscriptions[id]
      if (!subscription) continue
      const isAsked = fresh.includes(id) || changes.some((change) => this.concerns(change, subscription))
      if (!isAsked || !this.holds(subscription)) continue
      this.turn.emit({ type: 'conditionMet', subscriptionId: id, elementId: subscription.elementId })
      trigger(subscription, {}, this.turn)
    }
  }

  private concerns(change: Change, subscription: Subscription): boolean {
    const { variableName, variableEvents } = triggerOf(subscription, this.turn)
    if (variableName !== null && variableName !== change.name) return false
    if (variableEvents.length > 0 && !variableEvents.includes(change.event)) return false
    return holdersFrom(this.turn.state, this.viewOf(subscription) ?? subscription.scopeId).includes(change.holderId)
  }

  /** The scope of the activity on whose boundary the event sits; null if it has none. Local variables of a task itself do not count. */
  private viewOf({ tokenId }: Subscription): string | null {
    return tokenId === null ? null : (this.turn.scopeOpenedBy(tokenId)?.id ?? null)
  }

  private holds(subscription: Subscription): boolean {
    try {
      const holder = this.viewOf(subscription) ?? subscription.tokenId ?? subscription.scopeId
      return evaluateCondition(triggerOf(subscription, this.turn).condition, this.turn.contextOf(holder, subscription.elementId))
    } catch (error) {
      if (error instanceof ExpressionFailure) return false
      throw error
    }
  }
}

function triggerOf({ elementId }: Subscription, turn: Turn): ConditionalTrigger {
  const node = turn.node(elementId)
  if (!('trigger' in node) || node.trigger.type !== 'conditional') throw new Error(`${elementId} is no conditional event`)
  return node.trigger
}

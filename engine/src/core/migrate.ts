import { ExpressionFailure } from '../expression/expression.ts'
import type { BoundaryEventNode, ExecutableProcess, Node } from '../model/executable.ts'
import type { Actor } from './commands.ts'
import { Draft } from './draft.ts'
import { effectsOf } from './effects-of.ts'
import { eventSubProcessesOf } from './enclosing.ts'
import { isEvent, type MigrationPlan } from './migration-plan.ts'
import type { InstanceState, Subscription } from './state.ts'
import type { Environment, StepResult } from './step-result.ts'
import { subscriptionTo, type SubscriptionDraft } from './subscriptions.ts'
import { Turn } from './turn.ts'

export interface MigrationCommand {
  type: 'migrateInstance'
  now: number
  actor: Actor
  plan: MigrationPlan
}

/** Elements at which the instance stands and for which the plan says nothing; [] if it can be migrated. */
export function unmapped(state: InstanceState, plan: MigrationPlan): string[] {
  const mapped = new Set(plan.instructions.map(({ source }) => source))
  return [...new Set(Object.values(state.tokens).map(({ elementId }) => elementId))].filter((id) => !mapped.has(id)).sort()
}

/**
 * Makes a running instance one of another definition. Every token stays where it is, at what its element becomes; tasks,
 * variables and scopes are kept. What it listens to is kept where the event is mapped (or renewed, as the plan says),
 * given up where it is not, and begun where the target has more.
 * The plan must be good (`checkPlan`). Pure, like `step`.
 */
export function migrate(
  source: ExecutableProcess,
  target: ExecutableProcess,
  state: InstanceState,
  command: MigrationCommand,
  env: Environment,
): StepResult {
  if (state.status !== 'active')
    return { ok: false, rejection: { code: 'INSTANCE_NOT_ACTIVE', message: `instance ${state.id} is ${state.status}` } }
  const missing = unmapped(state, command.plan)
  if (missing.length > 0) {
    return {
      ok: false,
      rejection: {
        code: 'MIGRATION_NOT_POSSIBLE',
        message: `instance ${state.id} stands at ${missing.join(', ')}, for which there is no instruction`,
      },
    }
  }
  const turn = new Turn(target, new Draft(state), command, env)
  const elements = Object.fromEntries(command.plan.instructions.map(({ source: from, target: to }) => [from, to]))
  const kept = closeObsolete(source, command.plan, turn)
  turn.emit({
    type: 'instanceMigrated',
    definitionId: target.id,
    definitionKey: target.key,
    elements: { ...elements, [source.key]: target.key },
    actor: command.actor,
  })
  try {
    openMissing(kept, turn)
  } catch (error) {
    if (error instanceof ExpressionFailure) return { ok: false, rejection: { code: 'MIGRATION_NOT_POSSIBLE', message: error.message } }
    throw error
  }
  turn.run()
  return { ok: true, state: turn.state, events: turn.events, effects: effectsOf(turn.events, turn.state) }
}

/** @returns the ids of the target's events that are listened to already, with their token or scope */
function closeObsolete(source: ExecutableProcess, { instructions }: MigrationPlan, turn: Turn): Set<string> {
  const byElement = new Map(instructions.map((instruction) => [instruction.source, instruction]))
  const kept = new Set<string>()
  for (const subscription of Object.values(turn.state.subscriptions)) {
    const instruction = byElement.get(subscription.elementId)
    const node = source.nodes[subscription.elementId]!
    // jobs and a receive task's message belong to the token, not to an event
    const belongsToToken = subscription.kind === 'job' || !isEvent(node)
    if (belongsToToken || (instruction && !instruction.updateEventTrigger))
      kept.add(ownerOf(instruction?.target ?? subscription.elementId, subscription))
    else turn.emit({ type: 'subscriptionClosed', subscriptionId: subscription.id })
  }
  return kept
}

const ownerOf = (elementId: string, { tokenId, scopeId }: Pick<Subscription, 'tokenId' | 'scopeId'>): string =>
  `${elementId} ${tokenId ?? scopeId}`

/** @throws ExpressionFailure */
function openMissing(kept: Set<string>, turn: Turn): void {
  const drafts: SubscriptionDraft[] = []
  const listen = (node: Node, owner: Pick<Subscription, 'tokenId' | 'scopeId'>, holderId: string) => {
    if (!isEvent(node) || kept.has(ownerOf(node.id, owner)) || !('trigger' in node)) return
    drafts.push(subscriptionTo(node.id, node.trigger as Parameters<typeof subscriptionTo>[1], owner, turn.contextOf(holderId, node.id)))
  }
  for (const token of Object.values(turn.state.tokens)) {
    if (token.waitsFor === null || token.waitsFor === 'job') continue
    const node = turn.node(token.elementId)
    const owner = { tokenId: token.id, scopeId: token.scopeId }
    if (node.kind === 'intermediateCatchEvent' && token.waitsFor === 'event') listen(node, owner, token.id)
    if (node.kind === 'eventBasedGateway')
      for (const flowId of node.outgoing) listen(turn.node(turn.process.flows[flowId]!.target), owner, token.id)
    if (token.beside === undefined && !turn.isLoopInstance(token))
      for (const id of node.boundary) listen(turn.node(id) as BoundaryEventNode, owner, token.id)
  }
  for (const scope of Object.values(turn.state.scopes)) {
    for (const start of eventSubProcessesOf(scope, turn)) listen(start, { tokenId: null, scopeId: scope.id }, scope.id)
  }
  turn.subscribe(drafts)
}

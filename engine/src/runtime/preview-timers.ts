import { instances, type Database } from '@lianban/storage'
import { step } from '../core/step.ts'
import type { InstanceState } from '../core/state.ts'
import type { Environment } from '../index.ts'
import type { Definitions } from './definitions.ts'
import { EngineError } from './errors.ts'

/** A due time that would move. Instants are epoch milliseconds. */
export interface DueChange {
  kind: 'timer' | 'userTask'
  elementId: string
  /** Of the timer's subscription, or of the task. */
  id: string
  before: number | null
  after: number | null
}

export interface PreviewRequest {
  tenantId: string
  instanceId: string
  /** The functions to count with instead of the engine's own, at an instant. */
  functions: (now: number) => Environment['functions']
}

/**
 * What `recalculateTimers` would move if the functions were these; nothing is written. Nothing moves in an instance that
 * is over or not there.
 * @throws EngineError DUE_TIME_FAILED
 */
export async function previewTimers(
  { database, definitions, clock }: { database: Database; definitions: Definitions; clock: () => number },
  { tenantId, instanceId, functions }: PreviewRequest,
): Promise<DueChange[]> {
  const row = await instances(database).get(tenantId, instanceId)
  if (!row) return []
  const state = JSON.parse(row.state) as InstanceState
  if (state.status !== 'active') return []
  const now = clock()
  const process = await definitions.process(database, tenantId, state.definitionId)
  const command = { type: 'recalculateTimers', now, actor: { userId: 'system' }, variables: {} } as const
  const result = step(process, state, command, { functions: functions(now), functionsAt: functions })
  if (!result.ok) throw new EngineError('DUE_TIME_FAILED', result.rejection.message)
  return result.events.flatMap((event): DueChange[] => {
    if (event.type === 'subscriptionMoved') {
      const { id, elementId, dueAt } = state.subscriptions[event.subscriptionId]!
      return [{ kind: 'timer', elementId, id, before: dueAt, after: event.dueAt }]
    }
    if (event.type !== 'userTaskUpdated') return []
    const { tokenId: id, elementId, changes } = event
    return [{ kind: 'userTask', elementId, id, before: state.tokens[id]!.due ?? null, after: changes.dueAt ?? null }]
  })
}

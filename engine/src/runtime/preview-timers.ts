import { instances, type Database } from '@lianban/storage'
import { step } from '../core/step.ts'
import type { InstanceState } from '../core/state.ts'
import type { Environment } from '../index.ts'
import type { Definitions } from './definitions.ts'
import { definitionNotFound } from './errors.ts'
import type { ExecutableProcess } from '../model/executable.ts'

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
  instanceIds: readonly string[]
  /** The functions to count with instead of the engine's own, at an instant. */
  functions: (now: number) => Environment['functions']
}

/** `problem`: its due times cannot be computed so, and why; null: they can. */
export interface TimersPreview {
  changes: DueChange[]
  problem: string | null
}

/**
 * What `recalculateTimers` would move in each of several instances if the functions were these; nothing is written. Nothing
 * moves in an instance that is over or not there.
 */
export async function previewTimers(
  { database, definitions, clock }: { database: Database; definitions: Definitions; clock: () => number },
  { tenantId, instanceIds, functions }: PreviewRequest,
): Promise<Map<string, TimersPreview>> {
  const rows = await instances(database).byIds(tenantId, instanceIds)
  const states = rows.map(({ state }) => JSON.parse(state) as InstanceState).filter(({ status }) => status === 'active')
  const processes = await definitions.processes(
    database,
    [tenantId],
    states.map(({ definitionId }) => definitionId),
  )
  const previews = new Map(instanceIds.map((id): [string, TimersPreview] => [id, { changes: [], problem: null }]))
  for (const state of states) previews.set(state.id, previewOf(processes.get(state.definitionId), state, clock(), functions))
  return previews
}

function previewOf(
  process: ExecutableProcess | undefined,
  state: InstanceState,
  now: number,
  functions: PreviewRequest['functions'],
): TimersPreview {
  if (!process) throw definitionNotFound(`id ${state.definitionId}`)
  const command = { type: 'recalculateTimers', now, actor: { userId: 'system' }, variables: {} } as const
  const result = step(process, state, command, { functions: functions(now), functionsAt: functions })
  if (!result.ok) return { changes: [], problem: result.rejection.message }
  const changes = result.events.flatMap((event): DueChange[] => {
    if (event.type === 'subscriptionMoved') {
      const { id, elementId, dueAt } = state.subscriptions[event.subscriptionId]!
      return [{ kind: 'timer', elementId, id, before: dueAt, after: event.dueAt }]
    }
    if (event.type !== 'userTaskUpdated') return []
    const { tokenId: id, elementId, changes } = event
    return [{ kind: 'userTask', elementId, id, before: state.tokens[id]!.due ?? null, after: changes.dueAt ?? null }]
  })
  return { changes, problem: null }
}

import type { Database } from '@lianban/storage'
import { virtualClock, type VirtualClock } from '../testing/index.ts'
import { createEngine, type Engine, type EngineOptions } from './index.ts'

/** Who acts in tests, and where. */
export const county = 'sanhu'
export const actor = { userId: 'li' }

export interface TestEngine {
  engine: Engine
  clock: VirtualClock
  /** Errors of jobs, as they were told. */
  errors: unknown[]
  deploy(...files: { toXml(): string }[]): Promise<void>
  start(definitionKey: string, variables?: Record<string, unknown>): Promise<string>
  /** Elements where tokens are, sorted. */
  at(instanceId: string): Promise<string[]>
  variables(instanceId: string): Promise<Record<string, unknown>>
  status(instanceId: string): Promise<string | undefined>
  /** Completes the instance's only open task. */
  complete(instanceId: string, variables?: Record<string, unknown>): Promise<void>
  /** Instances of a process that are running. */
  running(definitionKey: string): Promise<string[]>
}

/** An engine on a virtual clock, for tests that read like the story they tell. */
export function testEngine(database: Database, options: Partial<EngineOptions> = {}): TestEngine {
  const clock = virtualClock()
  const errors: unknown[] = []
  const engine = createEngine({ database, clock, onError: (error) => errors.push(error), ...options })
  let files = 0
  return {
    engine,
    clock,
    errors,
    async deploy(...models) {
      await engine.deploy({
        tenantId: county,
        name: 'test',
        resources: models.map((model) => ({ name: `${++files}.bpmn`, content: model.toXml() })),
      })
    },
    start: async (definitionKey, variables = {}) =>
      (await engine.start({ tenantId: county, definitionKey, variables: variables as Record<string, never>, actor })).instanceId,
    at: async (instanceId) => [...(await engine.instances.activity(county, instanceId)).active].sort(),
    variables: (instanceId) => engine.instances.variables(county, instanceId),
    status: async (instanceId) => (await engine.instances.get(county, instanceId))?.status,
    async complete(instanceId, variables = {}) {
      const { items } = await engine.tasks.list({ tenantId: county, instanceId, limit: 2 })
      if (items.length !== 1) throw new Error(`instance ${instanceId} has ${items.length} open tasks`)
      await engine.completeTask({ tenantId: county, taskId: items[0]!.id, variables: variables as Record<string, never>, actor })
    },
    running: async (definitionKey) =>
      (await engine.instances.list({ tenantId: county, definitionKey, status: 'active' }, { limit: 200 })).map(({ id }) => id),
  }
}

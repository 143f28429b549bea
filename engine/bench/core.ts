import { EventEmitter, once } from 'node:events'
import { step, type Command, type Environment, type InstanceState } from '@lianban/engine'
import * as Elements from 'bpmn-elements'
import { Engine } from 'bpmn-engine'
import serialize, { TypeResolver } from 'moddle-context-serializer'
import { BpmnModdle } from 'bpmn-moddle'
import { modelProcess, modelXml } from './models.ts'
import type { BenchOptions } from './options.ts'
import { race, type Contestant } from './race.ts'
import { number, speed, table, times } from './table.ts'

const actor = { userId: 'bench' }
const env: Environment = { functions: {} }
/** Instances that are run without giving other work of the process a turn. */
const AT_ONCE = 100

/** Ten tasks in memory, by our core and by npm's bpmn-engine, one after the other on one core. */
export async function core({ plan }: BenchOptions): Promise<string> {
  const rows: string[][] = []
  for (const { key, what, steps } of [
    { key: 'ten-tasks', what: 'ten tasks that pass through', steps: 1 },
    { key: 'ten-user-tasks', what: 'ten user tasks, each completed', steps: 11 },
  ]) {
    const [ours, theirs] = await race([lianban(key, steps), await bpmnEngine(key)], { ...plan, clients: 1 })
    rows.push([what, speed(ours!), number(ours!.perSecond * steps), speed(theirs!), times(ours!.perSecond, theirs!.perSecond)])
  }
  return table(['finished instances per second', 'Lianban core', 'its commands per second', 'bpmn-engine 25.0.1', 'ratio'], rows)
}

function lianban(key: string, steps: number): Contestant {
  const process = { ...modelProcess(key), id: `${key}:1:bench` }
  let instances = 0
  return {
    name: 'Lianban core',
    ticks: 1,
    async work(_, tick) {
      for (let i = 0; i < AT_ONCE; i++) {
        const state = runInstance(process, `i${++instances}`)
        if (state.status !== 'completed' || state.steps !== steps) throw new Error(`${key}: ${state.status} after ${state.steps} commands`)
        tick()
      }
    },
  }
}

function runInstance(process: Parameters<typeof step>[0], instanceId: string): { status: string; steps: number } {
  let state = carryOut(process, null, {
    type: 'startInstance',
    now: 1,
    actor,
    instanceId,
    tenantId: 'bench',
    businessKey: null,
    variables: {},
  })
  let steps = 1
  for (; state.status === 'active'; steps++) {
    const tokenId = Object.keys(state.tokens)[0]!
    state = carryOut(process, state, { type: 'completeUserTask', now: 1, actor, tokenId, variables: {} })
  }
  return { status: state.status, steps }
}

function carryOut(process: Parameters<typeof step>[0], state: InstanceState | null, command: Command): InstanceState {
  const result = step(process, state, command, env)
  if (!result.ok) throw new Error(result.rejection.message)
  return result.state
}

/** The model is read once, as ours is. */
async function bpmnEngine(key: string): Promise<Contestant> {
  const parsed = await new BpmnModdle().fromXML(modelXml(key))
  const sourceContext = serialize(parsed, TypeResolver(Elements))
  return {
    name: 'bpmn-engine',
    ticks: 1,
    async work(_, tick) {
      const engine = new Engine({ name: key, sourceContext })
      const listener = new EventEmitter()
      listener.on('activity.wait', (task: { signal(): void }) => task.signal())
      const ended = once(engine, 'end')
      await engine.execute({ listener })
      await ended
      tick()
    },
  }
}

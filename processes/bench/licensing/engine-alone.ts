import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createEngine, type CommittedStep, type Engine } from '@lianban/engine/runtime'
import { clockFunctions, nationalCalendar } from '@lianban/processes'
import { newId, type Database } from '@lianban/storage'
import type { JsonValue, Variables } from '@lianban/engine'
import { PACKAGE_FOLDER } from './county.ts'
import type { Stage } from './whole-path.ts'
import { openWorker } from './worker.ts'

export const TENANT = 'bench'
const MODEL = 'administrative-licence'
const actor = { userId: 'bench' }

/** The commands of one case as its engine carried them out, in their order, to be carried out again without a county. */
export type Recording = readonly CommittedStep[]

export interface EngineAlone {
  engine: Engine
  /** One instance, by the same commands with the same variables. */
  run(number: number, stage: (name: Stage) => void): Promise<string>
  close(): Promise<void>
}

/** The bare engine on a database, with the same model and the same FEEL functions, and no hooks. */
export async function openEngineAlone(database: Database, clock: () => number, recording: Recording): Promise<EngineAlone> {
  const engine = createEngine({ database, clock, functions: clockFunctions(() => nationalCalendar) })
  const content = await readFile(join(PACKAGE_FOLDER, `${MODEL}.bpmn`))
  await engine.deploy({ tenantId: TENANT, name: MODEL, resources: [{ name: `${MODEL}.bpmn`, content }] })
  const [first] = recording
  if (first?.command.type !== 'startInstance') throw new Error('a recording begins with the start of its instance')
  const { variables } = first.command
  const idOf = (tokenId: string, instanceId: string) => instanceId + tokenId.slice(first.instanceId.length)

  const certified = recording.findLastIndex(({ command }) => command.type === 'updateUserTask')
  const external = new Map<string, Variables>()
  for (const { command } of recording)
    if (command.type === 'completeExternalTask') external.set(command.tokenId.slice(first.instanceId.length), command.variables)
  const worker = openWorker(engine, {
    tenantId: TENANT,
    topics: ['render-document', 'publish-decision', 'archive-case'],
    perform: ({ row }) => Promise.resolve(valuesOf(external.get(row.id.slice(row.instance_id.length))!)),
  })
  const follow = async (instanceId: string, at: number): Promise<number> => {
    const { command } = recording[at]!
    if (command.type === 'updateUserTask') {
      const { assignee = null } = command.changes
      await engine.assignTask({ tenantId: TENANT, taskId: idOf(command.tokenId, instanceId), assignee, actor })
    } else if (command.type === 'completeUserTask') {
      const { recalculateTimers } = command
      const taskId = idOf(command.tokenId, instanceId)
      await engine.completeTask({ tenantId: TENANT, taskId, typedVariables: command.variables, recalculateTimers, actor })
    } else if (command.type === 'completeExternalTask') {
      const after = recording.findIndex(({ command: { type } }, i) => i > at && type !== 'completeExternalTask')
      const count = (after < 0 ? recording.length : after) - at
      await worker.work(instanceId, count)
      return at + count
    } else throw new Error(`a ${command.type} is no part of a straight grant`)
    return at + 1
  }
  return {
    engine,
    async run(_, stage) {
      const businessKey = newId()
      const { instanceId } = await engine.start({ tenantId: TENANT, definitionKey: MODEL, businessKey, typedVariables: variables, actor })
      stage('applied')
      for (let at = 1; at < recording.length;) {
        at = await follow(instanceId, at)
        if (at === certified) stage('certified')
      }
      stage('archived')
      return instanceId
    },
    close: () => engine.close(),
  }
}

const valuesOf = (variables: Variables): Record<string, JsonValue> =>
  Object.fromEntries(Object.entries(variables).map(([name, { value }]) => [name, value]))

import { openDatabase, type Database } from '@lianban/storage'
import { createEngine, type Engine } from '@lianban/engine/runtime'
import { modelXml } from './models.ts'

/** Start, and one command for each of the four user tasks. */
export const APPROVAL_COMMANDS = 5
/** The REST API's own tenant, so that a server on the same database serves these instances. */
export const TENANT = 'default'
/** The group that may take the tasks of the approval model. */
export const GROUP = 'bench-group-000'

const actor = { userId: 'bench' }
const VARIABLES = { applicant: '三湖县清溪镇王家饭店', days: 3, urgent: true }

export interface Approval {
  engine: Engine
  database: Database
  /** Starts an instance. @returns its id */
  start(): Promise<string>
  /** Completes its open task that is listed first. @returns the task's id */
  completeFirst(instanceId: string): Promise<string>
  /** One instance from start to end by commands alone: the ids of its tasks are known, because they are numbered. */
  run(tick: () => void): Promise<void>
  /** The same, with a query for the open tasks before each one is completed. */
  runWithQueries(tick: () => void): Promise<void>
  close(): Promise<void>
}

/** An engine on this database with the approval process deployed. */
export async function openApproval(url: string): Promise<Approval> {
  const database = openDatabase(url)
  const engine = createEngine({ database })
  await engine.deploy({
    tenantId: TENANT,
    name: 'approval',
    resources: [{ name: 'approval.bpmn', content: Buffer.from(modelXml('approval')) }],
  })
  const start = async () => (await engine.start({ tenantId: TENANT, definitionKey: 'approval', variables: VARIABLES, actor })).instanceId
  const complete = (taskId: string) => engine.completeTask({ tenantId: TENANT, taskId, variables: {}, actor })
  const completeFirst = async (instanceId: string) => {
    const { items } = await engine.tasks.list({ tenantId: TENANT, instanceId, limit: 10 })
    await complete(items[0]!.id)
    return items[0]!.id
  }
  const suffixes = await learnTaskNumbers(start, completeFirst)
  return {
    engine,
    database,
    start,
    completeFirst,
    async run(tick) {
      const instanceId = await start()
      tick()
      for (const suffix of suffixes) {
        await complete(instanceId + suffix)
        tick()
      }
    },
    async runWithQueries(tick) {
      const instanceId = await start()
      tick()
      for (let i = 1; i < APPROVAL_COMMANDS; i++) {
        await completeFirst(instanceId)
        tick()
      }
    },
    async close() {
      await engine.close()
      await database.destroy()
    },
  }
}

/** What follows the instance's id in the ids of its tasks, in the order in which they are completed. */
async function learnTaskNumbers(start: () => Promise<string>, completeFirst: (instanceId: string) => Promise<string>): Promise<string[]> {
  const instanceId = await start()
  const suffixes: string[] = []
  for (let i = 1; i < APPROVAL_COMMANDS; i++) {
    const taskId = await completeFirst(instanceId)
    if (!taskId.startsWith(instanceId)) throw new Error(`task ${taskId} is not numbered within its instance ${instanceId}`)
    suffixes.push(taskId.slice(instanceId.length))
  }
  return suffixes
}

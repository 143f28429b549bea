import { Client } from 'camunda-external-task-client-js'
import { openServers, type DatabaseServer } from './databases.ts'
import { modelXml } from './models.ts'
import type { BenchOptions } from './options.ts'
import { race, type Contestant, type Result } from './race.ts'
import { restClient, startServer } from './server.ts'
import { milliseconds, number, speed, table, times } from './table.ts'

const TOPIC = 'bench'
const WORKERS = 4
const TASKS_PER_FETCH = 10
const LOCK_MS = 60_000
const LONG_POLL_MS = 20_000
/** Instances under way: one shows how long a task takes, many how much work gets through. */
const UNDER_WAY = [1, 8, 64, 256]
/** Camunda 7.24 embedded, without HTTP, four workers, fetch and complete, on another machine with two cores. */
const CAMUNDA_PER_SECOND = 197

/**
 * Instances with one external task are started by REST and worked on by the real JavaScript client, several workers with
 * long polling. A round trip is from the request that starts an instance until its task is completed.
 */
export async function externalTasks(options: BenchOptions): Promise<string> {
  const rows: string[][] = []
  for (const server of await openServers(options.databases)) {
    try {
      for (const count of UNDER_WAY) rows.push(rowOf(server, count, await measure(server, count, options)))
    } finally {
      await server.close()
    }
  }
  return table(['database', 'instances under way', 'tasks per second', 'median round trip', 'p99', 'Camunda 7.24', 'ratio'], rows)
}

const rowOf = (server: DatabaseServer, count: number, result: Result): string[] => [
  server.name, String(count), speed(result), milliseconds(result.medianMs), milliseconds(result.p99Ms),
  ...(server.kind === 'mariadb' ? [number(CAMUNDA_PER_SECOND), times(result.perSecond, CAMUNDA_PER_SECOND)] : ['–', '–']),
]

async function measure(databases: DatabaseServer, underWay: number, { plan }: BenchOptions): Promise<Result> {
  const database = await databases.create()
  const engine = await startServer(database.url)
  const rest = restClient(engine.url)
  await rest.upload('external', modelXml('external'))
  const completed = new Map<string, () => void>()
  const workers = Array.from({ length: WORKERS }, (_, i) => worker(engine.url, `worker-${i}`, (businessKey) => completed.get(businessKey)?.()))
  const contestant: Contestant = {
    name: 'external tasks',
    ticks: 1,
    async work(client, tick) {
      // Found again by its business key: the task may be completed before the answer to the start has come.
      const businessKey = `${client}-${performance.now()}`
      const done = new Promise<void>((resolve) => completed.set(businessKey, resolve))
      await rest.post('/process-definition/key/external/start', { businessKey, variables: { days: { value: 3 } } })
      await done
      completed.delete(businessKey)
      tick()
    },
  }
  try {
    return (await race([contestant], { ...plan, clients: underWay }))[0]!
  } finally {
    workers.forEach((client) => client.stop())
    rest.close()
    await engine.stop()
    await database.drop()
  }
}

function worker(baseUrl: string, workerId: string, completed: (businessKey: string) => void): Client {
  const client = new Client({ baseUrl, workerId, maxTasks: TASKS_PER_FETCH, interval: 0, lockDuration: LOCK_MS, asyncResponseTimeout: LONG_POLL_MS })
  client.subscribe(TOPIC, {}, async ({ task, taskService }) => {
    await taskService.complete(task)
    completed(task.businessKey!)
  })
  // A task that is never completed would be waited for for ever.
  client.once('handler:error', (error) => {
    console.error(error)
    process.exit(1)
  })
  return client
}

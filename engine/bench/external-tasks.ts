import { Client } from 'camunda-external-task-client-js'
import { CAMUNDA_VERSION, camundaClasses, startCamundaServer } from './camunda.ts'
import { openServers, type DatabaseServer } from './databases.ts'
import { modelXml } from './models.ts'
import type { BenchOptions } from './options.ts'
import { race, type Contestant, type Result } from './race.ts'
import { restClient, startServer, type EngineServer } from './server.ts'
import { milliseconds, speed, table, times } from './table.ts'

const TOPIC = 'bench'
const WORKERS = 4
const TASKS_PER_FETCH = 10
const LOCK_MS = 60_000
const LONG_POLL_MS = 20_000
/** Instances under way: one shows how long a task takes, many how much work gets through. */
const UNDER_WAY = [1, 8, 64, 256]
/** Tasks before anything is measured, for the compilers of both virtual machines. */
const WARM_UP = 500

/**
 * Instances with one external task are started by REST and worked on by the real JavaScript client, several workers with
 * long polling. A round trip is from the request that starts an instance until its task is completed.
 */
export async function externalTasks(options: BenchOptions): Promise<string> {
  const rows: string[][] = []
  for (const server of await openServers(options.databases)) {
    try {
      rows.push(...(await measure(server, options)))
    } finally {
      await server.close()
    }
  }
  return table(
    [
      'database',
      'instances under way',
      'tasks per second',
      'median round trip',
      'p99',
      `Camunda ${CAMUNDA_VERSION}`,
      'median',
      'p99',
      'ratio',
    ],
    rows,
  )
}

async function measure(server: DatabaseServer, { plan }: BenchOptions): Promise<string[][]> {
  const databases = [await server.create(), await server.create()] as const
  const classes = server.kind === 'mariadb' ? await camundaClasses() : null
  const contestants = [await contestant('Lianban', await startServer(databases[0].url))]
  if (classes) contestants.push(await contestant('Camunda', await startCamundaServer(classes, databases[1].url)))
  const rows: string[][] = []
  try {
    for (const count of UNDER_WAY) rows.push(rowOf(server, count, await race(contestants, { ...plan, clients: count })))
  } finally {
    for (const one of contestants) await one.close()
    for (const database of databases) await database.drop()
  }
  return rows
}

function rowOf(server: DatabaseServer, count: number, [ours, camunda]: Result[]): string[] {
  const cells = (result: Result) => [speed(result), milliseconds(result.medianMs), milliseconds(result.p99Ms)]
  return [
    server.name,
    String(count),
    ...cells(ours!),
    ...(camunda ? [...cells(camunda), times(ours!.perSecond, camunda.perSecond)] : ['–', '–', '–', '–']),
  ]
}

/** An engine with its workers. */
async function contestant(name: string, engine: EngineServer): Promise<Contestant & { close(): Promise<void> }> {
  const rest = restClient(engine.url)
  await rest.upload('external', modelXml('external'))
  const completed = new Map<string, () => void>()
  const workers = Array.from({ length: WORKERS }, (_, i) =>
    worker(engine.url, `worker-${i}`, (businessKey) => completed.get(businessKey)?.()),
  )
  const work = async (client: number, tick: () => void) => {
    // Found again by its business key: the task may be completed before the answer to the start has come.
    const businessKey = `${client}-${performance.now()}`
    const done = new Promise<void>((resolve) => completed.set(businessKey, resolve))
    await rest.post('/process-definition/key/external/start', { businessKey, variables: { days: { value: 3 } } })
    await done
    completed.delete(businessKey)
    tick()
  }
  const clients = 8
  const warm = async (client: number) => {
    for (let i = 0; i < WARM_UP / clients; i++) await work(client, () => {})
  }
  await Promise.all(Array.from({ length: clients }, (_, client) => warm(client)))
  return {
    name,
    ticks: 1,
    work,
    async close() {
      workers.forEach((client) => client.stop())
      rest.close()
      await engine.stop()
    },
  }
}

function worker(baseUrl: string, workerId: string, completed: (businessKey: string) => void): Client {
  const client = new Client({
    baseUrl,
    workerId,
    maxTasks: TASKS_PER_FETCH,
    interval: 0,
    lockDuration: LOCK_MS,
    asyncResponseTimeout: LONG_POLL_MS,
  })
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

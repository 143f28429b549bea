import { APPROVAL_COMMANDS, openApproval } from './approval.ts'
import { CAMUNDA_VERSION, camundaClasses, openCamunda, type Camunda } from './camunda.ts'
import { openServers, type DatabaseServer } from './databases.ts'
import { openFloor } from './floor.ts'
import type { BenchOptions } from './options.ts'
import { race, type Result } from './race.ts'
import { record, summary, type Recording } from './recording.ts'
import { milliseconds, number, percent, speed, table, times } from './table.ts'

/** The approval process on real databases, beside a program that only writes the same rows. */
export async function durable(options: BenchOptions): Promise<string> {
  const parts: string[] = []
  for (const server of await openServers(options.databases)) {
    try {
      parts.push(await durableOn(server, options))
    } finally {
      await server.close()
    }
  }
  return parts.join('\n\n')
}

async function durableOn(server: DatabaseServer, { clients, plan }: BenchOptions): Promise<string> {
  const camunda = server.kind === 'mariadb' ? await camundaClasses() : null
  const rows: string[][] = []
  let recording: Recording | null = null
  for (const count of clients) {
    const result = await raceOn(server, count, plan, camunda)
    recording = result.recording
    rows.push(rowOf(count, result.results))
  }
  const head = [
    'clients',
    'Lianban',
    'p99 of a command',
    'floor',
    'of it',
    'grouped floor',
    'of it',
    'with task queries',
    ...(camunda ? [`Camunda ${CAMUNDA_VERSION}`, 'p99', 'ratio'] : []),
  ]
  return `### ${server.name}\n\nFinished approvals per second.\n\n${table(head, rows)}\n\nWhat both write for one instance:\n\n${written(recording!)}`
}

/** Engine, floors and Camunda in databases of their own on the same server. */
async function raceOn(
  server: DatabaseServer,
  clients: number,
  plan: BenchOptions['plan'],
  camundaJars: string | null,
): Promise<{ results: Result[]; recording: Recording }> {
  const databases = [await server.create(), await server.create(), await server.create(), await server.create()] as const
  const approval = await openApproval(databases[0].url)
  const recording = await recordApproval(databases[0].url)
  const floor = await openFloor(databases[1].url, recording, { clients, grouped: false })
  const grouped = await openFloor(databases[2].url, recording, { clients, grouped: true })
  const camunda: Camunda | null = camundaJars === null ? null : await openCamunda(camundaJars, databases[3].url, clients)
  const ticks = APPROVAL_COMMANDS
  try {
    const results = await race(
      [
        { name: 'Lianban', ticks, work: (_, tick) => approval.run(tick) },
        { name: 'floor', ticks, work: (client, tick) => floor.run(client, tick) },
        { name: 'grouped floor', ticks, work: (client, tick) => grouped.run(client, tick) },
        { name: 'with task queries', ticks, work: (_, tick) => approval.runWithQueries(tick) },
        ...(camunda ? [{ name: 'Camunda', ticks, work: (client: number, tick: () => void) => camunda.run(client, tick) }] : []),
      ],
      { ...plan, clients },
    )
    return { results, recording }
  } finally {
    for (const open of [approval, floor, grouped, ...(camunda ? [camunda] : [])]) await open.close()
    for (const database of databases) await database.drop()
  }
}

/** What one approval writes, command by command. */
export async function recordApproval(url: string): Promise<Recording> {
  const approval = await openApproval(url)
  try {
    let instanceId = ''
    const start = async () => void (instanceId = await approval.start())
    const completions = Array.from({ length: APPROVAL_COMMANDS - 1 }, () => () => approval.completeFirst(instanceId))
    return await record(approval.database, [start, ...completions])
  } finally {
    await approval.close()
  }
}

function rowOf(clients: number, results: Result[]): string[] {
  const [ours, floor, grouped, queries, camunda] = results as [Result, Result, Result, Result, Result?]
  return [
    String(clients),
    speed(ours),
    milliseconds(ours.p99Ms),
    speed(floor),
    percent(ours.perSecond, floor.perSecond),
    speed(grouped),
    percent(ours.perSecond, grouped.perSecond),
    speed(queries),
    // Camunda's client asks for its tasks as well
    ...(camunda ? [speed(camunda), milliseconds(camunda.p99Ms), times(queries.perSecond, camunda.perSecond)] : []),
  ]
}

function written(recording: Recording): string {
  const rows = summary(recording).map(({ transaction, kind, table: name, rows: count, bytes }) => [
    String(transaction),
    kind,
    name,
    String(count),
    number(bytes),
  ])
  return table(['transaction', 'kind', 'table', 'rows', 'bytes'], rows)
}

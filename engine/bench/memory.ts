import { openServers, type DatabaseServer } from './databases.ts'
import { modelXml } from './models.ts'
import type { BenchOptions } from './options.ts'
import { restClient, startServer } from './server.ts'
import { number, table } from './table.ts'

const CLIENTS = 64
/** Samples over the whole run. */
const SAMPLES = 10
const BYTES_PER_MIB = 1024 ** 2

/** Resident memory of `npm run engine` while it runs very many instances: each a request that starts it and runs it to its end. */
export async function memory(options: BenchOptions): Promise<string> {
  const rows: string[][] = []
  for (const server of await openServers(options.databases)) {
    try {
      rows.push(...(await memoryOn(server, options.instances)))
    } finally {
      await server.close()
    }
  }
  return table(['database', 'instances', 'resident memory', 'beside the first sample', 'instances per second'], rows)
}

async function memoryOn(databases: DatabaseServer, instances: number): Promise<string[][]> {
  const database = await databases.create()
  const engine = await startServer(database.url)
  const rest = restClient(engine.url)
  await rest.upload('ten-tasks', modelXml('ten-tasks'))
  const rows: string[][] = []
  const part = Math.ceil(instances / SAMPLES)
  let firstBytes = 0
  try {
    for (let sample = 1; sample <= SAMPLES; sample++) {
      const from = performance.now()
      let begun = 0
      const client = async () => {
        while (begun++ < part) await rest.post('/process-definition/key/ten-tasks/start', { variables: { days: { value: 3 } } })
      }
      await Promise.all(Array.from({ length: CLIENTS }, client))
      const bytes = engine.memory()
      firstBytes ||= bytes
      const perSecond = part / ((performance.now() - from) / 1000)
      rows.push([
        databases.name,
        number(sample * part),
        `${number(bytes / BYTES_PER_MIB)} MiB`,
        `${(bytes / firstBytes).toFixed(2)} ×`,
        number(perSecond),
      ])
    }
  } finally {
    rest.close()
    await engine.stop()
    await database.drop()
  }
  return rows
}

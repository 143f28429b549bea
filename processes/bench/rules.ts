import { mkdtemp, rm } from 'node:fs/promises'
import { readFileSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as breathe } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { number, table } from '@lianban/storage/bench'
import { openDatabase, type Database } from '@lianban/storage'
import { createTenants } from '@lianban/tenants'
import { createNotices, createSupervisionService, nationalCalendar, Rule } from '@lianban/processes'
import { openServers } from './harness.ts'
import { logOfCases, peopleOfCounty } from './log-of-cases.ts'

const USAGE = `usage: npm run bench -- rules [--events N] [--databases sqlite,mariadb]

  --events     entries of the log (default 100000; a million takes some minutes and 2 GB)`
const LIBRARY = new URL('../../packages/g2-supervision/rules.json', import.meta.url)
const PAGE = 1_000
/** Entries that were written while nobody read. */
const BEHIND = 10_000
const SAMPLE_MEMORY_MS = 250

/** The library of rules over a log of N entries, beside the bare reading of the same log, and how a new process goes on. */
export async function rules(args: string[]): Promise<string> {
  const { events, databases } = readOptions(args)
  const out = [`${number(events)} entries of a county's cases, load average ${load()} before`]
  for (const server of await openServers(databases)) {
    const { url, drop } = await server.create()
    const database = openDatabase(url)
    const folder = await mkdtemp(join(tmpdir(), 'lianban-bench-rules-'))
    try {
      out.push('', `### ${server.name}`, '', await measure(database, folder, events))
    } finally {
      await database.destroy()
      await rm(folder, { recursive: true })
      await drop()
      await server.close()
    }
  }
  return out.join('\n')
}

function readOptions(args: string[]): { events: number; databases: string[] } {
  const { values } = parseArgs({
    args,
    options: { events: { type: 'string', default: '100000' }, databases: { type: 'string', default: 'sqlite' } },
  })
  const events = Number(values.events)
  if (!Number.isSafeInteger(events) || events < PAGE) throw new Error(USAGE)
  return { events, databases: values.databases.split(',') }
}

async function measure(database: Database, folder: string, events: number): Promise<string> {
  const log = logOfCases(database)
  const { tenantId } = log
  const open = () => serviceOf(database, folder, log.endsAt())
  await open().tenants.supervision.seal(tenantId)
  await peopleOfCounty(database)
  await log.write(events)
  const library = (JSON.parse(readFileSync(LIBRARY, 'utf8')) as unknown[]).map((rule) => Rule.parse(rule))

  const lines: string[][] = []
  const add = (what: string, count: number, { ms, cpuMs }: { ms: number; cpuMs: number }): void =>
    void lines.push([what, number(count), number(ms / 1000), number((1000 * count) / ms), number(cpuMs / 1000)])
  const { tenants, supervision } = open()
  const reading = await timed(() => readAll(tenants.supervision, tenantId, events))
  add('bare reading of the log', reading.value, reading)

  await supervision.installRules(tenantId, library)
  const memory = peakMemory()
  const judged = await timed(() => supervision.catchUp(tenantId))
  const { rss, heap, left } = memory.stop()
  const first = judged.value!
  add(`${library.length} rules over it, ${number(first.findings)} findings`, first.entries, judged)

  // One call of the sealer takes a bounded part of what waits.
  while (await tenants.supervision.seal(tenantId));
  const echo = await timed(() => supervision.catchUp(tenantId))
  add('what the cards themselves told the log', echo.value!.entries, echo)

  // A process that stopped: the next one, with nothing in memory, reads what came since.
  await log.write(BEHIND)
  const resumed = await timed(() => open().supervision.catchUp(tenantId))
  add('a new process that is behind', resumed.value!.entries, resumed)
  const idle = await timed(() => open().supervision.catchUp(tenantId))
  add('a new process with nothing to read', idle.value!.entries, idle)

  const cards = await cardsOf(database)
  if (cards.cards !== cards.occasions || cards.cards !== cards.lastNumber)
    throw new Error(`cards given twice, or numbers with gaps: ${JSON.stringify(cards)}`)
  return [
    table(['what', 'entries', 'seconds', 'per second', 'seconds of processor'], lines),
    '',
    `${number(judged.ms / reading.ms)} times the bare reading. ${number(cards.cards)} cards, as many as occasions and as numbers given out; ${number(cards.notices)} notices. Memory while the rules read the log: at most ${number(rss / 1e6)} MB resident, ${number(heap / 1e6)} MB of heap with what is not collected yet, ${number(left / 1e6)} MB once it is. Load average ${load()} at the end.`,
  ].join('\n')
}

async function readAll(
  log: Pick<ReturnType<typeof createTenants>['supervision'], 'sealed'>,
  tenantId: string,
  events: number,
): Promise<number> {
  let read = 0
  for (let from = 0; from < events; from += PAGE) {
    read += (await log.sealed(tenantId, { from, limit: PAGE })).length
    // SQLite's driver frees its statements only when the event loop turns.
    await breathe()
  }
  return read
}

async function cardsOf(database: Database): Promise<{ cards: number; occasions: number; lastNumber: number; notices: number }> {
  const count = async (query: Promise<unknown>): Promise<number> => Number(((await query) as { n: number | string }).n)
  const occasions = database('supervision_card').distinct('tenant_id', 'rule_id', 'subject', 'occasion').as('o')
  return {
    cards: await count(database('supervision_card').count({ n: '*' }).first()),
    occasions: await count(database.from(occasions).count({ n: '*' }).first()),
    lastNumber: await count(database('number_sequence').where({ type: 'supervision-card' }).sum({ n: 'last' }).first()),
    notices: await count(database('notice').count({ n: '*' }).first()),
  }
}

function serviceOf(database: Database, folder: string, at: number) {
  const clock = () => at
  const tenants = createTenants({ database, clock, keysFolder: join(folder, 'keys') })
  const notices = createNotices({ database, tenants, clock })
  // No supervision case is started: what the rules cost is measured, not the engine.
  const never = () => Promise.reject(new Error('no engine here'))
  const engine = { start: never, completeTask: never, correlate: never, tasks: {} }
  const supervision = createSupervisionService({
    database,
    engine: engine as never,
    tenants,
    notices,
    calendarOf: () => nationalCalendar,
    clock,
    startCases: false,
  })
  return { tenants, supervision }
}

/** Watches the process's memory, in bytes; what the measures before have left is collected first. */
function peakMemory(): { stop: () => { rss: number; heap: number; left: number } } {
  globalThis.gc?.()
  const peak = { rss: 0, heap: 0 }
  const sample = () => {
    const { rss, heapUsed } = process.memoryUsage()
    peak.rss = Math.max(peak.rss, rss)
    peak.heap = Math.max(peak.heap, heapUsed)
  }
  const timer = setInterval(sample, SAMPLE_MEMORY_MS)
  return {
    stop: () => {
      clearInterval(timer)
      sample()
      globalThis.gc?.()
      return { ...peak, left: process.memoryUsage().heapUsed }
    },
  }
}

/** Beside the time on the clock that of the processor, in this process alone: other work on the machine does not count. */
async function timed<T>(work: () => Promise<T>): Promise<{ value: T; ms: number; cpuMs: number }> {
  const from = performance.now()
  const cpu = process.cpuUsage()
  const value = await work()
  const { user, system } = process.cpuUsage(cpu)
  return { value, ms: performance.now() - from, cpuMs: (user + system) / 1000 }
}

const load = (): string => loadavg()[0]!.toFixed(1)

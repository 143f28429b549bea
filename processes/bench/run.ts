import { rm, mkdtemp } from 'node:fs/promises'
import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrate, openDatabase, type Database } from '@lianban/storage'
import { createTenants } from '@lianban/tenants'
import { createNotices, createSupervisionService, nationalCalendar, Rule } from '@lianban/processes'
import { logOfCases } from './log-of-cases.js'

/*
 * npm run bench -- rules [--events=N]: the supervision rules over a log of N entries, beside the bare reading of the same
 * log in the same run, and how long a new process takes to go on where another one stopped.
 */

const LIBRARY = new URL('../../packages/g2-supervision/rules.json', import.meta.url)
const DEFAULT_EVENTS = 1_000_000
const PAGE = 1_000
/** Entries that were written while nobody read. */
const BEHIND = 10_000

const option = process.argv.find((arg) => arg.startsWith('--events='))
const events = option ? Number(option.slice('--events='.length)) : DEFAULT_EVENTS
if (!Number.isSafeInteger(events) || events < PAGE) throw new Error(`--events must be a whole number of at least ${PAGE}`)

const say = (text: string) => process.stdout.write(`${text}\n`)
const perSecond = (count: number, ms: number) => `${Math.round((count / ms) * 1000).toLocaleString('en')} per second`

async function timed<T>(work: () => Promise<T>): Promise<{ ms: number; result: T }> {
  const from = performance.now()
  const result = await work()
  return { ms: performance.now() - from, result }
}

const folder = await mkdtemp(join(tmpdir(), 'lianban-bench-rules-'))
const database = openDatabase(`sqlite:${join(folder, 'bench.sqlite')}`)
try {
  await run(database)
} finally {
  await database.destroy()
  await rm(folder, { recursive: true })
}

async function run(db: Database): Promise<void> {
  await migrate(db)
  say(`writing a sealed log of ${events.toLocaleString('en')} entries`)
  const log = logOfCases(db)
  const { tenantId } = log
  await log.write(events, (n) => say(`  ${n.toLocaleString('en')}`))
  const first = serviceOf(db, log.endsAt())
  const rules = (JSON.parse(readFileSync(LIBRARY, 'utf8')) as unknown[]).map((rule) => Rule.parse(rule))

  const reading = await timed(async () => {
    let read = 0
    for (let from = 0; from < events; from += PAGE) read += (await first.tenants.supervision.sealed(tenantId, { from, limit: PAGE })).length
    return read
  })
  say(`bare reading of the log        ${reading.result.toLocaleString('en')} entries in ${(reading.ms / 1000).toFixed(1)} s, ${perSecond(reading.result, reading.ms)}`)

  await first.supervision.installRules(tenantId, rules)
  const reader = await timed(() => first.supervision.catchUp(tenantId))
  const done = reader.result!
  say(`${rules.length} rules over the same log   ${done.entries.toLocaleString('en')} entries in ${(reader.ms / 1000).toFixed(1)} s, ${perSecond(done.entries, reader.ms)}, ${done.findings} findings; ${(reader.ms / reading.ms).toFixed(1)} times the bare reading`)
  say(`memory after it                ${Math.round(process.memoryUsage().rss / 1e6)} MB resident`)

  // A process that stopped: the next one, with nothing in memory, reads what came since.
  await log.write(BEHIND)
  const next = serviceOf(db, log.endsAt())
  const resumed = await timed(() => next.supervision.catchUp(tenantId))
  say(`a new process after a stop     ${resumed.result!.entries.toLocaleString('en')} entries behind, up to date in ${(resumed.ms / 1000).toFixed(1)} s`)
  const idle = await timed(() => serviceOf(db, log.endsAt()).supervision.catchUp(tenantId))
  say(`a new process, nothing to read ${idle.ms.toFixed(0)} ms`)
  const cards = (await db('supervision_card').count({ n: '*' }).countDistinct({ different: db.raw("rule_id || subject || occasion") }).first()) as { n: number; different: number }
  say(`cards                          ${cards.n}, ${cards.different} occasions`)
}

function serviceOf(db: Database, at: number) {
  const clock = () => at
  const tenants = createTenants({ database: db, clock, keysFolder: join(folder, 'keys') })
  const notices = createNotices({ database: db, tenants, clock })
  // No supervision case is started: what the rules cost is measured, not the engine.
  const engine = { start: () => Promise.reject(new Error('no engine here')), completeTask: never, correlate: never, tasks: {} }
  const supervision = createSupervisionService({ database: db, engine: engine as never, tenants, notices, calendar: nationalCalendar, clock, startCases: false })
  return { tenants, supervision }
}

function never(): never {
  throw new Error('no engine here')
}

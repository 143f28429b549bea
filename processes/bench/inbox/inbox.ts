import { mkdtemp, rm } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { createWorklist, createCalendars, type Cases, type InboxListQuery, type Worklist } from '@lianban/processes'
import { openDatabase, type Database } from '@lianban/storage'
import { milliseconds, number, table } from '@lianban/storage/bench'
import { createTenants, type Caller } from '@lianban/tenants'
import { openServers, quantile } from '../harness.ts'
import { openCounty, TENANT } from '../licensing/county.ts'
import { dice, fillTown, FREE_TASKS, OWN_TASKS, type Clerk } from './town.ts'

const USAGE = `usage: npm run bench -- inbox [--cases N] [--small N] [--questions N] [--seed N] [--databases sqlite,mariadb]

  --cases      cases in the large database (default 1000000: a few minutes and 3 GB)
  --small      cases in the small one (default 1000)
  --questions  pages asked of each, by turns (default 1000)`
const NOW = Date.parse('2026-09-18T10:00:00+08:00')
const PAGE = 50
const WARM_UP = 50
/** The calendar and the statistics are asked less often than the inbox. */
const FIGURES_SHARE = 20
const MONTH = { from: '2026-08-31', until: '2026-10-11' }

interface Options {
  cases: number
  small: number
  questions: number
  seed: number
  databases: string[]
}

/** The inbox of random clerks with a small and a large database behind it, by turns in one run. */
export async function inbox(args: string[]): Promise<string> {
  const options = readOptions(args)
  const out = [`load average ${load()} before`]
  for (const server of await openServers(options.databases)) {
    const towns: Town[] = []
    try {
      for (const cases of [options.small, options.cases]) towns.push(await openTown(server, cases, options.seed))
      out.push(
        '',
        `### ${server.name}`,
        '',
        ...towns.map(({ told }) => told),
        '',
        await measure(towns, options),
        '',
        `load average ${load()} after`,
      )
    } finally {
      for (const town of towns) await town.close()
      await server.close()
    }
  }
  return out.join('\n')
}

function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      cases: { type: 'string', default: '1000000' },
      small: { type: 'string', default: '1000' },
      questions: { type: 'string', default: '1000' },
      seed: { type: 'string', default: '7' },
      databases: { type: 'string', default: 'sqlite,mariadb' },
    },
  })
  const [cases, small, questions, seed] = [values.cases, values.small, values.questions, values.seed].map(Number) as [
    number,
    number,
    number,
    number,
  ]
  const isCount = (value: number) => Number.isSafeInteger(value) && value > 0
  if (![cases, small, questions, seed].every(isCount) || small < 250 || cases < small) throw new Error(USAGE)
  return { cases, small, questions, seed, databases: values.databases.split(',') }
}

interface Town {
  cases: Cases
  worklist: Worklist
  clerks: Clerk[]
  matters: string[]
  /** What was filled in, in words. */
  told: string
  close(): Promise<void>
}

async function openTown(server: Awaited<ReturnType<typeof openServers>>[number], cases: number, seed: number): Promise<Town> {
  const folder = await mkdtemp(join(tmpdir(), 'lianban-bench-inbox-'))
  const { url, drop } = await server.create()
  // written without waiting for the disk: what is lost by a power cut is made anew
  const filling = openDatabase(url, { isDurable: false })
  const clock = () => NOW
  const begun = performance.now()
  const county = await openCounty(filling, folder, clock)
  await county.close()
  const matters = await mattersOf(filling)
  const clerks = await fillTown({ database: filling, tenantId: TENANT, cases, seed, now: NOW, matters })
  if (server.kind === 'sqlite') await filling.raw('analyze')
  else for (const one of FILLED) await filling.raw('analyze table ??', [one])
  const counted = await Promise.all(FILLED.map((one) => filling(one).count({ count: '*' }).first()))
  await filling.destroy()
  const database = openDatabase(url)
  const calendars = createCalendars({ database, clock })
  await calendars.refresh()
  const tenants = createTenants({ database, clock, keysFolder: join(folder, 'keys') })
  const reading = await openCounty(database, folder, clock)
  const rows = FILLED.map((name, at) => `${number(Number(counted[at]!.count))} of ${name}`)
  return {
    cases: reading.cases,
    worklist: createWorklist({ database, tenants, clock, calendarOf: (tenantId) => calendars.of(tenantId) }),
    clerks,
    matters: matters.map(({ key }) => key),
    told: `${number(cases)} cases, ${number(clerks.length)} clerks; rows: ${rows.join(', ')}; filled in ${number((performance.now() - begun) / 1000)} s  `,
    async close() {
      await reading.close()
      await database.destroy()
      await rm(folder, { recursive: true })
      await drop()
    },
  }
}

const FILLED = ['case_file', 'case_event', 'case_participant', 'history_task', 'user_task', 'user_task_candidate']

const mattersOf = (database: Database): Promise<{ key: string; version: number; name: string }[]> =>
  database('matter').where({ tenant_id: TENANT }).orderBy('key').select('key', 'version', 'name')

const callerOf = ({ id, organId, group }: Clerk): Caller => ({
  ...{ tenantId: TENANT, userId: id, name: id, kind: 'staff', groups: [group] },
  posts: [{ organId, organName: organId, post: group, postName: group }] as Caller['posts'],
})

/** Mostly as it opens; else narrowed as clerks do. */
function aQuestion(random: () => number, matters: readonly string[]): InboxListQuery {
  const plain: InboxListQuery = { view: 'todo', limit: PAGE }
  const choices: InboxListQuery[] = [
    { ...plain, lamps: ['red', 'yellow'] },
    { ...plain, due: '3' },
    { ...plain, q: '金禾' },
    { ...plain, matter: matters[Math.floor(random() * matters.length)] },
    { ...plain, claimed: 'nobody', sort: 'arrival' },
    { ...plain, sort: 'matter' },
  ]
  return random() < 0.5 ? plain : choices[Math.floor(random() * choices.length)]!
}

async function measure(towns: readonly Town[], { questions, seed }: Options): Promise<string> {
  const asked: Record<string, (town: Town, caller: Caller, random: () => number) => Promise<number>> = {
    'inbox page with filters and counts': async ({ cases, matters }, caller, random) =>
      (await cases.inbox(caller, aQuestion(random, matters))).count,
    'live count': async ({ cases }, caller) => (await cases.inboxMark(caller)).count,
    'calendar of six weeks': async ({ worklist }, caller) => (await worklist.calendar(caller, MONTH)).tasks.length,
    'own statistics of twelve months': async ({ worklist }, caller) => (await worklist.statistics(caller, 'month')).totals.done,
  }
  const rows: string[][] = []
  for (const [what, ask] of Object.entries(asked)) {
    const random = dice(seed)
    const times = towns.map((): number[] => [])
    const count = what.includes('inbox') || what.includes('live') ? questions : Math.ceil(questions / FIGURES_SHARE)
    for (let n = -WARM_UP; n < count; n++) {
      for (const [at, town] of towns.entries()) {
        const caller = callerOf(town.clerks[Math.floor(random() * town.clerks.length)]!)
        const begun = performance.now()
        const found = await ask(town, caller, random)
        if (n >= 0) times[at]!.push(performance.now() - begun)
        if (what.startsWith('inbox') && found !== OWN_TASKS + FREE_TASKS) throw new Error(`an inbox holds ${found} tasks`)
      }
    }
    const [small, large] = times.map((list) => list.sort((a, b) => a - b)) as [number[], number[]]
    const p95 = [quantile(small, 0.95), quantile(large, 0.95)] as const
    const cells = [quantile(small, 0.5), p95[0], quantile(large, 0.5), p95[1]].map((value) => milliseconds(value))
    rows.push([what, ...cells, (p95[1] / p95[0]).toFixed(2)])
  }
  return table(['what is asked', 'small, p50', 'small, p95', 'large, p50', 'large, p95', 'p95 large : small'], rows)
}

const load = (): string => loadavg()[0]!.toFixed(1)

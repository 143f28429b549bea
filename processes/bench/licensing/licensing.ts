import { mkdtemp, rm } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { milliseconds, number, table, times } from '@lianban/storage/bench'
import { openDatabase, type Database } from '@lianban/storage'
import type { CommittedStep } from '@lianban/engine/runtime'
import { openServers } from '../harness.ts'
import { openCounty, TENANT } from './county.ts'
import { openEngineAlone, TENANT as BARE_TENANT } from './engine-alone.ts'
import { resultOf, turn, type Contestant, type Result, type Turn } from './measure.ts'
import { countStatements, type StatementCounter } from './statements.ts'
import { wholePath } from './whole-path.ts'

const USAGE = `usage: npm run bench -- licensing [--cases N] [--clients list] [--rounds N] [--databases sqlite,mariadb] [--statements N]

  --cases       cases of each contestant for each number of clients (default 300)
  --clients     cases under way at once (default 1,4)
  --rounds      turns that the cases are divided into, by turns with the other contestant (default 5)
  --statements  also lists the N statements that a case sends most often (default 0)`
const DAY = '2026-09-18'
/** A workday at nine; from there the clock runs as the real one does. */
const START = Date.parse(`${DAY}T09:00:00+08:00`)
const WARM_UP = 20

interface Options {
  cases: number
  clients: number[]
  rounds: number
  databases: string[]
  statements: number
}

/** Cases from submission to certificate and archive, PDF excluded, beside the engine alone on the same path. */
export async function licensing(args: string[]): Promise<string> {
  const options = readOptions(args)
  const out = [`load average ${load()} before`]
  for (const server of await openServers(options.databases)) {
    const folder = await mkdtemp(join(tmpdir(), 'lianban-bench-licensing-'))
    const [whole, bare] = [await server.create(), await server.create()]
    const [county, engine] = [openDatabase(whole.url), openDatabase(bare.url)]
    try {
      out.push('', `### ${server.name}`, '', await measure({ county, engine, folder, kind: server.kind, options }))
    } finally {
      await Promise.all([county.destroy(), engine.destroy()])
      await rm(folder, { recursive: true })
      await Promise.all([whole.drop(), bare.drop()])
      await server.close()
    }
  }
  return out.join('\n')
}

function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      cases: { type: 'string', default: '300' },
      clients: { type: 'string', default: '1,4' },
      rounds: { type: 'string', default: '5' },
      databases: { type: 'string', default: 'sqlite,mariadb' },
      statements: { type: 'string', default: '0' },
    },
  })
  const options = {
    cases: Number(values.cases),
    clients: values.clients.split(',').map(Number),
    rounds: Number(values.rounds),
    databases: values.databases.split(','),
    statements: Number(values.statements),
  }
  const isCount = (value: number) => Number.isSafeInteger(value) && value > 0
  if (![options.cases, options.rounds, ...options.clients].every(isCount) || options.cases < options.rounds) throw new Error(USAGE)
  return options
}

interface Given {
  county: Database
  engine: Database
  folder: string
  kind: 'sqlite' | 'mariadb'
  options: Options
}

async function measure(given: Given): Promise<string> {
  const { options, kind, folder } = given
  const [countyStatements, engineStatements] = [countStatements(given.county, kind), countStatements(given.engine, kind)]
  const clock = () => START + Math.floor(performance.now())
  const county = await openCounty(given.county, folder, clock)
  const path = await wholePath(county, DAY)

  const recording: CommittedStep[] = []
  county.onStep.current = (step) => void recording.push(step)
  await path.run(0, () => {})
  county.onStep.current = () => {}
  const alone = await openEngineAlone(given.engine, clock, recording)

  const contestants: Contestant[] = [
    { name: 'whole path', prepare: path.prepare, run: path.run, statements: countyStatements.count },
    { name: 'engine alone', run: alone.run, statements: engineStatements.count },
  ]
  for (const contestant of contestants) await turn(contestant, WARM_UP, 1)
  const before = countyStatements.texts()
  const lines: string[] = []
  for (const clients of options.clients) lines.push(await race(contestants, options, clients))
  const cases = WARM_UP + options.clients.length * options.cases
  lines.push('', await sameWays(given, cases))
  if (options.statements > 0) lines.push('', frequent(countyStatements, before, cases - WARM_UP, options.statements))
  await county.close()
  await alone.close()
  return lines.join('\n')
}

/** The contestants by turns, so that what else the machine does disturbs both. */
async function race(contestants: readonly Contestant[], { cases, rounds }: Options, clients: number): Promise<string> {
  const turns = contestants.map((): Turn[] => [])
  for (let round = 0, left = cases; round < rounds; round++) {
    const count = Math.ceil(left / (rounds - round))
    left -= count
    for (const [i, contestant] of contestants.entries()) turns[i]!.push(await turn(contestant, count, clients))
  }
  const results = turns.map(resultOf)
  const [whole, bare] = results as [Result, Result]
  return [
    `${clients} at once, ${number(cases)} cases each, load average ${load()}`,
    '',
    table(
      ['', 'cases/s', 'ms a case', 'median ms', 'p99 ms', 'ms of processor', 'statements'],
      [
        ...contestants.map(({ name }, i) => [
          name,
          ...[results[i]!.perSecond].map(number),
          ...[results[i]!.ms, results[i]!.medianMs, results[i]!.p99Ms, results[i]!.cpuMs].map(milliseconds),
          number(results[i]!.statements),
        ]),
        [
          'ratio',
          '',
          times(whole.ms, bare.ms),
          times(whole.medianMs, bare.medianMs),
          times(whole.p99Ms, bare.p99Ms),
          times(whole.cpuMs, bare.cpuMs),
          times(whole.statements, bare.statements),
        ],
      ],
    ),
    '',
    `to the certificate: ${milliseconds(whole.certifiedMs)} and ${milliseconds(bare.certifiedMs)} (mean), ratio ${times(whole.certifiedMs, bare.certifiedMs)}`,
    ...(['applied', 'certified', 'archived'] as const).map(
      (stage) =>
        `until ${stage}: ${milliseconds(whole.stages[stage])} and ${milliseconds(bare.stages[stage])} (median), ratio ${times(whole.stages[stage], bare.stages[stage])}`,
    ),
    '',
  ].join('\n')
}

/** Every case went the same way, to its certificate and into the archive, in both databases. @throws Error if one did not */
async function sameWays({ county, engine }: Given, cases: number): Promise<string> {
  const count = async (name: string, where: Record<string, string> = {}): Promise<number> => {
    const found = await county(name)
      .where({ tenant_id: TENANT, ...where })
      .count({ n: '*' })
      .first()
    return Number(found!.n)
  }
  const granted = await count('case_file', { status: 'granted' })
  const licences = await count('licence')
  const certificates = await count('issued_document', { template: 'food-business-licence' })
  const archived = await count('case_archive', { state: 'archived' })
  // The first case was recorded for the engine alone, which has none for it.
  const wanted = cases + 1
  if ([granted, licences, certificates, archived].some((n) => n !== wanted))
    throw new Error(
      `of ${wanted} cases ${granted} were granted, with ${licences} licences, ${certificates} certificates and ${archived} archives`,
    )
  const [ways, bare] = [await activities(county, TENANT), await activities(engine, BARE_TENANT)]
  const text = (counts: Map<string, number>, of: number) => [...counts].map(([element, n]) => `${element} ${n / of}`).join(', ')
  if (text(ways, wanted) !== text(bare, cases)) throw new Error(`not the same ways:\n${text(ways, wanted)}\n${text(bare, cases)}`)
  const each = [...ways.values()].reduce((sum, n) => sum + n, 0) / wanted
  return `Every case has its certificate, its licence in the register and its archive; each went through the same ${each} activities in both.`
}

/** How often each element of the model was gone through. */
async function activities(database: Database, tenantId: string): Promise<Map<string, number>> {
  const rows = (await database('history_activity')
    .where({ tenant_id: tenantId, definition_key: 'administrative-licence' })
    .select('element_id')
    .count({ n: '*' })
    .groupBy('element_id')
    .orderBy('element_id')) as unknown as { element_id: string; n: number }[]
  return new Map(rows.map(({ element_id, n }) => [element_id, Number(n)]))
}

function frequent(statements: StatementCounter, before: readonly [string, number][], cases: number, most: number): string {
  const known = new Map(before)
  return statements
    .texts()
    .map(([text, count]): [string, number] => [text, (count - (known.get(text) ?? 0)) / cases])
    .sort(([, a], [, b]) => b - a)
    .slice(0, most)
    .map(([text, count]) => `${number(count).padStart(6)}  ${text.replace(/\s+/g, ' ').slice(0, 220)}`)
    .join('\n')
}

const load = (): string => loadavg()[0]!.toFixed(1)

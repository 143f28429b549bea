import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { number, table } from '@lianban/storage/bench'
import { dayInChina, type FormValues, validateForm } from '@lianban/forms'
import { formilyForm, passes } from './formily.ts'
import { NOW, submissions, subsidy } from './subsidy.ts'

const USAGE = `usage: npm run bench -- forms [--seconds N] [--validations N]

  --seconds      how long each contestant runs in each of five rounds (default 2)
  --validations  for the memory (default 1000000)`
const ROUNDS = 5
const MEMORY_POINTS = 10

/** How fast a form of 30 fields is checked on the server, beside headless Formily, and whether memory stays flat. */
export async function forms(args: string[]): Promise<string> {
  const { seconds, validations } = readOptions(args)
  const contestants = contestantsOf()
  for (const { name, check } of contestants) await sameAnswers(name, check)
  const before = load()
  const rounds = await race(contestants, seconds * 1_000)
  return [
    `${Object.keys(subsidy.properties).length} fields, three linkages, one submission in eight with a mistake; ${ROUNDS} rounds by turns, the middle one; load average ${before} before, ${load()} after`,
    '',
    rounds,
    '',
    await memory(validations),
  ].join('\n')
}

const load = (): string => loadavg()[0]!.toFixed(1)

function readOptions(args: string[]): { seconds: number; validations: number } {
  const { values } = parseArgs({
    args,
    options: { seconds: { type: 'string', default: '2' }, validations: { type: 'string', default: '1000000' } },
  })
  const [seconds, validations] = [Number(values.seconds), Number(values.validations)]
  if (!(seconds > 0) || !Number.isSafeInteger(validations) || validations < MEMORY_POINTS) throw new Error(USAGE)
  return { seconds, validations }
}

interface Contestant {
  name: string
  check: (values: FormValues) => boolean | Promise<boolean>
}

function contestantsOf(): Contestant[] {
  const open = formilyForm(subsidy, dayInChina(NOW))
  const kept = open({})
  return [
    { name: 'validateForm', check: (values) => validateForm(subsidy, values, { now: NOW }).ok },
    {
      name: 'Formily, a new form each',
      check: async (values) => {
        const form = open(values)
        const right = await passes(form)
        form.onUnmount()
        return right
      },
    },
    {
      name: 'Formily, one form filled anew',
      check: async (values) => {
        kept.setValues(values, 'overwrite')
        return passes(kept)
      },
    },
  ]
}

/** A race between those who answer differently would say nothing. */
async function sameAnswers(name: string, check: Contestant['check']): Promise<void> {
  for (const [index, { values, right }] of submissions.entries()) {
    if ((await check(values)) !== right) throw new Error(`${name} judges submission ${index} wrongly`)
  }
}

interface Pace {
  perSecond: number
  perCpuSecond: number
}

async function race(contestants: Contestant[], ms: number): Promise<string> {
  const paces = new Map<string, Pace[]>(contestants.map(({ name }) => [name, []]))
  for (let round = 0; round < ROUNDS; round++) {
    for (const { name, check } of contestants) paces.get(name)!.push(await pace(check, ms))
  }
  const middle = contestants.map(({ name }) => ({ name, pace: middleOf(paces.get(name)!) }))
  const [own] = middle
  return table(
    ['contestant', 'per second', 'per second of processor', 'µs of processor each', 'ours is faster'],
    middle.map(({ name, pace: { perSecond, perCpuSecond } }) => [
      name,
      number(perSecond),
      number(perCpuSecond),
      number(1_000_000 / perCpuSecond),
      name === own!.name ? '' : `${number(own!.pace.perCpuSecond / perCpuSecond)} times`,
    ]),
  )
}

async function pace(check: Contestant['check'], ms: number): Promise<Pace> {
  const cpu = process.cpuUsage()
  const started = performance.now()
  let count = 0
  while (performance.now() - started < ms) {
    for (const { values } of submissions) {
      const answer = check(values)
      // Whoever answers at once need not wait for a turn of the loop.
      if (typeof answer !== 'boolean') await answer
    }
    count += submissions.length
  }
  const { user, system } = process.cpuUsage(cpu)
  return { perSecond: (1_000 * count) / (performance.now() - started), perCpuSecond: (1_000_000 * count) / (user + system) }
}

const middleOf = (paces: Pace[]): Pace => [...paces].sort((a, b) => a.perCpuSecond - b.perCpuSecond)[Math.floor(paces.length / 2)]!

/** Heap after collection at ten points of many validations, from the first tenth on. */
async function memory(validations: number): Promise<string> {
  const collect = globalThis.gc
  if (!collect) throw new Error('run it with --expose-gc, as npm run bench does')
  const each = Math.ceil(validations / MEMORY_POINTS)
  const heaps: number[] = []
  for (let point = 0; point < MEMORY_POINTS; point++) {
    for (let at = 0; at < each; at++) validateForm(subsidy, submissions[at % submissions.length]!.values, { now: NOW })
    await collect()
    heaps.push(process.memoryUsage().heapUsed)
  }
  const mebibytes = heaps.map((it) => (it / 1024 / 1024).toFixed(2))
  const growth = ((heaps.at(-1)! - heaps[0]!) / 1024).toFixed(0)
  return `Heap after gc at ${MEMORY_POINTS} points of ${number(each * MEMORY_POINTS)} validations, MiB: ${mebibytes.join(', ')} (${growth} KiB from the first to the last)`
}

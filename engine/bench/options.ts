import { parseArgs } from 'node:util'
import type { Plan } from './race.ts'

export const BENCHMARKS = ['core', 'durable', 'external-tasks', 'growth', 'memory'] as const
export type Benchmark = (typeof BENCHMARKS)[number]
/** Growth and memory take many minutes. */
const BY_DEFAULT: readonly Benchmark[] = ['core', 'durable', 'external-tasks']

export const USAGE = `usage: npm run bench -- [${BENCHMARKS.join('] [')}] [options]   (by default: ${BY_DEFAULT.join(' ')})

  --quick             short windows, for a first look
  --databases list    sqlite, mariadb (default: both, MariaDB if it is installed)
  --clients list      of durable (default 1,8,64,256)
  --sizes list        of growth (default 1000,100000,1000000)
  --instances number  of memory (default 1000000)`

export interface BenchOptions {
  benchmarks: readonly Benchmark[]
  databases: readonly string[]
  clients: readonly number[]
  sizes: readonly number[]
  instances: number
  /** How long to measure. */
  plan: Omit<Plan, 'clients'>
}

const QUICK: Omit<Plan, 'clients'> = { rounds: 2, warmUpMs: 500, windowMs: 2000 }
const THOROUGH: Omit<Plan, 'clients'> = { rounds: 3, warmUpMs: 1000, windowMs: 4000 }

/** @param args without node and script  @throws Error with the usage if something is not understood */
export function readOptions(args: string[]): BenchOptions {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      quick: { type: 'boolean', default: false },
      databases: { type: 'string', default: 'sqlite,mariadb' },
      clients: { type: 'string', default: '1,8,64,256' },
      sizes: { type: 'string', default: '1000,100000,1000000' },
      instances: { type: 'string', default: '1000000' },
    },
  })
  const unknown = positionals.filter((name) => !BENCHMARKS.includes(name as Benchmark))
  if (unknown.length > 0) throw new Error(`unknown benchmark ${unknown.join(', ')}\n\n${USAGE}`)
  return {
    benchmarks: positionals.length > 0 ? (positionals as Benchmark[]) : BY_DEFAULT,
    databases: values.databases.split(','),
    clients: numbers('clients', values.clients),
    sizes: numbers('sizes', values.sizes),
    instances: numbers('instances', values.instances)[0]!,
    plan: values.quick ? QUICK : THOROUGH,
  }
}

function numbers(name: string, text: string): number[] {
  const list = text.split(',').map(Number)
  if (list.some((value) => !(Number.isInteger(value) && value > 0)))
    throw new Error(`--${name} are whole numbers, not "${text}"\n\n${USAGE}`)
  return list
}

import { quantile } from '../harness.ts'
import type { Stage } from './whole-path.ts'

/** A way to bring cases from the application to the archive. */
export interface Contestant {
  name: string
  /** Before a turn, not measured. */
  prepare?(cases: number): Promise<void>
  /** One case. @returns the id of its instance */
  run(number: number, stage: (name: Stage) => void): Promise<string>
  statements(): number
}

/** What a turn of cases took, one of them or a few at a time. */
export interface Turn {
  cases: number
  ms: number
  cpuMs: number
  statements: number
  /** Milliseconds of each case, by stage and as a whole. */
  durations: Record<Stage | 'whole', number[]>
}

let cases = 0

/** @param clients how many cases are under way at once */
export async function turn({ prepare, run, statements }: Contestant, count: number, clients: number): Promise<Turn> {
  await prepare?.(count)
  globalThis.gc?.()
  const durations: Turn['durations'] = { applied: [], certified: [], archived: [], whole: [] }
  let left = count
  const client = async () => {
    while (left-- > 0) {
      const from = performance.now()
      let last = from
      await run(++cases, (stage) => {
        const now = performance.now()
        durations[stage].push(now - last)
        last = now
      })
      durations.whole.push(last - from)
    }
  }
  const sent = statements()
  const cpu = process.cpuUsage()
  const from = performance.now()
  await Promise.all(Array.from({ length: clients }, client))
  const ms = performance.now() - from
  const { user, system } = process.cpuUsage(cpu)
  return { cases: count, ms, cpuMs: (user + system) / 1000, statements: statements() - sent, durations }
}

/** All turns of a contestant together; milliseconds and statements are those of one case. */
export interface Result {
  perSecond: number
  /** On the clock, with others under way at the same time. */
  medianMs: number
  p99Ms: number
  /** Wall time of one case's share of the machine: all the time divided by all the cases. */
  ms: number
  cpuMs: number
  statements: number
  stages: Record<Stage, number>
  /** From the submission until the certificate is made, the mean of all cases. */
  certifiedMs: number
}

export function resultOf(turns: readonly Turn[]): Result {
  const sum = (of: (turn: Turn) => number) => turns.reduce((total, each) => total + of(each), 0)
  const count = sum(({ cases: n }) => n)
  const all = (name: keyof Turn['durations']) => turns.flatMap(({ durations }) => durations[name]).sort((a, b) => a - b)
  const whole = all('whole')
  const mean = (values: readonly number[]) => values.reduce((total, value) => total + value, 0) / values.length
  const median = (name: Stage) => quantile(all(name), 0.5)
  return {
    perSecond: count / (sum(({ ms }) => ms) / 1000),
    medianMs: quantile(whole, 0.5),
    p99Ms: quantile(whole, 0.99),
    ms: sum(({ ms }) => ms) / count,
    cpuMs: sum(({ cpuMs }) => cpuMs) / count,
    statements: sum(({ statements }) => statements) / count,
    certifiedMs: mean(all('applied')) + mean(all('certified')),
    stages: { applied: median('applied'), certified: median('certified'), archived: median('archived') },
  }
}

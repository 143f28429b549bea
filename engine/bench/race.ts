/** Who is measured: a kind of work that many clients do at the same time. */
export interface Contestant {
  name: string
  /** Work of one client, from beginning to end; it calls `tick` after each of its `ticks` parts. */
  work: (client: number, tick: () => void) => Promise<void>
  ticks: number
}

export interface Plan {
  clients: number
  /** How often every contestant has its turn. */
  rounds: number
  /** Milliseconds of each turn before the measuring begins. */
  warmUpMs: number
  /** Milliseconds of each turn that count. */
  windowMs: number
}

export interface Result {
  /** Whole works per second: the median of the rounds, and their spread. */
  perSecond: number
  lowest: number
  highest: number
  /** Milliseconds from one part to the next of the same client, over all rounds. */
  medianMs: number
  p95Ms: number
  p99Ms: number
}

/** Measures all contestants by turns, so that a noisy neighbour of the machine disturbs all of them alike. */
export async function race(contestants: readonly Contestant[], plan: Plan): Promise<Result[]> {
  const turns = contestants.map((): Turn[] => [])
  for (let round = 0; round < plan.rounds; round++) {
    for (const [i, contestant] of contestants.entries()) turns[i]!.push(await turn(contestant, plan))
  }
  return turns.map(resultOf)
}

interface Turn {
  perSecond: number
  durationsMs: number[]
}

async function turn({ work, ticks }: Contestant, { clients, warmUpMs, windowMs }: Plan): Promise<Turn> {
  globalThis.gc?.()
  const from = performance.now() + warmUpMs
  const until = from + windowMs
  const durationsMs: number[] = []
  const client = async (number: number) => {
    let last = performance.now()
    const tick = () => {
      const now = performance.now()
      if (now >= from && now < until) durationsMs.push(now - last)
      last = now
    }
    while (performance.now() < until) await work(number, tick)
  }
  await Promise.all(Array.from({ length: clients }, (_, number) => client(number)))
  return { perSecond: durationsMs.length / ticks / (windowMs / 1000), durationsMs }
}

function resultOf(turns: Turn[]): Result {
  const speeds = turns.map(({ perSecond }) => perSecond).sort(ascending)
  const durations = turns.flatMap(({ durationsMs }) => durationsMs).sort(ascending)
  return {
    perSecond: quantile(speeds, 0.5),
    lowest: speeds[0] ?? NaN,
    highest: speeds.at(-1) ?? NaN,
    medianMs: quantile(durations, 0.5),
    p95Ms: quantile(durations, 0.95),
    p99Ms: quantile(durations, 0.99),
  }
}

const ascending = (a: number, b: number) => a - b

/** Of sorted values; the mean of the two in the middle for the median of an even number. NaN if there are none. */
export function quantile(sorted: readonly number[], q: number): number {
  const position = q * (sorted.length - 1)
  const [low, high] = [sorted[Math.floor(position)] ?? NaN, sorted[Math.ceil(position)] ?? NaN]
  return q === 0.5 ? (low + high) / 2 : high
}

import { mkdtempSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { dice } from './dice.ts'
import { processFigures } from './figures.ts'
import { fill } from './fill.ts'
import { applicantLooks, clerkWorks } from './people.ts'
import { printElsewhere } from './printing.ts'
import { startServer } from './server.ts'
import { Traffic } from './traffic.ts'

const WORKER_TOKEN = 'worker-token-of-the-load-benchmark'

/** `load [--clerks 200] [--applicants 1000] [--cases 3000] [--seconds 120] [--think 1] [--seed 1] [--port 4500] [--printing elsewhere|chromium]` */
export async function load(args: string[]): Promise<string> {
  const option = (value: string) => ({ type: 'string' as const, default: value })
  const { values } = parseArgs({
    args,
    options: {
      ...{ clerks: option('200'), applicants: option('1000'), cases: option('3000'), seconds: option('120') },
      ...{ think: option('1'), seed: option('1'), port: option('4500'), printing: option('elsewhere') },
    },
  })
  const [clerkCount, applicantCount, cases, seconds, think, seed] = (
    ['clerks', 'applicants', 'cases', 'seconds', 'think', 'seed'] as const
  ).map((name) => Number(values[name])) as [number, number, number, number, number, number]
  const dataDir = mkdtempSync(join(tmpdir(), 'lianban-load-'))
  try {
    const startedAt = performance.now()
    const filled = await fill({ dataDir, clerks: clerkCount, applicants: applicantCount, cases })
    const filledIn = Math.round((performance.now() - startedAt) / 1000)
    const server = await startServer({
      ...{ dataDir, port: values.port },
      env: { TRUST_PROXY: '1', WORKERS: values.printing === 'chromium' ? '1' : '0', WORKER_TOKEN },
    })
    const printer = values.printing === 'chromium' ? null : await printElsewhere({ ...server, dataDir, workerToken: WORKER_TOKEN })
    const traffic = new Traffic(server.url)
    try {
      const before = { ...processFigures(server.pid), load: loadavg()[0]! }
      const until = Date.now() + seconds * 1000
      const habit = (i: number) => ({ traffic, dice: dice(seed * 1_000_003 + i), think, until, siteOfficers: filled.siteOfficers })
      // The clerks sit in one office with one address; every applicant comes from his own.
      await Promise.all([
        ...filled.clerks.map((clerk, i) => clerkWorks(clerk, '192.0.2.1', habit(i))),
        ...filled.applicants.map((applicant, i) => applicantLooks(applicant, `198.18.${i >> 8}.${i & 255}`, habit(10_000 + i))),
      ])
      const after = { ...processFigures(server.pid), load: loadavg()[0]! }
      const errors = [...traffic.errors].map(([what, count]) => `${count} × ${what}`)
      if (errors.length > 0) process.exitCode = 1
      return [
        `${clerkCount} clerks and ${applicantCount} applicants at once for ${seconds} s, ${cases} cases (made in ${filledIn} s), think × ${think}, seed ${seed}, printing: ${values.printing}`,
        traffic.table(),
        `requests per second: ${Math.round(traffic.count / seconds)}; overtaken or mistyped: ${traffic.refused}`,
        `errors: ${errors.length === 0 ? 0 : errors.join('; ')}`,
        `server: ${(after.cpuSeconds - before.cpuSeconds).toFixed(0)} s of processor in ${seconds} s, at most ${after.peakMiB} MiB; load average ${before.load.toFixed(1)} before, ${after.load.toFixed(1)} after`,
      ].join('\n\n')
    } finally {
      traffic.close()
      await printer?.stop()
      await server.stop()
    }
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
  }
}

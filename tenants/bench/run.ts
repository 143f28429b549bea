import { log } from './log.ts'

/** Each takes its own options and answers with markdown. */
const BENCHMARKS: Record<string, (args: string[]) => Promise<string>> = { log }

const [name = '', ...args] = process.argv.slice(2)
const benchmark = BENCHMARKS[name]
try {
  if (!benchmark) throw new Error(`usage: npm run bench -- ${Object.keys(BENCHMARKS).join('|')} [options]`)
  console.log(`## ${name}\n\n${await benchmark(args)}`)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}

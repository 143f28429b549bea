import { machine } from '@lianban/storage/bench'
import { core } from './core.ts'
import { durable } from './durable.ts'
import { externalTasks } from './external-tasks.ts'
import { growth } from './growth.ts'
import { memory } from './memory.ts'
import { readOptions, type Benchmark, type BenchOptions } from './options.ts'

const RUN: Record<Benchmark, (options: BenchOptions) => Promise<string>> = {
  core,
  durable,
  'external-tasks': externalTasks,
  growth,
  memory,
}

try {
  const options = readOptions(process.argv.slice(2))
  console.log(machine())
  for (const name of options.benchmarks) console.log(`\n## ${name}\n\n${await RUN[name](options)}`)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}

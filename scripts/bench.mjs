/*
 * npm run bench -- [name] [options]: the benchmarks of one package; without a name those of the engine.
 * Each package's own `bench/` says what its figures mean.
 */
import './lib/check-node.mjs'
import process from 'node:process'
import { join } from 'node:path'
import { ROOT, run, runTool } from './lib/run.mjs'

/** Benchmark → package; every other name is one of the engine's. */
const PACKAGES = {
  authorization: 'tenants',
  designer: 'designer',
  forms: 'forms',
  inbox: 'processes',
  licensing: 'processes',
  load: 'portal',
  log: 'tenants',
  pages: 'portal',
  rules: 'processes',
}

const args = process.argv.slice(2)
const folder = `${PACKAGES[args[0]] ?? 'engine'}/bench`
const build = await runTool('typescript/bin/tsc', ['-b', folder])
process.exit(build.code || (await run(process.execPath, ['--expose-gc', join(ROOT, folder, 'dist/run.js'), ...args])).code)

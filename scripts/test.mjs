/*
 * npm test: installs what the suites need, then lint, format, types, the web bundle and every suite.
 * Arguments are vitest's: npm test -- storage
 * The last line is `N passed, N failed, N skipped`; lint, format, types or a bundle that fail count as one failure each.
 */
import './lib/check-node.mjs'
import { mkdtempSync, existsSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { buildServer, buildWeb } from './lib/build.mjs'
import { installPackages } from './lib/install.mjs'
import { runTool, say } from './lib/run.mjs'
import { buildMinio, installSystemPackages } from './lib/system-packages.mjs'
import { summarize } from './lib/test-report.mjs'

if (!(await installPackages())) finish({ passed: 0, failed: 1, skipped: 0, skippedSuites: [], problems: ['npm ci failed'] })
await installSystemPackages()
await buildMinio()

// Two at a time, about equally long.
say('代码检查、格式检查、类型检查、打包 · lint, format, types, bundle')
const [lint, build] = await Promise.all([lintSource(), compile().then(checkFormat)])
const brokenSteps = [...lint.broken, ...build.broken]
for (const { code, output } of [...lint.results, ...build.results]) if (code !== 0) console.error(output)

say('测试 · suites (vitest)')
// Servers of the tests are then those that a county would install.
if (build.broken.length === 0) process.env.LIANBAN_BUILT = '1'
const summary = await runSuites(process.argv.slice(2))
finish({
  ...summary,
  failed: summary.failed + brokenSteps.length,
  problems: [...brokenSteps.map((step) => `${step} failed, see above`), ...summary.problems],
})

async function lintSource() {
  const lint = await runTool('eslint/bin/eslint.js', ['.', '--max-warnings', '0'], { quiet: true })
  return { results: [lint], broken: lint.code === 0 ? [] : ['lint'] }
}

async function checkFormat({ results, broken }) {
  const format = await runTool('prettier/bin/prettier.cjs', ['--check', '--log-level', 'warn', '**/*.{ts,tsx,mjs}'], { quiet: true })
  return { results: [...results, format], broken: [...broken, ...(format.code === 0 ? [] : ['format (npm run format)'])] }
}

/** Every project, the tests' own types included; then what the browser test and the start need. */
async function compile() {
  const types = await runTool('typescript/bin/tsc', ['-b'], { quiet: true })
  const broken = types.code === 0 ? [] : ['types']
  if (types.code === 0 && !(await buildServer())) broken.push('server build')
  if (!(await buildWeb({ quiet: true }))) broken.push('web bundle')
  return { results: [types], broken }
}

async function runSuites(args) {
  const folder = mkdtempSync(join(tmpdir(), 'lianban-report-'))
  const file = join(folder, 'report.json')
  try {
    const { code } = await runTool('vitest/vitest.mjs', [
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${file}`,
      ...args,
    ])
    return summarize(existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null, code)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function finish({ passed, failed, skipped, skippedSuites, problems }) {
  console.log('')
  for (const suite of skippedSuites) console.log(`跳过 skipped: ${suite}`)
  for (const problem of problems) console.log(`失败 failed: ${problem}`)
  console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`)
  process.exit(failed === 0 ? 0 : 1)
}

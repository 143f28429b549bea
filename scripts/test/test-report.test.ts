import { expect, test } from 'vitest'

interface Summary {
  passed: number
  failed: number
  skipped: number
  skippedSuites: string[]
  problems: string[]
}
const file = new URL('../lib/test-report.mjs', import.meta.url).href
const { summarize } = (await import(file)) as { summarize: (report: unknown, exitCode: number) => Summary }

const one = (status: string, ...names: string[]) => ({ status, title: names.at(-1), ancestorTitles: names.slice(0, -1) })
const report = (...assertionResults: object[]) => ({
  testResults: [{ name: 'a.test.ts', status: 'passed', message: '', assertionResults }],
})

test('counts tests and names each skipped suite once, with its reason', () => {
  const skipped = 'tasks on MariaDB (skipped: mariadbd not found)'
  const summary = summarize(
    report(one('passed', 'a'), one('skipped', skipped, 'b'), one('pending', skipped, 'c'), one('todo', 'later', 'd')),
    0,
  )
  expect(summary).toEqual({ passed: 1, failed: 0, skipped: 3, skippedSuites: [`${skipped} [2]`, 'later > d [1]'], problems: [] })
})

test('a file that cannot be loaded is a failure', () => {
  const broken = { name: 'b.test.ts', status: 'failed', message: 'SyntaxError: x\nstack', assertionResults: [] }
  const summary = summarize({ testResults: [...report(one('passed', 'a')).testResults, broken] }, 1)
  expect(summary).toMatchObject({ passed: 1, failed: 1, problems: ['b.test.ts: SyntaxError: x'] })
})

test('no report, no tests, or an error outside the tests is a failure', () => {
  expect(summarize(null, 1)).toMatchObject({ passed: 0, failed: 1 })
  expect(summarize({ testResults: [] }, 0)).toMatchObject({ passed: 0, failed: 1 })
  expect(summarize(report(one('passed', 'a')), 1)).toMatchObject({ passed: 1, failed: 1 })
})

import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'

/** Tables that name tests for people to find: `[name of the test](file of the test)`. */
const TABLES = {
  'docs/approval-scenarios.md': 27,
  'docs/walk-throughs.md': 11,
  'processes/packages/c3-licensing/scenarios/README.md': 16,
}
const LINK = /\[([^\]]+)\]\(([^)\s]+\.test\.ts)\)/g

test.each(Object.entries(TABLES))('every test that %s names is there', (table, rows) => {
  const text = readFileSync(table, 'utf8')
  const lines = text.split('\n').filter((line) => line.startsWith('|') && line.match(LINK))
  expect(lines.length).toBeGreaterThanOrEqual(rows)
  for (const [, name, file] of text.matchAll(LINK)) {
    const source = readFileSync(join(dirname(table), file!), 'utf8')
    expect(source.includes(`'${name}'`), `${table}: ${file} has no test “${name}”`).toBe(true)
  }
})

import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { runVerifyLog } from './verify-cli.ts'

/** Exports made once and kept, one for each way to tamper with a log; see testing/make-fixtures.ts. */
const ROOT = fileURLToPath(new URL('../../test/fixtures/log', import.meta.url))

describe.each(readdirSync(ROOT))('exports of suite %s, verified from their files alone', (suite) => {
  test.each(readdirSync(join(ROOT, suite)))('%s', async (kind) => {
    const folder = join(ROOT, suite, kind)
    const expected = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as { ok: boolean }
    let text = ''
    const args = [join(folder, 'export'), '--public-key', join(folder, 'kept-key.pem'), '--known', join(folder, 'kept.checkpoint')]
    const code = await runVerifyLog([...args, '--json'], (more) => (text += more))
    expect(JSON.parse(text)).toMatchObject(expected)
    expect(code).toBe(expected.ok ? 0 : 1)
  })
})

test('every kind has its fixture, in both suites', () => {
  const kinds = [
    'back-dated',
    'checkpoint-forged',
    'deleted',
    'edited',
    'happy-path',
    'inserted',
    'key-swapped',
    'rolled-back',
    'swapped',
    'tail-cut',
  ]
  for (const suite of ['ed25519-sha256', 'sm2-sm3']) expect(readdirSync(join(ROOT, suite)).sort()).toEqual(kinds)
})

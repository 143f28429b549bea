import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { InstanceState } from '../src/index.ts'
import { applyAll, step } from '../src/index.ts'
import { parsed } from '../src/testing/index.ts'
import { xmlOf } from './conformance/given.ts'
import { record, toText, type History } from './histories/history.ts'
import { PLAYS } from './histories/plays.ts'

/*
 * Goal: an engine of today goes on with every instance that an older one has begun. Method: histories that a released
 * version recorded are replayed for ever. They are written once, for a version that has none yet:
 * `RECORD=0.3.0 npx vitest run engine/test/histories.test.ts`.
 */

const folder = new URL('histories/', import.meta.url)

/** `version/name`: why today's commands give something else on purpose. What an old version recorded can be read all the same. */
const CHANGED: Record<string, string> = {}

const version = process.env['RECORD']
if (version !== undefined) recordVersion(version)

function recordVersion(name: string): void {
  if (!/^\d+\.\d+\.\d+$/.test(name)) throw new Error(`RECORD=${name} is no version, e.g. 0.3.0`)
  const target = new URL(`${name}/`, folder)
  if (existsSync(target)) throw new Error(`${name} is recorded already, and a recorded version never changes`)
  mkdirSync(target)
  for (const [model, play] of Object.entries(PLAYS)) writeFileSync(new URL(`${model}.json`, target), toText(record(xmlOf(model), play)))
}

const versions = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
const read = (path: string) => JSON.parse(readFileSync(new URL(path, folder), 'utf8')) as History

describe.each(versions)('histories of version %s', (name) => {
  const files = readdirSync(new URL(`${name}/`, folder)).map((file) => file.replace('.json', ''))

  it.each(files)('%s: its events can be folded', (file) => {
    const state = read(`${name}/${file}.json`).steps.reduce<InstanceState | null>((before, { events }) => applyAll(before, events), null)
    expect(state!.id).toBe('instance')
  })

  it.each(files.filter((file) => CHANGED[`${name}/${file}`] === undefined))(
    '%s: the same commands on what was recorded give the same states today',
    (file) => {
      const { model, steps } = read(`${name}/${file}.json`)
      const definition = parsed(model)
      let before: InstanceState | null = null
      for (const { command, events } of steps) {
        const after = applyAll(before, events)
        const result = step(definition, before, command, { functions: {} })
        if (!result.ok) throw new Error(`${command.type} is rejected today: ${result.rejection.message}`)
        expect(result.state).toEqual(after)
        before = after
      }
    },
  )
})

describe('recording', () => {
  it('there is at least one version, and what is named as changed is there', () => {
    expect(versions).toContain('0.2.0')
    expect(Object.keys(CHANGED).filter((path) => !existsSync(new URL(`${path}.json`, folder)))).toEqual([])
  })

  it('refuses to record a version again', () => {
    expect(() => recordVersion('0.2.0')).toThrow('recorded already')
    expect(() => recordVersion('latest')).toThrow('no version')
  })
})

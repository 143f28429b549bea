import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { Coverage, modelHash } from '../packages/check-coverage.ts'
import { processKeys } from '../packages/themes.ts'
import { Actor } from './actor.ts'
import { openOffice, type Office, type OfficeOptions } from './office.ts'

export interface Scenario extends Office {
  /** Time passes until this instant, an ISO date and time with zone. */
  at(instant: string): Promise<void>
  /** Someone of the sample county, by user name. */
  person(userId: string): Actor
}

/** An office as scenarios and their helpers take it. */
export const playedIn = (office: Office): Scenario => ({
  ...office,
  at: (instant) => office.passTime(Date.parse(instant)),
  person: (userId) => new Actor(office, userId),
})

/** A scenario plays weeks of a county, beside others on two cores. */
const PLAY_LIMIT_MS = 60_000

/** When scenarios begin unless they say otherwise: a Friday before the longest holidays of 2026. */
const DEFAULT_START = '2026-09-18T09:00:00+08:00'

/**
 * One scenario of a process package, as a test: it plays in an office of its own, on a virtual clock. The flows it walks
 * are compared with `scenarios/coverage.json`, or with UPDATE_COVERAGE=1 written there (then run the files one after
 * another: `--no-file-parallelism`).
 * @param title unique in the package
 * @param alter changes the package of this scenario; models that it adds have names and keys that begin with `test-`
 */
export function scenario(
  title: string,
  packageFolder: string,
  play: (s: Scenario) => Promise<void>,
  startAt = DEFAULT_START,
  people: OfficeOptions['people'] = 'bureau',
  alter?: OfficeOptions['alter'],
): void {
  it(
    title,
    async () => {
      const office = await openOffice({ packageFolder, startAt: Date.parse(startAt), people, alter })
      try {
        await play(playedIn(office))
        compareCoverage(title, packageFolder, office, await walkedFlows(office))
      } finally {
        await office.close()
      }
    },
    PLAY_LIMIT_MS,
  )
}

async function walkedFlows({ engine, database, tenantId, processPackage }: Office): Promise<string[]> {
  // Of the package's own processes only: the office supervises its cases too.
  const rows = (await database('process_instance')
    .whereIn(
      'definition_key',
      processKeys(processPackage).filter((key) => !isTest(key)),
    )
    .select({ instance_id: 'id' })) as {
    instance_id: string
  }[]
  const flows = new Set<string>()
  for (const { instance_id: id } of rows) {
    for (const event of await engine.instances.history(tenantId, id)) if (event.type === 'flowTaken') flows.add(event.flowId)
  }
  return [...flows].sort()
}

/** What only a scenario adds. */
const isTest = (name: string): boolean => name.startsWith('test-')

function compareCoverage(title: string, folder: string, { processPackage }: Office, flows: string[]): void {
  const file = join(folder, 'scenarios/coverage.json')
  const models = Object.fromEntries(
    Object.entries(processPackage.models)
      .filter(([name]) => !isTest(name))
      .map(([name, xml]) => [name, modelHash(xml)]),
  )
  if (process.env.UPDATE_COVERAGE) {
    const before = read(file)
    const scenarios = Object.fromEntries(Object.entries({ ...before.scenarios, [title]: flows }).sort(([a], [b]) => (a < b ? -1 : 1)))
    writeFileSync(file, `${JSON.stringify({ models, scenarios }, null, 2)}\n`)
    return
  }
  const recorded = read(file)
  const hint = 'coverage.json is out of date: run the scenarios with UPDATE_COVERAGE=1 --no-file-parallelism'
  expect(recorded.models, hint).toEqual(models)
  expect(recorded.scenarios[title], hint).toEqual(flows)
}

function read(file: string): Coverage {
  try {
    return Coverage.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { models: {}, scenarios: {} }
    throw error
  }
}

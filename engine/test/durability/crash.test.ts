import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { migrate, openDatabase } from '@lianban/storage'
import { mariadbMissing, mariadbUrl } from '@lianban/storage/testing'
import { createEngine } from '../../src/runtime/index.ts'
import { seededRandom } from '../../src/testing/index.ts'
import { actor, buildEngine, checkHistories, finishAll, loadModel, readJournal, startLoad, tenantId } from './load.ts'

/** kill -9 at random instants, on each database. */
const CRASHES = Number(process.env['CRASHES'] ?? 50)
/** Most answers between a start and a kill, and the longest pause after the last of them, milliseconds. */
const MAX_ANSWERS = 60
const MAX_PAUSE_MS = 20

const folder = mkdtempSync(join(tmpdir(), 'lianban-crash-'))
beforeAll(buildEngine, 120_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe(`an engine that is killed ${CRASHES} times under load`, () => {
  it(
    'on SQLite keeps all that it answered, does nothing twice, and everything can be finished',
    () => crashOn(`sqlite:${join(folder, 'crash.sqlite')}`, 4),
    300_000,
  )

  const onMariadb = mariadbMissing ? it.skip : it
  onMariadb(
    'on MariaDB, too',
    async () => {
      const { url, drop } = await mariadbUrl()
      try {
        await crashOn(url, 8)
      } finally {
        await drop()
      }
    },
    300_000,
  )
})

async function crashOn(url: string, clients: number): Promise<void> {
  // given a process that is deployed, and a load that starts and completes
  const database = openDatabase(url)
  await migrate(database)
  await createEngine({ database }).deploy({ tenantId, actor, name: 'load', resources: [{ name: 'load.bpmn', content: loadModel }] })
  const journal = join(folder, `journal-${clients}`)
  const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000)
  const random = seededRandom(seed)

  // when it is killed at random instants and started again
  let next = startLoad(url, journal, clients)
  for (let crash = 0; crash < CRASHES; crash++) {
    await next.answers(1 + Math.floor(random() * MAX_ANSWERS))
    await new Promise((resolve) => setTimeout(resolve, random() * MAX_PAUSE_MS))
    expect(await next.killNine(), `seed ${seed}`).toBe('')
    if (crash < CRASHES - 1) next = startLoad(url, journal, clients)
  }

  // then all that was answered is there, once, and every instance can be finished
  const engine = await finishAll(database)
  const answered = readJournal(journal)
  const instances = await checkHistories(engine, answered)
  expect(instances).toBeGreaterThanOrEqual(answered.started.length)
  expect(answered.external.length, 'the load did nothing').toBeGreaterThan(0)
  await engine.close()
  await database.destroy()
}

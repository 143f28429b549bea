import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { migrate, openDatabase, type Database } from '@lianban/storage'
import { mariadbMissing, mariadbUrl } from '@lianban/storage/testing'
import { createEngine, type Engine } from '../../src/runtime/index.ts'
import { aProcess } from '../../src/testing/index.ts'
import { actor, buildEngine, checkHistories, finishAll, loadModel, readJournal, startLoad, tenantId } from './load.ts'

/** Answers that each of the processes gives at least. */
const ANSWERS = 300
const RACES = 1_000

const folder = mkdtempSync(join(tmpdir(), 'lianban-cluster-'))
beforeAll(buildEngine, 120_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const describeOnMariadb = mariadbMissing ? describe.skip : describe

describeOnMariadb('several engine processes on one MariaDB', () => {
  for (const processes of [2, 3]) {
    it(`${processes} of them fire each timer once, lock each external task for one worker, and lose nothing`, async () => {
      // given
      const { url, drop } = await mariadbUrl()
      const database = openDatabase(url)
      await migrate(database)
      await createEngine({ database }).deploy({ tenantId, actor, name: 'load', resources: [{ name: 'load.bpmn', content: loadModel }] })
      const journal = join(folder, `journal-${processes}`)
      // when
      const children = Array.from({ length: processes }, () => startLoad(url, journal, 4))
      await Promise.all(children.map((child) => child.answers(ANSWERS)))
      for (const child of children) expect(await child.killNine()).toBe('')
      // then
      const engine = await finishAll(database)
      const answered = readJournal(journal)
      expect(await checkHistories(engine, answered)).toBeGreaterThan(10)
      expect(overlaps(answered.locked)).toEqual([])
      await engine.close()
      await database.destroy()
      await drop()
    }, 120_000)
  }
})

/** Locks of one task by two workers at the same time. A lock is given up when its task is completed or its time is over. */
function overlaps(locked: string[]): string[] {
  const until = new Map<string, { worker: string; at: number; until: number }[]>()
  for (const line of locked) {
    const [task, worker, at, end] = line.split(' ') as [string, string, string, string]
    const list = until.get(task) ?? []
    list.push({ worker, at: Number(at), until: Number(end) })
    until.set(task, list)
  }
  return [...until].flatMap(([task, locks]) => {
    const sorted = locks.sort((left, right) => left.until - right.until)
    return sorted
      .slice(1)
      .flatMap((lock, index) =>
        sorted[index]!.worker !== lock.worker && lock.until - 500 < sorted[index]!.until
          ? [`${task}: ${sorted[index]!.worker}, ${lock.worker}`]
          : [],
      )
  })
}

describeOnMariadb('two engines that complete the last two branches at the same time', () => {
  let database: Database
  let engines: [Engine, Engine]
  let drop: () => Promise<void>

  beforeAll(async () => {
    const created = await mariadbUrl()
    drop = created.drop
    database = openDatabase(created.url)
    await migrate(database)
    engines = [createEngine({ database }), createEngine({ database: openDatabase(created.url) })]
    const join = aProcess('join')
      .startEvent('S')
      .parallelGateway('F')
      .userTask('A')
      .parallelGateway('J')
      .userTask('After')
      .endEvent('E')
      .moveTo('F')
      .userTask('B')
      .connectTo('J')
    const votes = aProcess('votes')
      .startEvent('S')
      .userTask('Vote', {}, { loop: { cardinality: 2 } })
      .userTask('After')
      .endEvent('E')
    const resources = [join, votes].map((model, index) => ({ name: `${index}.bpmn`, content: model.toXml() }))
    await engines[0].deploy({ tenantId, actor, name: 'races', resources })
  })

  afterAll(async () => {
    for (const engine of engines) await engine.close()
    await database.destroy()
    await drop()
  })

  for (const key of ['join', 'votes']) {
    it(`go on exactly once, ${RACES} times: ${key}`, async () => {
      // given
      const started = await Promise.all(Array.from({ length: RACES }, () => engines[0].start({ tenantId, actor, definitionKey: key })))
      const ids = started.map(({ instanceId }) => instanceId)
      for (let from = 0; from < RACES; from += 50) {
        const part = ids.slice(from, from + 50)
        const tasks = await Promise.all(part.map((instanceId) => engines[0].tasks.list({ tenantId, instanceId, limit: 10 })))
        // when
        await Promise.all(
          tasks.flatMap(({ items }) => items.map(({ id }, index) => engines[index % 2]!.completeTask({ tenantId, actor, taskId: id }))),
        )
        // then
        for (const instanceId of part) {
          const events = await engines[1].instances.history(tenantId, instanceId)
          expect(
            events.filter((event) => event.type === 'userTaskCreated' && event.elementId === 'After'),
            instanceId,
          ).toHaveLength(1)
          expect(Object.values((await engines[1].instances.state(tenantId, instanceId)).tokens).map(({ elementId }) => elementId)).toEqual([
            'After',
          ])
        }
      }
    }, 120_000)
  }
})

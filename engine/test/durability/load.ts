import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'
import { createEngine, type Engine } from '../../src/runtime/index.ts'
import type { Event } from '../../src/index.ts'
import { aProcess } from '../../src/testing/index.ts'
import type { Database } from '@lianban/storage'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const program = fileURLToPath(new URL('load.mjs', import.meta.url))
const require = createRequire(import.meta.url)

export const tenantId = 'tenant'
export const actor = { userId: 'tester' }

/** A task, a worker's task and a timer side by side, then a task: every way in which an instance can wait. */
export const loadModel = aProcess('load')
  .startEvent('Start')
  .parallelGateway('Fork')
  .userTask('Check')
  .parallelGateway('Join')
  .userTask('Sign')
  .endEvent('End')
  .moveTo('Fork')
  .serviceTask('Work', 'work')
  .connectTo('Join')
  .moveTo('Fork')
  .timerCatch('Timer', { duration: 'PT0.05S' })
  .connectTo('Join')
  .toXml()

/** Children run what is built, which starts in a third of the time. */
export function buildEngine(): void {
  execFileSync(process.execPath, [require.resolve('typescript/bin/tsc'), '-b', 'engine'], { cwd: root, stdio: 'inherit' })
}

export interface Child {
  process: ChildProcess
  /** Resolves after so many answers more. @throws if it ends before */
  answers(count: number): Promise<void>
  /** kill -9, and what it had said on standard error. */
  killNine(): Promise<string>
}

export function startLoad(url: string, journal: string, clients: number): Child {
  const child = spawn(process.execPath, [program, url, journal, String(clients)], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
  let trouble = ''
  child.stderr.on('data', (data: Buffer) => (trouble += String(data)))
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const answers = (count: number) =>
    new Promise<void>((resolve, reject) => {
      let left = count
      child.stdout.on('data', (data: Buffer) => {
        left -= data.length
        if (left <= 0) resolve()
      })
      void ended.then(() => reject(new Error(`the load ended by itself: ${trouble}`)))
    })
  return {
    process: child,
    answers,
    async killNine() {
      child.kill('SIGKILL')
      await ended
      return trouble
    },
  }
}

/** What was answered: ids by what was done. A last line that was cut off was not answered. */
export function readJournal(file: string): Record<'started' | 'task' | 'external' | 'locked', string[]> {
  const answered: Record<string, string[]> = { started: [], task: [], external: [], locked: [] }
  const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
  for (const line of text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .filter(Boolean)) {
    const space = line.indexOf(' ')
    answered[line.slice(0, space)]!.push(line.slice(space + 1))
  }
  return answered as ReturnType<typeof readJournal>
}

/** Does all that is left to do, until no instance is active. */
export async function finishAll(database: Database): Promise<Engine> {
  const engine = createEngine({ database, clock: () => Date.now() + 600_000 })
  for (let round = 0; (await engine.instances.count({ tenantId, status: 'active' })) > 0; round++) {
    if (round > 1_000) throw new Error(`${await engine.instances.count({ tenantId, status: 'active' })} instances cannot be finished`)
    await engine.runDueJobs()
    const { items } = await engine.tasks.list({ tenantId, limit: 200 })
    await Promise.all(items.map(({ id }) => engine.completeTask({ tenantId, actor, taskId: id })))
    const locked = await engine.externalTasks.fetchAndLock({
      tenantId,
      workerId: 'last',
      maxTasks: 200,
      topics: [{ topicName: 'work', lockDuration: 60_000 }],
    })
    await Promise.all(locked.map(({ row }) => engine.externalTasks.complete({ tenantId, taskId: row.id, workerId: 'last' })))
  }
  return engine
}

/** Every instance did everything exactly once, and all that was answered is there. */
export async function checkHistories(engine: Engine, answered: ReturnType<typeof readJournal>): Promise<number> {
  const seen = { started: new Set<string>(), task: new Set<string>(), external: new Set<string>() }
  let after: string | undefined
  for (;;) {
    const page = await engine.instances.list({ tenantId }, { limit: 200, after })
    for (const { id, status } of page) {
      const events = await engine.instances.history(tenantId, id)
      expect(status, id).toBe('completed')
      expect(once(events), id).toEqual({ Start: 1, Fork: 1, Check: 1, Work: 1, Timer: 1, Join: 3, Sign: 1, End: 1 })
      seen.started.add(id)
      for (const event of events) {
        if (event.type === 'userTaskCompleted') seen.task.add(event.tokenId)
        if (event.type === 'externalTaskCompleted') seen.external.add(event.tokenId)
      }
      expect(
        events.filter(({ type }) => type === 'timerFired'),
        id,
      ).toHaveLength(1)
      expect(
        events.filter(({ type }) => type === 'externalTaskCompleted'),
        id,
      ).toHaveLength(1)
      expect(
        events.filter(({ type }) => type === 'userTaskCompleted'),
        id,
      ).toHaveLength(2)
    }
    if (page.length < 200) break
    after = page.at(-1)!.id
  }
  for (const what of ['started', 'task', 'external'] as const) {
    expect(
      answered[what].filter((id) => !seen[what].has(id)),
      `answered but lost: ${what}`,
    ).toEqual([])
    expect(new Set(answered[what]).size, `answered twice: ${what}`).toBe(answered[what].length)
  }
  return seen.started.size
}

function once(events: Event[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const event of events) if (event.type === 'elementCompleted') counts[event.elementId] = (counts[event.elementId] ?? 0) + 1
  return counts
}

import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import type { Database } from '@lianban/storage'
import { describeOnDatabases } from '@lianban/storage/testing'
import { virtualClock, type VirtualClock } from '../testing/index.ts'
import { createEngine, type Engine } from './index.ts'
import { timeToLiveMs } from './time-to-live.ts'

const DAY = 86_400_000
const tenantId = 'county'
const actor = { userId: 'wang' }
const NS = 'xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="t"'
const process = (id: string, ttl: string, body: string) =>
  `<bpmn:process id="${id}" isExecutable="true" camunda:historyTimeToLive="${ttl}">${body}</bpmn:process>`
const inner = process(
  'inner',
  'P1D',
  '<bpmn:startEvent id="S"/><bpmn:endEvent id="E"/><bpmn:sequenceFlow id="f" sourceRef="S" targetRef="E"/>',
)
const outer = process(
  'outer',
  '3',
  `<bpmn:startEvent id="S"/><bpmn:callActivity id="Call" calledElement="inner"/><bpmn:userTask id="Wait"/><bpmn:endEvent id="E"/>
  <bpmn:sequenceFlow id="a" sourceRef="S" targetRef="Call"/><bpmn:sequenceFlow id="b" sourceRef="Call" targetRef="Wait"/><bpmn:sequenceFlow id="c" sourceRef="Wait" targetRef="E"/>`,
)

test.each([
  ['P180D', 180 * DAY],
  ['7', 7 * DAY],
  ['P0D', 0],
  [' 5 ', 5 * DAY],
  [null, null],
  ['', null],
  ['P1Y', null],
])('a time to live of %j is %j', (text, expected) => {
  expect(timeToLiveMs(text)).toBe(expected)
})

describeOnDatabases('the history service', (open) => {
  let database: Database
  let clock: VirtualClock
  let engine: Engine
  beforeAll(async () => {
    database = await open()
    clock = virtualClock()
    engine = createEngine({ database, clock, historyCleanup: { intervalMs: 60_000 } })
    for (const body of [inner, outer]) {
      const content = `<?xml version="1.0" encoding="UTF-8"?><bpmn:definitions ${NS}>${body}</bpmn:definitions>`
      await engine.deploy({ tenantId, name: body.slice(0, 40), resources: [{ name: 'model.bpmn', content }] })
    }
  })
  afterAll(() => engine.close())
  afterEach(() => vi.useRealTimers())
  const instances = async () =>
    ((await database('process_instance').orderBy('started_at').select('definition_key')) as { definition_key: string }[])
      .map((row) => row.definition_key)
      .sort()

  test('what a running instance called stays with it, whatever its own time to live is; then both go', async () => {
    const { instanceId } = await engine.start({ tenantId, definitionKey: 'outer', actor })
    clock.advance(100 * DAY)
    expect(await engine.history.cleanup()).toBe(0)
    expect(await instances()).toEqual(['inner', 'outer'])
    // when it ends, and its own time is over
    const {
      items: [task],
    } = await engine.tasks.list({ tenantId, instanceId, limit: 1 })
    await engine.completeTask({ tenantId, taskId: task!.id, actor })
    clock.advance(3 * DAY - 1)
    expect(await engine.history.cleanup()).toBe(0)
    clock.advance(1)
    expect(await engine.history.cleanup()).toBe(2)
    for (const table of ['process_instance', 'engine_event', 'history_activity', 'history_task', 'variable', 'user_operation'])
      expect(await database(table), table).toEqual([])
  })

  test('calls at the same time remove each instance once', async () => {
    for (let i = 0; i < 30; i++) await engine.start({ tenantId, definitionKey: 'inner', actor })
    clock.advance(DAY)
    expect((await Promise.all([engine.history.cleanup(), engine.history.cleanup()])).sort()).toEqual([0, 30])
  })

  test('runs by itself in the background', async () => {
    await engine.start({ tenantId, definitionKey: 'inner', actor })
    clock.advance(DAY)
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    engine.run()
    vi.advanceTimersByTime(60_000)
    // the next call waits for the one that the loop began, and finds nothing left
    expect(await engine.history.cleanup()).toBe(0)
    expect(await instances()).toEqual([])
  })
})

import { describe, expect, it } from 'vitest'
import { aProcess, scenario } from '../testing/index.ts'

const HOUR = 3_600_000

/** `hours(n, stopped)`: n hours after the instant it counts from, and as many more as the clock stood still. */
const functions = (now: number) => ({ hours: (n: number, stopped = 0) => new Date(now + (n + stopped) * HOUR).toISOString() })

const model = () =>
  aProcess('p')
    .startEvent()
    .subProcess('Sub', (inner) =>
      inner
        .startEvent()
        .userTask('Review', { 'camunda:dueDate': '=hours(3, stopped)' })
        .userTask('Decide', { 'camunda:dueDate': '=hours(2, stopped)' }),
    )
    .boundaryTimer('Sub', 'Limit', { duration: '=hours(10, stopped)' }, { interrupting: false })
    .endEvent('Late')
    .moveTo('Sub')
    .userTask('After')

const open = () => scenario(model(), { functions }).start({ stopped: 0 })
const dueOf = (s: ReturnType<typeof open>, elementId: string) =>
  [...s.tables.userTasks.values()].find((task) => task.elementId === elementId)?.task.dueAt
const taskAt = (s: ReturnType<typeof open>, elementId: string) =>
  [...s.tables.userTasks.values()].find((task) => task.elementId === elementId)!.tokenId
const timerOf = (s: ReturnType<typeof open>) => Object.values(s.state.subscriptions).find(({ kind }) => kind === 'timer')?.dueAt

describe('recalculateTimers', () => {
  it('counts timers and due dates anew, each from when it was made', () => {
    const s = open()
    const started = s.clock()
    s.clock.advance(HOUR)
    s.complete('Review').clock.advance(HOUR)
    s.send({ type: 'recalculateTimers', variables: { stopped: { value: 5 } } })
    expect(timerOf(s)).toBe(started + 15 * HOUR)
    expect(s.lastEvents.map(({ type }) => type)).toEqual(['variablesSet', 'subscriptionMoved', 'userTaskUpdated'])
    expect(s.lastEvents.at(-1)).toMatchObject({ changes: { dueAt: started + HOUR + 7 * HOUR } })
  })

  it('makes no event where nothing moves, nor at elements that are not meant', () => {
    const s = open()
    s.send({ type: 'recalculateTimers', variables: {} })
    expect(s.lastEvents).toEqual([])
    s.send({ type: 'recalculateTimers', variables: { stopped: { value: 1 } }, elementIds: ['Limit'] })
    expect(s.lastEvents.map(({ type }) => type)).toEqual(['variablesSet', 'subscriptionMoved'])
  })

  it('leaves literal times alone, and the due time that was set by hand gives way to the model', () => {
    const literal = aProcess('p').startEvent().userTask('A', { 'camunda:dueDate': 'PT1H' }).boundaryTimer('A', 'T', { duration: 'PT2H' })
    const s = scenario(literal, { functions }).start()
    s.clock.advance(HOUR)
    s.send({ type: 'recalculateTimers', variables: {} })
    expect(s.lastEvents).toEqual([])
    const computed = open()
    computed.send({ type: 'updateUserTask', tokenId: taskAt(computed, 'Review'), changes: { dueAt: 1 } })
    computed.send({ type: 'recalculateTimers', variables: {} })
    expect(computed.lastEvents).toMatchObject([{ type: 'userTaskUpdated', changes: { dueAt: computed.clock() + 3 * HOUR } }])
  })

  it('refuses, changing nothing, what cannot be computed', () => {
    const s = open()
    const before = s.state
    expect(s.send({ type: 'recalculateTimers', variables: { stopped: { value: 'long' } } })).toMatchObject({ code: 'DUE_TIME_FAILED' })
    expect(s.state).toBe(before)
  })

  it('goes with the completion of a task, whose own timers are left alone', () => {
    const s = open()
    const started = s.clock()
    const tokenId = taskAt(s, 'Review')
    s.send({ type: 'completeUserTask', tokenId, variables: { stopped: { value: 4 } }, recalculateTimers: true })
    expect(timerOf(s)).toBe(started + 14 * HOUR)
    expect(s.lastEvents.filter(({ type }) => type === 'userTaskUpdated')).toEqual([])
    expect(dueOf(s, 'Decide')).toBe(started + 6 * HOUR)
  })
})

import { describe, expect, it } from 'vitest'
import type { Scenario } from '../../src/testing/index.ts'
import { eventsOf, given, givenWorld, incidents, listensTo, localsOf, scopeVariables, terminated, tokensAt } from './given.ts'

const LIST = { voters: ['a', 'b', 'c'] }
/** The tokens of the instances, without the body's. */
const instancesAt = (s: Scenario, elementId: string) =>
  tokensAt(s, elementId).filter(
    ({ scopeId }) => s.state.scopes[scopeId]!.kind === 'loop' && s.state.scopes[scopeId]!.elementId === elementId,
  )
const votersAt = (s: Scenario) => [...s.tables.userTasks.values()].map(({ task }) => task.assignee)

describe('multi-instance', () => {
  it('in parallel: all instances at once, each with its element', () => {
    const s = given('multi-instance-parallel').start(LIST).expectWaiting('Task', 'Task', 'Task', 'Task')
    expect(instancesAt(s, 'Task').map(localsOf)).toEqual([
      { loopCounter: 0, voter: 'a' },
      { loopCounter: 1, voter: 'b' },
      { loopCounter: 2, voter: 'c' },
    ])
    expect(votersAt(s)).toEqual(['a', 'b', 'c'])
    expect(scopeVariables(s, 'Task')).toEqual({ nrOfInstances: 3, nrOfActiveInstances: 3, nrOfCompletedInstances: 0 })
    s.complete('Task')
    expect(scopeVariables(s, 'Task')).toEqual({ nrOfInstances: 3, nrOfActiveInstances: 2, nrOfCompletedInstances: 1 })
    s.complete('Task').complete('Task').expectWaiting('After')
    expect(s.variables()).toEqual(LIST)
  })

  it('sequentially: one after the other', () => {
    const s = given('multi-instance-sequential')
      .start({ voters: ['a', 'b'] })
      .expectWaiting('Task', 'Task')
    expect(instancesAt(s, 'Task').map(localsOf)).toEqual([{ loopCounter: 0, voter: 'a' }])
    expect(scopeVariables(s, 'Task')).toEqual({ nrOfInstances: 2, nrOfActiveInstances: 1, nrOfCompletedInstances: 0 })
    expect(instancesAt(s.complete('Task'), 'Task').map(localsOf)).toEqual([{ loopCounter: 1, voter: 'b' }])
    expect(scopeVariables(s, 'Task')).toEqual({ nrOfInstances: 2, nrOfActiveInstances: 1, nrOfCompletedInstances: 1 })
    s.complete('Task').expectWaiting('After')
  })

  it('by cardinality', () => {
    expect(instancesAt(given('multi-instance-cardinality').start({ count: 3 }), 'Task')).toHaveLength(3)
  })

  it("by BPMN's own names for collection and element variable", () => {
    const s = given('multi-instance-data-input').start({ voters: ['a', 'b'] })
    expect(instancesAt(s, 'Task').map((token) => localsOf(token)['voter'])).toEqual(['a', 'b'])
  })

  it('an empty collection passes at once, and history shows only the body', () => {
    const s = given('multi-instance-empty').start({ voters: [] }).expectWaiting('After')
    expect(s.completed()).toEqual(['Start', 'Task'])
    expect(eventsOf(s, 'userTaskCreated').map(({ elementId }) => elementId)).toEqual(['After'])
  })

  it('the completion condition is asked after each instance; the rest is cancelled; division is real', () => {
    const s = given('multi-instance-completion-condition').start(LIST).complete('Task')
    expect(instancesAt(s, 'Task')).toHaveLength(2)
    s.complete('Task').expectWaiting('After')
    expect(terminated(s)).toEqual(['Task'])
    expect(s.tables.userTasks.size).toBe(1)
  })

  it('boundary events belong to the body: one timer in all, which cancels all instances', () => {
    const s = given('multi-instance-boundary').start(LIST)
    expect(listensTo(s)).toEqual(['timer Timer'])
    s.advance('P1D').expectWaiting('Late')
    expect(terminated(s)).toEqual(['Task', 'Task', 'Task', 'Task'])
  })

  it('a non-interrupting boundary event fires once beside all instances', () => {
    const s = given('multi-instance-boundary-non-interrupting').start(LIST)
    expect(listensTo(s)).toEqual(['message question'])
    s.correlate('question').expectWaiting('Answer', 'Task', 'Task', 'Task', 'Task')
    s.complete('Task').complete('Task').complete('Task').expectWaiting('After', 'Answer')
    expect(listensTo(s)).toEqual([])
  })

  it('an error of one instance is caught at the body and ends the others', () => {
    const s = given('multi-instance-error').start(LIST).throwError('Task', 'LOST').expectWaiting('Lost')
    expect(s.tables.externalTasks.size).toBe(0)
  })

  it('many inside many', () => {
    const s = given('multi-instance-nested').start({ groups: [['a', 'b'], ['c']] })
    const inner = instancesAt(s, 'Inside')
    expect(inner.map((token) => localsOf(token)['voter'])).toEqual(['a', 'b', 'c'])
    s.complete('Inside').complete('Inside').complete('Inside').expectWaiting('After')
  })

  it("collects each instance's result in the order of the collection", () => {
    const s = given('multi-instance-output').start(LIST)
    for (const [position, vote] of [
      [2, 'no'],
      [0, 'yes'],
      [1, 'maybe'],
    ] as const) {
      const token = instancesAt(s, 'Task').find((one) => localsOf(one)['loopCounter'] === position)!
      s.send({ type: 'completeUserTask', tokenId: token.id, variables: {}, localVariables: { vote: { value: vote } } })
    }
    expect(s.expectWaiting('After').variables()).toEqual({ ...LIST, votes: ['yes', 'maybe', 'no'] })
  })

  it('of a sub-process: every instance is a scope of its own', () => {
    const s = given('multi-instance-sub-process')
      .start({ voters: ['a', 'b'] })
      .expectWaiting('First', 'First', 'Task', 'Task', 'Task')
    s.complete('First', { note: 'x' }).expectWaiting('First', 'Second', 'Task', 'Task', 'Task')
    expect(instancesAt(s, 'Task').map(localsOf)).toEqual([
      { loopCounter: 0, voter: 'a', note: 'x' },
      { loopCounter: 1, voter: 'b', note: null },
    ])
    expect(s.variables()).toEqual({ voters: ['a', 'b'] })
    s.complete('First').complete('Second').complete('Second').expectWaiting('After')
  })

  it('terminate ends its own instance alone', () => {
    const s = given('multi-instance-terminate')
      .start({ voters: ['a', 'b'] })
      .complete('First')
      .expectWaiting('Beside', 'First', 'Task', 'Task')
    s.complete('First').expectWaiting('After')
    expect(terminated(s)).toEqual(['Beside', 'Beside'])
  })

  it('of a call activity: a called instance for each element', () => {
    const world = givenWorld('multi-instance-call-activity')
    const s = world.start('multi-instance-call-activity', { voters: ['a', 'b'] })
    expect(world.instancesOf('multi-instance-called').map((one) => one.variables())).toEqual([{ voter: 'a' }, { voter: 'b' }])
    const [first, second] = world.instancesOf('multi-instance-called')
    second!.complete('Called_Task').expectEnded()
    s.expectWaiting('Task', 'Task')
    first!.complete('Called_Task').expectEnded()
    s.expectWaiting('After')
  })

  it('asyncAfter at the activity is a job behind the body, inside loopCharacteristics one behind each instance', () => {
    const s = given('multi-instance-async-after')
      .start({ voters: ['a', 'b'] })
      .complete('Task')
    const jobs = () => Object.values(s.state.subscriptions).filter(({ kind }) => kind === 'job')
    expect(jobs()).toHaveLength(1)
    s.complete('Task')
    expect(jobs()).toHaveLength(2)
    for (const { id } of jobs()) s.send({ type: 'executeJob', subscriptionId: id })
    expect(jobs().map(({ tokenId }) => s.state.tokens[tokenId!]!.scopeId)).toEqual(['instance'])
    s.expectWaiting('Task').executeJobs().expectWaiting('After')
  })

  it('a retry cycle holds for the body and for each instance', () => {
    const failing = () => given('multi-instance-retry-cycle').start().expectWaiting('Task')
    const s = failing()
      .setVariables({ voters: [1] })
      .advance('PT10M')
      .expectWaiting('Task', 'Task')
    expect(eventsOf(s, 'retryScheduled').map(({ tokenId }) => s.state.tokens[tokenId]!.scopeId === 'instance')).toEqual([true, false])
    expect(s.setVariables({ x: 2 }).advance('PT10M').expectWaiting('After').variables()).toMatchObject({ sum: 3 })
    expect(incidents(failing().advance('PT10M'))).toEqual(['Task EXPRESSION_FAILED'])
  })

  it('asyncBefore at the activity is a job for the body, inside loopCharacteristics one for each instance', () => {
    const s = given('multi-instance-async')
      .start({ voters: ['a', 'b'] })
      .expectWaiting('Task')
    const jobs = () => Object.values(s.state.subscriptions).filter(({ kind }) => kind === 'job')
    expect(jobs()).toHaveLength(1)
    s.send({ type: 'executeJob', subscriptionId: jobs()[0]!.id })
    expect(jobs()).toHaveLength(2)
    expect(s.tables.userTasks.size).toBe(0)
    s.executeJobs().expectWaiting('Task', 'Task', 'Task')
    expect(s.tables.userTasks.size).toBe(2)
    s.complete('Task').complete('Task').expectWaiting('After')
  })
})

/** Camunda ignores the marker of a standard loop without a word. */
describe('standard loop', () => {
  it('is done again while its condition holds, asked after each time; Camunda does it once (ours)', () => {
    const s = given('standard-loop').start({ again: false }).complete('Task', { again: true }).expectWaiting('Task', 'Task')
    s.complete('Task', { again: true }).expectWaiting('Task', 'Task').complete('Task', { again: false }).expectWaiting('After')
  })

  it('testBefore asks before the first time, too; Camunda does it once (ours)', () => {
    given('standard-loop-test-before').start({ again: false }).expectWaiting('After')
    given('standard-loop-test-before').start({ again: true }).complete('Task', { again: false }).expectWaiting('After')
  })

  it('the maximum ends it whatever the condition says; Camunda does it once (ours)', () => {
    const s = given('standard-loop-maximum').start({ again: true }).complete('Task').complete('Task').expectWaiting('Task', 'Task')
    s.complete('Task').expectWaiting('After')
  })

  it('without condition and maximum has no effect', () => {
    given('standard-loop-without-condition').start().expectWaiting('Task').complete('Task').expectWaiting('After')
  })
})

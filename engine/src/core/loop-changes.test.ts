import { describe, expect, it } from 'vitest'
import { aProcess, scenario } from '../testing/index.ts'
import { MAX_LOOP_INSTANCES } from './limits.ts'

type Scenario = ReturnType<typeof scenario>

/** A vote that is over as soon as more than half have passed, or cannot any more. */
const vote = (sequential = false) =>
  aProcess('votes')
    .startEvent()
    .userTask(
      'Vote',
      { 'camunda:assignee': '${person}' },
      {
        loop: {
          collection: 'people',
          elementVariable: 'person',
          sequential,
          output: { collection: 'votes', element: 'vote' },
          completionCondition:
            '=(count(votes[item = "pass"]) > (nrOfInstances) / 2) or (count(votes[item = "pass"]) + count(pendingItems) <= nrOfInstances / 2)',
        },
      },
    )
    .userTask('After')
    .endEvent('E')

const body = (s: Scenario) => Object.values(s.state.scopes).find(({ kind }) => kind === 'loop')!
const taskOf = (s: Scenario, person: string) =>
  Object.values(s.state.tokens).find(({ variables }) => variables?.['person']?.value === person)!.id
const votes = (s: Scenario, person: string, value: string) => {
  s.send({ type: 'completeUserTask', tokenId: taskOf(s, person), variables: { vote: { value } } })
  return s
}

describe('a vote that can tell its end early', () => {
  it('sees what was put out so far and what is pending', () => {
    const s = scenario(vote()).start({ people: ['a', 'b', 'c', 'd', 'e'] })
    votes(votes(s, 'a', 'pass'), 'b', 'pass').expectWaiting('Vote', 'Vote', 'Vote', 'Vote')
    votes(s, 'c', 'pass').expectWaiting('After')
    expect(s.variables()['votes']).toEqual(['pass', 'pass', 'pass', null, null])
  })

  it('ends also when it can only fail', () => {
    const s = scenario(vote()).start({ people: ['a', 'b', 'c', 'd'] })
    votes(votes(s, 'd', 'reject'), 'a', 'reject').expectWaiting('After')
  })
})

describe('adding people to a running multi-instance step', () => {
  it('gives each a task of its own, and they count', () => {
    const s = scenario(vote()).start({ people: ['a', 'b'] })
    s.modify([{ type: 'addToLoop', scopeId: body(s).id, items: ['x', 'y'] }])
    s.expectWaiting('Vote', 'Vote', 'Vote', 'Vote', 'Vote')
    votes(votes(s, 'a', 'pass'), 'b', 'pass').expectWaiting('Vote', 'Vote', 'Vote')
    votes(s, 'y', 'pass').expectWaiting('After')
    expect(s.variables()['votes']).toEqual(['pass', 'pass', null, 'pass'])
  })

  it('puts one into a sequence at a place, whose turn comes then', () => {
    const s = scenario(vote(true)).start({ people: ['a', 'b', 'c'] })
    s.modify([{ type: 'addToLoop', scopeId: body(s).id, items: ['x'], at: 1 }]).expectWaiting('Vote', 'Vote')
    votes(s, 'a', 'pass')
    expect(taskOf(s, 'x')).toBeDefined()
    votes(votes(s, 'x', 'pass'), 'b', 'pass').expectWaiting('After')
  })

  it('is refused at a place whose turn is over', () => {
    const s = scenario(vote(true)).start({ people: ['a', 'b', 'c'] })
    votes(s, 'a', 'pass')
    const instructions = [{ type: 'addToLoop' as const, scopeId: body(s).id, items: ['x'], at: 1 }]
    expect(s.send({ type: 'modifyInstance', instructions, reason: null })).toMatchObject({ code: 'MODIFICATION_NOT_POSSIBLE' })
  })
})

describe('one more instance by its id (startBefore in the body)', () => {
  const add = (s: Scenario, person: string) =>
    s.modify([{ type: 'startBefore', elementId: 'Vote', ancestorId: body(s).id, localVariables: { person: { value: person } } }])

  it('of a sequence runs beside the one whose turn it is, and skips nobody', () => {
    const s = scenario(vote(true)).start({ people: ['a', 'b', 'c', 'd'] })
    add(s, 'x').expectWaiting('Vote', 'Vote', 'Vote')
    votes(votes(s, 'a', 'pass'), 'x', 'reject')
    votes(votes(s, 'b', 'reject'), 'c', 'pass')
    votes(s, 'd', 'pass').expectWaiting('After')
    expect(s.variables()['votes']).toEqual(['pass', 'reject', 'reject', 'pass', 'pass'])
  })

  it('puts out at a place of its own also after somebody has been removed', () => {
    const s = scenario(vote()).start({ people: ['a', 'b', 'c'] })
    s.modify([{ type: 'removeFromLoop', scopeId: body(s).id, tokenId: taskOf(s, 'a'), output: 'removed' }])
    add(s, 'x')
    votes(votes(s, 'x', 'pass'), 'c', 'pass').expectWaiting('After')
    expect(s.variables()['votes']).toEqual(['removed', null, 'pass', 'pass'])
  })
})

describe('a multi-instance step that would have too many instances', () => {
  it('is not added to', () => {
    const s = scenario(vote()).start({ people: ['a', 'b'] })
    const scopeId = body(s).id
    const items = Array.from({ length: MAX_LOOP_INSTANCES - 1 }, (_, i) => `p${i}`)
    expect(s.send({ type: 'modifyInstance', instructions: [{ type: 'addToLoop', scopeId, items }], reason: null })).toMatchObject({
      code: 'MODIFICATION_NOT_POSSIBLE',
      message: expect.stringContaining(String(MAX_LOOP_INSTANCES)) as string,
    })
  })
})

describe('removing people from a running multi-instance step', () => {
  it('asks anew whether it is over: the last pending voter removed ends it', () => {
    const s = scenario(vote()).start({ people: ['a', 'b', 'c'] })
    votes(s, 'a', 'pass').expectWaiting('Vote', 'Vote', 'Vote')
    s.modify([{ type: 'removeFromLoop', scopeId: body(s).id, tokenId: taskOf(s, 'b'), output: 'removed' }]).expectWaiting('Vote', 'Vote')
    s.modify([{ type: 'removeFromLoop', scopeId: body(s).id, tokenId: taskOf(s, 'c'), output: 'removed' }]).expectWaiting('After')
    expect(s.variables()['votes']).toEqual(['pass', 'removed', 'removed'])
  })

  it('passes the turn on in a sequence, and leaves out one whose turn has not come', () => {
    const s = scenario(vote(true)).start({ people: ['a', 'b', 'c', 'd'] })
    s.modify([{ type: 'removeFromLoop', scopeId: body(s).id, at: 2 }])
    s.modify([{ type: 'removeFromLoop', scopeId: body(s).id, tokenId: taskOf(s, 'a') }])
    votes(votes(s, 'b', 'pass'), 'd', 'pass').expectWaiting('After')
  })

  it('is refused for the only one', () => {
    const s = scenario(vote()).start({ people: ['a'] })
    const instructions = [{ type: 'removeFromLoop' as const, scopeId: body(s).id, tokenId: taskOf(s, 'a') }]
    expect(s.send({ type: 'modifyInstance', instructions, reason: null })).toMatchObject({ code: 'MODIFICATION_NOT_POSSIBLE' })
    s.expectWaiting('Vote', 'Vote')
  })
})

describe('a task beside a user task', () => {
  const model = () =>
    aProcess('p')
      .startEvent()
      .userTask('A', { 'camunda:candidateGroups': 'clerks' })
      .userTask('B')
      .endEvent('E')
      .boundaryTimer('A', 'Late', { duration: 'P5D' })
      .endEvent('EL')
  const beside = (s: Scenario, tokenId: string, assignee: string) =>
    s.modify([
      {
        type: 'startBeside',
        tokenId,
        task: { assignee, candidateGroups: [], name: 'A (加签)' },
        localVariables: { why: { value: '请核' } },
      },
    ])
  const at = (s: Scenario, elementId: string) =>
    Object.values(s.state.tokens)
      .filter((token) => token.elementId === elementId)
      .map(({ id }) => id)

  it('is a task of the same step for somebody else, and goes nowhere when it is done', () => {
    const s = scenario(model()).start()
    const [host] = at(s, 'A')
    beside(s, host!, 'wang').expectWaiting('A', 'A')
    expect([...s.tables.userTasks.values()].map(({ task }) => [task.name, task.assignee, task.candidateGroups])).toEqual([
      ['A', null, ['clerks']],
      ['A (加签)', 'wang', []],
    ])
    s.send({ type: 'completeUserTask', tokenId: at(s, 'A')[1]!, variables: {} })
    s.expectWaiting('A')
    expect(at(s, 'A')).toEqual([host])
    s.complete('A').complete('B').expectEnded()
  })

  it('has no boundary events of its own', () => {
    const s = scenario(model()).start()
    beside(s, at(s, 'A')[0]!, 'wang')
    expect(s.tables.subscriptions.size).toBe(1)
  })

  it('ends with the task beside which it is: completed, moved or interrupted, one beside it too', () => {
    for (const end of [
      (s: Scenario, host: string) => s.send({ type: 'completeUserTask', tokenId: host, variables: {} }),
      (s: Scenario, host: string) => s.modify([{ type: 'move', tokenIds: [host], elementId: 'B', back: false }]),
      (s: Scenario) => s.advance('P5D'),
    ]) {
      const s = scenario(model()).start()
      const host = at(s, 'A')[0]!
      beside(s, host, 'wang')
      beside(s, at(s, 'A')[1]!, 'zhao').expectWaiting('A', 'A', 'A')
      end(s, host)
      expect(at(s, 'A')).toEqual([])
      expect(s.events.filter(({ type }) => type === 'userTaskCanceled')).toHaveLength(
        end.length === 1 ? 3 : s.completed().includes('A') ? 2 : 3,
      )
    }
  })

  it('is possible beside one task of a multi-instance step, without a vote', () => {
    const s = scenario(vote()).start({ people: ['a', 'b', 'c'] })
    beside(s, taskOf(s, 'a'), 'wang').expectWaiting('Vote', 'Vote', 'Vote', 'Vote', 'Vote')
    expect(body(s).variables['nrOfInstances']!.value).toBe(3)
    votes(votes(s, 'a', 'pass'), 'b', 'pass').expectWaiting('After')
  })

  it('is refused where no user task is open', () => {
    const s = scenario(model()).start()
    const instructions = [{ type: 'startBeside' as const, tokenId: 'instance:999', task: {} }]
    expect(s.send({ type: 'modifyInstance', instructions, reason: null })).toMatchObject({ code: 'TASK_NOT_FOUND' })
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aProcess, randomProcess, randomSteps, scenario } from '../testing/index.ts'
import { waysBack } from './move.ts'

type Scenario = ReturnType<typeof scenario>

const tokensAt = (s: Scenario, elementId: string) =>
  Object.values(s.state.tokens)
    .filter((token) => token.elementId === elementId)
    .map(({ id }) => id)

/** Back from the (last) task at `from`. */
const back = (s: Scenario, from: string, elementId: string) =>
  s.modify([{ type: 'move', tokenIds: [tokensAt(s, from).at(-1)!], elementId, back: true }], '退回')

/** Draft → split → A1 A2 | B1 → join → Audit → (again: back to the split) → Decide */
const parallel = () =>
  aProcess('p')
    .startEvent()
    .userTask('Draft')
    .exclusiveGateway('M')
    .parallelGateway('F')
    .userTask('A1')
    .userTask('A2')
    .parallelGateway('J')
    .userTask('Audit')
    .exclusiveGateway('X')
    .condition('=verdict = "pass"')
    .userTask('Decide')
    .endEvent('E')
    .moveTo('F')
    .userTask('B1')
    .connectTo('J')
    .moveTo('X')
    .condition('=verdict = "again"')
    .connectTo('M')

describe('moving back', () => {
  it('goes from one step to the one before', () => {
    const s = scenario(aProcess('p').startEvent().userTask('A').userTask('B').userTask('C').endEvent()).start().complete('A').complete('B')
    back(s, 'C', 'A').expectWaiting('A')
    s.complete('A').complete('B').complete('C').expectEnded()
  })

  it('keeps what it took away in the history, with the reason', () => {
    const s = scenario(parallel()).start().complete('Draft')
    const [a1] = tokensAt(s, 'A1')
    back(s, 'B1', 'Draft')
    expect(s.events).toContainEqual(expect.objectContaining({ type: 'userTaskCanceled', tokenId: a1, reason: '退回' }))
    expect(s.lastEvents.find(({ type }) => type === 'tokensMoved')).toMatchObject({
      elementId: 'Draft',
      positions: [
        { elementId: 'A1', flowId: null },
        { elementId: 'B1', flowId: null },
      ],
    })
  })

  it('from a parallel branch to before the split takes the other branches along, also one that waits at the join', () => {
    const s = scenario(parallel()).start().complete('Draft').complete('B1').complete('A1').expectWaiting('A2', 'J')
    back(s, 'A2', 'Draft').expectWaiting('Draft')
    s.complete('Draft').complete('A1').complete('A2').expectWaiting('B1', 'J')
    s.complete('B1').expectWaiting('Audit')
  })

  it('inside a branch leaves the other branches alone, though a loop leads to them', () => {
    const s = scenario(parallel()).start().complete('Draft').complete('A1')
    const before = tokensAt(s, 'B1')
    back(s, 'A2', 'A1').expectWaiting('A1', 'B1')
    expect(tokensAt(s, 'B1')).toEqual(before)
    s.complete('A1').complete('A2').complete('B1').expectWaiting('Audit')
  })

  it('from after the join into one branch: the join fires once', () => {
    const s = scenario(parallel()).start().complete('Draft').complete('A1').complete('A2').complete('B1')
    back(s, 'Audit', 'A2').expectWaiting('A2', 'J')
    s.complete('A2').expectWaiting('Audit')
    s.complete('Audit', { verdict: 'pass' }).complete('Decide').expectEnded()
    expect(s.completed().filter((id) => id === 'Audit')).toHaveLength(1)
  })

  it('after a second round of the loop likewise', () => {
    const s = scenario(parallel()).start().complete('Draft').complete('A1').complete('A2').complete('B1')
    s.complete('Audit', { verdict: 'again' }).complete('A1').complete('A2').complete('B1').complete('Audit', { verdict: 'pass' })
    back(s, 'Decide', 'B1').expectWaiting('B1', 'J')
    s.complete('B1').expectWaiting('Audit')
  })

  it('into a sub-process that has ended opens it again, with its boundary timer and its inner join', () => {
    const model = aProcess('p')
      .startEvent()
      .subProcess('Sub', (inner) =>
        inner
          .startEvent()
          .parallelGateway('IF')
          .userTask('A')
          .parallelGateway('IJ')
          .userTask('Sum')
          .endEvent()
          .moveTo('IF')
          .userTask('B')
          .connectTo('IJ'),
      )
      .userTask('Audit')
      .endEvent('E')
      .boundaryTimer('Sub', 'Late', { duration: 'P1D' })
      .userTask('L')
    const s = scenario(model).start().complete('A').complete('B').complete('Sum').expectWaiting('Audit')
    expect(s.tables.subscriptions.size).toBe(0)
    back(s, 'Audit', 'A').expectWaiting('Sub', 'A', 'IJ')
    expect(s.tables.subscriptions.size).toBe(1)
    s.complete('A').complete('Sum').expectWaiting('Audit')
  })

  it('out of a sub-process ends it, and out of a nested one both', () => {
    const model = aProcess('p')
      .startEvent()
      .userTask('A')
      .subProcess('Outer', (outer) =>
        outer
          .startEvent()
          .userTask('O')
          .subProcess('Inner', (inner) => inner.startEvent().userTask('I').endEvent())
          .endEvent(),
      )
      .endEvent()
    const s = scenario(model).start().complete('A').complete('O').expectWaiting('Outer', 'Inner', 'I')
    back(s, 'I', 'O').expectWaiting('Outer', 'O')
    s.complete('O')
    back(s, 'I', 'A').expectWaiting('A')
  })

  it('to a multi-instance step begins it anew: all its people, no votes, its timer', () => {
    const loop = { collection: 'people', elementVariable: 'person', output: { collection: 'votes', element: 'vote' } }
    const model = aProcess('p')
      .startEvent()
      .userTask('Vote', {}, { loop })
      .userTask('Next')
      .endEvent('E')
      .boundaryTimer('Vote', 'Late', { duration: 'P1D' }, { interrupting: false })
      .endEvent('EL')
    const s = scenario(model).start({ people: ['li', 'wang'] })
    s.complete('Vote', { vote: 'pass' }).complete('Vote', { vote: 'pass' })
    back(s, 'Next', 'Vote').expectWaiting('Vote', 'Vote', 'Vote')
    expect(s.tables.subscriptions.size).toBe(1)
    const body = Object.values(s.state.scopes).find(({ kind }) => kind === 'loop')!
    expect(body.variables['votes']).toBeUndefined()
    expect(body.variables['nrOfCompletedInstances']!.value).toBe(0)
  })

  it('by one voter of a multi-instance step takes all of them along', () => {
    const loop = { collection: 'people', elementVariable: 'person' }
    const model = aProcess('p').startEvent().userTask('Draft').userTask('Vote', {}, { loop }).endEvent('E')
    const s = scenario(model)
      .start({ people: ['li', 'wang', 'zhao'] })
      .complete('Draft')
      .complete('Vote')
    back(s, 'Vote', 'Draft').expectWaiting('Draft')
    expect(s.lastEvents.find(({ type }) => type === 'tokensMoved')).toMatchObject({ positions: [{ elementId: 'Vote' }] })
    s.complete('Draft').expectWaiting('Vote', 'Vote', 'Vote', 'Vote')
  })

  it('inside one instance of a multi-instance sub-process leaves the others alone', () => {
    const model = aProcess('p')
      .startEvent()
      .subProcess('Ask', (inner) => inner.startEvent().userTask('A').userTask('B').endEvent(), {
        loop: { collection: 'organs', elementVariable: 'organ' },
      })
      .endEvent('E')
    const s = scenario(model)
      .start({ organs: ['a', 'b'] })
      .complete('A')
      .complete('A')
      .expectWaiting('Ask', 'Ask', 'Ask', 'B', 'B')
    back(s, 'B', 'A').expectWaiting('Ask', 'Ask', 'Ask', 'A', 'B')
    s.complete('A').complete('B').complete('B').expectEnded()
  })

  it('with an inclusive split: only the ways that were taken come again', () => {
    const model = aProcess('p')
      .startEvent()
      .userTask('Draft')
      .inclusiveGateway('F')
      .condition('=a = true')
      .userTask('A')
      .inclusiveGateway('J')
      .userTask('Audit')
      .endEvent('E')
      .moveTo('F')
      .condition('=b = true')
      .userTask('B')
      .connectTo('J')
      .moveTo('F')
      .condition('=c = true')
      .userTask('C')
      .connectTo('J')
    const s = scenario(model).start({ a: true, b: true, c: false }).complete('Draft').complete('A').complete('B').expectWaiting('Audit')
    back(s, 'Audit', 'A').expectWaiting('A')
    s.complete('A').expectWaiting('Audit')
    back(s, 'Audit', 'Draft')
    s.complete('Draft').expectWaiting('A', 'B')
    s.complete('A').complete('B').expectWaiting('Audit')
  })

  it('is refused to a step that the token has not come of', () => {
    const s = scenario(parallel()).start().complete('Draft')
    const move = { type: 'move' as const, tokenIds: tokensAt(s, 'B1'), elementId: 'A1', back: true }
    expect(s.send({ type: 'modifyInstance', instructions: [move], reason: null })).toMatchObject({ code: 'MOVE_NOT_POSSIBLE' })
    s.expectWaiting('A1', 'B1')
  })

  it('takes along what a non-interrupting boundary event of the undone step has started', () => {
    const model = aProcess('p')
      .startEvent()
      .userTask('A')
      .userTask('B')
      .endEvent('E')
      .boundaryMessage('A', 'Ask', 'question', { interrupting: false })
      .userTask('Answer')
      .endEvent('E2')
    const s = scenario(model).start()
    s.correlate('question').complete('A').expectWaiting('Answer', 'B')
    back(s, 'B', 'A').expectWaiting('A')
  })
})

describe('jumping', () => {
  const jump = (s: Scenario, from: string[], elementId: string) =>
    s.modify([{ type: 'move', tokenIds: from.flatMap((id) => tokensAt(s, id)), elementId, back: false }], '跳转')

  it('goes forth, and the branches given up do not come again', () => {
    const s = scenario(parallel()).start().complete('Draft')
    jump(s, ['A1', 'B1'], 'Audit').expectWaiting('Audit')
    s.complete('Audit', { verdict: 'pass' }).complete('Decide').expectEnded()
  })

  it('into one branch gives the join what the other would have brought', () => {
    const s = scenario(parallel()).start()
    jump(s, ['Draft'], 'A2').expectWaiting('A2', 'J')
    s.complete('A2').expectWaiting('Audit')
  })
})

describe('on random processes', () => {
  const RUNS = 20
  const MAX_COMMANDS = 2_000

  it('a process that was moved back still comes to its end, whatever is done then', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer(), fc.integer({ min: 1, max: 25 }), (model, seed, before) => {
        const { run, random, next } = randomSteps(randomProcess(model, { maxDepth: 2 }), seed)
        for (let i = 0; i < before && run.state.status === 'active'; i++) next()
        const open = Object.values(run.state.tokens).filter(({ waitsFor }) => waitsFor === 'userTask')
        const done = [...new Set(run.events.flatMap((event) => (event.type === 'userTaskCompleted' ? event.elementId : [])))]
        const from = open[Math.floor(random() * open.length)]
        const targets = from ? waysBack(run.process, run.state, [from.id], done) : []
        fc.pre(targets.length > 0)
        const elementId = targets[Math.floor(random() * targets.length)]!
        expect(
          run.send({
            type: 'modifyInstance',
            instructions: [{ type: 'move', tokenIds: [from!.id], elementId, back: true }],
            reason: '退回',
          }),
        ).toBeNull()
        expect(run.waiting()).toContain(elementId)
        for (let i = 0; run.state.status === 'active'; i++) {
          expect(i, 'commands').toBeLessThan(MAX_COMMANDS)
          expect(next(), `stuck at ${run.waiting().join(', ')}`).toBe(true)
        }
      }),
      { numRuns: RUNS },
    )
  })
})

import { describe, expect, it } from 'vitest'
import { aProcess, scenario } from '../../testing/index.ts'

const votes = (loop: object) => aProcess('votes').startEvent().userTask('Vote', {}, { loop }).userTask('After').endEvent('E')
const counters = (s: ReturnType<typeof scenario>) => {
  const { nrOfInstances, nrOfActiveInstances, nrOfCompletedInstances } = Object.values(s.state.scopes).find(
    ({ kind }) => kind === 'loop',
  )!.variables
  return [nrOfInstances?.value, nrOfActiveInstances?.value, nrOfCompletedInstances?.value]
}

describe('parallel multi-instance', () => {
  it('begins an instance for each item, with the item and its counter, and goes on after the last', () => {
    const s = scenario(votes({ collection: 'voters', elementVariable: 'voter' })).start({ voters: ['li', 'wang', 'zhao'] })
    s.expectWaiting('Vote', 'Vote', 'Vote', 'Vote')
    expect(counters(s)).toEqual([3, 3, 0])
    const instances = Object.values(s.state.tokens).filter(({ waitsFor }) => waitsFor === 'userTask')
    expect(instances.map(({ variables }) => [variables!['loopCounter']!.value, variables!['voter']!.value])).toEqual([
      [0, 'li'],
      [1, 'wang'],
      [2, 'zhao'],
    ])
    s.complete('Vote')
    expect(counters(s)).toEqual([3, 2, 1])
    s.complete('Vote').complete('Vote').expectWaiting('After')
    expect(Object.keys(s.state.scopes)).toEqual(['instance'])
  })

  it('takes the number of instances from the cardinality', () => {
    scenario(votes({ cardinality: '${n}' }))
      .start({ n: 2 })
      .expectWaiting('Vote', 'Vote', 'Vote')
  })

  it('passes at once if the collection is empty', () => {
    const s = scenario(votes({ collection: 'voters' }))
      .start({ voters: [] })
      .expectWaiting('After')
    expect(s.completed().filter((id) => id === 'Vote')).toHaveLength(1)
  })

  it('asks the completion condition after each completion, and cancels the rest', () => {
    const loop = { collection: 'voters', completionCondition: '${nrOfCompletedInstances / nrOfInstances >= 0.5}' }
    const s = scenario(votes(loop))
      .start({ voters: [1, 2, 3] })
      .complete('Vote')
      .expectWaiting('Vote', 'Vote', 'Vote')
    s.complete('Vote').expectWaiting('After')
    expect(s.events.filter(({ type }) => type === 'elementTerminated')).toHaveLength(1)
    expect(s.tables.userTasks.size).toBe(1)
  })

  it('lets the condition see what the instance has just set', () => {
    const loop = { cardinality: 3, completionCondition: '=refused = true' }
    scenario(votes(loop)).start({ refused: false }).complete('Vote', { refused: true }).expectWaiting('After')
  })

  it('gathers what each instance gives, at its place', () => {
    const loop = { collection: 'voters', elementVariable: 'voter', output: { collection: 'opinions', element: 'opinion' } }
    const model = aProcess('p').startEvent().serviceTask('Ask', 'ask', { loop }).endEvent('E')
    const s = scenario(model).start({ voters: ['li', 'wang'] })
    const [first, second] = Object.values(s.state.tokens)
      .filter(({ waitsFor }) => waitsFor === 'externalTask')
      .map(({ id }) => id)
    const answer = (tokenId: string, opinion: string) =>
      s.send({ type: 'completeExternalTask', tokenId, variables: {}, localVariables: { opinion: { value: opinion } } })
    answer(second!, 'no')
    answer(first!, 'yes')
    expect(s.expectEnded().variables()['opinions']).toEqual(['yes', 'no'])
  })

  it('stops with an incident if it would have too many instances, is no list, or is less than none', () => {
    expect(
      scenario(votes({ cardinality: 100_000 }))
        .start()
        .incidentAt('Vote').code,
    ).toBe('TOO_MANY_INSTANCES')
    expect(
      scenario(votes({ cardinality: '=-1' }))
        .start()
        .incidentAt('Vote').code,
    ).toBe('EXPRESSION_FAILED')
    const s = scenario(votes({ collection: 'voters' })).start({ voters: 'li' })
    expect(s.incidentAt('Vote').message).toContain('not a list')
    s.setVariables({ voters: ['li'] })
      .retry('Vote')
      .expectWaiting('Vote', 'Vote')
  })
})

describe('boundary events of a multi-instance activity', () => {
  it('belong to its body: one timer in all, and an interrupting one ends every instance', () => {
    const model = votes({ cardinality: 3 }).boundaryTimer('Vote', 'Late', { duration: 'P1D' }).userTask('Escalated')
    const s = scenario(model).start()
    expect(s.tables.subscriptions.size).toBe(1)
    s.complete('Vote').advance('P1D').expectWaiting('Escalated')
    expect(s.tables.userTasks.size).toBe(1)
  })

  it('catch an error of one instance for all', () => {
    const model = aProcess('p')
      .startEvent()
      .serviceTask('Work', 'w', { loop: { cardinality: 2 } })
      .endEvent()
      .boundaryError('Work', 'Broken', 'E1')
      .userTask('Repair')
    scenario(model).start().throwError('Work', 'E1').expectWaiting('Repair')
  })
})

describe('sequential multi-instance', () => {
  it('begins one after the other, each with its item', () => {
    const s = scenario(votes({ sequential: true, collection: 'voters', elementVariable: 'voter' })).start({ voters: ['li', 'wang'] })
    s.expectWaiting('Vote', 'Vote')
    expect(counters(s)).toEqual([2, 1, 0])
    s.complete('Vote')
    const second = Object.values(s.state.tokens).find(({ waitsFor }) => waitsFor === 'userTask')!
    expect(second.variables).toMatchObject({ voter: { value: 'wang' }, loopCounter: { value: 1 } })
    s.complete('Vote').expectWaiting('After')
  })

  it('ends early when the condition holds', () => {
    const loop = { sequential: true, cardinality: 5, completionCondition: '${nrOfCompletedInstances == 2}' }
    scenario(votes(loop)).start().complete('Vote').complete('Vote').expectWaiting('After')
  })

  it('works on the list as it was when it began', () => {
    const loop = { sequential: true, collection: 'voters', elementVariable: 'voter' }
    const s = scenario(votes(loop))
      .start({ voters: ['li', 'wang'] })
      .setVariables({ voters: [] })
    s.complete('Vote').complete('Vote').expectWaiting('After')
  })
})

describe('multi-instance sub-process and call', () => {
  it('gives every instance a scope of its own; a terminate end event ends only one', () => {
    const model = aProcess('p')
      .startEvent()
      .subProcess(
        'Sub',
        (inner) =>
          inner
            .startEvent()
            .userTask('A')
            .exclusiveGateway('G')
            .condition('=stop')
            .endEvent('Stop', { terminate: true })
            .moveTo('G')
            .defaultFlow()
            .userTask('B')
            .endEvent(),
        {
          loop: { cardinality: 2 },
        },
      )
      .userTask('After')
    const s = scenario(model).start({ stop: false })
    s.expectWaiting('A', 'A', 'Sub', 'Sub', 'Sub')
    s.complete('A', { stop: true }).expectWaiting('A', 'Sub', 'Sub')
    s.complete('A', { stop: false }).complete('B').expectWaiting('After')
  })

  it('asyncBefore of each instance is a job of its own, of the activity one for the body', () => {
    const each = scenario(votes({ cardinality: 2, asyncBefore: true })).start()
    expect(Object.values(each.state.subscriptions).map(({ job }) => job?.type)).toEqual(['asyncBefore', 'asyncBefore'])
    each.executeJobs().expectWaiting('Vote', 'Vote', 'Vote')
    const body = scenario(
      aProcess('p')
        .startEvent()
        .userTask('Vote', {}, { loop: { cardinality: 2 }, asyncBefore: true }),
    ).start()
    expect(Object.keys(body.state.subscriptions)).toHaveLength(1)
    body.executeJobs().expectWaiting('Vote', 'Vote', 'Vote')
  })
})

describe('standard loop', () => {
  const loop = (options: object) =>
    aProcess('p')
      .startEvent()
      .userTask('Again', {}, { loop: { standard: true, ...options } })
      .userTask('After')

  it('does it again while the condition holds', () => {
    const s = scenario(loop({ condition: '=more' })).start({ more: true })
    s.complete('Again', { more: true }).complete('Again', { more: false }).expectWaiting('After')
  })

  it('asks first with testBefore, and may not begin at all', () => {
    scenario(loop({ condition: '=more', testBefore: true }))
      .start({ more: false })
      .expectWaiting('After')
  })

  it('stops at the maximum', () => {
    scenario(loop({ maximum: 2 }))
      .start()
      .complete('Again')
      .expectWaiting('Again', 'Again')
      .complete('Again')
      .expectWaiting('After')
  })
})

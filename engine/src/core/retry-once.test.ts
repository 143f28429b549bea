import { describe, expect, it } from 'vitest'
import { aProcess, scenario } from '../testing/index.ts'

const counting = (event: 'start' | 'end') => ({ event, expression: "${execution.setVariable('n', n + 1)}" })

describe('a retry on the way out does nothing twice', () => {
  it('when no flow could be chosen: neither end listeners nor outputs run again', () => {
    const model = aProcess('p')
      .startEvent()
      .userTask('A', {}, { listeners: [counting('end')], outputs: { sum: '=n + 10' } })
      .condition('${x > 5}')
      .userTask('B')
    const s = scenario(model).start({ n: 0, x: 1 }).complete('A')
    expect(s.incidentAt('A').code).toBe('NO_FLOW_CHOSEN')
    s.setVariables({ x: 7, sum: 99 }).retry('A').expectWaiting('B')
    expect(s.variables()).toEqual({ n: 1, x: 7, sum: 99 })
  })

  it('when no flow could be chosen behind a sub-process, whose variables have gone', () => {
    const model = aProcess('p')
      .startEvent()
      .subProcess('Sub', (inner) => inner.startEvent().userTask('A').endEvent(), {
        inputs: { inner: '=1' },
        outputs: { result: '=inner + 1' },
      })
    const s = scenario(model.condition('${x > 5}').userTask('B')).start({ x: 1 }).complete('A')
    expect(s.incidentAt('Sub').code).toBe('NO_FLOW_CHOSEN')
    s.setVariables({ x: 7 }).retry('Sub').expectWaiting('B')
    expect(s.variables()).toEqual({ x: 7, result: 2 })
  })

  it('when an output fails after the one end listener has run', () => {
    const model = aProcess('p')
      .startEvent()
      .userTask('A', {}, { listeners: [counting('end')], outputs: { sum: '=missing + 10' } })
      .userTask('B')
    const s = scenario(model).start({ n: 0 }).complete('A')
    expect(s.setVariables({ missing: 1 }).retry('A').expectWaiting('B').variables()).toEqual({ n: 1, missing: 1, sum: 11 })
  })

  it('when the completion condition of a loop fails after an end listener', () => {
    const loop = { cardinality: 2, completionCondition: '${stop}' }
    const s = scenario(
      aProcess('p')
        .startEvent()
        .userTask('A', {}, { loop, listeners: [counting('end')] })
        .userTask('B'),
    )
      .start({ n: 0 })
      .complete('A')
    expect(s.incidentAt('A').code).toBe('EXPRESSION_FAILED')
    expect(s.variables()['n']).toBe(1)
    // the other instance is cancelled, and what is cancelled has ended, too
    expect(s.setVariables({ stop: true }).retry('A').expectWaiting('B').variables()['n']).toBe(2)
  })
})

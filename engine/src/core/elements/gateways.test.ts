import { describe, expect, it } from 'vitest'
import { aProcess, scenario } from '../../testing/index.ts'

const choice = () =>
  aProcess('choice')
    .startEvent('S')
    .exclusiveGateway('G')
    .condition('=amount > 10')
    .userTask('Large')
    .moveTo('G')
    .condition('${amount > 5}')
    .userTask('Middle')

describe('exclusive gateway', () => {
  it('takes the first flow in XML order whose condition holds', () => {
    scenario(choice()).start({ amount: 20 }).expectWaiting('Large')
    scenario(choice()).start({ amount: 7 }).expectWaiting('Middle')
  })

  it('takes the default flow if no condition holds', () => {
    scenario(choice().moveTo('G').defaultFlow().userTask('Small')).start({ amount: 1 }).expectWaiting('Small')
  })

  it('asks the default flow last, wherever it stands, and never its condition', () => {
    const model = aProcess('p')
      .startEvent()
      .exclusiveGateway('G')
      .defaultFlow()
      .condition('=true')
      .userTask('Default')
      .moveTo('G')
      .condition('=true')
      .userTask('Other')
    scenario(model).start().expectWaiting('Other')
  })

  it('counts a flow without a condition as open', () => {
    scenario(choice().moveTo('G').userTask('Open')).start({ amount: 1 }).expectWaiting('Open')
  })

  it('raises NO_FLOW_CHOSEN if nothing holds, and chooses anew on retry', () => {
    const s = scenario(choice()).start({ amount: 1 })
    expect(s.incidentAt('G')).toMatchObject({ code: 'NO_FLOW_CHOSEN', phase: 'leave' })
    s.setVariables({ amount: 11 }).retry('G').expectWaiting('Large')
    expect(s.state.incidents).toEqual({})
  })

  it('raises an incident that names the unknown variable', () => {
    const s = scenario(choice()).start()
    expect(s.incidentAt('G')).toMatchObject({ code: 'EXPRESSION_FAILED', message: expect.stringContaining('unknown variable amount') })
    s.retry('G')
    expect(s.incidentAt('G').id).not.toBe('instance:3')
    s.setVariables({ amount: 6 }).retry('G').expectWaiting('Middle')
  })

  it('passes every token through, also when used as a merge', () => {
    const model = aProcess('p').startEvent().parallelGateway('F').exclusiveGateway('M').userTask('A').moveTo('F').connectTo('M')
    scenario(model).start().expectWaiting('A', 'A')
  })
})

const forkJoin = () =>
  aProcess('fork')
    .startEvent()
    .parallelGateway('F')
    .userTask('A')
    .parallelGateway('J')
    .userTask('After')
    .endEvent('E')
    .moveTo('F')
    .userTask('B')
    .connectTo('J')

describe('parallel gateway', () => {
  it('sends a token down every outgoing flow and asks no condition', () => {
    const model = aProcess('p')
      .startEvent()
      .parallelGateway('F')
      .condition('=false')
      .userTask('A')
      .moveTo('F')
      .userTask('B')
      .moveTo('F')
      .userTask('C')
    scenario(model).start().expectWaiting('A', 'B', 'C')
  })

  it('joins only after as many tokens arrived as it has incoming flows', () => {
    const s = scenario(forkJoin()).start().complete('B').expectWaiting('A', 'J')
    s.complete('A').expectWaiting('After')
    s.complete('After').expectEnded()
    expect(s.completed().filter((id) => id === 'J')).toHaveLength(2)
  })

  it('counts tokens, so two over one flow are enough (as Camunda does)', () => {
    const model = aProcess('p').startEvent().parallelGateway('F').exclusiveGateway('M').parallelGateway('J').endEvent('E')
    model.moveTo('F').connectTo('M').moveTo('F').userTask('Late').connectTo('J')
    const s = scenario(model).start()
    s.expectWaiting('Late')
    expect(s.completed()).toContain('E')
    s.complete('Late').expectWaiting('J')
  })

  it('joins per scope: tokens of two runs of a sub-process do not mix', () => {
    const model = aProcess('p')
      .startEvent()
      .parallelGateway('F')
      .exclusiveGateway('M')
      .subProcess('Sub', (inner) =>
        inner.startEvent().parallelGateway('IF').userTask('A').parallelGateway('IJ').endEvent().moveTo('IF').userTask('B').connectTo('IJ'),
      )
    const s = scenario(model.moveTo('F').connectTo('M')).start().expectWaiting('Sub', 'Sub', 'A', 'A', 'B', 'B')
    const [first, second] = Object.values(s.state.tokens).filter((token) => token.elementId === 'A')
    const otherB = Object.values(s.state.tokens).find((token) => token.elementId === 'B' && token.scopeId === second!.scopeId)
    s.send({ type: 'completeUserTask', tokenId: first!.id, variables: {} })
    s.send({ type: 'completeUserTask', tokenId: otherB!.id, variables: {} })
    s.expectWaiting('A', 'B', 'IJ', 'IJ', 'Sub', 'Sub')
  })

  it('ends the scope if it joins into nothing', () => {
    const model = aProcess('p').startEvent().parallelGateway('F').task('A').parallelGateway('J').moveTo('F').task('B').connectTo('J')
    scenario(model).start().expectEnded()
  })

  it('joins a thousand branches in one step', () => {
    const model = aProcess('wide').startEvent().parallelGateway('F')
    for (let branch = 0; branch < 1000; branch++) {
      model.moveTo('F').task(`T${branch}`)
      if (branch === 0) model.parallelGateway('J')
      else model.connectTo('J')
    }
    const started = performance.now()
    scenario(model.moveTo('J').endEvent('E')).start().expectEnded()
    expect(performance.now() - started).toBeLessThan(3_000)
  })
})

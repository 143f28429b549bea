import { describe, expect, it } from 'vitest'
import { aProcess, scenario } from '../../testing/index.ts'

const choice = () =>
  aProcess('p')
    .startEvent()
    .inclusiveGateway('F')
    .condition('=a')
    .userTask('A')
    .inclusiveGateway('J')
    .userTask('After')
    .endEvent('E')
    .moveTo('F')
    .condition('=b')
    .userTask('B')
    .connectTo('J')
    .moveTo('F')
    .defaultFlow()
    .userTask('C')
    .connectTo('J')

describe('inclusive gateway', () => {
  it('takes every flow whose condition holds, else the default flow', () => {
    scenario(choice()).start({ a: true, b: true }).expectWaiting('A', 'B')
    scenario(choice()).start({ a: false, b: true }).expectWaiting('B')
    scenario(choice()).start({ a: false, b: false }).expectWaiting('C')
  })

  it('joins the tokens that were sent, and waits for no others', () => {
    const s = scenario(choice()).start({ a: true, b: true }).complete('A').expectWaiting('B', 'J').complete('B').expectWaiting('After')
    expect(s.completed().filter((id) => id === 'J')).toHaveLength(2)
    scenario(choice()).start({ a: true, b: false }).complete('A').expectWaiting('After')
  })

  it('waits for tokens in sub-processes, at event based gateways and in called processes', () => {
    const model = aProcess('p')
      .startEvent()
      .parallelGateway('F')
      .userTask('A')
      .inclusiveGateway('J')
      .userTask('After')
      .moveTo('F')
      .subProcess('Sub', (inner) => inner.startEvent().userTask('Inside').endEvent())
      .connectTo('J')
      .moveTo('F')
      .eventBasedGateway('Wait')
      .messageCatch('M', 'm')
      .connectTo('J')
      .moveTo('Wait')
      .timerCatch('T', { duration: 'P1D' })
      .connectTo('J')
    const s = scenario(model).start().complete('A').complete('Inside').expectWaiting('J', 'J', 'Wait')
    s.correlate('m').expectWaiting('After')
  })

  it('waits for a token behind it that can come back', () => {
    const model = aProcess('p')
      .startEvent()
      .exclusiveGateway('In')
      .inclusiveGateway('J')
      .parallelGateway('F')
      .userTask('A')
      .exclusiveGateway('Back')
      .condition('=again')
      .connectTo('J')
      .moveTo('Back')
      .defaultFlow()
      .endEvent('E1')
      .moveTo('F')
      .userTask('B')
      .connectTo('J')
    const s = scenario(model).start().expectWaiting('A', 'B').complete('B').expectWaiting('A', 'J')
    s.complete('A', { again: false }).expectWaiting('A', 'B')
  })

  it('goes on when the token that it waited for is cancelled', () => {
    const model = aProcess('p')
      .startEvent()
      .parallelGateway('F')
      .userTask('A')
      .inclusiveGateway('J')
      .userTask('After')
      .moveTo('F')
      .userTask('B')
      .connectTo('J')
      .boundaryMessage('B', 'Gone', 'gone')
      .userTask('Other')
      .endEvent()
    scenario(model).start().complete('A').expectWaiting('B', 'J').correlate('gone').expectWaiting('After', 'Other')
  })

  it('fires once for tokens of its own scope only', () => {
    const model = aProcess('p')
      .startEvent()
      .subProcess(
        'Sub',
        (inner) =>
          inner.startEvent().parallelGateway('F').userTask('A').inclusiveGateway('J').userTask('B').endEvent().moveTo('F').connectTo('J'),
        {
          loop: { cardinality: 2 },
        },
      )
    const s = scenario(model).start().complete('A').expectWaiting('A', 'B', 'J', 'Sub', 'Sub', 'Sub')
    s.complete('A').expectWaiting('B', 'B', 'Sub', 'Sub', 'Sub')
  })

  it('with an incident in its choice joins once and chooses anew on retry', () => {
    const model = aProcess('p')
      .startEvent()
      .parallelGateway('F')
      .inclusiveGateway('J')
      .condition('=x = 1')
      .userTask('A')
      .moveTo('F')
      .connectTo('J')
    const s = scenario(model).start()
    expect(s.incidentAt('J').code).toBe('EXPRESSION_FAILED')
    s.setVariables({ x: 1 }).retry('J').expectWaiting('A')
  })
})

describe('event based gateway', () => {
  const model = () =>
    aProcess('p')
      .startEvent()
      .eventBasedGateway('G')
      .messageCatch('M', 'paid')
      .userTask('Paid')
      .moveTo('G')
      .timerCatch('T', { duration: 'P3D' })
      .userTask('Late')
      .moveTo('G')
      .signalCatch('S', 'closed')
      .userTask('Closed')
      .moveTo('G')
      .conditionalCatch('C', '=stop')
      .userTask('Stopped')

  it('goes on by the first event, and listens to the others no more', () => {
    const s = scenario(model()).start({ stop: false }).expectWaiting('G')
    expect(s.tables.subscriptions.size).toBe(4)
    s.correlate('paid', { amount: 3 }).expectWaiting('Paid')
    expect(s.tables.subscriptions.size).toBe(0)
    expect(s.completed()).toEqual(expect.arrayContaining(['G', 'M']))
    scenario(model()).start({ stop: false }).advance('P3D').expectWaiting('Late')
    scenario(model()).start({ stop: false }).signal('closed').expectWaiting('Closed')
    scenario(model()).start({ stop: false }).setVariables({ stop: true }).expectWaiting('Stopped')
  })

  it('goes on at once if a condition holds already', () => {
    scenario(model()).start({ stop: true }).expectWaiting('Stopped')
  })

  it('fires a cycle behind it once', () => {
    const cycle = aProcess('p')
      .startEvent()
      .eventBasedGateway('G')
      .timerCatch('T', { cycle: 'R3/PT1H' })
      .userTask('A')
      .moveTo('G')
      .messageCatch('M', 'm')
      .endEvent()
    scenario(cycle).start().advance('P1D').expectWaiting('A')
  })
})

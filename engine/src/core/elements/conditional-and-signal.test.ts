import { describe, expect, it } from 'vitest'
import { aProcess, scenario } from '../../testing/index.ts'

describe('conditional event', () => {
  it('waits until a change makes it true', () => {
    const s = scenario(aProcess('p').startEvent().conditionalCatch('C', '=amount > 10').userTask('A'))
      .start({ amount: 1 })
      .expectWaiting('C')
    s.setVariables({ amount: 5 }).expectWaiting('C').setVariables({ amount: 11 }).expectWaiting('A')
  })

  it('passes at once if it holds already', () => {
    scenario(aProcess('p').startEvent().conditionalCatch('C', '=amount > 10').userTask('A')).start({ amount: 11 }).expectWaiting('A')
  })

  it('is false while a variable is unknown', () => {
    scenario(aProcess('p').startEvent().conditionalCatch('C', '${amount > 10}').userTask('A'))
      .start()
      .expectWaiting('C')
      .setVariables({ amount: 11 })
      .expectWaiting('A')
  })

  it('at a boundary fires on each change while it holds, if it does not interrupt', () => {
    const model = aProcess('p')
      .startEvent()
      .userTask('A')
      .boundaryConditional('A', 'C', '=amount > 10', { interrupting: false })
      .userTask('Check')
      .endEvent()
    const s = scenario(model).start({ amount: 1 })
    s.setVariables({ amount: 11 }).setVariables({ amount: 12 }).setVariables({ amount: 2 }).expectWaiting('A', 'Check', 'Check')
  })

  it('sees only changes of the variable and of the kind that it names', () => {
    const model = (variableEvents: string) =>
      aProcess('p')
        .startEvent()
        .userTask('A')
        .boundaryConditional('A', 'C', '=true', { interrupting: false, variableName: 'x', variableEvents })
        .userTask('Check')
        .endEvent()
    const s = scenario(model('create, delete')).start()
    // entered: it holds
    s.expectWaiting('A', 'Check')
      .setVariables({ y: 1 })
      .expectWaiting('A', 'Check')
      .setVariables({ x: 1 })
      .expectWaiting('A', 'Check', 'Check')
    s.setVariables({ x: 2 }).expectWaiting('A', 'Check', 'Check')
    s.send({ type: 'setVariables', scopeId: 'instance', variables: {}, remove: ['x'] })
    s.expectWaiting('A', 'Check', 'Check', 'Check')
  })

  it('fires for a change that a step makes, also by an interrupting event sub-process', () => {
    const model = aProcess('p')
      .startEvent()
      .userTask('A')
      .userTask('B')
      .eventSubProcess('Esp', { condition: '=withdrawn = true' }, (inner) => inner.userTask('Handle').endEvent())
    scenario(model).start({ withdrawn: false }).complete('A', { withdrawn: true }).expectWaiting('Esp', 'Handle')
  })

  it('several that become true at once all fire, if none interrupts', () => {
    const model = aProcess('p')
      .startEvent()
      .userTask('A')
      .boundaryConditional('A', 'C1', '=x > 1', { interrupting: false })
      .userTask('B1')
      .endEvent()
      .boundaryConditional('A', 'C2', '=x > 2', { interrupting: false })
      .userTask('B2')
      .endEvent()
    scenario(model).start({ x: 0 }).setVariables({ x: 3 }).expectWaiting('A', 'B1', 'B2')
  })

  it('a local variable of the activity itself does not count', () => {
    const s = scenario(
      aProcess('p').startEvent().userTask('A').boundaryConditional('A', 'C', '=x = 1', { interrupting: false }).userTask('B').endEvent(),
    ).start({ x: 0 })
    const tokenId = Object.keys(s.state.tokens)[0]!
    s.setVariables({ x: 1 }, tokenId).expectWaiting('A')
  })

  it('is asked again for all variables on request', () => {
    const s = scenario(
      aProcess('p').startEvent().conditionalCatch('C', '=now() > date and time("2030-01-01T00:00:00+08:00")').userTask('A'),
      { now: '2029-12-31T00:00:00+08:00' },
    ).start({ any: 1 })
    s.expectWaiting('C').clock.set(Date.parse('2030-01-02T00:00:00+08:00'))
    s.send({ type: 'evaluateConditions' })
    s.expectWaiting('A')
  })
})

describe('signal', () => {
  it('thrown here reaches all that wait for it here, and is passed on for the others', () => {
    const model = aProcess('p')
      .startEvent()
      .parallelGateway('F')
      .signalCatch('C1', 'done')
      .userTask('A')
      .moveTo('F')
      .signalCatch('C2', 'done')
      .userTask('B')
      .moveTo('F')
      .userTask('T')
      .signalThrow('Throw', 'done', { number: 'x' })
      .userTask('C')
    const s = scenario(model).start({ x: 7 }).expectWaiting('C1', 'C2', 'T').complete('T').expectWaiting('A', 'B', 'C')
    expect(s.lastEffects).toContainEqual({ type: 'broadcastSignal', signalName: 'done', variables: { number: { value: 7 } } })
    expect(s.variables()).toEqual({ x: 7, number: 7 })
  })

  it('has its name computed, and can end a process', () => {
    const s = scenario(aProcess('p').startEvent().endEvent('E', { signal: 'case-${number}' }))
      .start({ number: 7 })
      .expectEnded()
    expect(s.lastEffects).toContainEqual({ type: 'broadcastSignal', signalName: 'case-7', variables: {} })
  })

  it('at a boundary interrupts its activity', () => {
    scenario(aProcess('p').startEvent().userTask('A').boundarySignal('A', 'S', 'stop').userTask('B'))
      .start()
      .signal('stop', { why: 1 })
      .expectWaiting('B')
  })
})

describe('link events', () => {
  it('lead from every throw event to the one catch event of the name', () => {
    const model = aProcess('p')
      .startEvent()
      .parallelGateway('F')
      .linkThrow('L1', 'on')
      .moveTo('F')
      .linkThrow('L2', 'on')
      .linkCatch('L', 'on')
      .userTask('A')
    scenario(model).start().expectWaiting('A', 'A')
  })
})

describe('receive task', () => {
  it('waits for its message or a direct signal, and closes its subscription either way', () => {
    const model = () => aProcess('p').startEvent().receiveTask('R', 'paid').userTask('A')
    scenario(model()).start().expectWaiting('R').correlate('paid', { a: 1 }).expectWaiting('A')
    const s = scenario(model()).start()
    const tokenId = Object.keys(s.state.tokens)[0]!
    s.send({ type: 'signalToken', tokenId, variables: { b: { value: 2 } } })
    expect(s.expectWaiting('A').variables()).toEqual({ b: 2 })
    expect(s.tables.subscriptions.size).toBe(0)
  })

  it('without a message only a signal continues it', () => {
    const s = scenario(aProcess('p').startEvent().receiveTask('R').userTask('A')).start().expectWaiting('R')
    expect(s.tables.subscriptions.size).toBe(0)
    s.send({ type: 'signalToken', tokenId: Object.keys(s.state.tokens)[0]!, variables: {} })
    s.expectWaiting('A')
  })
})

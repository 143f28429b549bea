import { describe, expect, it } from 'vitest'
import type { Effect, Variables } from '../../index.ts'
import { aProcess, scenario, type Scenario } from '../../testing/index.ts'

const calling = (options: object = {}) =>
  aProcess('caller').startEvent().callActivity('Call', 'checks', options).userTask('After').endEvent('E')
const callOf = (s: Scenario) =>
  s.lastEffects.find((effect): effect is Extract<Effect, { type: 'startCalled' }> => effect.type === 'startCalled')!
const callToken = (s: Scenario) => Object.values(s.state.tokens).find(({ elementId }) => elementId === 'Call')!
const values = (plain: Record<string, string | number>): Variables =>
  Object.fromEntries(Object.entries(plain).map(([name, value]) => [name, { value }]))

describe('call activity', () => {
  it('asks for the process of its key and binding, with business key and mapped variables', () => {
    const options = {
      in: { copy: 'number', doubled: '=number * 2' },
      businessKey: '${execution.processBusinessKey}',
      attributes: { 'camunda:calledElementBinding': 'version', 'camunda:calledElementVersion': '3' },
    }
    const s = scenario(calling(options)).start({ number: 4, secret: 1 }, { businessKey: 'case-1' }).expectWaiting('Call')
    expect(callOf(s)).toMatchObject({
      call: {
        key: 'checks',
        binding: 'version',
        version: 3,
        businessKey: 'case-1',
        variables: { copy: { value: 4 }, doubled: { value: 8 } },
      },
      caller: { instanceId: 'instance', tokenId: callToken(s).id, errors: [], escalations: [] },
    })
    expect(callOf(s).calledInstanceId).toBe(callToken(s).calledInstanceId)
  })

  it('hands over all variables if it says so, and none if it says nothing', () => {
    expect(callOf(scenario(calling({ in: 'all' })).start({ a: 1, b: 2 })).call.variables).toEqual(values({ a: 1, b: 2 }))
    expect(callOf(scenario(calling()).start({ a: 1 })).call.variables).toEqual({})
  })

  it('goes on when the called process has ended, with its mapped results', () => {
    const s = scenario(calling({ out: { result: 'verdict', more: '=verdict + "!"' } })).start()
    s.send({ type: 'completeCall', tokenId: callToken(s).id, variables: values({ verdict: 'ok', other: 1 }) })
    expect(s.expectWaiting('After').variables()).toEqual({ result: 'ok', more: 'ok!' })
  })

  it('an error of the called process is caught at its boundary, after the out mappings', () => {
    const model = calling({ out: { result: 'verdict' } })
      .boundaryError('Call', 'Refused', 'E1')
      .userTask('Refusal')
    const s = scenario(model).start()
    expect(callOf(s).caller.errors).toEqual(['E1'])
    s.send({ type: 'throwFromCall', tokenId: callToken(s).id, errorCode: 'E1', errorMessage: null, variables: values({ verdict: 'no' }) })
    expect(s.expectWaiting('Refusal').variables()).toEqual({ result: 'no' })
  })

  it('an escalation of the called process beside it leaves it running; an uncaught one still maps', () => {
    const model = calling({ out: { result: 'verdict' } })
      .boundaryEscalation('Call', 'Late', 'LATE', { interrupting: false })
      .userTask('Leader')
    const s = scenario(model).start()
    expect(callOf(s).caller.escalations).toEqual([{ code: 'LATE', interrupting: false }])
    const escalate = (escalationCode: string) =>
      s.send({
        type: 'escalateFromCall',
        tokenId: callToken(s).id,
        escalationCode,
        variables: values({ verdict: escalationCode }),
        ended: false,
      })
    escalate('LATE')
    s.expectWaiting('Call', 'Leader')
    escalate('OTHER')
    expect(s.expectWaiting('Call', 'Leader').variables()).toEqual({ result: 'OTHER' })
  })

  it('tells what is caught around it too, as its own caller would', () => {
    const model = aProcess('p')
      .startEvent()
      .subProcess('Sub', (inner) =>
        inner
          .startEvent()
          .callActivity('Call', 'checks')
          .endEvent()
          .eventSubProcess('Esp', { error: 'E2' }, (esp) => esp.endEvent()),
      )
      .endEvent()
      .boundaryError('Sub', 'Any')
      .endEvent()
    expect(callOf(scenario(model).start()).caller.errors).toEqual(['E2', null])
  })

  it('cancels the called process with itself', () => {
    const s = scenario(calling().boundaryTimer('Call', 'Late', { duration: 'P1D' }).userTask('Leader')).start()
    const { calledInstanceId } = callToken(s)
    s.advance('P1D').expectWaiting('Leader')
    expect(s.lastEffects).toContainEqual({ type: 'cancelCalled', calledInstanceId, reason: 'interrupted by Late' })
  })

  it('stops with an incident if the process cannot be started, keeps its boundary events, and calls again on retry', () => {
    const s = scenario(calling().boundaryTimer('Call', 'Late', { duration: 'P1D' }).userTask('Leader')).start()
    const first = callToken(s).calledInstanceId
    s.send({ type: 'failCall', tokenId: callToken(s).id, code: 'CALLED_PROCESS_NOT_FOUND', message: 'no process checks' })
    expect(s.incidentAt('Call')).toMatchObject({ code: 'CALLED_PROCESS_NOT_FOUND', phase: 'call' })
    expect(s.tables.subscriptions.size).toBe(1)
    s.retry('Call').expectWaiting('Call')
    expect(callToken(s).calledInstanceId).not.toBe(first)
    expect(callOf(s).call.key).toBe('checks')
    expect(s.tables.subscriptions.size).toBe(1)
  })
})

describe('the instances that one calls', () => {
  it('have ids of their own, though many are called at once and one again', () => {
    const s = scenario(calling({ loop: { cardinality: 3 } })).start()
    s.send({
      type: 'failCall',
      tokenId: Object.values(s.state.tokens).find(({ calledInstanceId }) => calledInstanceId !== undefined)!.id,
      code: 'CALLED_PROCESS_NOT_FOUND',
      message: 'no process',
    })
    s.retry('Call')
    const ids = s.events.flatMap((event) => (event.type === 'callStarted' ? event.calledInstanceId : []))
    expect(ids).toHaveLength(4)
    expect(new Set(ids).size).toBe(4)
  })
})

describe('a called process', () => {
  const caller = {
    instanceId: 'outer',
    tokenId: 'outer:5',
    errors: ['E1'],
    escalations: [
      { code: 'LATE', interrupting: true },
      { code: 'SOON', interrupting: false },
    ],
  }
  const called = (model: ReturnType<typeof aProcess>) => {
    const s = scenario(model)
    s.send({ type: 'startInstance', instanceId: 'inner', tenantId: 'tenant', businessKey: null, variables: values({ a: 1 }), caller })
    return s
  }
  const told = (s: Scenario) => s.lastEffects.find(({ type }) => type === 'notifyCaller')

  it('tells its caller when it ends, with its variables; a terminate end event too', () => {
    const s = called(aProcess('p').startEvent().userTask('A').endEvent())
    s.complete('A', { b: 2 })
    expect(told(s)).toEqual({
      type: 'notifyCaller',
      caller: { instanceId: 'outer', tokenId: 'outer:5' },
      outcome: { type: 'completed' },
      variables: values({ a: 1, b: 2 }),
    })
    expect(told(called(aProcess('p').startEvent().endEvent('E', { terminate: true })))).toMatchObject({ outcome: { type: 'completed' } })
  })

  it('ends by an error that its caller catches, and waits with an incident by another', () => {
    const model = (code: string) =>
      aProcess('p').startEvent().parallelGateway('F').userTask('A').moveTo('F').userTask('B').endEvent('E', { error: code })
    const caught = called(model('E1')).complete('B')
    expect(told(caught)).toMatchObject({ outcome: { type: 'error', errorCode: 'E1' } })
    caught.expectEnded('terminated')
    const uncaught = called(model('E9')).complete('B').expectWaiting('A', 'E')
    expect(uncaught.incidentAt('E').code).toBe('UNHANDLED_ERROR')
  })

  it('ends by an escalation that interrupts it, and goes on after one that does not', () => {
    const model = (code: string) => aProcess('p').startEvent().userTask('A').escalationThrow('Throw', code).userTask('B')
    expect(told(called(model('LATE')).complete('A').expectEnded('terminated'))).toMatchObject({
      outcome: { type: 'escalation', ended: true },
    })
    expect(told(called(model('SOON')).complete('A').expectWaiting('B'))).toMatchObject({ outcome: { type: 'escalation', ended: false } })
    // its out mappings run even if nobody catches it
    expect(told(called(model('NONE')).complete('A').expectWaiting('B'))).toMatchObject({
      outcome: { type: 'escalation', ended: false },
      variables: values({ a: 1 }),
    })
  })

  it('tells its caller if someone else ends it', () => {
    const model = () => aProcess('p').startEvent().userTask('A')
    expect(told(called(model()).terminate('mistake'))).toMatchObject({ outcome: { type: 'terminated', reason: 'mistake' } })
    const s = called(model())
    s.send({ type: 'terminateInstance', reason: 'caller', byCaller: true })
    expect(told(s)).toBeUndefined()
  })
})

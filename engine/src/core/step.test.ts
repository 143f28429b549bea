import { describe, expect, it } from 'vitest'
import { aProcess, parsed, scenario } from '../testing/index.ts'
import { apply } from './apply.ts'
import type { Command } from './commands.ts'
import type { InstanceState } from './state.ts'
import { step } from './step.ts'

const env = { functions: {} }
const actor = { userId: 'li' }

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) Object.values(Object.freeze(value)).forEach(freeze)
  return value
}

describe('step', () => {
  const model = aProcess('p')
    .startEvent()
    .userTask('A')
    .boundaryTimer('A', 'T', { duration: 'P1D' }, { interrupting: false })
    .endEvent()
    .moveTo('A')
    .serviceTask('B', 'x')
    .messageCatch('M', 'm')

  it('changes neither the process, nor the state, nor the command it is given', () => {
    const process = freeze(parsed(model))
    let state: InstanceState | null = null
    const send = (command: Command) => {
      const result = step(process, freeze(state), freeze(command), env)
      if (!result.ok) throw new Error(result.rejection.message)
      state = result.state
      return result.state
    }
    send({ type: 'startInstance', instanceId: 'i', tenantId: 't', businessKey: null, variables: { a: { value: [1] } }, now: 1, actor })
    const { subscriptions, tokens } = send({ type: 'setVariables', scopeId: 'i', variables: { b: { value: 1 } }, now: 1, actor })
    send({ type: 'executeJob', subscriptionId: Object.keys(subscriptions)[0]!, now: 2, actor })
    send({ type: 'completeUserTask', tokenId: Object.keys(tokens)[0]!, variables: { a: { value: 2 } }, now: 3, actor })
    const ended = send({ type: 'terminateInstance', reason: 'test', now: 4, actor })
    expect(ended).toMatchObject({ status: 'terminated', endedAt: 4, tokens: {}, subscriptions: {} })
    expect(ended.scopes['i']!.variables).toEqual({ a: { value: 2 }, b: { value: 1 } })
  })

  it('shares with the state before what it did not touch', () => {
    const s = scenario(model).start()
    const before = s.state
    s.setVariables({ x: 1 })
    expect(s.state.tokens).toBe(before.tokens)
    expect(s.state.subscriptions).toBe(before.subscriptions)
  })

  it("rejects what is the caller's mistake, each with its code, and changes nothing", () => {
    const s = scenario(model)
    expect(s.send({ type: 'terminateInstance', reason: '' })).toMatchObject({ code: 'INSTANCE_NOT_ACTIVE' })
    s.start()
    const before = s.state
    const tokenId = Object.keys(s.state.tokens)[0]!
    const subscriptionId = Object.keys(s.state.subscriptions)[0]!
    const codes = [
      s.send({ type: 'startInstance', instanceId: 'x', tenantId: 't', businessKey: null, variables: {} }),
      s.send({ type: 'completeUserTask', tokenId: 'instance:99', variables: {} }),
      s.send({ type: 'completeUserTask', tokenId: 'constructor', variables: {} }),
      s.send({ type: 'completeExternalTask', tokenId, variables: {}, localVariables: {} }),
      s.send({ type: 'executeJob', subscriptionId: 'none' }),
      s.send({ type: 'correlateMessage', subscriptionId, variables: {} }),
      s.send({ type: 'setVariables', scopeId: 'nowhere', variables: {} }),
      s.send({ type: 'retryIncident', incidentId: tokenId, retries: 1 }),
    ].map((rejection) => rejection?.code)
    expect(codes).toEqual([
      'INSTANCE_EXISTS',
      'TASK_NOT_FOUND',
      'TASK_NOT_FOUND',
      'TASK_NOT_FOUND',
      'SUBSCRIPTION_NOT_FOUND',
      'SUBSCRIPTION_NOT_FOUND',
      'SCOPE_NOT_FOUND',
      'INCIDENT_NOT_FOUND',
    ])
    expect(s.state).toBe(before)
  })

  it('takes each task, timer and message once', () => {
    const s = scenario(model).start()
    const tokenId = Object.keys(s.state.tokens)[0]!
    s.complete('A')
    expect(s.send({ type: 'completeUserTask', tokenId, variables: {} })).toMatchObject({ code: 'TASK_NOT_FOUND' })
    s.completeExternal('B').correlate('m').expectEnded()
    expect(s.send({ type: 'setVariables', scopeId: 'instance', variables: {} })).toMatchObject({ code: 'INSTANCE_NOT_ACTIVE' })
  })

  it('sets and removes variables of one scope', () => {
    const s = scenario(model).start({ a: 1, b: 2 })
    s.send({ type: 'setVariables', scopeId: 'instance', variables: { c: { value: '2025-03-03', type: 'Date' } }, remove: ['a', 'none'] })
    expect(s.state.scopes['instance']!.variables).toEqual({ b: { value: 2 }, c: { value: '2025-03-03', type: 'Date' } })
  })

  it('stands a variable of any name', () => {
    const s = scenario(model).start(JSON.parse('{"__proto__": {"polluted": 1}, "constructor": 2}'))
    s.complete('A', JSON.parse('{"__proto__": 3}'))
    expect(Object.keys(s.variables())).toEqual(['__proto__', 'constructor'])
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })

  it('cancels everything when terminated, and says why', () => {
    const s = scenario(model).start().complete('A').failExternal('B', 'x').terminate('申请人撤回').expectEnded('terminated')
    expect(s.events.at(-1)).toMatchObject({ type: 'instanceTerminated', reason: '申请人撤回', actor: { userId: 'tester' } })
  })

  it('stops a loop without a wait with an incident, and goes on from there on retry', () => {
    const endless = aProcess('p')
      .startEvent()
      .exclusiveGateway('G')
      .condition('=stop')
      .endEvent('E')
      .moveTo('G')
      .defaultFlow()
      .task('T')
      .connectTo('G')
    const s = scenario(endless).start({ stop: false })
    const incident = Object.values(s.state.incidents)[0]!
    expect(incident.code).toBe('TURN_TOO_LONG')
    s.setVariables({ stop: true }).retry(incident.elementId).expectEnded()
  })

  it('throws if the state does not belong to the process: that is our own mistake', () => {
    const s = scenario(model).start()
    const other = parsed(aProcess('p').startEvent().userTask('X'))
    expect(() => step(other, s.state, { type: 'terminateInstance', reason: '', now: 1, actor }, env)).toThrow('element A is not in process')
    expect(() => apply(null, s.events[1]!)).toThrow('before instanceStarted')
    expect(() => apply(s.state, s.events[0]!)).toThrow('has started already')
  })

  it('takes an instant and ids from nowhere but the command', () => {
    const s = scenario(model, { now: 5 }).start({}, { instanceId: 'case-1' })
    expect(s.events.every((event) => event.at === 5)).toBe(true)
    expect(Object.keys(s.state.tokens)).toEqual(['case-1:2'])
  })
})

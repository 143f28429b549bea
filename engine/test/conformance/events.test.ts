import { afterAll, describe, expect, it } from 'vitest'
import { eventsOf, externalTaskAt, given, givenWorld, listensTo, scriptsOn, terminated, tokenAt, tokensAt } from './given.ts'

const scripts = scriptsOn()
afterAll(scripts.close)

describe('message', () => {
  it('starts a process with its variables; a start by key is refused where there is no none start event', () => {
    const world = givenWorld('message-start')
    expect(() => world.start('message-start')).toThrow('NO_START_EVENT')
    expect(() => world.correlate('other')).toThrow('0 processes start by it')
    expect(world.correlate('order', { number: 7 }).expectWaiting('Task').variables()).toEqual({ number: 7 })
  })

  it('several message start events stand beside a none start event', () => {
    const world = givenWorld('message-several-starts')
    world.start('message-several-starts').expectWaiting('ByKey')
    world.correlate('order').expectWaiting('ByOrder')
    world.correlate('complaint').expectWaiting('ByComplaint')
    expect(world.instances).toHaveLength(3)
  })

  it('is correlated to exactly one waiting execution; its name may be an expression', () => {
    const world = givenWorld('message-catch')
    const [seven, eight] = [world.start('message-catch', { number: 7 }), world.start('message-catch', { number: 8 })]
    expect(listensTo(seven)).toEqual(['message paid-7'])
    expect(() => world.correlate('paid-9')).toThrow('was not correlated')
    world.correlate('paid-7', { sum: 100 })
    expect(seven.expectWaiting('After').variables()).toEqual({ number: 7, sum: 100 })
    eight.expectWaiting('Catch')
  })

  it('that fits several executions is refused, also within one instance; to all of them it goes on', () => {
    const world = givenWorld('message-several-waiting')
    const s = world.start('message-several-waiting')
    expect(() => world.correlate('paid')).toThrow('2 executions wait')
    s.expectWaiting('One', 'Two')
    world.correlateAll('paid')
    s.expectWaiting('A', 'B')
  })

  it('business key and correlation keys choose among instances; a message with keys starts nothing', () => {
    const world = givenWorld('message-catch')
    const first = world.start('message-catch', { number: 7, city: 'north' }, 'B-1')
    const second = world.start('message-catch', { number: 7, city: 'south' }, 'B-2')
    expect(() => world.correlate('paid-7')).toThrow('2 executions wait')
    world.correlate('paid-7', {}, { correlationKeys: { city: 'south' } })
    second.expectWaiting('After')
    world.correlate('paid-7', {}, { businessKey: 'B-1' })
    first.expectWaiting('After')
    const starting = givenWorld('message-start')
    expect(() => starting.correlate('order', {}, { correlationKeys: { number: 7 } })).toThrow('0 processes start by it')
  })

  it('waiting executions are tried before start events', () => {
    const world = givenWorld('message-waiting-before-start')
    const s = world.correlate('order').expectWaiting('Again')
    world.correlate('order')
    s.expectWaiting('After')
    expect(world.instances).toHaveLength(1)
    world.correlate('order')
    expect(world.instances).toHaveLength(2)
  })

  it('boundary events, interrupting and not', () => {
    const s = given('message-boundary').start().correlate('question').correlate('question').expectWaiting('Answer', 'Answer', 'Task')
    s.correlate('cancel').expectWaiting('Answer', 'Answer', 'Cancelled')
    expect(terminated(s)).toEqual(['Task'])
    expect(listensTo(s)).toEqual([])
  })

  it('an event may refer to a definition at the root', () => {
    given('message-event-definition-reference').start().correlate('paid').expectWaiting('After')
  })

  it('a throw event with type external waits for a worker', () => {
    const s = given('message-throw-external').start().expectWaiting('Throw')
    expect(externalTaskAt(s, 'Throw')).toEqual({ topic: 'send', priority: 0, properties: { to: 'applicant' } })
    s.completeExternal('Throw').expectWaiting('After')
  })

  it('an end event with type external, too', () => {
    const s = given('message-end-external').start().expectWaiting('End')
    expect(externalTaskAt(s, 'End').topic).toBe('send')
    s.completeExternal('End').expectEnded()
  })

  it('a throw or end event without an implementation does nothing', () => {
    const s = given('message-throw-without-implementation').start().expectEnded()
    expect(s.completed()).toEqual(['Start', 'Throw', 'End'])
    expect(s.lastEffects).toEqual([])
  })
})

describe('signal', () => {
  it('goes to all who wait, in all instances, and to every definition that it starts', () => {
    const world = givenWorld('signal-broadcast')
    const [first, second] = [world.start('signal-broadcast'), world.start('signal-broadcast')]
    world.signal('alarm', { level: 3 })
    first.expectWaiting('A', 'B')
    second.expectWaiting('A', 'B')
    const started = world.instances[2]!.expectWaiting('ByAlarm')
    expect(started.variables()).toEqual({ level: 3 })
    expect(world.instances).toHaveLength(3)
  })

  it('thrown by a process carries no variables unless they are mapped', () => {
    const world = givenWorld('signal-throw')
    const s = world.start('signal-throw', { number: 7, secret: 1 }).complete('Ask').expectWaiting('Received')
    expect(world.instance('signal-throw-started').expectWaiting('Started_Task').variables()).toEqual({ number: 7, double: 14 })
    expect(s.variables()).toEqual({ number: 7, secret: 1, double: 14 })
  })

  it('of an end event ends its token', () => {
    const s = given('signal-end-event').start().complete('Ask').expectWaiting('Received')
    expect(s.completed()).toContain('End')
    expect(s.lastEffects).toContainEqual({ type: 'broadcastSignal', signalName: 'alarm', variables: {} })
  })

  it('boundary events, interrupting and not; the name may be an expression', () => {
    const s = given('signal-boundary')
      .start({ region: 'north' })
      .signal('alarm-north')
      .expectWaiting('Note', 'Task')
      .signal('alarm-north')
      .expectWaiting('Note', 'Note', 'Task')
    s.signal('stop').expectWaiting('Note', 'Note', 'Stopped')
    expect(listensTo(s)).toEqual([])
  })

  it('with async: who throws goes on, and who waits in the same instance is reached within the step, not by a job (ours)', () => {
    const s = given('signal-async').start().complete('Ask').expectWaiting('Received', 'Thrown')
    expect(listensTo(s)).toEqual([])
  })

  it('thrown with async reaches a boundary event of another instance (CAM-6807)', () => {
    const world = givenWorld('signal-async-boundary')
    const s = world.start('signal-async-boundary').expectWaiting('Task')
    world.start('signal-async-thrower').expectEnded()
    expect(terminated(s.expectWaiting('Alarmed'))).toEqual(['Task'])
  })
})

describe('conditional event', () => {
  it('is asked on entering and on every change', () => {
    given('conditional-catch').start({ ready: true }).expectWaiting('After')
    const s = given('conditional-catch')
      .start({ ready: false })
      .expectWaiting('Catch')
      .setVariables({ ready: false })
      .expectWaiting('Catch')
    s.setVariables({ ready: true }).expectWaiting('After')
    expect(eventsOf(s, 'conditionMet').map(({ elementId }) => elementId)).toEqual(['Catch'])
  })

  it('at a boundary, interrupting and not: again on each change while it holds', () => {
    const s = given('conditional-boundary').start().setVariables({ amount: 15 }).expectWaiting('Note', 'Task')
    s.setVariables({ amount: 16 }).expectWaiting('Note', 'Note', 'Task')
    s.setVariables({ amount: 5 }).expectWaiting('Note', 'Note', 'Task')
    s.setVariables({ stop: true }).expectWaiting('Note', 'Note', 'Stopped')
    expect(listensTo(s)).toEqual([])
  })

  it('in FEEL and in JavaScript', () => {
    given('conditional-feel', { environment: scripts.environment }).start({ amount: 15 }).expectWaiting('After')
    const s = given('conditional-feel', { environment: scripts.environment }).start({ amount: 11 }).expectWaiting('Script')
    s.setVariables({ amount: 13 }).expectWaiting('After')
  })

  it('filters by variable name and kind of change', () => {
    const s = given('conditional-filter')
      .start()
      .setVariables({ amount: 15 })
      .expectWaiting('Task')
      .setVariables({ other: 1 })
      .expectWaiting('Task')
    s.setVariables({ amount: 20 }).expectWaiting('Changed')
  })

  it('a variable that is local to a task is not seen by the scope around it', () => {
    const s = given('conditional-local-variable').start()
    s.setVariables({ amount: 15 }, tokenAt(s, 'Task').id).expectWaiting('Task')
    s.setVariables({ amount: 15 }).expectWaiting('Handle', 'Handler', 'Task')
  })

  it('all that become true at once fire if they do not interrupt', () => {
    given('conditional-several-true').start().setVariables({ amount: 15 }).expectWaiting('Note', 'Report', 'Task')
    given('conditional-several-true').start().setVariables({ amount: 11 }).expectWaiting('Note', 'Task')
  })

  it('inside one instance of many sees the variables of that instance, at the body those of the scope around', () => {
    const s = given('conditional-in-multi-instance')
      .start({ voters: ['a', 'b'] })
      .expectWaiting('Ready', 'Ready', 'Sub', 'Sub', 'Sub')
    const first = s.state.scopes[tokensAt(s, 'Ready')[0]!.scopeId]!
    s.setVariables({ ready: true }, first.tokenId!).expectWaiting('Ready', 'Sub', 'Sub', 'Sub', 'Vote')
    s.setVariables({ stop: true }).expectWaiting('Stopped')
    expect(listensTo(s)).toEqual([])
  })

  it('of a sub-process or a multi-instance body sees the variables of that scope, too', () => {
    const s = given('conditional-boundary-of-scope')
      .start()
      .complete('Ask', { ready: true })
      .expectWaiting('Ready', 'Vote', 'Vote', 'Vote', 'Vote')
    expect(s.variables()).toEqual({})
    s.complete('Vote').expectWaiting('Ready', 'Vote', 'Vote', 'Vote').complete('Vote').expectWaiting('Enough', 'Ready')
  })

  it('an unresolvable variable is false, not an error', () => {
    given('conditional-unresolvable').start().expectWaiting('Task').setVariables({ amount: 15 }).expectWaiting('Large')
  })

  it('starts the processes whose condition holds for the given variables', () => {
    const world = givenWorld('conditional-start')
    expect(world.evaluateConditions({ amount: 5 })).toEqual([])
    expect(world.evaluateConditions({ amount: 15 }).map((s) => s.waiting())).toEqual([['ByAmount']])
    expect(world.evaluateConditions({ amount: 15, urgent: true }).map((s) => s.waiting())).toEqual([['ByAmount'], ['ByUrgent']])
    expect(world.instances[0]!.variables()).toEqual({ amount: 15 })
  })
})

import { describe, expect, it } from 'vitest'
import { eventsOf, given, givenWorld, incidents, listensTo, taskAt, tokenAt, tokensAt } from './given.ts'

describe('sequence flows', () => {
  it('several flows without conditions out of one node fork', () => {
    const s = given('implicit-fork').start().complete('Ask').expectWaiting('Left', 'Right')
    s.complete('Left').expectWaiting('Right')
    s.complete('Right').expectEnded()
  })

  it('every conditional flow out of a task whose condition holds is taken, else the default flow', () => {
    given('conditional-flows-of-a-task').start({ x: 15 }).complete('Ask').expectWaiting('Big', 'Huge')
    given('conditional-flows-of-a-task').start().complete('Ask', { x: 5 }).expectWaiting('Small')
  })

  it('an unknown variable in the condition of a flow is an error, which waits at its task (decision 0006)', () => {
    const s = given('conditional-flows-of-a-task').start().complete('Ask').expectWaiting('Ask')
    expect(incidents(s)).toEqual(['Ask EXPRESSION_FAILED'])
    expect(s.tables.userTasks.size).toBe(0)
    s.setVariables({ x: 7 }).retry('Ask').expectWaiting('Big')
  })

  it('no flow out of a task holds and there is no default flow: it stays there with an incident (decision 0006)', () => {
    const s = given('conditional-flows-none-true').start({ x: 1 }).complete('Ask').expectWaiting('Ask')
    expect(incidents(s)).toEqual(['Ask NO_FLOW_CHOSEN'])
    s.setVariables({ x: 7 }).retry('Ask').expectWaiting('Big')
  })
})

describe('exclusive gateway', () => {
  it('takes the first true flow in the order of the file', () => {
    const s = given('exclusive-gateway-xml-order').start({ x: 10 }).expectWaiting('First')
    expect(eventsOf(s, 'flowTaken').map(({ flowId }) => flowId)).toEqual(['Flow_Start_Gateway', 'Flow_Gateway_First'])
  })

  it('a flow without a condition counts as true', () => {
    for (const x of [1, 10]) given('exclusive-gateway-without-condition').start({ x }).expectWaiting('First')
  })

  it('takes the default flow if no other holds, wherever it stands in the file', () => {
    given('exclusive-gateway-default').start({ x: 1 }).expectWaiting('Otherwise')
    given('exclusive-gateway-default').start({ x: 5 }).expectWaiting('Big')
  })

  it('no flow holds and there is no default flow: an incident at the gateway, while what the caller did holds (decision 0006)', () => {
    const s = given('exclusive-gateway-none-true').start().complete('Ask', { x: 1 }).expectWaiting('Gateway')
    expect(incidents(s)).toEqual(['Gateway NO_FLOW_CHOSEN'])
    expect(s.completed()).toEqual(['Start', 'Ask'])
    s.setVariables({ x: 6 }).retry('Gateway').expectWaiting('Big')
  })

  it('an unknown variable is an error and not false: the default flow is not taken (decision 0006)', () => {
    const s = given('exclusive-gateway-unknown-variable').start().expectWaiting('Gateway')
    expect(incidents(s)).toEqual(['Gateway EXPRESSION_FAILED'])
    expect(s.incidentAt('Gateway').message).toContain('x')
    s.setVariables({ x: 1 }).retry('Gateway').expectWaiting('Otherwise')
  })
})

describe('parallel gateway', () => {
  it('joins after a token has come over every flow; the first waits at the gateway for all to see', () => {
    const s = given('parallel-gateway').start().expectWaiting('A', 'B')
    s.complete('A').expectWaiting('B', 'Join')
    expect(tokenAt(s, 'Join').waitsFor).toBe('join')
    s.complete('B').expectWaiting('After')
    s.complete('After').expectEnded()
  })

  it('counts tokens, not distinct flows', () => {
    const s = given('parallel-gateway-counts-tokens').start().expectWaiting('A', 'B', 'C')
    s.complete('A').complete('B').expectWaiting('After', 'C')
    expect(eventsOf(s, 'flowTaken').filter(({ flowId }) => flowId === 'Flow_Merge_Join')).toHaveLength(2)
    s.complete('C').expectWaiting('After', 'Join')
  })
})

describe('inclusive gateway', () => {
  it('opens every flow that holds and joins when no other token can come', () => {
    const s = given('inclusive-gateway').start({ x: 15 }).expectWaiting('A', 'B')
    s.complete('A').expectWaiting('B', 'Join')
    s.complete('B').expectWaiting('After')
  })

  it('takes the default flow only if no other is taken', () => {
    given('inclusive-gateway-default').start({ x: 1 }).expectWaiting('Otherwise')
    given('inclusive-gateway-default').start({ x: 15 }).expectWaiting('A', 'B')
  })

  it('a way that leads back to the join counts', () => {
    const waiting = () => given('inclusive-gateway-loop').start().complete('Once').expectWaiting('Join', 'Work')
    waiting().complete('Work', { again: true }).expectWaiting('Work')
    waiting().complete('Work', { again: false }).expectWaiting('Work').complete('Work', { again: false }).expectEnded()
  })

  it('waits for a token inside a sub-process', () => {
    const s = given('inclusive-gateway-waits-for-sub-process').start().complete('Quick').expectWaiting('Inside', 'Join', 'Sub')
    s.complete('Inside').expectWaiting('After')
  })

  it('waits for a token in a call activity', () => {
    const world = givenWorld('inclusive-gateway-waits-for-call-activity')
    const s = world.start('inclusive-gateway-waits-for-call-activity').complete('Quick').expectWaiting('Call', 'Join')
    world.instance('inclusive-gateway-called').complete('Called_Task').expectEnded()
    s.expectWaiting('After')
  })

  it('waits for a token at an event based gateway', () => {
    const s = given('inclusive-gateway-waits-for-event-gateway').start().complete('Quick').expectWaiting('Join', 'Wait')
    s.correlate('answer').expectWaiting('After')
    given('inclusive-gateway-waits-for-event-gateway').start().complete('Quick').advance('P3D').expectWaiting('After')
  })

  it('waits for a token whose boundary event alone leads to it, and fires when that token has gone elsewhere', () => {
    const waiting = () => given('inclusive-gateway-waits-for-boundary-event').start().complete('Quick').expectWaiting('Join', 'Slow')
    const s = waiting().complete('Slow').expectWaiting('After')
    expect(s.completed()).toContain('Elsewhere')
    expect(listensTo(s)).toEqual([])
    waiting().advance('P1D').expectWaiting('After')
  })

  it('a token that could refill a branch on which one waits begins the next round; Camunda merges it (decision 0005)', () => {
    const s = given('inclusive-gateway-next-round').start().complete('A').expectWaiting('Again', 'B', 'Join')
    s.complete('B').expectWaiting('After', 'Again')
    s.complete('Again').complete('A').expectWaiting('After', 'After')
  })

  it('waits for a token that comes through a link', () => {
    given('link-inclusive-join').start().complete('Quick').expectWaiting('Far', 'Join').complete('Far').expectWaiting('After')
  })
})

describe('event based gateway', () => {
  const waiting = () => given('event-based-gateway').start().expectWaiting('Wait')

  it('one token holds all subscriptions, and the first event closes the others', () => {
    expect(listensTo(waiting())).toEqual(['conditional Condition', 'message answer', 'signal alarm', 'timer Timer'])
    const ways = [
      [waiting().correlate('answer'), 'Message', 'ByMessage'],
      [waiting().signal('alarm'), 'Signal', 'BySignal'],
      [waiting().advance('P3D'), 'Timer', 'ByTimer'],
      [waiting().setVariables({ ready: true }), 'Condition', 'ByCondition'],
    ] as const
    for (const [s, event, task] of ways) {
      s.expectWaiting(task)
      expect(s.completed()).toEqual(['Start', 'Wait', event])
      expect(listensTo(s)).toEqual([])
    }
  })

  it('a cycle behind it fires once', () => {
    const s = given('event-based-gateway-cycle').start().advance('PT1H').expectWaiting('ByTimer')
    expect(listensTo(s)).toEqual([])
    s.advance('P1D').expectWaiting('ByTimer')
  })
})

describe('link', () => {
  it('several throws lead to one catch of the same name', () => {
    const s = given('link').start().complete('Left').expectWaiting('After', 'Right')
    s.complete('Right').expectWaiting('After', 'After')
    expect(tokensAt(s, 'Catch')).toEqual([])
  })

  it('its throw and catch are named in the events, where Camunda leaves no history entry (ours)', () => {
    const s = given('link').start().complete('Left')
    expect(s.completed()).toEqual(['Start', 'Left', 'Throw_Left', 'Catch'])
  })
})

describe('elements that say nothing', () => {
  it('lanes, data objects, stores, groups and annotations give no assignment', () => {
    const s = given('silent-elements').start().expectWaiting('Task')
    expect(taskAt(s, 'Task')).toMatchObject({ assignee: null, candidateUsers: [], candidateGroups: [] })
  })
})

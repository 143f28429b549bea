import { describe, expect, it } from 'vitest'
import { eventsOf, externalTaskAt, given, listensTo, localsOf, scopeVariables, terminated, tokenAt, tokensAt } from './given.ts'

describe('sub-process', () => {
  it('ends when the last token in it is gone, and its variables with it', () => {
    const s = given('sub-process').start({ number: 7 }).expectWaiting('A', 'B', 'Sub')
    s.complete('A').expectWaiting('B', 'Sub')
    s.complete('B').expectWaiting('After')
    expect(s.variables()).toEqual({ number: 7 })
    expect(Object.keys(s.state.scopes)).toEqual(['instance'])
  })

  it('it and the process need no end event', () => {
    given('sub-process-without-end-event')
      .start()
      .expectWaiting('Sub', 'Task')
      .complete('Task')
      .expectWaiting('After')
      .complete('After')
      .expectEnded()
  })
})

describe('terminate end event', () => {
  it('at the top ends the process with all that runs; the instance is completed', () => {
    const s = given('terminate-process')
      .start()
      .expectWaiting('Beside', 'Inside', 'Stop_Task', 'Sub')
      .complete('Stop_Task')
      .expectEnded('completed')
    expect(terminated(s)).toEqual(['Beside', 'Inside', 'Sub'])
    expect(s.tables.userTasks.size).toBe(0)
  })

  it('in a sub-process ends that alone', () => {
    const s = given('terminate-sub-process').start().complete('Stop_Task').expectWaiting('After', 'Beside')
    expect(terminated(s)).toEqual(['Inside'])
  })
})

describe('event sub-process', () => {
  it('a message interrupts the process', () => {
    const s = given('event-sub-process-message').start().expectWaiting('Task')
    expect(listensTo(s)).toEqual(['message cancel'])
    s.correlate('cancel').expectWaiting('Handle', 'Handler')
    expect(terminated(s)).toEqual(['Task'])
    expect(listensTo(s)).toEqual([])
    s.complete('Handle').expectEnded()
  })

  it('a non-interrupting one may run several times at once and keeps its scope alive', () => {
    const s = given('event-sub-process-message-non-interrupting').start().correlate('question').correlate('question')
    s.expectWaiting('Handle', 'Handle', 'Handler', 'Handler', 'Task')
    s.complete('Task').expectWaiting('Handle', 'Handle', 'Handler', 'Handler')
    expect(listensTo(s)).toEqual(['message question'])
    s.complete('Handle').expectWaiting('Handle', 'Handler')
    s.complete('Handle').expectEnded()
    expect(s.tables.subscriptions.size).toBe(0)
  })

  it('one that runs keeps a sub-process alive', () => {
    const s = given('event-sub-process-keeps-scope-alive')
      .start()
      .correlate('question')
      .complete('Task')
      .expectWaiting('Handle', 'Handler', 'Sub')
    s.complete('Handle').expectWaiting('After')
  })

  it('a timer counts from entering the scope', () => {
    const s = given('event-sub-process-timer')
      .start()
      .advance('PT47H')
      .expectWaiting('Task')
      .advance('PT1H')
      .expectWaiting('Handle', 'Handler')
    expect(terminated(s)).toEqual(['Task'])
  })

  it('a non-interrupting cycle fires again and again while its scope lives', () => {
    const s = given('event-sub-process-timer-cycle').start().advance('PT1H').expectWaiting('Handle', 'Handler', 'Task')
    s.advance('PT1H').expectWaiting('Handle', 'Handle', 'Handler', 'Handler', 'Task')
    s.complete('Task').complete('Handle').complete('Handle').expectEnded()
    expect(s.tables.subscriptions.size).toBe(0)
  })

  it('a signal interrupts the process', () => {
    expect(terminated(given('event-sub-process-signal').start().signal('alarm').expectWaiting('Handle', 'Handler'))).toEqual(['Task'])
  })

  it('a condition is asked on every change of a variable', () => {
    const s = given('event-sub-process-conditional').start().setVariables({ amount: 5 }).expectWaiting('Task')
    expect(terminated(s.setVariables({ amount: 15 }).expectWaiting('Handle', 'Handler'))).toEqual(['Task'])
  })

  it('an error is caught in its scope; code and message are local to the event sub-process', () => {
    const s = given('event-sub-process-error').start().throwError('Work', 'REFUSED', 'no paper').expectWaiting('Handle', 'Handler')
    expect(terminated(s)).toEqual(['Work'])
    expect(s.tables.externalTasks.size).toBe(0)
    expect(localsOf(tokenAt(s, 'Handler'))).toEqual({ code: 'REFUSED', text: 'no paper' })
    expect(s.variables()).toEqual({})
    s.complete('Handle').expectEnded()
  })

  it('an escalation opens one beside, and the thrower goes on', () => {
    const s = given('event-sub-process-escalation').start().complete('Ask').expectWaiting('Handle', 'Handler', 'Task')
    expect(localsOf(tokenAt(s, 'Handler'))).toEqual({ code: 'LATE' })
    expect(eventsOf(s, 'escalationThrown')).toMatchObject([{ elementId: 'Escalate', escalationCode: 'LATE', caughtBy: 'Handler_Start' }])
    s.complete('Task').complete('Handle').expectEnded()
  })

  it('an interrupting one ends its own scope only', () => {
    const s = given('event-sub-process-in-sub-process').start().correlate('cancel').expectWaiting('Beside', 'Handle', 'Handler', 'Sub')
    s.complete('Handle').expectWaiting('After', 'Beside')
  })

  it('wins over a boundary event of its scope, even catch-all over the exact code', () => {
    const s = given('event-sub-process-before-boundary').start().throwError('Work', 'REFUSED').expectWaiting('Handle', 'Handler', 'Sub')
    s.complete('Handle').expectWaiting('After')
  })

  it('never catches what it throws itself', () => {
    const s = given('event-sub-process-not-its-own-throw').start().throwError('Work', 'REFUSED').expectWaiting('Handle', 'Handler', 'Sub')
    s.complete('Handle').expectWaiting('Outside')
    expect(eventsOf(s, 'errorThrown').map(({ caughtBy }) => caughtBy)).toEqual(['Handler_Start', 'OnError'])
  })

  it('terminate in one ends that alone', () => {
    const s = given('terminate-event-sub-process').start().correlate('question').expectWaiting('Beside', 'Handle', 'Handler', 'Task')
    expect(terminated(s.complete('Handle').expectWaiting('Task'))).toEqual(['Beside'])
    expect(listensTo(s)).toEqual(['message question'])
  })

  it('an interrupting one removes all sibling subscriptions and timers of its scope', () => {
    const s = given('event-sub-process-removes-siblings').start()
    expect(listensTo(s)).toEqual(['message cancel', 'message other', 'timer Late', 'timer Timer_Start'])
    expect(listensTo(s.correlate('cancel').expectWaiting('Cancel', 'Handle'))).toEqual([])
  })
})

describe('boundary events', () => {
  it('on all kinds of activities that wait: each is cancelled with its work', () => {
    const s = given('boundary-on-every-activity').start().expectWaiting('Call', 'Inside', 'Receive', 'Service', 'Sub', 'User')
    const { calledInstanceId } = tokenAt(s, 'Call')
    s.advance('P1D').expectWaiting('Late', 'Late', 'Late', 'Late', 'Late')
    expect(terminated(s).toSorted()).toEqual(['Call', 'Inside', 'Receive', 'Service', 'Sub', 'User'])
    expect([s.tables.userTasks.size, s.tables.externalTasks.size, s.tables.subscriptions.size]).toEqual([5, 0, 0])
    expect(eventsOf(s, 'callCanceled')).toMatchObject([{ elementId: 'Call', calledInstanceId }])
  })

  it('leave in an entry of their own, and several flows out of one fork', () => {
    const s = given('boundary-several-flows').start().advance('P1D').expectWaiting('Left', 'Right')
    expect(terminated(s)).toEqual(['Task'])
    expect(s.completed()).toEqual(['Start', 'Timer'])
  })
})

describe('jobs', () => {
  it('asyncBefore and asyncAfter end the transaction with a job, exclusive unless said otherwise; async is the old name', () => {
    const s = given('async').start({ urgency: 9 }).expectWaiting('Start')
    const jobs: unknown[] = []
    for (let job = jobOf(s); job; job = jobOf(s)) {
      jobs.push([job.elementId, job.job!.type, job.job!.exclusive, job.job!.priority])
      s.send({ type: 'executeJob', subscriptionId: job.id })
      if (tokensAt(s, 'Task').some(({ waitsFor }) => waitsFor === 'userTask')) s.complete('Task')
    }
    expect(jobs).toEqual([
      ['Start', 'asyncBefore', true, 5],
      ['Task', 'asyncBefore', true, 9],
      ['Task', 'asyncAfter', true, 9],
      ['Old', 'asyncBefore', false, 9],
      ['Gateway', 'asyncBefore', true, 9],
      ['End', 'asyncBefore', true, 9],
    ])
    s.expectEnded()
  })

  it('a failed job is tried again by its cycle or list, then it is an incident', () => {
    const s = given('retry-cycle').start().expectWaiting('List', 'Task').executeJobs()
    const attempts = () => eventsOf(s, 'retryScheduled').map(({ elementId, at }) => `${elementId} ${(at - s.state.startedAt) / 60_000}`)
    s.advance('PT1H').expectWaiting('List', 'Task')
    expect(attempts().toSorted()).toEqual(['List 0', 'List 1', 'Task 0', 'Task 10'])
    expect(eventsOf(s, 'incidentRaised').map(({ elementId, at }) => `${elementId} ${(at - s.state.startedAt) / 60_000}`)).toEqual([
      'List 6',
      'Task 20',
    ])
    s.setVariables({ x: 1, y: 2 }).retry('Task').retry('List').expectEnded()
  })

  it('the attributes of a process stand for all its jobs and external tasks', () => {
    const s = given('process-attributes').start()
    expect(s.process).toMatchObject({ versionTag: 'v1', startableInTasklist: false, historyTimeToLive: '30' })
    expect(s.process.candidateStarterUsers).toHaveLength(2)
    expect(s.process.candidateStarterGroups).toMatchObject([{ text: 'window' }])
    expect(jobOf(s)!.job!.priority).toBe(8)
    expect(externalTaskAt(s.executeJobs(), 'Task').priority).toBe(6)
  })
})

const jobOf = (s: ReturnType<typeof given>) => Object.values(s.state.subscriptions).find(({ kind }) => kind === 'job')

describe('process-wide variables of an event sub-process', () => {
  it('what its task sets goes to the instance, while code and message end with it', () => {
    const s = given('event-sub-process-error')
      .start()
      .throwError('Work', 'REFUSED', 'no paper')
      .complete('Handle', { note: 'seen', code: 'changed' })
    expect(s.expectEnded().variables()).toEqual({ note: 'seen' })
  })
})

describe('a scope of a running event sub-process', () => {
  it('holds its own variables', () => {
    const s = given('event-sub-process-keeps-scope-alive').start()
    s.send({
      type: 'correlateMessage',
      subscriptionId: s.subscription('Handler_Start').id,
      variables: {},
      localVariables: { text: { value: 'why?' } },
    })
    expect(localsOf(tokenAt(s, 'Handler'))).toEqual({ text: 'why?' })
    expect(scopeVariables(s, 'Handler')).toEqual({})
    expect(s.variables()).toEqual({})
  })
})

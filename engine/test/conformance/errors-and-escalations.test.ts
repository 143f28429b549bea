import { describe, expect, it } from 'vitest'
import { eventsOf, given, givenWorld, incidents, terminated, tokenAt } from './given.ts'

describe('error', () => {
  it('an error end event ends its scope with all that runs in it; code and message are set where the flow goes on', () => {
    const s = given('error-end-event').start({ reason: 'lack of papers' }).complete('Task').expectWaiting('Refused')
    expect(terminated(s).toSorted()).toEqual(['Beside', 'Refuse', 'Sub'])
    expect(s.variables()).toEqual({ reason: 'lack of papers', code: 'REFUSED', text: 'refused for lack of papers' })
  })

  it('the exact code wins over catch-all wherever it stands', () => {
    given('error-exact-before-catch-all').start().throwError('Work', 'REFUSED').expectWaiting('Exact')
    given('error-exact-before-catch-all').start().throwError('Work', 'LOST').expectWaiting('All')
  })

  it('the innermost scope that catches it gets it', () => {
    const s = given('error-innermost-first').start().throwError('Work', 'REFUSED').expectWaiting('Inner', 'Outer_Sub')
    expect(eventsOf(s, 'errorThrown')).toMatchObject([{ caughtBy: 'OnInner' }])
  })

  it('thrown behind a boundary event it is not caught by it again; nothing else catches it (decision 0002)', () => {
    const s = given('error-not-by-its-own-boundary')
      .start()
      .throwError('Work', 'REFUSED')
      .expectWaiting('Retry')
      .complete('Retry')
      .expectWaiting('Again')
    expect(eventsOf(s, 'errorThrown').map(({ caughtBy }) => caughtBy)).toEqual(['OnError', null])
    expect(incidents(s)).toEqual(['Again UNHANDLED_ERROR'])
  })

  it('a reference to no error element is the code itself', () => {
    given('error-reference-missing').start().throwError('Work', 'LOST').expectWaiting('Lost')
  })

  it('uncaught it waits as an incident, where Camunda ends the execution without a word (decision 0002)', () => {
    const s = given('error-uncaught').start().throwError('Work', 'REFUSED', 'no paper').expectWaiting('Beside', 'Work')
    expect(incidents(s)).toEqual(['Work UNHANDLED_ERROR'])
    expect(eventsOf(s, 'errorThrown')).toMatchObject([{ errorCode: 'REFUSED', errorMessage: 'no paper', caughtBy: null }])
    s.retry('Work').completeExternal('Work').complete('Beside').expectEnded()
  })

  it('goes through a call activity, and the out mappings run on the way', () => {
    const world = givenWorld('call-activity-error')
    const s = world.start('call-activity-error').expectWaiting('Call')
    const called = world.instance('call-activity-error-called').complete('Called_Task', { result: 'no' })
    called.expectEnded('terminated')
    expect(s.expectWaiting('Refused').variables()).toEqual({ result: 'no', code: 'REFUSED' })
  })

  it('of a called process that nobody catches is an incident in that process, where it happened (decision 0007)', () => {
    const world = givenWorld('call-activity-error')
    const s = world.start('call-activity-error')
    const called = world.instance('call-activity-error-called')
    called.send({
      type: 'throwBpmnError',
      tokenId: tokenAt(called, 'Called_Task').id,
      errorCode: 'OTHER',
      errorMessage: null,
      variables: {},
    })
    expect(incidents(called.expectWaiting('Called_Task'))).toEqual(['Called_Task UNHANDLED_ERROR'])
    expect(incidents(s.expectWaiting('Call'))).toEqual([])
    called.retry('Called_Task').complete('Called_Task', { result: 'no' }).expectEnded('terminated')
    s.expectWaiting('Refused')
  })

  it('cancels the call activity that it leaves by, whose output parameters are evaluated', () => {
    const world = givenWorld('call-activity-error-outputs')
    const s = world.start('call-activity-error-outputs')
    world.instance('call-activity-error-outputs-called').complete('Called_Task', { result: 'no' })
    expect(s.expectWaiting('Refused').variables()).toEqual({ result: 'no', kept: 'no!' })
  })
})

describe('escalation', () => {
  it('only the innermost catcher gets it, and a non-interrupting one lets the thrower go on', () => {
    const s = given('escalation').start().complete('Ask').expectWaiting('Inner', 'Inner_Sub', 'More', 'Outer_Sub')
    expect(eventsOf(s, 'escalationThrown')).toMatchObject([{ caughtBy: 'OnInner' }])
    expect(s.variables()).toEqual({ code: 'LATE' })
  })

  it('a thrower that its own escalation interrupts does not go on', () => {
    const s = given('escalation-interrupting').start().complete('Ask').expectWaiting('Late')
    expect(s.completed()).toEqual(['Start', 'Sub_Start', 'Ask', 'OnLate'])
  })

  it('a boundary event that does not say whether it interrupts does, as in Camunda and in the schema of BPMN', () => {
    const s = given('escalation-implicit-interrupting').start().complete('Ask').expectWaiting('Late')
    expect(terminated(s)).toEqual(['Escalate', 'Sub'])
  })

  it('of a multi-instance sub-process is caught at the body, once for each instance', () => {
    const s = given('escalation-of-multi-instance')
      .start({ voters: ['a', 'b'] })
      .complete('Ask')
      .expectWaiting('Ask', 'Late', 'Sub', 'Sub')
    s.complete('Ask').expectWaiting('After', 'Late', 'Late')
    expect(eventsOf(s, 'escalationThrown').map(({ caughtBy }) => caughtBy)).toEqual(['OnLate', 'OnLate'])
  })

  it('of a called process ends it where the boundary event interrupts', () => {
    const world = givenWorld('call-activity-escalation-interrupting')
    const s = world.start('call-activity-escalation-interrupting')
    const called = world
      .instance('call-activity-escalation-interrupting-called')
      .complete('Called_Task', { result: 'half' })
      .expectEnded('terminated')
    expect(called.completed()).not.toContain('Called_More')
    expect(s.expectWaiting('Late').variables()).toEqual({ result: 'half' })
  })

  it('an escalation end event ends its token alone', () => {
    const s = given('escalation-end-event').start().complete('Ask').expectWaiting('Beside', 'Late', 'Sub')
    s.complete('Beside').expectWaiting('After', 'Late')
  })

  it('uncaught it is no error', () => {
    const s = given('escalation-uncaught').start().expectEnded()
    expect(s.completed()).toEqual(['Start', 'Escalate', 'End'])
    expect(eventsOf(s, 'escalationThrown').map(({ caughtBy }) => caughtBy)).toEqual([null, null])
  })

  it('a user may escalate a task', () => {
    const s = given('escalation-of-user-task').start()
    s.send({ type: 'throwEscalation', tokenId: tokenAt(s, 'Task').id, escalationCode: 'LATE', variables: { note: { value: 'busy' } } })
    expect(s.expectWaiting('Late', 'Task').variables()).toEqual({ note: 'busy' })
  })

  it('of a called process is caught at the call activity, and the called process goes on', () => {
    const world = givenWorld('escalation-call-activity')
    const s = world.start('escalation-call-activity')
    world.instance('escalation-called').complete('Called_Task').expectWaiting('Called_More')
    s.expectWaiting('Call', 'Late')
    world.instance('escalation-called').complete('Called_More').expectEnded()
    s.expectWaiting('After', 'Late')
  })

  it('of a called process that nobody catches still runs the out mappings', () => {
    const world = givenWorld('call-activity-escalation')
    const s = world.start('call-activity-escalation')
    const called = world
      .instance('call-activity-escalation-called')
      .complete('Called_Task', { result: 'half' })
      .expectWaiting('Called_More')
    expect(s.expectWaiting('Call').variables()).toEqual({ result: 'half' })
    called.complete('Called_More', { result: 'whole' }).expectEnded()
    expect(s.expectWaiting('After').variables()).toEqual({ result: 'whole' })
  })
})

import { describe, expect, it } from 'vitest'
import { eventsOf, externalTaskAt, given, givenWorld, listensTo, localsOf, scopeVariables, terminated, tokenAt, tokensAt } from './given.ts'

describe('compensation', () => {
  it('the handlers of all completed activities start at once, and the throw event waits for all', () => {
    const s = given('compensation').start().complete('Hotel').complete('Flight').expectWaiting('Train', 'Undo', 'Undo_Flight', 'Undo_Hotel')
    s.complete('Undo_Hotel').expectWaiting('Train', 'Undo', 'Undo_Flight')
    s.complete('Undo_Flight').expectWaiting('After', 'Train')
  })

  it('of one activity by activityRef', () => {
    const s = given('compensation-activity-ref').start().complete('Hotel').complete('Flight').expectWaiting('Undo', 'Undo_Hotel')
    s.complete('Undo_Hotel').expectWaiting('After')
  })

  it('by an end event ends with the handlers', () => {
    given('compensation-end-event').start().complete('Hotel').expectWaiting('Undo', 'Undo_Hotel').complete('Undo_Hotel').expectEnded()
  })

  it('nothing done, nothing undone', () => {
    given('compensation-without-completed-activity').start().expectWaiting('After')
  })

  it('an activity that was done twice is undone twice', () => {
    const s = given('compensation-loop').start().complete('Hotel', { again: true }).complete('Hotel', { again: false })
    s.expectWaiting('Undo', 'Undo_Hotel', 'Undo_Hotel').complete('Undo_Hotel').complete('Undo_Hotel').expectWaiting('After')
  })

  it('of a completed sub-process undoes what was done in it, with its variables as they were at its end', () => {
    const s = given('compensation-nested').start().complete('Hotel', { room: 7 }).expectWaiting('Trip', 'Undo', 'Undo_Hotel')
    expect(scopeVariables(s, 'Trip')).toEqual({ room: 7 })
    expect(s.variables()).toEqual({})
    s.complete('Undo_Hotel').expectWaiting('After')
  })

  it('an event sub-process replaces the default; what is inside is undone only if it throws again', () => {
    const s = given('compensation-event-sub-process').start().complete('Hotel').expectWaiting('Custom', 'Handler', 'Trip', 'Undo')
    s.complete('Custom').expectWaiting('Handler', 'Inner', 'Trip', 'Undo', 'Undo_Hotel')
    s.complete('Undo_Hotel').expectWaiting('After')
  })

  it('thrown in an event sub-process reaches the scope around it', () => {
    const s = given('compensation-from-event-sub-process')
      .start()
      .complete('Hotel')
      .correlate('cancel')
      .expectWaiting('Handler', 'Undo', 'Undo_Hotel')
    expect(terminated(s)).toEqual(['Task'])
    s.complete('Undo_Hotel').expectEnded()
  })

  it('of a multi-instance activity: none of a half-done one, each instance of a done one', () => {
    const voting = () =>
      given('compensation-of-multi-instance')
        .start({ voters: ['a', 'b', 'c'] })
        .complete('Vote')
        .complete('Vote')
    const stopped = voting().correlate('stop').expectWaiting('After')
    expect(eventsOf(stopped, 'elementEntered').map(({ elementId }) => elementId)).not.toContain('Undo_Vote')
    const done = voting().complete('Vote')
    expect(
      tokensAt(done, 'Undo_Vote')
        .map((token) => localsOf(token)['voter'])
        .sort(),
    ).toEqual(['a', 'b', 'c'])
    done.complete('Undo_Vote').complete('Undo_Vote').complete('Undo_Vote').expectWaiting('After')
  })

  it('of a multi-instance sub-process undoes each instance with its own element, in a scope of its own inside the body (CAM-4268) (CAM-4903)', () => {
    const s = given('compensation-of-multi-instance-sub-process')
      .start({ flights: ['a', 'b'] })
      .complete('Book')
      .complete('Book')
    s.expectWaiting('Trip', 'Trip', 'Trip', 'Undo', 'Undo_Book', 'Undo_Book')
    expect([...s.tables.userTasks.values()].map(({ task }) => task.assignee).sort()).toEqual(['a', 'b'])
    const scopes = Object.values(s.state.scopes)
    const body = scopes.find(({ kind }) => kind === 'loop')!
    expect(tokensAt(s, 'Undo_Book').map(({ scopeId }) => s.state.scopes[scopeId]!.parentId)).toEqual([body.id, body.id])
    expect(scopes.filter(({ elementId, kind }) => elementId === 'Trip' && kind === 'subProcess')).toHaveLength(2)
    s.complete('Undo_Book').expectWaiting('Trip', 'Trip', 'Undo', 'Undo_Book').complete('Undo_Book').expectWaiting('After')
    expect(s.variables()).toEqual({ flights: ['a', 'b'] })
  })

  it('in a called process undoes what that did; the call activity has a handler of its own', () => {
    const world = givenWorld('call-activity-compensation')
    const s = world.start('call-activity-compensation')
    const called = world
      .instance('call-activity-compensation-called')
      .complete('Called_Book')
      .correlate('cancel')
      .expectWaiting('Called_End', 'Called_Undo')
    s.expectWaiting('Call')
    called.complete('Called_Undo').expectEnded()
    s.complete('Ask').expectWaiting('Undo', 'Undo_Call').complete('Undo_Call').expectWaiting('After')
  })

  it('a handler may wait for a message, where Camunda never subscribes (CAM-4387)', () => {
    const s = given('compensation-handler-receive-task').start().complete('Hotel').expectWaiting('Undo', 'Undo_Hotel')
    expect(listensTo(s)).toEqual(['message refunded'])
    s.correlate('refunded').expectWaiting('After')
  })

  it('a handler may be a sub-process with events of its own, where Camunda never subscribes (CAM-4387)', () => {
    const s = given('compensation-handler-sub-process').start().complete('Hotel').expectWaiting('Refund', 'Undo', 'Undo_Hotel')
    expect(listensTo(s)).toEqual(['message hurry'])
    s.correlate('hurry').expectWaiting('Handler', 'Hurry', 'Refund', 'Undo', 'Undo_Hotel')
    s.complete('Refund').expectWaiting('Handler', 'Hurry', 'Undo', 'Undo_Hotel')
    s.complete('Hurry').expectWaiting('After')
    expect(listensTo(s)).toEqual([])
  })
})

describe('transaction', () => {
  it('a cancel end event undoes what was done and leaves by the cancel boundary event', () => {
    const s = given('transaction-cancel')
      .start()
      .complete('Book')
      .complete('Decide', { ok: false })
      .expectWaiting('Cancel', 'Deal', 'Undo_Book')
    expect(externalTaskAt(s, 'Undo_Book').topic).toBe('undo-book')
    expect(terminated(s)).toEqual(['Beside'])
    s.completeExternal('Undo_Book').expectWaiting('Cancelled')
    expect(terminated(s)).toEqual(['Beside', 'Deal'])
  })

  it('one that is not cancelled goes on behind it', () => {
    const s = given('transaction-cancel').start().complete('Book').complete('Decide', { ok: true }).expectWaiting('Beside', 'Deal')
    s.complete('Beside').expectWaiting('After')
  })

  it('a done one can still be undone', () => {
    const s = given('transaction-compensated-later').start().complete('Book').complete('Ask').expectWaiting('Deal', 'Undo', 'Undo_Book')
    expect(tokenAt(s, 'Deal').compensates).toBe(tokenAt(s, 'Undo').id)
    s.complete('Undo_Book').expectWaiting('After')
  })
})

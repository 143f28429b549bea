import { describe, expect, it } from 'vitest'
import { aProcess, scenario } from '../../testing/index.ts'

const at = (text: string) => Date.parse(text)

describe('start event', () => {
  it('puts the starter into the initiator variable', () => {
    const model = aProcess('p')
      .startEvent('S', { attributes: { 'camunda:initiator': 'applicant' } })
      .userTask('A', { 'camunda:assignee': '${applicant}' })
    const s = scenario(model, { userId: 'zhang' }).start()
    expect([...s.tables.userTasks.values()][0]!.task.assignee).toBe('zhang')
  })

  it('starts by a message where one is named, and is refused otherwise', () => {
    const model = aProcess('p').startEvent('S').userTask('A').startEvent('M', { message: 'order' }).userTask('B')
    scenario(model).start().expectWaiting('A')
    scenario(model).start({}, { messageName: 'order' }).expectWaiting('B')
    expect(() => scenario(model).start({}, { messageName: 'other' })).toThrow('NO_START_EVENT')
    expect(() => scenario(aProcess('p').startEvent('M', { message: 'order' }).userTask('B')).start()).toThrow('NO_START_EVENT')
  })
})

describe('end event', () => {
  it('ends its token only; the instance ends with the last', () => {
    const s = scenario(aProcess('p').startEvent('S').endEvent('E').moveTo('S').userTask('A')).start().expectWaiting('A')
    s.complete('A').expectEnded()
    expect(s.state).toMatchObject({ status: 'completed', endedAt: s.clock(), tokens: {}, subscriptions: {} })
  })

  it('terminate cancels all other tokens of its scope with their work, and the process around goes on', () => {
    const model = aProcess('p')
      .startEvent()
      .subProcess('Sub', (inner) =>
        inner
          .startEvent('I')
          .userTask('Decide')
          .endEvent('Stop', { terminate: true })
          .moveTo('I')
          .userTask('Other')
          .boundaryTimer('Other', 'T', { duration: 'P1D' })
          .moveTo('I')
          .subProcess('Inner', (deep) => deep.startEvent().serviceTask('Deep', 'topic')),
      )
    const s = scenario(model.userTask('After')).start().expectWaiting('Decide', 'Deep', 'Inner', 'Other', 'Sub')
    s.complete('Decide').expectWaiting('After')
    expect(s.events.filter((event) => event.type === 'elementTerminated').map((event) => event.elementId)).toEqual([
      'Other',
      'Deep',
      'Inner',
    ])
    expect([s.tables.userTasks.size, s.tables.externalTasks.size, s.tables.subscriptions.size]).toEqual([1, 0, 0])
  })

  it('a task made and cancelled in one step leaves no effect', () => {
    const s = scenario(aProcess('p').startEvent('S').userTask('A').moveTo('S').task().endEvent('Stop', { terminate: true }))
      .start()
      .expectEnded()
    expect(s.lastEffects).toEqual([])
  })
})

describe('intermediate timer event', () => {
  it.each([
    [{ duration: 'P1M' }, '2025-04-03T09:00:00+08:00'],
    [{ duration: 'PT36H' }, '2025-03-04T21:00:00+08:00'],
    [{ date: '2025-03-10T12:00' }, '2025-03-10T12:00:00+08:00'],
    [{ date: '2025-03-10T12:00Z' }, '2025-03-10T20:00:00+08:00'],
    [{ duration: '=workdays(5)' }, '2025-03-10T00:00:00+08:00'],
    [{ duration: '${workdays(5)}' }, '2025-03-10T00:00:00+08:00'],
    [{ duration: '=duration("P1D") + duration("PT24H")' }, '2025-03-05T09:00:00+08:00'],
    [{ date: '=today() + duration("P1D")' }, '2025-03-04T00:00:00+08:00'],
    [{ date: '=millis' }, '2025-03-03T01:00:05Z'],
    [{ date: '${text}' }, '2025-12-31T00:00:00+08:00'],
  ])('%j is due at %s', (due, expected) => {
    const workdays = (count: number) => `2025-03-${String(5 + count)}T00:00:00+08:00`
    const s = scenario(aProcess('p').startEvent().timerCatch('T', due).endEvent(), { functions: () => ({ workdays }) })
    s.start({ millis: at('2025-03-03T01:00:05Z'), text: '2025-12-31' })
    expect(s.subscription('T')).toMatchObject({ kind: 'timer', dueAt: at(expected) })
    s.advanceTo(at(expected) - 1).expectWaiting('T')
    s.advanceTo(at(expected)).expectEnded()
  })

  it('raises an incident if the value is no time', () => {
    const s = scenario(aProcess('p').startEvent().timerCatch('T', { duration: '${when}' })).start({ when: 'soon' })
    expect(s.incidentAt('T').message).toContain('"soon" is neither a date nor a duration')
    s.setVariables({ when: '' }).retry('T')
    expect(s.incidentAt('T').message).toContain('empty')
    s.setVariables({ when: 'PT1S' }).retry('T').advance('PT1S').expectEnded()
  })
})

describe('intermediate message event', () => {
  it('waits for the message of its name and takes its variables', () => {
    const s = scenario(aProcess('p').startEvent().messageCatch('M', 'paid-${number}').endEvent()).start({ number: 7 })
    expect(s.subscription('M').eventName).toBe('paid-7')
    s.correlate('paid-7', { amount: 3 }).expectEnded()
    expect(s.variables()).toEqual({ number: 7, amount: 3 })
  })
})

describe('boundary timer', () => {
  const model = (interrupting: boolean) =>
    aProcess('p').startEvent().userTask('A').endEvent('E').boundaryTimer('A', 'T', { duration: 'P1D' }, { interrupting }).userTask('Late')

  it('interrupting: cancels the activity and goes on from the event', () => {
    const s = scenario(model(true)).start().advance('P1D').expectWaiting('Late')
    expect(s.events.find((event) => event.type === 'userTaskCanceled')).toMatchObject({ elementId: 'A' })
    s.complete('Late').expectEnded()
  })

  it('not interrupting: the activity stays, a token goes on beside it, once', () => {
    const s = scenario(model(false)).start().advance('P3D').expectWaiting('A', 'Late')
    s.complete('A').expectWaiting('Late').complete('Late').expectEnded()
  })

  it('dies with the activity', () => {
    const s = scenario(model(true)).start().complete('A').expectEnded()
    expect(s.tables.subscriptions.size).toBe(0)
  })

  it('cancels a sub-process with all that is in it', () => {
    const sub = aProcess('p')
      .startEvent()
      .subProcess('Sub', (inner) =>
        inner.startEvent('I').userTask('A').moveTo('I').serviceTask('B', 'x').moveTo('I').timerCatch('C', { duration: 'P9D' }),
      )
    const s = scenario(sub.boundaryTimer('Sub', 'T', { duration: 'P1D' }).userTask('Late'))
      .start()
      .advance('P1D')
      .expectWaiting('Late')
    expect(Object.keys(s.state.scopes)).toEqual(['instance'])
  })

  it('also ends an activity that waits with an incident', () => {
    const external = aProcess('p').startEvent().serviceTask('A', 'x').boundaryTimer('A', 'T', { duration: 'P1D' }).userTask('Late')
    const s = scenario(external).start().failExternal('A', 'broken').advance('P1D').expectWaiting('Late')
    expect(s.state.incidents).toEqual({})
    expect(s.tables.externalTasks.size).toBe(0)
  })
})

describe('boundary message', () => {
  it('interrupting: cancels the activity', () => {
    scenario(aProcess('p').startEvent().userTask('A').boundaryMessage('A', 'M', 'withdraw').userTask('B'))
      .start()
      .correlate('withdraw')
      .expectWaiting('B')
  })

  it('not interrupting: every message starts another token', () => {
    const s = scenario(
      aProcess('p').startEvent().userTask('A').boundaryMessage('A', 'M', 'hurry', { interrupting: false }).userTask('B'),
    ).start()
    s.correlate('hurry', { by: 'zhang' }).correlate('hurry').expectWaiting('A', 'B', 'B')
    expect(s.variables()).toEqual({ by: 'zhang' })
  })
})

describe('boundary error', () => {
  const task = () =>
    aProcess('p')
      .startEvent()
      .serviceTask('A', 'x')
      .boundaryError('A', 'All')
      .userTask('Other')
      .boundaryError('A', 'Exact', 'PAPER', { code: 'code', message: 'text' })
      .userTask('Paper')

  it('the exact code wins over catch-all; code and message go into variables', () => {
    const s = scenario(task()).start().throwError('A', 'PAPER', 'no paper', { tray: 2 }).expectWaiting('Paper')
    expect(s.variables()).toEqual({ tray: 2, code: 'PAPER', text: 'no paper' })
    expect(s.tables.externalTasks.size).toBe(0)
  })

  it('catch-all takes every other code', () => {
    scenario(task()).start().throwError('A', 'INK').expectWaiting('Other')
  })

  it('the innermost activity with a fitting event catches, through sub-processes', () => {
    const model = aProcess('p')
      .startEvent()
      .subProcess('Outer', (outer) =>
        outer
          .startEvent()
          .subProcess('Inner', (inner) => inner.startEvent('I').serviceTask('A', 'x').moveTo('I').userTask('Beside'))
          .boundaryError('Inner', 'I1', 'ONE')
          .userTask('One'),
      )
    model.boundaryError('Outer', 'O1', 'ONE').userTask('TooFar').boundaryError('Outer', 'O2').userTask('Two')
    scenario(model).start().throwError('A', 'ONE').expectWaiting('One', 'Outer')
    scenario(model).start().throwError('A', 'TWO').expectWaiting('Two')
  })

  it('an error end event is caught on the sub-process around it', () => {
    const model = aProcess('p')
      .startEvent()
      .subProcess('Sub', (inner) => inner.startEvent().endEvent('Fail', { error: 'REFUSED' }))
      .boundaryError('Sub', 'B', 'REFUSED')
      .userTask('After')
    const s = scenario(model).start().expectWaiting('After')
    expect(s.events.find((event) => event.type === 'errorThrown')).toMatchObject({ elementId: 'Fail', errorCode: 'REFUSED', caughtBy: 'B' })
  })

  it('an error that nothing catches becomes an incident, and the task can be tried again', () => {
    const s = scenario(aProcess('p').startEvent().serviceTask('A', 'x').endEvent()).start().throwError('A', 'LOST', 'gone')
    expect(s.incidentAt('A')).toMatchObject({ code: 'UNHANDLED_ERROR', phase: 'work', message: 'nothing catches error LOST: gone' })
    expect([...s.tables.externalTasks.values()][0]!.retries).toBe(0)
    s.retry('A').completeExternal('A').expectEnded()
  })
})

import { describe, expect, it } from 'vitest'
import type { StartOptions } from '../../testing/index.ts'
import { aProcess, scenario } from '../../testing/index.ts'

const withEvent = (start: StartOptions) =>
  aProcess('p')
    .startEvent('S')
    .userTask('Work')
    .userTask('More')
    .endEvent('E')
    .eventSubProcess('Esp', start, (inner) => inner.userTask('Handle').endEvent())

describe('interrupting event sub-process', () => {
  it('ends all that runs in its scope, and the scope ends with it', () => {
    const s = scenario(withEvent({ message: 'withdrawn' })).start()
    s.correlate('withdrawn', { reason: 'x' }).expectWaiting('Esp', 'Handle')
    expect(s.tables.userTasks.size).toBe(1)
    s.complete('Handle').expectEnded()
    expect(s.variables()).toEqual({ reason: 'x' })
  })

  it('ends all that the scope listens to as well', () => {
    const model = withEvent({ message: 'withdrawn' }).eventSubProcess('Late', { timer: { duration: 'P1D' } }, (inner) =>
      inner.userTask('Remind').endEvent(),
    )
    const s = scenario(model).start()
    expect(s.tables.subscriptions.size).toBe(2)
    s.correlate('withdrawn')
    expect(s.tables.subscriptions.size).toBe(0)
  })

  it('listens from the opening of its scope to its end', () => {
    const s = scenario(withEvent({ timer: { duration: 'P1D' } }))
      .start()
      .complete('Work')
    expect(s.tables.subscriptions.size).toBe(1)
    s.complete('More').expectEnded()
    expect(s.tables.subscriptions.size).toBe(0)
  })

  it('in a sub-process ends that alone, and the flow goes on behind it', () => {
    const model = aProcess('p')
      .startEvent()
      .subProcess('Sub', (inner) =>
        inner
          .startEvent()
          .userTask('Work')
          .endEvent()
          .eventSubProcess('Esp', { signal: 'stop' }, (esp) => esp.userTask('Handle').endEvent()),
      )
      .userTask('After')
    scenario(model).start().signal('stop').expectWaiting('Esp', 'Handle', 'Sub').complete('Handle').expectWaiting('After')
  })
})

describe('non-interrupting event sub-process', () => {
  it('runs beside, several times at once, and keeps its scope alive', () => {
    const s = scenario(withEvent({ message: 'note', interrupting: false })).start()
    s.correlate('note').correlate('note').expectWaiting('Esp', 'Esp', 'Handle', 'Handle', 'Work')
    s.complete('Work').complete('More').expectWaiting('Esp', 'Esp', 'Handle', 'Handle')
    s.complete('Handle').complete('Handle').expectEnded()
  })

  it('with a cycle begins at each of its instants, and with a duration once', () => {
    const cycle = scenario(withEvent({ timer: { cycle: 'R3/P1D' }, interrupting: false }))
      .start()
      .advance('P2D')
    cycle.expectWaiting('Esp', 'Esp', 'Handle', 'Handle', 'Work')
    cycle.advance('P10D').expectWaiting('Esp', 'Esp', 'Esp', 'Handle', 'Handle', 'Handle', 'Work')
    const once = scenario(withEvent({ timer: { duration: 'P1D' }, interrupting: false }))
      .start()
      .advance('P9D')
    once.expectWaiting('Esp', 'Handle', 'Work')
  })

  it('does not get a signal that is thrown inside it', () => {
    const model = aProcess('p')
      .startEvent()
      .userTask('Work')
      .eventSubProcess('Esp', { signal: 'ping', interrupting: false }, (inner) => inner.signalThrow('Throw', 'ping').endEvent())
    const s = scenario(model).start().signal('ping').expectWaiting('Work')
    expect(s.completed().filter((id) => id === 'Throw')).toHaveLength(1)
  })
})

describe('error event sub-process', () => {
  const model = (code: string | true) =>
    aProcess('p')
      .startEvent()
      .subProcess('Sub', (inner) =>
        inner
          .startEvent()
          .serviceTask('Work', 'w')
          .endEvent()
          .eventSubProcess('Esp', { error: code, codeVariable: 'code', messageVariable: 'text' }, (esp) =>
            esp.userTask('Handle').endEvent(),
          ),
      )
      .userTask('After')
      .boundaryError('Sub', 'Boundary')
      .userTask('Outside')

  it('comes before a boundary event of its scope, and has code and message for itself', () => {
    const s = scenario(model('E1')).start().throwError('Work', 'E1', 'no paper').expectWaiting('Esp', 'Handle', 'Sub')
    const esp = Object.values(s.state.tokens).find(({ elementId }) => elementId === 'Esp')!
    expect(esp.variables).toEqual({ code: { value: 'E1', type: 'String' }, text: { value: 'no paper', type: 'String' } })
    s.complete('Handle').expectWaiting('After')
    expect(s.variables()).toEqual({})
  })

  it('leaves other codes to the scopes around', () => {
    scenario(model('E1')).start().throwError('Work', 'E2').expectWaiting('Outside')
  })

  it('never catches its own throw', () => {
    const rethrow = aProcess('p')
      .startEvent()
      .subProcess('Sub', (inner) =>
        inner
          .startEvent()
          .serviceTask('Work', 'w')
          .endEvent()
          .eventSubProcess('Esp', { error: true }, (esp) => esp.endEvent('Again', { error: 'E1' })),
      )
      .boundaryError('Sub', 'Boundary', 'E1')
      .userTask('Outside')
    scenario(rethrow).start().throwError('Work', 'E1').expectWaiting('Outside')
  })
})

describe('escalation', () => {
  const escalating = (interrupting: boolean) =>
    aProcess('p')
      .startEvent()
      .subProcess('Sub', (inner) => inner.startEvent().escalationThrow('Throw', 'LATE').userTask('Work').endEvent())
      .userTask('After')
      .boundaryEscalation('Sub', 'Caught', 'LATE', { interrupting, codeVariable: 'code' })
      .userTask('Leader')

  it('is caught beside by a non-interrupting boundary event, and the thrower goes on', () => {
    const s = scenario(escalating(false)).start().expectWaiting('Leader', 'Sub', 'Work')
    expect(s.variables()).toEqual({ code: 'LATE' })
  })

  it('ends the thrower if it is interrupted by it', () => {
    const s = scenario(escalating(true)).start().expectWaiting('Leader')
    expect(s.completed()).not.toContain('Throw')
  })

  it('has no effect if nothing catches it', () => {
    scenario(aProcess('p').startEvent().escalationThrow('Throw', 'LATE').userTask('Work')).start().expectWaiting('Work')
  })

  it('is taken by the innermost catcher alone, and the exact code before catch-all', () => {
    const model = aProcess('p')
      .startEvent()
      .subProcess('Outer', (outer) =>
        outer
          .startEvent()
          .subProcess('Inner', (inner) => inner.startEvent().endEvent('Throw', { escalation: 'LATE' }))
          .endEvent()
          .boundaryEscalation('Inner', 'Any')
          .userTask('ByAny')
          .endEvent()
          .boundaryEscalation('Inner', 'Exact', 'LATE')
          .userTask('ByExact')
          .endEvent(),
      )
      .endEvent()
      .boundaryEscalation('Outer', 'Far', 'LATE')
      .userTask('ByFar')
    scenario(model).start().expectWaiting('ByExact', 'Outer')
  })

  it('starts an event sub-process, and may be thrown from a user task by a person', () => {
    const model = aProcess('p')
      .startEvent()
      .userTask('Work')
      .endEvent()
      .eventSubProcess('Esp', { escalation: 'LATE', interrupting: false }, (inner) => inner.userTask('Leader').endEvent())
    const s = scenario(model).start()
    const tokenId = Object.keys(s.state.tokens)[0]!
    expect(s.send({ type: 'throwEscalation', tokenId, escalationCode: 'LATE', variables: {} })).toBeNull()
    s.expectWaiting('Esp', 'Leader', 'Work')
  })
})

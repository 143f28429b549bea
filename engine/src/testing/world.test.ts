import { describe, expect, it } from 'vitest'
import { aProcess, World, type ProcessBuilder } from './index.ts'

const world = (...models: ProcessBuilder[]) => new World(models.map((model) => model.toXml()))
const calling = (key: string, called: string, options: object = { in: 'all', out: 'all' }) =>
  aProcess(key).startEvent().callActivity('Call', called, options).userTask('After').endEvent()
const leaf = () => aProcess('leaf').startEvent().userTask('A')

describe('calls inside calls', () => {
  it('an error goes through all of them to the first that catches it, and maps what each has', () => {
    const w = world(
      calling('top', 'middle').boundaryError('Call', 'Lost', 'LOST').userTask('Caught'),
      calling('middle', 'leaf'),
      leaf().endEvent('E', { error: 'LOST' }),
    )
    const top = w.start('top', { n: 1 })
    w.instance('leaf').complete('A', { why: 'rain' }).expectEnded('terminated')
    w.instance('middle').expectEnded('terminated')
    expect(top.expectWaiting('Caught').variables()).toEqual({ n: 1, why: 'rain' })
  })

  it('an escalation that does not interrupt leaves them all running', () => {
    const w = world(
      calling('top', 'middle').boundaryEscalation('Call', 'Late', 'LATE', { interrupting: false }).userTask('Leader'),
      calling('middle', 'leaf'),
      leaf().escalationThrow('T', 'LATE').userTask('B').endEvent(),
    )
    const top = w.start('top')
    w.instance('leaf').complete('A').expectWaiting('B')
    w.instance('middle').expectWaiting('Call')
    top.expectWaiting('Call', 'Leader')
    w.instance('leaf').complete('B')
    w.instance('middle').complete('After').expectEnded()
    top.expectWaiting('After', 'Leader')
  })

  it('one that interrupts ends all below', () => {
    const w = world(
      calling('top', 'middle').boundaryEscalation('Call', 'Late', 'LATE').userTask('Leader'),
      calling('middle', 'leaf'),
      leaf().escalationThrow('T', 'LATE').userTask('B').endEvent(),
    )
    const top = w.start('top')
    w.instance('leaf').complete('A').expectEnded('terminated')
    w.instance('middle').expectEnded('terminated')
    top.expectWaiting('Leader')
  })

  it('the innermost catcher decides whether it interrupts, also a catch-all inside of an exact one', () => {
    const top = aProcess('top')
      .startEvent()
      .subProcess('Sub', (inner) =>
        inner
          .startEvent()
          .callActivity('Call', 'leaf')
          .endEvent()
          .boundaryEscalation('Call', 'Any', undefined, { interrupting: false })
          .userTask('Note')
          .endEvent(),
      )
      .endEvent()
      .boundaryEscalation('Sub', 'Late', 'LATE')
      .userTask('Leader')
    const w = world(top, leaf().escalationThrow('T', 'LATE').userTask('B').endEvent())
    const s = w.start('top')
    w.instance('leaf').complete('A').expectWaiting('B')
    s.expectWaiting('Call', 'Note', 'Sub')
  })

  it('cancelling the first ends all below', () => {
    const w = world(
      calling('top', 'middle').boundaryTimer('Call', 'Late', { duration: 'P1D' }).userTask('Leader'),
      calling('middle', 'leaf'),
      leaf().endEvent(),
    )
    const top = w.start('top')
    w.advance('P1D')
    top.expectWaiting('Leader')
    w.instance('middle').expectEnded('terminated')
    w.instance('leaf').expectEnded('terminated')
  })

  it('an error of one of many called instances ends the others', () => {
    const loop = { collection: 'list', elementVariable: 'item' }
    const top = aProcess('top')
      .startEvent()
      .callActivity('Call', 'leaf', { loop, in: { item: 'item' } })
      .endEvent()
      .boundaryError('Call', 'Lost', 'LOST')
      .userTask('Caught')
    const w = world(top, leaf().endEvent('E', { error: 'LOST' }))
    const s = w.start('top', { list: [1, 2, 3] })
    w.instancesOf('leaf')[1]!.complete('A')
    s.expectWaiting('Caught')
    expect(w.instancesOf('leaf').map(({ state }) => state.status)).toEqual(['terminated', 'terminated', 'terminated'])
  })
})

describe('the world', () => {
  it('carries out a call that ends at once', () => {
    const w = world(calling('top', 'leaf'), aProcess('leaf').startEvent().expressionTask('X', '=n + 1', { resultVariable: 'm' }).endEvent())
    expect(w.start('top', { n: 1 }).expectWaiting('After').variables()).toEqual({ n: 1, m: 2 })
  })

  it('a process that cannot be started by its key leaves the caller with an incident', () => {
    const w = world(calling('top', 'leaf'), aProcess('leaf').startEvent('M', { message: 'go' }).userTask('A'))
    expect(w.start('top').incidentAt('Call').code).toBe('CALLED_PROCESS_NOT_STARTED')
  })
})

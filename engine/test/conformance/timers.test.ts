import { describe, expect, it } from 'vitest'
import { eventsOf, given, givenWorld, incidents, listensTo, terminated, xmlOf } from './given.ts'

const at = (text: string) => Date.parse(text)

describe('timer', () => {
  it('an intermediate event waits for a duration or a date, also from a variable', () => {
    const s = given('timer-catch').start({ due: '2025-03-10T12:00' }).expectWaiting('Day')
    s.advance('P1D').expectWaiting('Due')
    s.advanceTo('2025-03-10T11:59:59+08:00').expectWaiting('Due').advanceTo('2025-03-10T12:00:00+08:00').expectWaiting('After')
    given('timer-catch')
      .start({ due: at('2025-03-05T00:00:00Z') })
      .advance('P1D')
      .expectWaiting('Due')
      .advanceTo('2025-03-05T00:00:00Z')
      .expectWaiting('After')
  })

  it('ISO dates may lack seconds, time, day and month', () => {
    const s = given('timer-short-dates').start()
    const due = (id: string) => s.subscription(id).dueAt
    expect(due('Minutes')).toBe(at('2020-03-03T09:30:00+08:00'))
    s.advance(0).expectWaiting('After')
    expect(eventsOf(s, 'subscriptionOpened').map(({ subscription }) => new Date(subscription.dueAt!).toISOString())).toEqual([
      '2020-03-03T01:30:00.000Z',
      '2020-03-02T16:00:00.000Z',
      '2020-02-29T16:00:00.000Z',
      '2019-12-31T16:00:00.000Z',
    ])
  })

  it('a date that cannot be read is an incident at its event, corrected and retried it waits (decision 0006)', () => {
    const s = given('timer-bad-date').start({ due: 'soon' }).expectWaiting('Catch')
    expect(incidents(s)).toEqual(['Catch EXPRESSION_FAILED'])
    s.setVariables({ due: '2025-03-10' }).retry('Catch')
    expect(listensTo(s.expectWaiting('Catch'))).toEqual(['timer Catch'])
  })

  it('boundary events, interrupting and not, die with their activity', () => {
    const s = given('timer-boundary').start().advance('P1D').expectWaiting('Remind', 'Task').advance('P2D').expectWaiting('Late', 'Remind')
    expect(terminated(s)).toEqual(['Task'])
    expect(listensTo(given('timer-boundary').start().complete('Task').expectWaiting('After'))).toEqual([])
  })

  it('a repeat limit counts by date, not by firings', () => {
    const s = given('timer-boundary-cycle')
      .start()
      .advance('PT1H')
      .expectWaiting('Remind', 'Task')
      .advance('PT2H')
      .expectWaiting('Remind', 'Remind', 'Remind', 'Task')
    expect(listensTo(s)).toEqual([])
    s.advance('P1D').expectWaiting('Remind', 'Remind', 'Remind', 'Task')
  })

  it('what nobody ran is not made up for', () => {
    const s = given('timer-boundary-cycle').start()
    s.clock.advance('PT150M')
    s.advance(0).expectWaiting('Remind', 'Task')
    expect(s.subscription('Hourly').dueAt).toBe(s.state.startedAt + 3 * 3_600_000)
    s.advance('PT30M').expectWaiting('Remind', 'Remind', 'Task')
    expect(listensTo(s)).toEqual([])
  })

  it('the cycle of an interrupting or an intermediate event fires once', () => {
    const s = given('timer-cycle-fires-once')
      .start()
      .advance('PT1H')
      .expectWaiting('Late')
      .complete('Late')
      .expectWaiting('Catch')
      .advance('PT1H')
      .expectWaiting('After')
    expect(listensTo(s)).toEqual([])
  })
})

describe('timer start event', () => {
  const name = 'timer-start-cycle'

  it('a cycle starts an instance each time', () => {
    const world = givenWorld('timer-start-cycle').advance('PT3H')
    expect(world.instances.map((s) => (s.state.startedAt - at('2025-03-03T09:00:00+08:00')) / 3_600_000)).toEqual([1, 2, 3])
    expect(world.advance('P1D').instances).toHaveLength(3)
    world.instances[0]!.expectWaiting('Task')
  })

  it('a new version replaces the timer', () => {
    const world = givenWorld('timer-start-cycle').advance('PT90M').deploy(xmlOf(name)).advance('PT4H')
    expect(world.instances.map((s) => s.process.id)).toEqual([`${name}:1`, `${name}:2`, `${name}:2`, `${name}:2`])
  })

  it('a date starts one instance', () => {
    const world = givenWorld('timer-start-date', { now: '2029-12-31T09:00+08:00' }).advance('P3D')
    expect(world.instances.map((s) => s.state.startedAt)).toEqual([at('2030-01-01T09:00:00+08:00')])
    world.instances[0]!.expectWaiting('Task')
  })

  it("cron is Spring's form: six fields, seconds first", () => {
    const world = givenWorld('timer-start-cron', { now: '2025-03-06T12:00+08:00' }).advance('P5D')
    expect(world.instances.map((s) => new Date(s.state.startedAt).toISOString())).toEqual([
      '2025-03-07T00:30:00.000Z',
      '2025-03-10T00:30:00.000Z',
      '2025-03-11T00:30:00.000Z',
    ])
  })
})

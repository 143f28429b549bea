import { describe, expect, it } from 'vitest'
import { accept, done, e, MATTER, submitted, textsOf } from './library-fixture.ts'

describe('steps on cards', () => {
  const night = '2026-09-18T23:10'
  it('are called what the log calls them where the rules know nothing of the matter', () => {
    const openedAs = (step: string | null) => e('task.opened', { task: 't-Review', element: 'Review', step, phase: null, dueAt: null })
    expect(textsOf('P4.hours', [submitted(), openedAs('现场核查'), done('Review', { step: null }, { at: night })])).toEqual([
      '“现场核查”在非办公时间办理',
    ])
    expect(textsOf('P4.hours', [submitted(), openedAs('Review'), done('Review', { step: '核查' }, { at: night })])).toEqual([
      '“核查”在非办公时间办理',
    ])
    // Done once under its name, then again by a door that tells only the id.
    expect(textsOf('P4.hours', [submitted(), done('Review', { step: '核查' }), done('Review', { step: 'Review' }, { at: night })])).toEqual(
      ['“核查”在非办公时间办理'],
    )
    expect(textsOf('P4.hours', [submitted(), done('Review', { step: 'Review' }, { at: night })])).toEqual(['“Review”在非办公时间办理'])
  })

  it('a step whose limit is hours is done at any hour and by urgency, and its own matter says who is told of it', () => {
    const [received, late] = ['2026-09-18T21:30', '2026-09-18T22:10']
    const within = (hours: number) => [
      submitted('case:1', '2026-09-18T21:00'),
      submitted('case:2', received),
      e(
        'task.opened',
        { task: 't-Dispose', element: 'Dispose', step: '处置', phase: null, dueAt: Date.parse(`${received}:00+08:00`) + hours * 3_600_000 },
        {
          subject: 'case:2',
          at: received,
        },
      ),
      done('Dispose', { step: '处置' }, { subject: 'case:2', at: late }),
    ]
    for (const rule of ['T1.step', 'P4.hours', 'P5']) {
      expect(textsOf(rule, within(3)), rule).toEqual([])
      if (rule !== 'T1.step') expect(textsOf(rule, within(72)), rule).toHaveLength(1)
    }
  })

  it('are called what the matter calls them where the entry tells only the id', () => {
    expect(textsOf('P4.hours', [MATTER, submitted(), done('Review', { step: 'Review' }, { at: night })])).toEqual([
      '“审查”在非办公时间办理',
    ])
    expect(textsOf('P1', [MATTER, submitted(), accept, done('Decide', { effect: 'grant' })])).toEqual(['办理“决定”时缺少环节:审核、审查'])
  })
})

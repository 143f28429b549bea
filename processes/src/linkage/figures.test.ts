import type { LinkageDeedRow, LinkageIncidentRow, LinkageTargetRow } from '@lianban/storage'
import { describe, expect, it } from 'vitest'
import { figuresOf } from './figures.ts'

const anIncident = (id: string, more: Partial<LinkageIncidentRow> = {}) =>
  ({ id, state: 'closed', filed_at: 1, due_at: 100, closed_at: 90, grade: null, ...more }) as LinkageIncidentRow
const aTarget = (incident_id: string, organ: string, more: Partial<LinkageTargetRow> = {}) =>
  ({ incident_id, organ, state: 'done', due_at: 100, done_at: 80, extended: null, ...more }) as LinkageTargetRow
const aDeed = (incident_id: string, kind: LinkageDeedRow['kind'], organ: string, at = 1) =>
  ({ incident_id, kind, organ, at }) as LinkageDeedRow

describe('indicators', () => {
  it('leave out of the denominator what is deferred, and count what is due and not done', () => {
    const cohort = {
      incidents: [
        anIncident('in-time'),
        anIncident('late', { closed_at: 120 }),
        anIncident('overdue', { state: 'disposing', closed_at: null }),
        anIncident('running', { state: 'disposing', closed_at: null, due_at: 900 }),
        anIncident('deferred', { state: 'disposing', closed_at: null }),
      ],
      targets: [
        aTarget('in-time', 'cgj'),
        aTarget('late', 'cgj', { done_at: 110, extended: 1 }),
        aTarget('overdue', 'cgj', { state: 'open', done_at: null }),
        aTarget('running', 'cgj', { state: 'open', done_at: null, due_at: 900 }),
        aTarget('deferred', 'cgj', { state: 'deferred', done_at: null }),
        aTarget('late', 'slj', { state: 'canceled', done_at: null }),
      ],
      deeds: [],
    }
    const [county, organ] = figuresOf(cohort, 500)
    for (const figures of [county!, organ!]) {
      expect(figures.disposedOnTime).toEqual({ n: 1, of: 3 })
      expect(figures.closedOnTime).toEqual({ n: 1, of: 3 })
      expect(figures.closed).toEqual({ n: 2, of: 3 })
      expect(figures.extended).toEqual({ n: 1, of: 5 })
    }
  })

  it('filing is measured against what was judged: duplicates and what waits are not', () => {
    const incidents = [
      anIncident('a'),
      anIncident('b', { state: 'invalid', filed_at: null }),
      anIncident('c', { state: 'rejected', filed_at: null }),
      anIncident('d', { state: 'duplicate', filed_at: null }),
      anIncident('e', { state: 'reported', filed_at: null, closed_at: null }),
    ]
    expect(figuresOf({ incidents, targets: [], deeds: [] }, 0)[0]!.filed).toEqual({ n: 1, of: 3 })
  })

  it('take points off: rework 0.2, from the third on 0.5, fraud 1, a refusal that the ruling finds wrong 1', () => {
    const cohort = {
      incidents: [anIncident('a'), anIncident('b')],
      targets: [aTarget('a', 'cgj'), aTarget('b', 'slj'), aTarget('b', 'cgj')],
      deeds: [
        ...[1, 2, 3].map((at) => aDeed('a', 'rework', 'cgj', at)),
        aDeed('a', 'fraud', 'cgj'),
        ...[aDeed('b', 'dispatch', 'slj'), aDeed('b', 'refuse', 'slj'), aDeed('b', 'dispute', 'slj', 5), aDeed('b', 'rule', 'slj', 6)],
      ],
    }
    const [county, cgj, slj] = figuresOf(cohort, 500)
    expect(cgj).toMatchObject({ organ: 'cgj', deductionTenths: 2 + 2 + 5 + 10, reworked: { n: 1, of: 2 } })
    expect(slj).toMatchObject({ organ: 'slj', deductionTenths: 10, refused: { n: 1, of: 2 }, dispatchedRight: { n: 2, of: 2 } })
    expect(county!.deductionTenths).toBe(29)
  })

  it('a refusal that was right costs nothing', () => {
    const deeds = [
      aDeed('a', 'dispatch', 'slj'),
      aDeed('a', 'refuse', 'slj'),
      aDeed('a', 'dispute', 'slj', 5),
      aDeed('a', 'rule', 'cgj', 6),
    ]
    const [, , slj] = figuresOf({ incidents: [anIncident('a')], targets: [aTarget('a', 'cgj'), aTarget('a', 'slj')], deeds }, 500)
    expect(slj!.deductionTenths).toBe(0)
  })
})

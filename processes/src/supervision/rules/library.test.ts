import { describe, expect, it } from 'vitest'
import { nationalCalendar } from '../../clock/index.ts'
import {
  accept,
  checked,
  closing,
  done,
  e,
  feed,
  granted,
  LATER,
  many,
  MATTER,
  missing,
  opened,
  owed,
  PUBLISHING,
  ratingStep,
  refused,
  rounds,
  RULES,
  special,
  submitted,
  type Fed,
} from './library-fixture.ts'
import { Replay } from './replay.ts'

/** Rule → what triggers it, and the nearest thing that must not. */
const CASES: Record<string, { triggers: Fed[]; mustNot: Fed[] }> = {
  T1: {
    triggers: [MATTER, submitted(), accept],
    mustNot: [MATTER, submitted(), accept, done('Review'), done('Audit'), done('Decide', { effect: 'grant' }, { at: '2026-09-29T10:00' })],
  },
  'T1.step': { triggers: [submitted(), opened], mustNot: [submitted(), opened, done('Review', {}, { at: '2026-09-18T10:00' })] },
  T2: {
    triggers: [submitted(), e('limit.passed', { limit: 'promised' })],
    mustNot: [submitted(), e('limit.passed', { limit: 'delivery' })],
  },
  'T2.step': { triggers: [submitted(), opened], mustNot: [submitted(), opened, done('Review', {}, { at: '2026-09-23T17:30' })] },
  T3: {
    triggers: [submitted(), e('limit.passed', { limit: 'statutory' })],
    mustNot: [submitted(), e('limit.passed', { limit: 'promised' })],
  },
  T4: {
    triggers: [e('limit.passed', { limit: 'card-reply' }, { subject: 'card:1' })],
    mustNot: [e('limit.passed', { limit: 'card-urged' }, { subject: 'card:1' })],
  },
  'T5.joint': {
    triggers: [submitted(), e('limit.passed', { limit: 'distribution' })],
    mustNot: [MATTER, submitted(), e('limit.passed', { limit: 'intake' })],
  },
  T5: { triggers: [submitted(), e('limit.passed', { limit: 'intake' })], mustNot: [MATTER, submitted(), accept] },
  T11: {
    triggers: [e('assessment.report-missing', { name: '工业投资', month: '2026-01' }, { subject: 'target:1:lianhu' })],
    mustNot: [e('limit.passed', { limit: 'delivery' })],
  },
  T6: {
    triggers: [submitted(), e('limit.passed', { limit: 'delivery' })],
    mustNot: [submitted(), e('limit.passed', { limit: 'statutory' })],
  },
  T8: {
    triggers: [PUBLISHING, ...granted(1), e('decision.published', { publication: 'p1', late: true }, { at: '2026-09-30T09:00' })],
    mustNot: [PUBLISHING, ...granted(1), e('decision.published', { publication: 'p1' }, { at: '2026-09-29T17:00' })],
  },
  T9: {
    triggers: [submitted(), e('limit.passed', { limit: 'firstReview' })],
    mustNot: [submitted(), e('limit.passed', { limit: 'statutory' })],
  },
  T10: {
    triggers: [submitted(), e('limit.passed', { limit: 'inspection' })],
    mustNot: [submitted(), e('limit.passed', { limit: 'firstReview' })],
  },
  'T7.late': {
    triggers: [submitted(), special('hearing')],
    mustNot: [submitted(), special('hearing'), e('special-procedure.closed', { kind: 'hearing' }, { at: '2026-09-25T17:00' })],
  },
  'T7.twice': {
    triggers: [submitted(), special('hearing'), special('hearing', { at: '2026-09-19T09:00' })],
    mustNot: [submitted(), special('hearing'), special('testing')],
  },
  'T7.long': {
    triggers: [MATTER, submitted(), special('hearing'), e('special-procedure.closed', { kind: 'hearing' }, { at: '2026-10-10T09:00' })],
    // From Tuesday to Thursday of the second week after: 16 days, of which the National Day leaves 8 workdays of the limit's 20.
    mustNot: [
      MATTER,
      submitted(),
      special('hearing', { at: '2026-09-29T11:00' }),
      e('special-procedure.closed', { kind: 'hearing' }, { at: '2026-10-15T11:00' }),
    ],
  },
  P1: {
    triggers: [MATTER, submitted(), accept, done('Review'), done('Decide', { effect: 'grant' })],
    mustNot: [MATTER, submitted(), accept, done('Review'), done('Audit'), done('Decide', { effect: 'grant' })],
  },
  P2: {
    triggers: [submitted(), missing('plan'), e('case.supplemented'), missing('plan')],
    mustNot: [submitted(), missing('plan'), e('case.supplemented'), accept],
  },
  P3: {
    triggers: [MATTER, submitted(), done('Review', {}, { actorId: 'zhao' }), done('Audit', {}, { actorId: 'zhao' })],
    mustNot: [
      MATTER,
      submitted(),
      done('Review', {}, { actorId: 'zhao' }),
      done('Audit', {}, { actorId: 'wu' }),
      done('Review', {}, { actorId: 'zhao' }),
    ],
  },
  'P4.short': { triggers: rounds('09:20'), mustNot: rounds('09:40') },
  'P4.burst': {
    triggers: many(10, (i) => closing(i, 'granted', '2026-09-18T10:00')),
    mustNot: many(10, (i) => closing(i, 'granted', `2026-09-18T1${Math.floor(i / 5)}:${(i % 5) * 12 + 10}`)),
  },
  'P4.hours': {
    triggers: [submitted(), done('Review', {}, { at: '2026-09-18T23:10' })],
    mustNot: [submitted(), done('Review', {}, { at: '2026-09-18T16:10' })],
  },
  P5: {
    triggers: [
      submitted('case:1'),
      submitted('case:2', '2026-09-18T09:30'),
      done('Intake', {}, { subject: 'case:2', at: '2026-09-18T10:00' }),
    ],
    mustNot: [
      submitted('case:1'),
      submitted('case:2', '2026-09-18T09:30', { urgent: true }),
      done('Intake', {}, { subject: 'case:2', at: '2026-09-18T10:00' }),
      done('Intake', {}, { at: '2026-09-18T11:00' }),
    ],
  },
  P6: {
    triggers: [e('licence.issued-outside', { licenceNo: 'JY1' }, { subject: 'licence:JY1' })],
    mustNot: [submitted(), e('document.issued', { name: '许可证', number: 'JY1' })],
  },
  C1: { triggers: refused('不符合条件要求'), mustNot: refused('经营场所与污染源距离不足二十五米') },
  C2: {
    triggers: [MATTER, ...many(20, granted), submitted('case:x'), done('Decide', { effect: 'refuse' }, { subject: 'case:x' })],
    mustNot: [MATTER, ...many(10, granted), submitted('case:x'), done('Decide', { effect: 'refuse' }, { subject: 'case:x' })],
  },
  'C3.needless': { triggers: [MATTER, submitted(), missing('proxy')], mustNot: [MATTER, submitted(), missing('plan'), missing('form')] },
  'C3.again': { triggers: [submitted(), missing('plan')], mustNot: [submitted(), missing('proxy'), missing('plan', 'defective')] },
  'F1.amount': {
    triggers: [submitted(), e('fee.charged', { item: '工本费', amount: 30, standard: 20 })],
    mustNot: [submitted(), e('fee.charged', { item: '工本费', amount: 20, standard: 20 })],
  },
  'F1.waived': {
    triggers: [submitted(), e('fee.waived', { item: '工本费', amount: 20 })],
    mustNot: [submitted(), e('fee.waived', { item: '工本费', amount: 20, approvedBy: 'juzhang' })],
  },
  'I1.link': {
    triggers: [submitted(), e('integrity.link-found', { officerId: 'zhao', relation: '配偶' })],
    mustNot: [submitted(), e('integrity.link-found', { relation: '未查到' })],
  },
  'I1.expert': {
    triggers: many(5, (i) => [e('expert.assigned', { expertId: 'x', expertName: '王教授' }, { subject: `case:${i}` })]),
    mustNot: many(5, (i) => [e('expert.assigned', { expertId: `x${i % 2}`, expertName: '王教授' }, { subject: `case:${i}` })]),
  },
  'I1.bidders': {
    triggers: many(3, (i) => [e('bid.opened', { bidders: i === 1 ? ['乙', '甲'] : ['甲', '乙'] }, { subject: `project:${i}` })]),
    mustNot: many(3, (i) => [e('bid.opened', { bidders: ['甲', `乙${i}`] }, { subject: `project:${i}` })]),
  },
  'I1.reassigned': {
    triggers: [
      submitted(),
      opened,
      e('task.claimed', { task: 't-Review' }, { actorId: 'zhao' }),
      e('task.assigned', { task: 't-Review', from: 'zhao', to: 'qian' }),
      done('Decide', { effect: 'grant' }, { at: '2026-09-19T08:00' }),
    ],
    mustNot: [
      submitted(),
      opened,
      e('task.claimed', { task: 't-Review' }, { actorId: 'zhao' }),
      e('task.assigned', { task: 't-Review', from: 'zhao', to: 'qian' }),
      done('Decide', { effect: 'grant' }, { at: '2026-09-21T08:00' }),
    ],
  },
  'I1.views': {
    triggers: many(5, () => [e('access.refused', { type: 'case', action: 'read' }, { subject: 'case:9', actorId: 'wang' })]),
    mustNot: many(8, (i) => [
      e(
        'access.refused',
        { type: 'case', action: 'read' },
        { subject: 'case:9', actorId: 'wang', at: i < 4 ? '2026-09-18T10:00' : '2026-09-19T10:00' },
      ),
    ]),
  },
  R1: {
    triggers: many(10, (i) => closing(i, i < 3 ? 'returned' : 'granted', `2026-09-1${i % 8}T10:00`).map((fed) => ({ ...fed }))),
    mustNot: many(10, (i) => closing(i, i < 2 ? 'returned' : 'granted', `2026-09-1${i % 8}T10:00`)),
  },
  'S1.contact': {
    triggers: [ratingStep('contact')],
    mustNot: [ratingStep('contact'), ratingStep('contact', 'rating.step-ended', '2026-09-18T16:00')],
  },
  'S1.rating': {
    triggers: [ratingStep('contact'), ratingStep('contact', 'rating.step-ended', '2026-09-18T09:30'), ratingStep('rectify')],
    mustNot: [ratingStep('rectify'), ratingStep('rectify', 'rating.step-ended', '2026-09-18T16:00')],
  },
  'S1.revisit': {
    triggers: [ratingStep('revisit')],
    mustNot: [ratingStep('revisit'), ratingStep('revisit', 'rating.step-ended', '2026-09-18T16:00')],
  },
  'S1.consultation': {
    triggers: [
      e('consultation.received', { consultation: 'k1', dueAt: Date.parse('2026-09-22T17:30:00+08:00') }, { subject: 'consultation:k1' }),
    ],
    mustNot: [
      e('consultation.received', { consultation: 'k1', dueAt: Date.parse('2026-09-22T17:30:00+08:00') }, { subject: 'consultation:k1' }),
      e('consultation.answered', { consultation: 'k1' }, { subject: 'consultation:k1', at: '2026-09-22T09:00' }),
    ],
  },
  'S1.complaint': {
    triggers: [submitted(), e('complaint.received', { complaint: 'c1' })],
    mustNot: [
      submitted(),
      e('complaint.received', { complaint: 'c1' }),
      e('complaint.answered', { complaint: 'c1' }, { at: '2026-09-24T09:00' }),
    ],
  },
  'X1.log': {
    triggers: [e('supervision.verified', { ok: false, code: 'ENTRY_ALTERED' }, { subject: 'log:sanhu' })],
    mustNot: [e('supervision.verified', { ok: true }, { subject: 'log:sanhu' })],
  },
  'X1.clock': {
    triggers: [submitted('case:1', '2026-09-18T09:00'), submitted('case:2', '2026-09-18T08:50')],
    mustNot: [submitted('case:1', '2026-09-18T09:00'), submitted('case:2', '2026-09-18T08:58')],
  },
  'X1.rule-off': {
    triggers: [e('rule.confirmed', { rule: 'T3', version: 2, enabled: false, wasEnabled: true }, { subject: 'rule:T3' })],
    mustNot: [e('rule.confirmed', { rule: 'T3', version: 2, enabled: true, wasEnabled: true }, { subject: 'rule:T3' })],
  },
  'X1.export': {
    triggers: [e('data.exported', { what: 'cases', rows: 10_001 }, { subject: 'system', actorId: 'zhao' })],
    mustNot: many(10, () => [e('data.exported', { what: 'cases', rows: 900 }, { subject: 'system', actorId: 'zhao' })]),
  },
  'X1.silent': {
    triggers: [e('supervision.silence-found', { message: '服务器甲 10 分钟没有心跳', durationMs: 600_000 }, { subject: 'server:a' })],
    mustNot: [e('server.heartbeat', {}, { subject: 'server:a' })],
  },
  W1: {
    triggers: [
      submitted(),
      e('separation.waived', { rule: 'sod_chain_distinct', reason: '人员不足', userId: 'zhao', element: 'Task_Audit' }),
    ],
    mustNot: [submitted(), e('access.refused', { type: 'task', action: 'complete' })],
  },
  E1: {
    triggers: [
      submitted(),
      e('emergency-access.opened', { accessId: 'a1' }),
      e('emergency-access.opened', { accessId: 'a2' }),
      e('emergency-access.reviewed', { accessId: 'a2' }, { at: '2026-09-18T10:00' }),
    ],
    mustNot: [
      submitted(),
      e('emergency-access.opened', { accessId: 'a1' }),
      e('emergency-access.reviewed', { accessId: 'a1' }, { at: '2026-09-20T09:00' }),
    ],
  },
}

Object.assign(CASES, {
  L1: {
    triggers: [submitted(), e('licence.renewed-by-silence', { licenceNo: 'JY1', endedOn: '2027-09-17', validUntil: '2032-09-17' })],
    mustNot: [submitted(), e('task.completed', { effect: 'grant' })],
  },
  D1: {
    triggers: [submitted(), owed('debt.opened'), owed('debt.overdue')],
    mustNot: [submitted(), owed('debt.opened'), owed('debt.settled')],
  },
  // Five workdays after Friday end on Thursday 24 September, since Sunday the 20th is worked.
  'D1.idle': {
    triggers: [submitted(), owed('debt.overdue'), owed('debt.settled', '2026-09-24T17:31')],
    mustNot: [submitted(), owed('debt.overdue'), owed('debt.settled', '2026-09-24T17:30')],
  },
  'G1.fraud': {
    triggers: [e('linkage.fraud', { caseNo: '1', reason: '旧照片' }, { subject: 'incident-fraud:1:cgj' })],
    mustNot: [submitted()],
  },
  D2: { triggers: [submitted(), e('check.overdue', { dueAt: 1 })], mustNot: [submitted(), e('check.opened', { dueAt: 1 })] },
  D3: { triggers: [submitted(), checked(false)], mustNot: [submitted(), checked(true)] },
} satisfies typeof CASES)

interface Found {
  ids: string[]
  /** `E1 a1`: rule and occasion. */
  occasions: string[]
  troubles: string[]
}

/** Feeds the entries, then lets the rest of the year pass. */
function found(entries: Fed[]): Found {
  const replay = new Replay(RULES, nationalCalendar)
  feed(replay, entries)
  replay.passTo(Date.parse(`${LATER}:00+08:00`))
  const findings = [...replay.findings.values()]
  return {
    ids: [...new Set(findings.map(({ rule }) => rule.id))],
    occasions: findings.map(({ rule, occasion }) => `${rule.id} ${occasion}`),
    troubles: replay.troubles.map(({ ruleId, message }) => `${ruleId}: ${message}`),
  }
}

describe('rule library', () => {
  it('has a scenario for every rule', () => {
    expect(Object.keys(CASES).sort()).toEqual(RULES.map(({ id }) => id).sort())
  })

  for (const { id, name } of RULES) {
    it(`${id} ${name}: is triggered, and not by the nearest thing that is no breach`, () => {
      const { triggers, mustNot } = CASES[id]!
      const breach = found(triggers)
      expect(breach.troubles).toEqual([])
      expect(breach.ids).toContain(id)
      const lawful = found(mustNot)
      expect(lawful.troubles).toEqual([])
      expect(lawful.ids).not.toContain(id)
    })
  }

  it('D1.idle waits for each material of a case by itself', () => {
    const of = (action: string, debt: string) => e(action, { debt, material: debt, name: debt })
    const waiting = (...entries: Fed[]) => found([submitted(), ...entries]).occasions.filter((one) => one.startsWith('D1.idle'))
    expect(waiting(of('debt.overdue', 'a'), of('debt.overdue', 'b'), of('debt.waived', 'a'))).toEqual(['D1.idle b'])
  })

  it('E1 ends with the review of that very grant, even where the same person opened two to one case', () => {
    const opened = (accessId: string) => e('emergency-access.opened', { accessId })
    const reviewed = (accessId: string) => e('emergency-access.reviewed', { accessId }, { at: '2026-09-18T10:00' })
    const waiting = (...entries: Fed[]) => found([submitted(), ...entries]).occasions.filter((one) => one.startsWith('E1'))
    expect(waiting(opened('a1'), opened('a2'), reviewed('a2'))).toEqual(['E1 a1'])
    expect(waiting(opened('a1'), opened('a2'), reviewed('a1'))).toEqual(['E1 a2'])
    expect(waiting(opened('a1'), opened('a2'), reviewed('a1'), reviewed('a2'))).toEqual([])
    expect(waiting(opened('a1'), reviewed('a1'), opened('a2'))).toEqual(['E1 a2'])
  })
})

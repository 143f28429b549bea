import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { JsonValue } from '@lianban/engine'
import { nationalCalendar } from '../../clock/index.ts'
import type { MatterWatch } from '../fold/case-state.ts'
import { Replay } from './replay.ts'
import { Rule } from './rule.ts'

/*
 * What the scenarios of the rule library are told in: entries of a log that a case might have left.
 */

/** An entry to be fed: when, what, and what it says. Friday 18 September 2026 is the day unless said otherwise. */
export interface Fed {
  at?: string
  action: string
  payload?: Record<string, JsonValue>
  subject?: string
  actorId?: string
  organId?: string | null
}

export const e = (action: string, payload: Record<string, JsonValue> = {}, rest: Omit<Fed, 'action' | 'payload'> = {}): Fed => ({
  action,
  payload,
  ...rest,
})

export const WATCH: MatterWatch = {
  name: '食品经营许可',
  promisedDays: 10,
  statutoryDays: 20,
  phases: { Review: 'examination' },
  before: { Decide: ['Audit', 'Review'], Audit: ['Review'], Review: [], Intake: [] },
  names: { Intake: '受理', Review: '审查', Audit: '审核', Decide: '决定' },
  apart: [
    ['Intake', 'Review'],
    ['Review', 'Audit', 'Decide'],
  ],
  materials: { plan: 'required', proxy: 'optional' },
  materialNames: { plan: '平面图', proxy: '委托书' },
  remedies: '可以申请行政复议',
}
export const MATTER = e(
  'matter.published',
  { version: 1, watch: WATCH as unknown as JsonValue },
  { subject: 'matter:food', at: '2026-09-01T09:00' },
)
export const submitted = (subject = 'case:1', at = '2026-09-18T09:00', more: Record<string, JsonValue> = {}): Fed =>
  e('case.submitted', { caseNo: `N${subject}`, matter: 'food', version: 1, materials: { plan: ['f1'] }, ...more }, { subject, at })
export const done = (element: string, payload: Record<string, JsonValue> = {}, rest: Omit<Fed, 'action' | 'payload'> = {}): Fed =>
  e(
    'task.completed',
    { element, step: element, task: `t-${element}`, opinion: '材料齐全,符合规定要求', ...payload },
    { actorId: `u-${element}`, ...rest },
  )
export const accept = done('Intake', { effect: 'accept' })
export const refused = (opinion: string | null): Fed[] => [
  MATTER,
  submitted(),
  accept,
  done('Review'),
  done('Audit'),
  done('Decide', { effect: 'refuse', opinion }),
]
export const opened = e('task.opened', {
  task: 't-Review',
  element: 'Review',
  step: '审查',
  phase: 'examination',
  dueAt: Date.parse('2026-09-23T17:30:00+08:00'),
})
export const missing = (key: string, fault = 'absent'): Fed =>
  done('Intake', { effect: 'request-supplement', record: { fields: { missing: [{ key, fault, text: '缺' }] } } })
export const special = (kind: string, rest: Omit<Fed, 'action' | 'payload'> = {}) =>
  e('special-procedure.opened', { kind, plannedEndAt: Date.parse('2026-09-25T17:30:00+08:00') }, rest)
/** A step of the follow-up of a poor rating, due on the Monday after. */
export const ratingStep = (step: string, action = 'rating.step-opened', at = '2026-09-18T10:00'): Fed =>
  e(action, { step, round: 1, dueAt: Date.parse('2026-09-21T17:30:00+08:00') }, { subject: 'rating:r1', at })
export const closing = (n: number, status: string, at: string): Fed[] => [
  submitted(`case:${n}`, at),
  done('Intake', { effect: 'not-accept' }, { subject: `case:${n}`, at }),
  e('case.closed', { status, result: status }, { subject: `case:${n}`, at }),
]
export const many = (n: number, one: (i: number) => Fed[]): Fed[] => Array.from({ length: n }, (_, i) => one(i)).flat()
export const granted = (i: number): Fed[] => [
  submitted(`case:${i}`),
  ...['Intake', 'Review', 'Audit'].map((step) => done(step, {}, { subject: `case:${i}` })),
  done('Decide', { effect: 'grant' }, { subject: `case:${i}` }),
]
export const rounds = (minutes: string): Fed[] => [
  submitted(),
  ...['Intake', 'Review', 'Audit', 'Decide'].map((step) => done(step)),
  e('case.closed', { status: 'granted' }, { at: `2026-09-18T${minutes}` }),
]
export const owed = (action: string, at?: string): Fed => e(action, { debt: 'd1', material: 'plan', name: '平面图' }, { ...(at && { at }) })
export const checked = (kept: boolean): Fed => e('check.completed', { kept, finding: '现场查看', late: true })
export const LATER = '2026-12-31T12:00'
export const PUBLISHING: Fed = { ...MATTER, payload: { version: 1, watch: { ...WATCH, publishes: true } as unknown as JsonValue } }

const LIBRARY = fileURLToPath(new URL('../../../packages/g2-supervision/rules.json', import.meta.url))
/** The library as it is shipped. */
export const RULES = (JSON.parse(readFileSync(LIBRARY, 'utf8')) as unknown[]).map((rule) => ({ ...Rule.parse(rule), version: 1 }))

/** Reads entries one after the other; whatever tells no time happens at the time of the one before. */
export function feed(replay: Replay, entries: Fed[]): void {
  let last = '2026-09-18T09:00'
  entries.forEach(({ at, action, payload = {}, subject = 'case:1', actorId = 'system', organId = 'scjg' }, seq) => {
    last = at ?? (last < '2026-09-18T09:00' ? '2026-09-18T09:00' : last)
    replay.read({
      seq,
      id: String(seq),
      at: Date.parse(`${last}:00+08:00`),
      action,
      subject,
      organId,
      actorId,
      onBehalfOf: null,
      actorName: null,
      payload,
    })
  })
}

/** Texts of what is found by one rule. */
export function textsOf(id: string, entries: Fed[]): string[] {
  const replay = new Replay(
    RULES.filter((rule) => rule.id === id),
    nationalCalendar,
  )
  feed(replay, entries)
  return [...replay.findings.values()].map(({ text }) => text)
}

import type { RecordedEntry } from '@lianban/tenants'
import { payloadOf } from '../supervision/event-catalogue.ts'
import type { WebHookEvent } from './events.ts'

/** An event as it is sent; no names of persons, no form, no opinion. */
export interface EventData {
  event: WebHookEvent
  data: Record<string, string | number | boolean | null>
}

type Payload = Record<string, unknown>

const DECIDED = ['grant', 'refuse', 'not-accept']

/** Whether entries of this action may tell anything. */
export const mayTell = (action: string): boolean => Object.hasOwn(TOLD, action)

/** What an entry of the supervision log tells other houses; null: nothing. Integrity cards are for those whom their rule names, and for nobody else. */
export function eventOfEntry({ action, payload }: Pick<RecordedEntry, 'action' | 'payload'>): EventData | null {
  return mayTell(action) ? TOLD[action]!(payloadOf(action, payload)) : null
}

const pick = (payload: Payload, ...names: string[]): EventData['data'] =>
  Object.fromEntries(names.map((name) => [name, plain(payload[name])]))

const plain = (value: unknown): string | number | boolean | null =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null

const card =
  (colour: string) =>
  (payload: Payload): EventData | null =>
    payload.integrity === true ? null : { event: 'card.issued', data: { colour, ...pick(payload, 'card', 'cardNo', 'rule') } }

const TOLD: Record<string, (payload: Payload) => EventData | null> = {
  'case.submitted': (payload) => ({ event: 'case.submitted', data: pick(payload, 'caseNo', 'matter', 'channel') }),
  'case.accepted-by-silence': () => ({ event: 'case.accepted', data: { bySilence: true } }),
  'task.completed': (payload): EventData | null => {
    const effect = String(payload.effect)
    if (effect === 'accept') return { event: 'case.accepted', data: { bySilence: false } }
    if (effect === 'request-supplement') return { event: 'case.supplement-requested', data: {} }
    return DECIDED.includes(effect) ? { event: 'case.decided', data: { result: effect } } : null
  },
  'case.closed': (payload) => ({ event: 'case.closed', data: pick(payload, 'status', 'result') }),
  'case.withdrawn': () => ({ event: 'case.withdrawn', data: {} }),
  'case.voided': () => ({ event: 'case.voided', data: {} }),
  'task.opened': (payload) => ({ event: 'task.opened', data: pick(payload, 'task', 'element', 'step', 'phase', 'dueAt') }),
  'limit.passed': (payload) => ({ event: 'limit.passed', data: pick(payload, 'limit', 'element', 'step', 'dueAt') }),
  'document.issued': (payload) => ({ event: 'document.issued', data: pick(payload, 'name', 'number') }),
  'licence.granted': (payload) => ({ event: 'licence.granted', data: pick(payload, 'licenceNo') }),
  'hotline.answered': (payload) => ({ event: 'hotline.answered', data: pick(payload, 'orderNo', 'incidentNo') }),
  'card.warning': card('warning'),
  'card.yellow': card('yellow'),
  'card.red': card('red'),
}

import type { JsonValue } from '@lianban/engine'
import { actorOf } from '@lianban/tenants/browser'
import type { Caller, SupervisionEntry } from './ports.ts'

/** The engine's own deeds: timers, documents. */
export const SYSTEM_ACTOR = { userId: 'system', name: '系统' }

/** What someone did in a case, for the supervision log. */
export function logEntry(caller: Caller, action: string, on: { caseId: string; organId: string; payload: JsonValue }): SupervisionEntry {
  return {
    action,
    subject: `case:${on.caseId}`,
    organId: on.organId,
    actor: actorOf(caller),
    ip: caller.ip,
    payload: on.payload,
  }
}

/** What the system did or noticed in a case. */
export function systemEntry(action: string, on: { caseId: string; organId: string; payload: JsonValue }): SupervisionEntry {
  return { action, subject: `case:${on.caseId}`, organId: on.organId, actor: SYSTEM_ACTOR, payload: on.payload }
}

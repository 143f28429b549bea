import { actionText } from '@lianban/processes/labels'
import type { LogEntry } from '@lianban/tenants'

/** One line of the supervision log; rows never leave the server. */
export function presentLogEntry(entry: LogEntry) {
  return {
    id: entry.id,
    index: entry.index,
    at: entry.at,
    action: entry.action,
    actionText: actionText(entry.action),
    actorId: entry.actorId,
    actorName: entry.actorName,
    organName: entry.organName,
    onBehalfOf: entry.onBehalfOf,
    ip: entry.ip,
    subject: entry.subject,
    payload: entry.payload,
    hash: entry.hash,
    erased: entry.erased,
  }
}

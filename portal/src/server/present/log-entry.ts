import { actionText } from '@lianban/processes/labels'
import type { LogEntry } from '@lianban/tenants'

/** One line of a case's supervision log; rows never leave the server. */
export function presentLogEntry(entry: LogEntry) {
  return {
    index: entry.index,
    at: entry.at,
    action: entry.action,
    actionText: actionText(entry.action),
    actorName: entry.actorName,
    organName: entry.organName,
    onBehalfOf: entry.onBehalfOf,
    ip: entry.ip,
    subject: entry.subject,
    payload: entry.payload,
    hash: entry.hash,
  }
}

import { randomUUID } from 'node:crypto'
import { inTransaction, supervision as supervisionRows, type Database, type Tx } from '@lianban/storage'
import type { JsonValue } from '../json.ts'
import type { EntryInput } from './entry.ts'
import { beatOf, compare, SERVER_HEARTBEAT, SERVER_STARTED, SERVER_STOPPED, type Beat, type Finding } from './findings.ts'

export const DEFAULT_HEARTBEAT_MS = 5 * 60_000

export interface HeartbeatOptions {
  database: Database
  /** Wall clock, UTC epoch milliseconds. */
  clock: () => number
  /** Monotonic clock, milliseconds. */
  monotonic: () => number
  record(tx: Tx, tenantId: string, entries: EntryInput[]): Promise<void>
}

export interface Heartbeat {
  /** Says that the server is there; what the server's last word before tells of silence or a moved clock is recorded with it. */
  started(): Promise<void>
  beat(): Promise<void>
  stopped(): Promise<void>
}

/** Entries found when the server comes back, or notices that its clock moved: rules raise cards from them. */
const FINDING_ACTIONS = { silence: 'supervision.silence-found', 'clock-jump': 'supervision.clock-jumped' } as const

/**
 * The heartbeat of one server in one tenant's log.
 * @param server stable name of the server, at most 64 characters: a restart goes on where it was silent
 */
export function createHeartbeat(
  { database, clock, monotonic, record }: HeartbeatOptions,
  { tenantId, server, everyMs = DEFAULT_HEARTBEAT_MS }: { tenantId: string; server: string; everyMs?: number },
): Heartbeat {
  const run = randomUUID()
  const startedAt = monotonic()
  const subject = `server:${server}`
  let last: (Beat & { action: string }) | null = null

  const write = async (action: string): Promise<void> => {
    const beat: Beat = { run, wallMs: clock(), elapsedMs: Math.round(monotonic() - startedAt), everyMs }
    const before = last ?? (await lastWord(database, tenantId, subject))
    const findings = before ? compare(server, before, { ...beat, index: -1 }) : []
    await inTransaction(database, (tx) =>
      record(tx, tenantId, [
        ...findings.map((finding) => ({
          action: FINDING_ACTIONS[finding.kind],
          subject,
          actor: { userId: 'system' },
          payload: payloadOf(finding),
        })),
        { action, subject, actor: { userId: 'system' }, payload: { ...beat } },
      ]),
    )
    last = { ...beat, action }
  }

  return {
    started: () => write(SERVER_STARTED),
    beat: () => write(SERVER_HEARTBEAT),
    stopped: () => write(SERVER_STOPPED),
  }
}

const payloadOf = ({ server, from, until, durationMs, message }: Finding): JsonValue => ({
  server,
  from,
  until,
  durationMs,
  message,
})

/** The server's last word in the log, sealed or not. */
async function lastWord(database: Database, tenantId: string, subject: string): Promise<(Beat & { action: string }) | null> {
  const words = await Promise.all(
    [SERVER_STARTED, SERVER_HEARTBEAT, SERVER_STOPPED].map((action) =>
      supervisionRows(database).searchEntries(tenantId, { subject, action, limit: 1 }),
    ),
  )
  const [row] = words.flat().sort((a, b) => (a.id < b.id ? 1 : -1))
  const beat = row?.payload ? beatOf(row.payload) : null
  return beat && { ...beat, action: row!.action }
}

import type { PermanentEntry, ProvableEntry } from './entry.ts'

/** Entries in which a server says that it is there; their subject is `server:<name>`. */
export const SERVER_STARTED = 'server.started'
export const SERVER_HEARTBEAT = 'server.heartbeat'
export const SERVER_STOPPED = 'server.stopped'
const SERVER_ACTIONS = new Set([SERVER_STARTED, SERVER_HEARTBEAT, SERVER_STOPPED])

/** What a server says of its clocks. Milliseconds. */
export interface Beat {
  /** New at every start, so that monotonic times are compared within one run only. */
  run: string
  /** Wall clock, UTC epoch. */
  wallMs: number
  /** Monotonic, since the start of the run. */
  elapsedMs: number
  /** Between two heartbeats. */
  everyMs: number
}

/**
 * A time in which the log was not written though no server had been stopped, or a clock that jumped. No break of the log: it
 * is for people to explain.
 */
export interface Finding {
  kind: 'silence' | 'clock-jump'
  /** Place of the entry at which it shows: the first one after it, or the last one before the log ends. */
  index: number
  server: string
  /** UTC epoch milliseconds. */
  from: number
  until: number
  /** Of a silence its length; of a jump by how much the clock went forward (or back, negative). Milliseconds. */
  durationMs: number
  message: string
}

/** Heartbeats come late when a server is busy; so many intervals without one are a silence. */
export const SILENT_INTERVALS = 2.5
/** Less may be a clock that is set right slowly. */
export const JUMP_MS = 5_000
/** More are counted, not kept. */
const MAX_FINDINGS = 1_000
const MAX_SERVERS = 1_000

interface Last extends Beat {
  action: string
  index: number
}

/** Folds over the entries in their order; memory is bounded by the number of servers. */
export class FindingsFold {
  #last = new Map<string, Last>()
  #findings: Finding[] = []

  add(entry: ProvableEntry, index: number): void {
    if (!SERVER_ACTIONS.has(entry.action)) return
    const beat = entry.details && beatOf(entry.details.payloadText)
    if (!beat) return
    const server = serverOf(entry)
    const before = this.#last.get(server)
    if (before) for (const finding of compare(server, before, { ...beat, action: entry.action, index })) this.#keep(finding)
    if (before || this.#last.size < MAX_SERVERS) this.#last.set(server, { ...beat, action: entry.action, index })
  }

  /** @param at of the last head; a server that was not stopped must have been heard until then */
  end(at: number): Finding[] {
    for (const [server, last] of this.#last) {
      const silent = last.action === SERVER_STOPPED ? 0 : at - last.wallMs
      if (silent > last.everyMs * SILENT_INTERVALS) this.#keep(silence(server, last.index, last.wallMs, at))
    }
    return this.#findings
  }

  #keep(finding: Finding): void {
    if (this.#findings.length < MAX_FINDINGS) this.#findings.push(finding)
  }
}

const serverOf = ({ subject }: PermanentEntry): string => subject.slice(subject.indexOf(':') + 1)

/** What lies between two beats of one server. */
export function compare(server: string, before: Beat & { action: string }, now: Beat & { action?: string; index: number }): Finding[] {
  const found: Finding[] = []
  const passed = now.wallMs - before.wallMs
  if (before.run === now.run) {
    const jump = passed - (now.elapsedMs - before.elapsedMs)
    if (Math.abs(jump) > JUMP_MS) found.push(clockJump(server, now.index, before.wallMs, now.wallMs, jump))
    const silent = now.elapsedMs - before.elapsedMs
    if (silent > before.everyMs * SILENT_INTERVALS) found.push(silence(server, now.index, before.wallMs, before.wallMs + silent))
    return found
  }
  if (passed < -JUMP_MS) found.push(clockJump(server, now.index, before.wallMs, now.wallMs, passed))
  if (before.action !== SERVER_STOPPED && passed > before.everyMs * SILENT_INTERVALS)
    found.push(silence(server, now.index, before.wallMs, now.wallMs))
  return found
}

const silence = (server: string, index: number, from: number, until: number): Finding => ({
  kind: 'silence',
  index,
  server,
  from,
  until,
  durationMs: until - from,
  message: `服务器 ${server} 未记录停止,却有 ${spoken(until - from)}没有心跳:其间日志可能被关闭。`,
})

const clockJump = (server: string, index: number, from: number, until: number, durationMs: number): Finding => ({
  kind: 'clock-jump',
  index,
  server,
  from,
  until,
  durationMs,
  message: `服务器 ${server} 的时钟向${durationMs > 0 ? '前' : '后'}跳变 ${spoken(Math.abs(durationMs))}。`,
})

const SECOND_MS = 1_000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** `3 分钟`, `2 天 4 小时 `: enough for a sentence; the exact figure stands beside it. */
function spoken(ms: number): string {
  const [days, hours] = [Math.floor(ms / DAY_MS), Math.floor((ms % DAY_MS) / HOUR_MS)]
  if (days > 0) return `${days} 天${hours ? ` ${hours} 小时` : ''}`
  if (hours > 0) return `${hours} 小时 ${Math.floor((ms % HOUR_MS) / MINUTE_MS)} 分钟`
  return ms >= MINUTE_MS ? `${Math.floor(ms / MINUTE_MS)} 分钟` : `${Math.round(ms / SECOND_MS)} 秒`
}

/** @returns null if the text is no beat */
export function beatOf(payloadText: string): Beat | null {
  try {
    const { run, wallMs, elapsedMs, everyMs } = JSON.parse(payloadText) as Partial<Beat>
    const numbers = [wallMs, elapsedMs, everyMs]
    if (typeof run !== 'string' || !numbers.every((n) => typeof n === 'number' && Number.isFinite(n))) return null
    return { run, wallMs: wallMs!, elapsedMs: elapsedMs!, everyMs: everyMs! }
  } catch {
    return null
  }
}

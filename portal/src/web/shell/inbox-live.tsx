import { createContext, useContext, useEffect, useState, type ReactNode } from 'react'
import { paths } from '../api/api.ts'

interface Live {
  /** Open to-dos; null before the first word of the server. */
  count: number | null
  /** Unread notices; null before the first word of the server. */
  notices: number | null
  /** Unread circulations, and questions that wait for an answer; null before the first word of the server. */
  readings: number | null
  questions: number | null
  /** Grows with every change of the inbox: lists that show it read again. */
  version: number
  connected: boolean
}

const QUIET: Live = { count: null, notices: null, readings: null, questions: null, version: 0, connected: false }
/** Wait before connecting anew after the server refused, in milliseconds; doubles up to the limit. */
const RETRY_MIN_MS = 2_000
const RETRY_MAX_MS = 60_000

const Context = createContext<Live>(QUIET)

/** Keeps one stream of inbox and notice changes for the whole session, and picks it up again when it breaks. */
export function InboxLive({ enabled, children }: { enabled: boolean; children: ReactNode }) {
  const [live, setLive] = useState<Live>(QUIET)
  useEffect(() => {
    if (!enabled) return
    return listen(
      (count) => setLive((now) => ({ ...now, count, version: now.version + 1, connected: true })),
      (notices) => setLive((now) => ({ ...now, notices, connected: true })),
      (desk) => setLive((now) => ({ ...now, ...desk, connected: true })),
      (connected) => setLive((now) => (now.connected === connected ? now : { ...now, connected })),
    )
  }, [enabled])
  return <Context.Provider value={enabled ? live : QUIET}>{children}</Context.Provider>
}

export const useInboxLive = (): Live => useContext(Context)

function listen(
  onCount: (count: number) => void,
  onNotices: (count: number) => void,
  onDesk: (counts: { readings: number; questions: number }) => void,
  onConnection: (connected: boolean) => void,
): () => void {
  let source: EventSource | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let wait = RETRY_MIN_MS

  const connect = () => {
    source = new EventSource(paths.inboxStream)
    source.onopen = () => {
      wait = RETRY_MIN_MS
      onConnection(true)
    }
    source.addEventListener('inbox', (event: MessageEvent<string>) => onCount((JSON.parse(event.data) as { count: number }).count))
    source.addEventListener('notices', (event: MessageEvent<string>) => onNotices((JSON.parse(event.data) as { count: number }).count))
    source.addEventListener('desk', (event: MessageEvent<string>) =>
      onDesk(JSON.parse(event.data) as { readings: number; questions: number }),
    )
    source.onerror = () => {
      onConnection(false)
      // CONNECTING: the browser tries again by itself. CLOSED: the server refused, so it is up to us.
      if (source?.readyState !== EventSource.CLOSED) return
      timer = setTimeout(connect, wait)
      wait = Math.min(wait * 2, RETRY_MAX_MS)
    }
  }
  const leave = () => {
    clearTimeout(timer)
    source?.close()
  }
  // A page that the browser keeps for "back" would keep its stream, and six of them take every connection to the server.
  const comeBack = ({ persisted }: PageTransitionEvent) => persisted && connect()
  window.addEventListener('pagehide', leave)
  window.addEventListener('pageshow', comeBack)
  connect()
  return () => {
    window.removeEventListener('pagehide', leave)
    window.removeEventListener('pageshow', comeBack)
    leave()
  }
}

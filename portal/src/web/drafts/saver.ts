import { asApiError } from '../api/api-error.ts'
import { draftApi, type DraftNow } from '../api/drafts.ts'
import { removeLocal, writeLocal, type DraftPlace } from './local-copy.ts'
import { same, type Opened } from './opened.ts'

/** The device has it so soon after the last key, the server once the typing rests. */
const LOCAL_AFTER_MS = 400
const SERVER_AFTER_MS = 2_000
/** A network that was away is tried again. */
const AGAIN_AFTER_MS = 15_000

export type DraftState =
  | { at: 'nothing' }
  | { at: 'saving' }
  | { at: 'server'; savedAt: number }
  /** Only here; sent when the network is back. */
  | { at: 'device'; savedAt: number }
  /** Nowhere: `message` says why. */
  | { at: 'nowhere'; message: string }
  /** Something else is on the server; nothing is saved until the person has chosen. */
  | { at: 'conflict'; now: DraftNow | null }

interface Inner<T> {
  unsent: T | null
  version: number
  sending: Promise<void> | null
  /** Handed in or thrown away. */
  over: boolean
  paused: boolean
  localTimer?: ReturnType<typeof setTimeout>
  serverTimer?: ReturnType<typeof setTimeout>
}

interface Where {
  userId: string
  at: DraftPlace
  show: (state: DraftState) => void
}

/** Saves what changes: here at once, on the server when the typing rests, one request at a time. */
export function createSaver<T>(opened: Opened, where: Where) {
  const { userId, at, show } = where
  const inner: Inner<T> = {
    unsent: opened.unsent ? (opened.value as T) : null,
    version: opened.version,
    sending: null,
    over: false,
    paused: false,
  }
  const { keepHere, send } = createSender(inner, where)

  const drop = (): void => {
    inner.over = true
    inner.unsent = null
    clearTimeout(inner.localTimer)
    clearTimeout(inner.serverTimer)
    removeLocal(userId, at)
  }

  return {
    send: () => void send(),
    changed(next: T) {
      inner.unsent = next
      clearTimeout(inner.localTimer)
      clearTimeout(inner.serverTimer)
      inner.localTimer = setTimeout(keepHere, LOCAL_AFTER_MS)
      inner.serverTimer = setTimeout(() => void send(), SERVER_AFTER_MS)
    },
    leave() {
      clearTimeout(inner.localTimer)
      if (inner.over || inner.unsent === null) return
      keepHere()
      void send(true)
    },
    overwrite() {
      inner.paused = false
      void draftApi.get(at.kind, at.about).then(
        (there) => {
          inner.version = there?.version ?? 0
          return send()
        },
        () => show({ at: 'device', savedAt: Date.now() }),
      )
    },
    drop,
    async clear() {
      drop()
      // What is under way arrives first, so that it cannot come back afterwards.
      await inner.sending
      await draftApi.remove(at.kind, at.about).catch(() => {})
    },
  }
}

/** What is not sent yet goes to the server; where that fails, it stays on this device and is tried again. */
function createSender<T>(inner: Inner<T>, { userId, at, show }: Where) {
  const keepHere = (): boolean => {
    const { unsent, version } = inner
    return unsent === null || writeLocal(userId, at, { value: unsent, baseVersion: version, savedAt: Date.now() })
  }

  const arrived = (sent: T, now: DraftNow) => {
    inner.version = now.version
    if (inner.unsent !== sent) return
    inner.unsent = null
    removeLocal(userId, at)
    show({ at: 'server', savedAt: now.savedAt })
  }

  const failed = async (sent: T, thrown: unknown) => {
    const error = asApiError(thrown)
    if (error.code === 'DRAFT_CHANGED') {
      // It may be our own: saved, and the answer was lost.
      const there = await draftApi.get(at.kind, at.about).catch(() => undefined)
      if (there && same(there.value, sent)) return arrived(sent, there)
      inner.paused = true
      return show({ at: 'conflict', now: (error.details as { now: DraftNow | null }).now })
    }
    const isHere = keepHere()
    if (error.status === 413 || error.code === 'TOO_MANY_DRAFTS') return show({ at: 'nowhere', message: error.message })
    if (!isHere) return show({ at: 'nowhere', message: '连接不上服务器,本设备也不能保存,请不要关闭页面' })
    show({ at: 'device', savedAt: Date.now() })
    clearTimeout(inner.serverTimer)
    inner.serverTimer = setTimeout(() => void send(), AGAIN_AFTER_MS)
  }

  const sendOnce = async (leaving: boolean) => {
    const { unsent, version, over, paused } = inner
    if (unsent === null || over || paused) return
    if (!leaving) show({ at: 'saving' })
    const body = { title: at.title, value: unsent, baseVersion: version }
    await draftApi.save(at.kind, at.about, body, leaving).then(
      (now) => arrived(unsent, now),
      (thrown: unknown) => failed(unsent, thrown),
    )
  }

  const send = async (leaving = false): Promise<void> => {
    clearTimeout(inner.serverTimer)
    while (inner.sending) await inner.sending
    inner.sending = sendOnce(leaving)
    await inner.sending
    inner.sending = null
  }

  return { keepHere, send }
}

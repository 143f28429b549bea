import { useCallback, useEffect, useState } from 'react'
import type { DraftPlace } from './local-copy.ts'
import { same, type Opened } from './opened.ts'
import { createSaver, type DraftState } from './saver.ts'

export interface Draft<T> {
  value: T
  /** Changes the draft; it is saved by itself. */
  update: (change: (now: T) => T) => void
  /** Forgets the draft, here and on the server: it was handed in, or is not wanted. */
  clear: () => Promise<void>
  state: DraftState
  /** Saves over what is on the server. */
  overwrite: () => void
  /** Drops what stands here for what is on the server. */
  takeOther: () => void
}

/** A form that saves itself: on the server, and until that has answered on this device. @param reopen reads the draft anew */
export function useDraft<T>(userId: string, place: DraftPlace, opened: Opened, empty: () => T, reopen: () => void): Draft<T> {
  const [value, setValue] = useState<T>(() => (opened.value as T | null) ?? empty())
  const [state, setState] = useState<DraftState>(() => stateOf(opened))
  // The words of the page may change; what is saved is the place it was opened for.
  const [saver] = useState(() => createSaver<T>(opened, { userId, at: place, show: setState }))

  useEffect(() => {
    const leave = () => saver.leave()
    addEventListener('pagehide', leave)
    addEventListener('online', saver.send)
    if (opened.unsent) saver.send()
    return () => {
      removeEventListener('pagehide', leave)
      removeEventListener('online', saver.send)
      saver.leave()
    }
  }, [saver, opened])

  const update = useCallback(
    (change: (now: T) => T) =>
      setValue((now) => {
        const next = change(now)
        if (next !== now && !same(next, now)) saver.changed(next)
        return next
      }),
    [saver],
  )
  return {
    value,
    update,
    clear: saver.clear,
    state,
    overwrite: saver.overwrite,
    takeOther: useCallback(() => {
      saver.drop()
      reopen()
    }, [saver, reopen]),
  }
}

function stateOf({ savedAt, unsent }: Opened): DraftState {
  if (savedAt === null) return { at: 'nothing' }
  return unsent ? { at: 'device', savedAt } : { at: 'server', savedAt }
}

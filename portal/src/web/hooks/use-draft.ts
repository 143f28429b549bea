import { useCallback, useEffect, useRef, useState } from 'react'

const SAVE_AFTER_MS = 600

export interface Draft<T> {
  value: T
  /** Changes the draft; it is saved a moment later. */
  update: (change: (now: T) => T) => void
  /** Forgets the draft, here and on the device. */
  clear: () => void
  /** When it was last saved on this device, epoch milliseconds; null before that. */
  savedAt: number | null
  /** The device keeps nothing (private window, full storage). */
  failed: boolean
  /** What was there when the page opened came from an earlier visit. */
  restored: boolean
}

interface Kept<T> {
  value: T
  savedAt: number
}

function read<T>(key: string): Kept<T> | null {
  try {
    const text = localStorage.getItem(key)
    return text ? (JSON.parse(text) as Kept<T>) : null
  } catch {
    return null
  }
}

/** A form that saves itself on this device under `key`, so that a closed window or a failed submit loses nothing. */
export function useDraft<T>(key: string, empty: () => T): Draft<T> {
  const [kept] = useState(() => read<T>(key))
  const [value, setValue] = useState<T>(() => kept?.value ?? empty())
  const [savedAt, setSavedAt] = useState<number | null>(kept?.savedAt ?? null)
  const [failed, setFailed] = useState(false)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const unsaved = useRef<T | null>(null)

  const save = useCallback(() => {
    clearTimeout(timer.current)
    if (unsaved.current === null) return
    const now = Date.now()
    try {
      localStorage.setItem(key, JSON.stringify({ value: unsaved.current, savedAt: now } satisfies Kept<T>))
      setSavedAt(now)
      setFailed(false)
    } catch {
      setFailed(true)
    }
    unsaved.current = null
  }, [key])

  useEffect(() => {
    addEventListener('pagehide', save)
    return () => {
      removeEventListener('pagehide', save)
      save()
    }
  }, [save])

  const update = useCallback(
    (change: (now: T) => T) => {
      setValue((now) => {
        const next = change(now)
        if (next !== now) unsaved.current = next
        return next
      })
      clearTimeout(timer.current)
      timer.current = setTimeout(save, SAVE_AFTER_MS)
    },
    [save],
  )

  const clear = useCallback(() => {
    clearTimeout(timer.current)
    unsaved.current = null
    localStorage.removeItem(key)
    setSavedAt(null)
    setValue(empty())
  }, [key, empty])

  return { value, update, clear, savedAt, failed, restored: kept !== null }
}

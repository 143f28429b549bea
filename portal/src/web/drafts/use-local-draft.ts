import { useCallback, useMemo, useState } from 'react'
import { same } from './opened.ts'
import type { Draft } from './use-draft.ts'

const NOTHING = { at: 'nothing' } as const
const nothing = () => {}

export interface LocalDraft<T> extends Draft<T> {
  /** Something was filled in that was not there at the beginning. */
  isTouched: boolean
}

/** A form that is kept nowhere: what a clerk types for whoever stands before him is not his to keep. */
export function useLocalDraft<T>(empty: () => T): LocalDraft<T> {
  const [initial] = useState<T>(empty)
  const [value, setValue] = useState<T>(initial)
  const update = useCallback((change: (now: T) => T) => setValue((now) => change(now)), [])
  const clear = useCallback(() => Promise.resolve(), [])
  const isTouched = !same(value, initial)
  return useMemo(
    () => ({ value, update, clear, isTouched, state: NOTHING, overwrite: nothing, takeOther: nothing }),
    [value, update, clear, isTouched],
  )
}

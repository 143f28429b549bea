import { useCallback, useMemo, useState } from 'react'
import type { Draft } from './use-draft.ts'

const NOTHING = { at: 'nothing' } as const
const nothing = () => {}

/** A form that is kept nowhere: what a clerk types for whoever stands before him is not his to keep. */
export function useLocalDraft<T>(empty: () => T): Draft<T> {
  const [value, setValue] = useState<T>(empty)
  const update = useCallback((change: (now: T) => T) => setValue((now) => change(now)), [])
  const clear = useCallback(() => Promise.resolve(), [])
  return useMemo(() => ({ value, update, clear, state: NOTHING, overwrite: nothing, takeOther: nothing }), [value, update, clear])
}

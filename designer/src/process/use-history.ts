import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { ProcessDraft } from './draft.ts'
import type { Edited } from './edit-draft.ts'
import { EditRefused } from './tree/edit-tree.ts'

/** Steps that can be undone. */
const MAX_STEPS = 100

type Edit = (draft: ProcessDraft) => ProcessDraft | Edited | Promise<ProcessDraft | Edited>

export interface History {
  draft: ProcessDraft
  canUndo: boolean
  canRedo: boolean
  /** Edits in the order in which they are asked for; each is one step to undo. @returns what to select, if the edit says so */
  run(edit: Edit): Promise<string | undefined>
  undo(): void
  redo(): void
}

/**
 * One history for model and matter, whichever view they are changed in.
 * @param onRefused told when an edit cannot be done, in words
 */
export function useHistory(value: ProcessDraft, onChange: (draft: ProcessDraft) => void, onRefused: (text: string) => void): History {
  const latest = useRef(value)
  const handlers = useRef({ onChange, onRefused })
  const past = useRef<ProcessDraft[]>([])
  const future = useRef<ProcessDraft[]>([])
  const queue = useRef<Promise<unknown>>(Promise.resolve())
  const [, setVersion] = useState(0)

  useEffect(() => {
    latest.current = value
    handlers.current = { onChange, onRefused }
  })

  const hand = useCallback((draft: ProcessDraft) => {
    latest.current = draft
    setVersion((version) => version + 1)
    handlers.current.onChange(draft)
  }, [])

  const run = useCallback(
    (edit: Edit): Promise<string | undefined> => {
      const done = queue.current.then(async () => {
        try {
          const result = await edit(latest.current)
          const { draft, select } = 'draft' in result ? result : { draft: result, select: undefined }
          if (draft.xml === latest.current.xml && draft.matter === latest.current.matter) return select
          past.current = [...past.current, latest.current].slice(-MAX_STEPS)
          future.current = []
          hand(draft)
          return select
        } catch (error) {
          if (!(error instanceof EditRefused)) throw error
          handlers.current.onRefused(error.message)
          return undefined
        }
      })
      queue.current = done.catch(() => undefined)
      return done
    },
    [hand],
  )

  const step = useCallback(
    (from: { current: ProcessDraft[] }, to: { current: ProcessDraft[] }) => {
      queue.current = queue.current.then(() => {
        const draft = from.current.at(-1)
        if (!draft) return
        from.current = from.current.slice(0, -1)
        to.current = [...to.current, latest.current]
        hand(draft)
      })
    },
    [hand],
  )
  const undo = useCallback(() => step(past, future), [step])
  const redo = useCallback(() => step(future, past), [step])
  // The lists change with a version of their own, which draws anew.
  // eslint-disable-next-line react-hooks/refs
  const [canUndo, canRedo] = [past.current.length > 0, future.current.length > 0]
  return useMemo(() => ({ draft: value, canUndo, canRedo, run, undo, redo }), [value, canUndo, canRedo, run, undo, redo])
}

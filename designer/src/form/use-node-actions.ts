import { type KeyboardEvent, type MouseEvent, useEffect, useMemo, useRef } from 'react'
import { type Pane, useDesignerContext } from './designer-context.ts'
import { useNodeKeys } from './use-node-keys.ts'

/** What a node does; the same functions as long as its view is there, so that a node is drawn only when it changes. */
export interface NodeActions {
  onKeyDown: (event: KeyboardEvent, id: string) => void
  onClick: (event: MouseEvent, id: string) => void
}

export function useNodeActions(pane: Pane): NodeActions {
  const { selected, select } = useDesignerContext()
  const onKey = useNodeKeys(pane)
  const latest = useRef({ selected, select, onKey })
  useEffect(() => {
    latest.current = { selected, select, onKey }
  })
  return useMemo(
    () => ({
      onKeyDown: (event, id) => event.target === event.currentTarget && latest.current.onKey(event, id),
      onClick: (event, id) => {
        event.stopPropagation()
        const several = event.ctrlKey || event.metaKey || event.shiftKey
        latest.current.select(several ? toggled(latest.current.selected, id) : [id], pane)
      },
    }),
    [pane],
  )
}

/** Adds a node to what is selected, or takes it off. */
const toggled = (selected: readonly string[], id: string): string[] =>
  selected.includes(id) ? selected.filter((it) => it !== id) : [...selected, id]

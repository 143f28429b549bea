import type { KeyboardEvent } from 'react'
import { type Designer, type Pane, useDesignerContext } from './designer-context.ts'
import { allNodes, childrenOf, containersOf, type FormTree, type Place, placeOf } from './model/tree.ts'

/** What the keys do at a node, in the canvas and in the outline: move through the nodes, move the nodes, edit, remove. */
export function useNodeKeys(pane: Pane): (event: KeyboardEvent, id: string) => void {
  const designer = useDesignerContext()
  return (event, id) => {
    const name = [
      event.ctrlKey || event.metaKey ? 'Ctrl+' : '',
      event.altKey ? 'Alt+' : '',
      event.shiftKey ? 'Shift+' : '',
      event.key,
    ].join('')
    const act = WALK[name] ?? (designer.readOnly ? undefined : EDIT[name])
    if (!act) return
    event.preventDefault()
    event.stopPropagation()
    act(designer, id, pane)
  }
}

type Act = (designer: Designer, id: string, pane: Pane) => void

function walk(step: (ids: string[], at: number) => string | undefined): Act {
  return ({ tree, select }, id, pane) => {
    const ids = allNodes(tree.children).map((it) => it.id)
    const to = step(ids, ids.indexOf(id))
    if (to !== undefined) select([to], pane)
  }
}

const WALK: Record<string, Act> = {
  ArrowDown: walk((ids, at) => ids[at + 1]),
  ArrowUp: walk((ids, at) => ids[at - 1]),
  Home: walk((ids) => ids[0]),
  End: walk((ids) => ids.at(-1)),
  ArrowLeft: ({ tree, select }, id, pane) => {
    const around = containersOf(tree, id)[0]
    if (around) select([around.id], pane)
  },
  ArrowRight: ({ tree, select }, id, pane) => {
    const first = childrenOf(tree, id)[0]
    if (first) select([first.id], pane)
  },
  'Shift+ArrowDown': (designer, id, pane) => extend(designer, id, 1, pane),
  'Shift+ArrowUp': (designer, id, pane) => extend(designer, id, -1, pane),
  Enter: ({ editSettings }) => editSettings(),
  ' ': ({ select, selected }, id, pane) => select(selected.includes(id) && selected.length > 1 ? selected : [id], pane),
}

/** Adds the neighbour to what is selected. */
function extend({ tree, selected, select }: Designer, id: string, step: 1 | -1, pane: Pane) {
  const place = placeOf(tree, id)
  const next = place && childrenOf(tree, place.into)[place.at + step]
  if (next) select([next.id, ...selected.filter((it) => it !== next.id)], pane)
}

function moving(to: (tree: FormTree, id: string, place: Place) => Place | null, nowhere: string): Act {
  return (designer, id, pane) => {
    const ids = designer.selected.includes(id) ? designer.selected : [id]
    const from = placeOf(designer.tree, id)
    const place = from && to(designer.tree, id, from)
    if (!place) return designer.say(nowhere, true)
    const outcome = designer.send({ do: 'move', ids, place })
    if (outcome.ok) designer.select(outcome.selected, pane)
  }
}

const up = moving((_tree, _id, { into, at }) => (at > 0 ? { into, at: at - 1 } : null), '已在最前')
const down = moving((tree, _id, { into, at }) => (at + 1 < childrenOf(tree, into).length ? { into, at: at + 2 } : null), '已在最后')
const into = moving((tree, _id, place) => {
  const siblings = childrenOf(tree, place.into)
  const before = siblings[place.at - 1]
  const after = siblings[place.at + 1]
  if (before?.children) return { into: before.id, at: before.children.length }
  return after?.children ? { into: after.id, at: 0 } : null
}, '上下相邻处没有可以放入的区块')
const outOf = moving((tree, _id, place) => {
  const around = place.into === null ? null : placeOf(tree, place.into)
  return around && { into: around.into, at: around.at + 1 }
}, '已在最外层')

/** Moves as the buttons of the toolbar do. */
export const MOVES = { up, down, into, outOf }

const EDIT: Record<string, Act> = {
  'Alt+ArrowUp': up,
  'Alt+ArrowDown': down,
  'Alt+ArrowRight': into,
  'Alt+ArrowLeft': outOf,
  Delete: ({ remove, selected }, id) => remove(selected.includes(id) ? selected : [id]),
  Backspace: ({ remove, selected }, id) => remove(selected.includes(id) ? selected : [id]),
  'Ctrl+d': (designer, id, pane) => {
    const outcome = designer.send({ do: 'duplicate', ids: designer.selected.includes(id) ? designer.selected : [id] })
    if (outcome.ok) designer.select(outcome.selected, pane)
  },
  'Ctrl+g': (designer, id, pane) => {
    const outcome = designer.send({ do: 'wrap', ids: designer.selected.includes(id) ? designer.selected : [id] })
    if (outcome.ok) designer.select(outcome.selected, pane)
  },
}

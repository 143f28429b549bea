import {
  type Announcements,
  type CollisionDetection,
  closestCenter,
  type DragEndEvent,
  type DragMoveEvent,
  KeyboardSensor,
  PointerSensor,
  pointerWithin,
  useSensor,
  useSensors,
} from '@dnd-kit/core'
import { sortableKeyboardCoordinates } from '@dnd-kit/sortable'
import { useState } from 'react'
import { type Designer } from '../designer-context.ts'
import { dropPlace, endOf } from '../model/places.ts'
import { findNode, type FormTree, nameOf, type Place } from '../model/tree.ts'
import type { NewFields } from '../palette.tsx'

/** The innermost node under the pointer; for the keyboard, and beside all nodes, the nearest one. */
export const innermost: CollisionDetection = (args) => {
  const under = pointerWithin(args)
  if (args.pointerCoordinates === null) return closestCenter(args)
  const area = (id: string | number) => {
    const rect = args.droppableRects.get(id)
    return rect ? rect.width * rect.height : Infinity
  }
  return [...under].sort((a, b) => area(a.id) - area(b.id))
}

/** Dragging in the canvas: what is dragged, where it would go, and the command at the end. */
export function useDragging({ tree, selected, send, select, say }: Designer) {
  const [dragged, setDragged] = useState<string | null>(null)
  const [drop, setDrop] = useState<Place | null>(null)
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 6 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  )
  const stop = () => {
    setDragged(null)
    setDrop(null)
  }
  function finish(event: DragEndEvent) {
    const place = placeUnder(tree, event)
    stop()
    if (!place) return
    const fields = carriedBy(event)
    const id = String(event.active.id)
    const ids = selected.includes(id) ? selected : [id]
    const outcome = send(fields ? { do: 'insert', properties: fields.properties, place } : { do: 'move', ids, place })
    if (outcome.ok) select(outcome.selected, 'canvas')
  }
  return {
    drop,
    dragged,
    context: {
      sensors,
      collisionDetection: innermost,
      accessibility: {
        announcements: announcements(tree),
        screenReaderInstructions: { draggable: '按空格拿起,方向键移动,空格放下,Esc 取消' },
      },
      onDragStart: (event: Pick<DragEndEvent, 'active'>) => {
        const node = findNode(tree, String(event.active.id))
        setDragged(carriedBy(event)?.label ?? node?.schema.title ?? node?.key ?? '')
      },
      onDragMove: (event: DragMoveEvent) => setDrop((now) => samePlace(now, placeUnder(tree, event))),
      onDragEnd: finish,
      onDragCancel: () => {
        stop()
        say('已取消拖动')
      },
    },
  }
}

/** Keeps the old object where nothing changed: the canvas is then not drawn again. */
const samePlace = (old: Place | null, place: Place | null): Place | null =>
  old?.into === place?.into && old?.at === place?.at ? old : place

function carriedBy({ active }: Pick<DragEndEvent, 'active'>): NewFields | null {
  const carried = active.data.current?.['carried'] as (() => NewFields) | undefined
  return carried ? carried() : null
}

function placeUnder(tree: FormTree, { over, active, activatorEvent, delta }: DragMoveEvent | DragEndEvent): Place | null {
  if (!over || over.id === active.id) return null
  if (over.id === 'root') return endOf(tree, null)
  const rect = over.rect
  const sideways = isColumn(tree, String(over.id))
  if (activatorEvent instanceof PointerEvent) {
    const share = sideways
      ? (activatorEvent.clientX + delta.x - rect.left) / rect.width
      : (activatorEvent.clientY + delta.y - rect.top) / rect.height
    return dropPlace(tree, String(over.id), share)
  }
  const moved = active.rect.current.translated
  const initial = active.rect.current.initial
  if (!moved || !initial) return null
  const forward = sideways ? rect.left > initial.left : rect.top > initial.top
  return dropPlace(tree, String(over.id), forward ? 1 : 0)
}

function isColumn(tree: FormTree, id: string): boolean {
  const holder = [...walkContainers(tree.children)].find((it) => it.children?.some((child) => child.id === id))
  return holder?.schema.type === 'array'
}

function* walkContainers(nodes: FormTree['children']): Generator<FormTree['children'][number]> {
  for (const node of nodes) {
    if (node.children === null) continue
    yield node
    yield* walkContainers(node.children)
  }
}

/** What dnd-kit tells screen readers; the result is told by the command itself. */
function announcements(tree: FormTree): Announcements {
  const name = (id: string | number) => {
    const node = findNode(tree, String(id))
    return node ? nameOf(node) : '组件'
  }
  return {
    onDragStart: ({ active }) => `已拿起${name(active.id)}`,
    onDragOver: ({ over }) => (over ? `移到${over.id === 'root' ? '表单最后' : `${name(over.id)}处`}` : '不在可以放下的地方'),
    onDragEnd: ({ over }) => (over ? '已放下' : '没有移动'),
    onDragCancel: () => '已取消拖动',
  }
}

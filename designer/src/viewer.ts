import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer'
import { centredOn, FIT_MARGIN } from './centre.ts'
import { describeMarks, MARK_TEXTS, markClass, markersOf, type DiagramMarks, type ElementMark } from './marks.ts'

const ZOOM_STEP = 1.2
const ZOOM_MIN = 0.2
const ZOOM_MAX = 3
/** Below this scale names cannot be read: a large diagram opens at it, around what is going on. */
const SCALE_READABLE = 0.8

/** The few services of diagram-js that this viewer uses. */
interface Canvas {
  zoom(to?: number | 'fit-viewport', centre?: 'auto'): number
  viewbox(): {
    x: number
    y: number
    scale: number
    inner: { x: number; y: number; width: number; height: number }
    outer: { width: number; height: number }
  }
  viewbox(box: { x: number; y: number; width: number; height: number }): void
  addMarker(id: string, marker: string): void
  removeMarker(id: string, marker: string): void
  scroll(delta: { dx: number; dy: number }): void
  resized(): void
}
interface DrawnElement {
  x: number
  y: number
  width: number
  height: number
  businessObject?: { name?: string }
  children?: unknown[]
  waypoints?: { x: number; y: number }[]
}
interface ElementRegistry {
  get(id: string): DrawnElement | undefined
}
interface Overlay {
  position: { top?: number; right?: number; bottom?: number; left?: number }
  scale?: { min: number }
  html: string | HTMLElement
}
export interface Overlays {
  add(id: string, type: string, overlay: Overlay): string
  remove(filter: { type: string }): void
}

/** What of a drawing is seen: its upper left corner in the drawing's coordinates, and the scale. */
export interface View {
  x: number
  y: number
  scale: number
}

interface EventBus {
  on(event: string, listener: () => void): void
}

export interface Viewer {
  /** Opens the model. @throws Error when the XML is no BPMN or has no diagram */
  open(xml: string): Promise<void>
  /** Marks the elements that stand out; marks from before go. @returns the state in one Chinese sentence */
  mark(marks: DiagramMarks): string
  /** Words beside elements, by their ids; those from before go. */
  number(numbers: Record<string, string>): void
  zoomIn(): void
  zoomOut(): void
  /** The whole diagram in view, never larger than drawn. */
  fit(): void
  /** What is going on in view and readable; the whole diagram if that is readable, or nothing is going on. */
  focus(): void
  /** Brings an element into the middle and rings it, in the place of the one before; null: none. @returns whether it is drawn here */
  point(id: string | null): boolean
  view(): View
  setView(view: View): void
  /** Called after each movement, whoever caused it. */
  onMoved(listener: () => void): void
  /** Moves the picture by screen pixels. */
  pan(dx: number, dy: number): void
  destroy(): void
}

/** An expanded sub-process: its contents have marks of their own. */
const CONTAINER_CLASS = 'lianban-container'
const POINTED_CLASS = 'lianban-pointed'

/** bpmn-js's navigated viewer with our marks: drag to move, wheel to zoom. */
export function createViewer(container: HTMLElement): Viewer {
  const viewer = new NavigatedViewer({ container, canvas: { deferUpdate: false } })
  // One tab stop: the container, which has the keys.
  container.querySelector('svg')?.setAttribute('tabindex', '-1')
  const canvas = viewer.get<Canvas>('canvas')
  const registry = viewer.get<ElementRegistry>('elementRegistry')
  const overlays = viewer.get<Overlays>('overlays')
  let marked = new Map<string, ElementMark>()
  let pointed: string | null = null

  const zoomTo = (level: number) => canvas.zoom(Math.min(ZOOM_MAX, Math.max(ZOOM_MIN, level)), 'auto')

  const fit = () => {
    canvas.resized()
    const { inner, outer } = canvas.viewbox()
    if (!inner.width || !outer.width) return
    const scale = Math.min(1, (outer.width - 2 * FIT_MARGIN) / inner.width, (outer.height - 2 * FIT_MARGIN) / inner.height)
    const width = outer.width / scale
    const height = outer.height / scale
    canvas.viewbox({ x: inner.x - (width - inner.width) / 2, y: inner.y - (height - inner.height) / 2, width, height })
  }

  const focus = () => {
    fit()
    const going = [...marked].flatMap(([id, mark]) => (mark === 'active' || mark === 'incident' ? [registry.get(id)] : []))
    const leaves = going.filter((element): element is DrawnElement => !!element && !element.children?.length && !isFlow(element))
    if (canvas.zoom() >= SCALE_READABLE || leaves.length === 0) return
    const { inner, outer } = canvas.viewbox()
    const size = { width: outer.width / SCALE_READABLE, height: outer.height / SCALE_READABLE }
    canvas.viewbox({ ...centredOn(leaves[0]!, inner, size), ...size })
  }

  const point = (id: string | null): boolean => {
    if (pointed !== null) canvas.removeMarker(pointed, POINTED_CLASS)
    const element = id === null ? undefined : registry.get(id)
    pointed = element ? id : null
    if (!element || id === null) return false
    canvas.addMarker(id, POINTED_CLASS)
    const { inner, outer } = canvas.viewbox()
    const scale = Math.max(canvas.zoom(), SCALE_READABLE)
    const size = { width: outer.width / scale, height: outer.height / scale }
    canvas.viewbox({ ...centredOn(boxOf(element), inner, size), ...size })
    return true
  }

  return {
    async open(xml) {
      pointed = null
      marked = new Map()
      await viewer.importXML(xml)
      fit()
    },
    mark(marks) {
      for (const [id, mark] of marked) canvas.removeMarker(id, markClass(mark))
      overlays.remove({ type: 'lianban-mark' })
      marked = new Map([...markersOf(marks)].filter(([id]) => registry.get(id)))
      for (const [id, mark] of marked) {
        canvas.addMarker(id, markClass(mark))
        const element = registry.get(id)
        if (isFlow(element)) continue
        if (element?.children?.length) canvas.addMarker(id, CONTAINER_CLASS)
        const html = `<span class="lianban-mark lianban-mark-${mark}" aria-hidden="true">${MARK_TEXTS[mark].sign}</span>`
        overlays.add(id, 'lianban-mark', { position: { top: -9, right: 11 }, scale: { min: 1 }, html })
      }
      // What is going on in a sub-process is told by its steps.
      return describeMarks(marks, (id) => (registry.get(id)?.children?.length ? undefined : registry.get(id)?.businessObject?.name))
    },
    number: (numbers) => showNumbers(overlays, numbers, (id) => registry.get(id) !== undefined),
    zoomIn: () => zoomTo(canvas.zoom() * ZOOM_STEP),
    zoomOut: () => zoomTo(canvas.zoom() / ZOOM_STEP),
    fit,
    focus,
    point,
    view: () => {
      const { x, y, scale } = canvas.viewbox()
      return { x, y, scale }
    },
    setView({ x, y, scale }) {
      const { outer } = canvas.viewbox()
      // What is not shown has no size, and nothing to move.
      if (!outer.width || !outer.height) return
      canvas.viewbox({ x, y, width: outer.width / scale, height: outer.height / scale })
    },
    onMoved: (listener) => viewer.get<EventBus>('eventBus').on('canvas.viewbox.changed', listener),
    pan: (dx, dy) => canvas.scroll({ dx: -dx, dy: -dy }),
    destroy: () => viewer.destroy(),
  }
}

/** A flow has no box of its own, but the points that it leads through. */
function boxOf(element: DrawnElement): { x: number; y: number; width: number; height: number } {
  const { waypoints } = element
  if (!waypoints) return element
  const [xs, ys] = [waypoints.map(({ x }) => x), waypoints.map(({ y }) => y)]
  const [x, y] = [Math.min(...xs), Math.min(...ys)]
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y }
}

const isFlow = (element: unknown): boolean => typeof element === 'object' && element !== null && 'waypoints' in element

/** Words below elements that are drawn; those from before go. */
export function showNumbers(overlays: Overlays, numbers: Record<string, string>, isDrawn: (id: string) => boolean): void {
  overlays.remove({ type: 'lianban-number' })
  for (const [id, text] of Object.entries(numbers)) {
    if (!isDrawn(id)) continue
    const html = document.createElement('span')
    html.className = 'lianban-number'
    html.textContent = text
    overlays.add(id, 'lianban-number', { position: { bottom: -4, left: 0 }, html })
  }
}

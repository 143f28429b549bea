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
  viewbox(): { inner: { x: number; y: number; width: number; height: number }; outer: { width: number; height: number } }
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
  /** Moves the picture by screen pixels. */
  pan(dx: number, dy: number): void
  destroy(): void
}

/** An expanded sub-process: its contents have marks of their own. */
const CONTAINER_CLASS = 'lianban-container'

/** bpmn-js's navigated viewer with our marks: drag to move, wheel to zoom. */
export function createViewer(container: HTMLElement): Viewer {
  const viewer = new NavigatedViewer({ container })
  // One tab stop: the container, which has the keys.
  container.querySelector('svg')?.setAttribute('tabindex', '-1')
  const canvas = viewer.get<Canvas>('canvas')
  const registry = viewer.get<ElementRegistry>('elementRegistry')
  const overlays = viewer.get<Overlays>('overlays')
  let marked = new Map<string, ElementMark>()

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

  return {
    async open(xml) {
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
    pan: (dx, dy) => canvas.scroll({ dx: -dx, dy: -dy }),
    destroy: () => viewer.destroy(),
  }
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

import MinimapModule from 'diagram-js-minimap'
import Modeler from 'bpmn-js/lib/Modeler'
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer'
import { keepReferences, MODDLE_EXTENSIONS, type ImportWarning } from '../model/moddle.ts'
import { centredOn, FIT_MARGIN } from '../../centre.ts'
import { showNumbers, type Overlays } from '../../viewer.ts'
import { shapeModule } from './new-shape.ts'
import { padModule } from './pad.ts'
import { paletteModule } from './palette.ts'
import type { Canvas, EditorActions, ElementRegistry, EventBus, Selection, Shape } from './services.ts'
import { translateModule } from './translate.ts'

/** The palette covers so much of the left side, in pixels. */
const PALETTE_WIDTH = 110
/** Below this scale names cannot be read: a large diagram opens at it, at its beginning. */
const SCALE_READABLE = 0.7

export interface EditorEvents {
  onXml(xml: string): void
  onSelect(id: string | null): void
  onUndo(): void
  onRedo(): void
}

export interface Editor {
  /** Opens a model; what was seen and selected before stays so unless it is the first. */
  open(xml: string): Promise<void>
  /** Selects an element and brings it into view; one that is selected stays where it is, somebody may be typing its name. */
  select(id: string | null): void
  /** Marks elements by class; marks from before go. */
  mark(marks: Map<string, string>): void
  /** Words beside elements. */
  numbers(numbers: Record<string, string>): void
  fit(): void
  zoom(by: number): void
  destroy(): void
}

/** bpmn-js's modeler with our palette, menus, language and history; read-only it is its viewer. */
export function createEditor(
  container: HTMLElement,
  events: EditorEvents,
  { readOnly, post }: { readOnly: boolean; /** Of a new step. */ post: string },
): Editor {
  const Base = readOnly ? NavigatedViewer : Modeler
  const modules = readOnly
    ? [translateModule, MinimapModule]
    : [translateModule, MinimapModule, shapeModule(post), paletteModule, padModule]
  const modeler = new Base({ container, additionalModules: modules as never[], moddleExtensions: MODDLE_EXTENSIONS })
  const canvas = modeler.get<Canvas>('canvas')
  const registry = modeler.get<ElementRegistry>('elementRegistry')
  const selection = modeler.get<Selection>('selection')
  const overlays = modeler.get<Overlays>('overlays')
  const bus = modeler.get<EventBus>('eventBus')
  let importing = false
  let isFirst = true
  let marked = new Map<string, string>()

  bus.on<{ warnings: ImportWarning[] }>('import.parse.complete', ({ warnings = [] }) => keepReferences(warnings))
  bus.on('commandStack.changed', () => {
    if (importing) return
    void modeler.saveXML({ format: true }).then(({ xml }) => xml && events.onXml(xml))
  })
  bus.on<{ newSelection: Shape[] }>('selection.changed', ({ newSelection }) => {
    if (!importing) events.onSelect(newSelection.length === 1 ? (newSelection[0]!.labelTarget ?? newSelection[0]!).id : null)
  })
  if (!readOnly) takeHistory(modeler.get<EditorActions>('editorActions'), events)

  const shapeOf = (id: string | null) => (id === null ? undefined : registry.get(id))
  const fit = () => {
    canvas.resized()
    const { inner, outer } = canvas.viewbox()
    if (!inner.width || !outer.width) return
    const covered = readOnly ? 0 : PALETTE_WIDTH
    const whole = Math.min((outer.width - covered - 2 * FIT_MARGIN) / inner.width, (outer.height - 2 * FIT_MARGIN) / inner.height)
    const scale = Math.min(1, Math.max(SCALE_READABLE, whole))
    const size = { width: outer.width / scale, height: outer.height / scale }
    const begin = { x: inner.x - covered / scale, y: inner.y + (whole < SCALE_READABLE ? 0 : inner.height / 2), width: 0, height: 0 }
    const corner = centredOn(begin, { ...inner, width: inner.width + covered / scale, x: inner.x - covered / scale }, size)
    canvas.viewbox({ ...corner, ...size })
  }

  return {
    async open(xml) {
      const view = canvas.viewbox()
      const selected = selection.get().map(({ id }) => id)
      importing = true
      try {
        await modeler.importXML(xml)
        marked = new Map()
        if (isFirst) fit()
        else {
          canvas.viewbox({ x: view.x, y: view.y, width: view.width, height: view.height })
          selection.select(selected.flatMap((id) => registry.get(id) ?? []))
        }
        isFirst = false
      } finally {
        importing = false
      }
    },
    select(id) {
      const shape = shapeOf(id)
      // It is not drawn yet.
      if (id !== null && !shape) return
      const current = selection.get()
      if (shape ? current.length === 1 && current[0] === shape : current.length === 0) return
      selection.select(shape ?? null)
      if (shape) canvas.scrollToElement(shape, 120)
    },
    mark(marks) {
      for (const [id, marker] of marked) if (registry.get(id)) canvas.removeMarker(id, marker)
      marked = new Map([...marks].filter(([id]) => registry.get(id)))
      for (const [id, marker] of marked) canvas.addMarker(id, marker)
    },
    numbers: (numbers) => showNumbers(overlays, numbers, (id) => registry.get(id) !== undefined),
    fit,
    zoom: (by) => void canvas.zoom(Math.min(3, Math.max(0.2, canvas.zoom() * by)), 'auto'),
    destroy: () => modeler.destroy(),
  }
}

/** Undo and redo cover the matter too: they are not those of bpmn-js. */
function takeHistory(actions: EditorActions, { onUndo, onRedo }: EditorEvents): void {
  for (const [action, listener] of [
    ['undo', onUndo],
    ['redo', onRedo],
  ] as const) {
    actions.unregister(action)
    actions.register(action, listener)
  }
}

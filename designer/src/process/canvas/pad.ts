import { isA } from '../model/moddle.ts'
import { iconOf, newShape, type ShapeFactory, type ShapeKind } from './new-shape.ts'
import type { AutoPlace, Create, Entries, Shape } from './services.ts'
import type { translate as translateWords } from './translate.ts'

/** What bpmn-js offers beside an element and we keep. */
const KEPT = new Set([
  'append.end-event',
  'append.text-annotation',
  'append.message-intermediate-event',
  'append.timer-intermediate-event',
  'connect',
  'delete',
  'replace',
  'lane-insert-above',
  'lane-insert-below',
  'lane-divide-two',
  'lane-divide-three',
])

/** Beside an element: go on with a step, a document, a gateway or the end; connect; another kind; delete. */
class LianbanPad {
  static $inject = ['contextPad', 'create', 'lianbanShapes', 'autoPlace', 'translate']

  constructor(
    contextPad: { registerProvider(priority: number, provider: unknown): void },
    private readonly create: Create,
    private readonly shapes: ShapeFactory,
    private readonly autoPlace: AutoPlace,
    private readonly translate: typeof translateWords,
  ) {
    contextPad.registerProvider(500, this)
  }

  getContextPadEntries(element: Shape): (entries: Entries) => Entries {
    return (entries) => {
      const kept = Object.fromEntries(Object.entries(entries).filter(([id]) => KEPT.has(id)))
      if (!canGoOn(element)) return kept
      const append = (kind: ShapeKind, title: string) => {
        const make = () => newShape(kind, this.shapes)[0]!
        return {
          group: 'model',
          className: iconOf(kind),
          title: this.translate(title),
          action: {
            click: (_: Event, source: Shape) => this.autoPlace.append(source, make()),
            dragstart: (event: Event, source: Shape) => this.create.start(event, make(), { source }),
          },
        }
      }
      return {
        'append.user-task': append('user-task', 'lianban.append-user-task'),
        'append.document': append('document', 'lianban.append-document'),
        'append.gateway': append('exclusive', 'Append gateway'),
        ...kept,
      }
    }
  }
}

const canGoOn = ({ type, businessObject }: Shape): boolean =>
  type !== 'label' &&
  isA(businessObject, 'bpmn:FlowNode') &&
  !isA(businessObject, 'bpmn:EndEvent', 'bpmn:EventBasedGateway') &&
  !businessObject.get('triggeredByEvent')

/** Kinds that the engine refuses, that are off in a county's installation, or that nobody here draws. */
const REFUSED = /complex-gateway|ad-hoc|instantiat|collapsed|script-task|data-|participant|link-|cancel-/

/** The menu of other kinds, without what is refused; how often a step is done is said in its sentence. */
class LianbanReplaceMenu {
  static $inject = ['popupMenu']

  constructor(popupMenu: { registerProvider(id: string, priority: number, provider: unknown): void }) {
    popupMenu.registerProvider('bpmn-replace', 500, this)
  }

  getPopupMenuEntries(): (entries: Entries) => Entries {
    return (entries) => Object.fromEntries(Object.entries(entries).filter(([id]) => !REFUSED.test(id)))
  }

  getPopupMenuHeaderEntries(): (entries: Entries) => Entries {
    return (entries) => Object.fromEntries(Object.entries(entries).filter(([id]) => id === 'toggle-non-interrupting'))
  }
}

export const padModule = {
  __init__: ['lianbanPad', 'lianbanReplaceMenu'],
  lianbanPad: ['type', LianbanPad],
  lianbanReplaceMenu: ['type', LianbanReplaceMenu],
}

import { iconOf, newShape, SHAPE_KINDS, type ShapeFactory, type ShapeKind } from './new-shape.ts'
import type { Create, Entries, Shape } from './services.ts'
import type { translate as translateWords } from './translate.ts'

interface Tools {
  handTool: { activateHand(event: Event): void }
  lassoTool: { activateSelection(event: Event): void }
  spaceTool: { activateSelection(event: Event): void }
  globalConnect: { start(event: Event): void }
}

const GROUPS: Record<ShapeKind, string> = {
  start: 'event',
  end: 'event',
  event: 'event',
  wait: 'event',
  'user-task': 'activity',
  document: 'activity',
  'service-task': 'activity',
  'rule-task': 'activity',
  'sub-process': 'activity',
  exclusive: 'gateway',
  parallel: 'gateway',
  inclusive: 'gateway',
}
const ORDER = ['tools', 'activity', 'gateway', 'event']

/** Our palette: what a county's procedure is made of, and nothing that the engine refuses. It stands for that of bpmn-js. */
class LianbanPalette {
  static $inject = ['palette', 'create', 'lianbanShapes', 'translate', 'handTool', 'lassoTool', 'spaceTool', 'globalConnect']
  private readonly tools: Tools

  constructor(
    palette: { registerProvider(provider: unknown): void },
    private readonly create: Create,
    private readonly shapes: ShapeFactory,
    private readonly translate: typeof translateWords,
    ...[handTool, lassoTool, spaceTool, globalConnect]: [Tools['handTool'], Tools['lassoTool'], Tools['spaceTool'], Tools['globalConnect']]
  ) {
    this.tools = { handTool, lassoTool, spaceTool, globalConnect }
    palette.registerProvider(this)
  }

  getPaletteEntries(): Entries {
    const { handTool, lassoTool, spaceTool, globalConnect } = this.tools
    const tool = (icon: string, title: string, click: (event: Event) => void) => ({
      group: 'tools',
      className: `bpmn-icon-${icon}`,
      title: this.translate(title),
      action: { click },
    })
    const shapes = SHAPE_KINDS.toSorted((a, b) => ORDER.indexOf(GROUPS[a]) - ORDER.indexOf(GROUPS[b])).map((kind) => {
      const start = (event: Event) => this.create.start(event, newShape(kind, this.shapes), hintsOf(kind))
      return [
        `create.${kind}`,
        {
          group: GROUPS[kind],
          className: iconOf(kind),
          title: this.translate(`lianban.${kind}`),
          action: { dragstart: start, click: start },
        },
      ] as const
    })
    return {
      'hand-tool': tool('hand-tool', 'Activate hand tool', (event) => handTool.activateHand(event)),
      'lasso-tool': tool('lasso-tool', 'Activate lasso tool', (event) => lassoTool.activateSelection(event)),
      'space-tool': tool('space-tool', 'Activate create/remove space tool', (event) => spaceTool.activateSelection(event)),
      'global-connect-tool': tool('connection-multi', 'Activate global connect tool', (event) => globalConnect.start(event)),
      'tool-separator': { group: 'tools', separator: true, className: '', title: '' },
      ...Object.fromEntries(shapes),
    }
  }
}

const hintsOf = (kind: ShapeKind): Record<string, unknown> => (kind === 'sub-process' ? { hints: { autoSelect: [] as Shape[] } } : {})

export const paletteModule = { __init__: ['paletteProvider'], paletteProvider: ['type', LianbanPalette] }

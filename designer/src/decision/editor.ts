import DmnModeler from 'dmn-js/lib/Modeler'
import { ZH } from './zh.ts'

/** Words that nobody has translated, as they were asked for. */
export const untranslatedDecision = new Set<string>()

function translate(template: string, replacements: Record<string, string> = {}): string {
  const words = ZH[template]
  if (words === undefined && /[A-Z][a-z]|[a-z]{3} /.test(template)) untranslatedDecision.add(template)
  return (words ?? template).replace(/\{([^}]+)\}/g, (all, name: string) => replacements[name] ?? all)
}

export interface DecisionView {
  /** Position among the views. */
  index: number
  /** The graph of decisions, a table, a formula. */
  kind: 'drd' | 'decisionTable' | 'literalExpression' | 'boxedExpression'
  title: string
}

export interface DecisionEditor {
  /** @throws Error when the XML is no DMN */
  open(xml: string): Promise<void>
  show(index: number): void
  destroy(): void
}

interface Handlers {
  onXml(xml: string): void
  onViews(views: DecisionView[], active: number): void
}

/** dmn-js's editor: tables, formulas and the graph of decisions. Its logo stays visible, as its licence asks. */
export function createDecisionEditor(container: HTMLElement, { onXml, onViews }: Handlers): DecisionEditor {
  const own = { additionalModules: [{ translate: ['value', translate] }] }
  const modeler = new DmnModeler({ container, drd: own, decisionTable: own, literalExpression: own, boxedExpression: own })
  const watched = new WeakSet<object>()
  let importing = false

  const save = () => {
    if (importing) return
    void modeler.saveXML({ format: true }).then(({ xml }) => onXml(xml))
  }
  modeler.on('views.changed', ({ views, activeView }) => {
    const viewer = modeler.getActiveViewer()
    if (viewer && !watched.has(viewer)) {
      watched.add(viewer)
      viewer.on('elements.changed', save)
    }
    const shown = views.map(({ type, element }, index): DecisionView => ({
      index,
      kind: type,
      title: type === 'drd' ? '决策关系图' : element.name || element.id,
    }))
    onViews(
      shown,
      views.findIndex((view) => view === activeView),
    )
  })

  return {
    async open(xml) {
      importing = true
      try {
        await modeler.importXML(xml)
      } finally {
        importing = false
      }
    },
    show(index) {
      const view = modeler.getViews()[index]
      if (!view) return
      importing = true
      void modeler.open(view).finally(() => {
        importing = false
      })
    },
    destroy: () => modeler.destroy(),
  }
}

import DmnModeler from 'dmn-js/lib/Modeler'
import { columnLabel, typeRef, variablesFor, type DecisionField, type FeelVariable } from './fields.ts'
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
  /** Puts in a column of conditions about a field; nothing where no table is shown. */
  addInput(field: DecisionField): void
  destroy(): void
}

interface Handlers {
  /** What expressions may read now. */
  fields(): readonly DecisionField[]
  onXml(xml: string): void
  onViews(views: DecisionView[], active: number): void
}

/** dmn-js's editor: tables, formulas and the graph of decisions. Its logo stays visible, as its licence asks. */
export function createDecisionEditor(container: HTMLElement, { fields, onXml, onViews }: Handlers): DecisionEditor {
  const provider = { getVariables: (variables: FeelVariable[]) => [...variables, ...variablesFor(fields())] }
  // The graph of decisions has no names to complete.
  const completion = (injector: { get(name: string, strict: false): { registerProvider(one: typeof provider): void } | null }) =>
    injector.get('variableResolver', false)?.registerProvider(provider)
  Object.assign(completion, { $inject: ['injector'] })
  const modules = [{ translate: ['value', translate], lianbanFields: ['factory', completion], __init__: ['lianbanFields'] }]
  const own = { additionalModules: modules }
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
    addInput(field) {
      const table = modeler.getActiveViewer()
      const actions = table?.get('editorActions', false)
      if (!table || !actions?.isRegistered('addInput')) return
      // A new table has one column that says nothing yet.
      const blank = table
        .get('sheet')
        .getRoot()
        .businessObject.input?.find((one) => !one.inputExpression.text)
      const input = blank ?? actions.trigger('addInput').businessObject
      const modeling = table.get('modeling')
      modeling.updateProperties(input, { label: columnLabel(field) })
      modeling.editInputExpression(input.inputExpression, { text: field.path, typeRef: typeRef(field) })
      if (field.options?.length)
        modeling.editAllowedValues(
          input,
          field.options.map(({ value }) => JSON.stringify(value)),
        )
    },
    destroy: () => modeler.destroy(),
  }
}

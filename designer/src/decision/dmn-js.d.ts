declare module 'dmn-js/lib/Modeler' {
  interface View {
    type: 'drd' | 'decisionTable' | 'literalExpression' | 'boxedExpression'
    element: { id: string; name?: string }
  }
  interface Services {
    /** Of tables; other views have no such action. */
    editorActions: { isRegistered(action: 'addInput'): boolean; trigger(action: 'addInput'): { businessObject: InputClause } }
    sheet: { getRoot(): { businessObject: { input?: InputClause[] } } }
    modeling: {
      updateProperties(element: object, properties: object): void
      editInputExpression(expression: object, properties: { text: string; typeRef: string | undefined }): void
      editAllowedValues(element: object, values: string[]): void
    }
  }
  interface InputClause {
    inputExpression: { text?: string }
  }
  interface Viewer {
    on(event: string, listener: () => void): void
    get<Name extends keyof Services>(name: Name): Services[Name]
    get<Name extends keyof Services>(name: Name, strict: false): Services[Name] | null
  }
  export default class DmnModeler {
    constructor(options: { container: HTMLElement } & Record<string, unknown>)
    importXML(xml: string): Promise<{ warnings: unknown[] }>
    saveXML(options: { format: boolean }): Promise<{ xml: string }>
    on(event: 'views.changed', listener: (event: { views: View[]; activeView: View | undefined }) => void): void
    getViews(): View[]
    getActiveViewer(): Viewer | undefined
    open(view: View): Promise<unknown>
    destroy(): void
  }
}

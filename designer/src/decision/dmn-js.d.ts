declare module 'dmn-js/lib/Modeler' {
  interface View {
    type: 'drd' | 'decisionTable' | 'literalExpression' | 'boxedExpression'
    element: { id: string; name?: string }
  }
  interface Viewer {
    on(event: string, listener: () => void): void
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

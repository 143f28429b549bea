declare module '@bpmn-io/feel-editor' {
  export interface Variable {
    name: string
    detail?: string
    info?: string
    isList?: boolean
    entries?: Variable[]
    type?: 'function' | 'variable'
    params?: { name: string }[]
  }
  export default class FeelEditor {
    constructor(options: {
      container: HTMLElement
      value: string
      variables: Variable[]
      builtins: Variable[]
      readOnly?: boolean
      onChange?: (value: string) => void
      contentAttributes?: Record<string, string>
      placeholder?: string
    })
    setValue(value: string): void
    setVariables(variables: Variable[]): void
    focus(position?: number): void
    /** The CodeMirror view. */
    _cmEditor: { destroy(): void }
  }
}

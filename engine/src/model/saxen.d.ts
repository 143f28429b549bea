declare module 'saxen' {
  interface Node {
    readonly name: string
    readonly originalName: string
    /** false if an attribute could not be read. */
    readonly attrs: Record<string, string> | false
  }
  type GetContext = () => { data: string; line: number; column: number }
  export class Parser {
    constructor(options: { proxy: true })
    ns(uriToPrefix: Record<string, string>): this
    on(event: 'openTag', handler: (node: Node) => void): this
    on(event: 'closeTag', handler: () => void): this
    on(event: 'text' | 'cdata' | 'attention', handler: (text: string, decode: unknown, getContext: GetContext) => void): this
    on(event: 'error' | 'warn', handler: (error: Error, getContext: GetContext) => void): this
    parse(xml: string): void
    stop(): void
  }
}

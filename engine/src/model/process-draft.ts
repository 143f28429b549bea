import type { Flow, Node, ScopeModel } from './executable.ts'
import type { Place } from './compile/node-compiler.ts'
import type { XmlElement } from './xml.ts'

/** A process while it is being compiled: what is known of it, with the XML it came from. */
export interface ProcessDraft {
  element: XmlElement
  scopes: Map<string, { scope: ScopeModel; element: XmlElement; kind: Place['kind'] }>
  nodes: Map<string, { node: Node; element: XmlElement }>
  flows: Map<string, { flow: Flow; element: XmlElement; scopeId: string }>
  /** Boundary events for compensation, which become no nodes. */
  compensationEvents: Map<string, { id: string; element: XmlElement; scopeId: string }>
  associations: { element: XmlElement; scopeId: string }[]
  /** Every flow node that stands in the file, also those that could not be compiled: the scope it stands in. */
  scopeOf: Map<string, string>
}

import type { Flow, Node, ScopeModel } from './executable.ts'
import type { XmlElement } from './xml.ts'

/** A process while it is being compiled: what is known of it, with the XML it came from. */
export interface ProcessDraft {
  scopes: Map<string, { scope: ScopeModel; element: XmlElement }>
  nodes: Map<string, { node: Node; element: XmlElement }>
  flows: Map<string, { flow: Flow; element: XmlElement; scopeId: string }>
  /** Every flow node that stands in the file, also those that could not be compiled: the scope it stands in. */
  scopeOf: Map<string, string>
}

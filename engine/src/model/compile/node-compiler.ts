import type { Node, NodeBase } from '../executable.ts'
import type { XmlElement } from '../xml.ts'
import type { CompileContext } from './context.ts'

/** The scope an element stands in. */
export interface Place {
  id: string
  parentId: string | null
  kind: 'process' | 'subProcess' | 'transaction' | 'eventSubProcess'
  /** Of nesting, from 0. */
  depth: number
}

/** One element kind: from its XML to its node. null, with the reason reported, if it cannot be executed. */
export type NodeCompiler = (element: XmlElement, base: NodeBase, context: CompileContext, place: Place) => Node | null

import type { Node, NodeBase } from '../executable.ts'
import type { XmlElement } from '../xml.ts'
import type { CompileContext } from './context.ts'

/** One element kind: from its XML to its node. null, with the reason reported, if it cannot be executed. */
export type NodeCompiler = (element: XmlElement, base: NodeBase, context: CompileContext) => Node | null

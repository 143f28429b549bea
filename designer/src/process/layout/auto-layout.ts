import { layoutProcess } from 'bpmn-auto-layout'
import { listOf, readXml, writeXml } from '../model/moddle.ts'
import { readTree } from '../tree/read-tree.ts'
import { drawDiagram } from './draw-diagram.ts'

/** Whether the model can be drawn: it has a diagram with at least one shape. */
export async function hasDiagram(xml: string): Promise<boolean> {
  const definitions = await readXml(xml)
  return listOf(definitions, 'diagrams').some((diagram) => listOf(diagram.get('plane'), 'planeElement').length > 0)
}

/**
 * The model with a diagram: its own, else one of ours for what is built of blocks, else that of bpmn-auto-layout.
 * @throws Error when the XML cannot be read as BPMN
 */
export async function withDiagram(xml: string): Promise<string> {
  if (await hasDiagram(xml)) return xml
  const definitions = await readXml(xml)
  const tree = readTree(definitions)
  if (!tree || tree.reasons.length > 0) return layoutProcess(xml)
  drawDiagram(tree)
  return writeXml(definitions)
}

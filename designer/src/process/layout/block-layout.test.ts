import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allModels } from '../../../test/models.ts'
import { randomModel } from '../../../test/random-blocks.ts'
import { isA, listOf, readXml, writeXml, type Moddle } from '../model/moddle.ts'
import { plainModel } from '../model/same-model.ts'
import { readTree } from '../tree/read-tree.ts'
import { scopesIn } from '../tree/tree.ts'
import { withDiagram } from './auto-layout.ts'
import { drawDiagram } from './draw-diagram.ts'
import { runsThrough } from './route-jump.ts'

interface Box {
  x: number
  y: number
  width: number
  height: number
}

const overlap = (a: Box, b: Box): boolean => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height

async function drawn(xml: string): Promise<Moddle[]> {
  const definitions = await readXml(xml)
  drawDiagram(readTree(definitions)!)
  const again = await readXml(await writeXml(definitions))
  expect(plainModel(again)).toEqual(plainModel(await readXml(xml)))
  return listOf(listOf(again, 'diagrams')[0]!.get('plane'), 'planeElement')
}

/** Ways that go through a shape that they neither come from nor lead to, nor are in. */
async function crossings(xml: string): Promise<string[]> {
  const definitions = await readXml(xml)
  const tree = readTree(definitions)!
  drawDiagram(tree)
  const drawnOf = new Map(
    listOf(listOf(definitions, 'diagrams')[0]!.get('plane'), 'planeElement').map((shape) => [shape.get<Moddle>('bpmnElement'), shape]),
  )
  return scopesIn(tree.scope).flatMap((scope) => {
    const elements = listOf(scope.element, 'flowElements')
    const nodes = elements.filter((element) => isA(element, 'bpmn:FlowNode'))
    const flows = elements.filter((element) => isA(element, 'bpmn:SequenceFlow'))
    return flows.flatMap((flow) => {
      const ends = [flow.get('sourceRef'), flow.get('targetRef')]
      const points = listOf(drawnOf.get(flow), 'waypoint') as unknown as { x: number; y: number }[]
      return nodes
        .filter((node) => !ends.includes(node) && !(isA(node, 'bpmn:Activity') && (ends[0] as Moddle).get('attachedToRef') === node))
        .filter((node) => runsThrough(points, drawnOf.get(node)!.get<unknown>('bounds') as Box))
        .map((node) => `${flow.id} ${node.id}`)
    })
  })
}

describe('the diagram of a tree', () => {
  it('draws every element, none over another', async () => {
    await fc.assert(
      fc.asyncProperty(randomModel, async ({ xml, nodes }) => {
        const shapes = await drawn(xml)
        const elements = shapes.map((shape) => shape.get<Moddle>('bpmnElement'))
        const shown = new Set(elements.map(({ id }) => id))
        expect(nodes.filter((id) => !shown.has(id))).toEqual([])
        const boxes = shapes.flatMap((shape) => {
          const element = shape.get<Moddle>('bpmnElement')
          if (!isA(element, 'bpmn:FlowNode') || isA(element, 'bpmn:BoundaryEvent', 'bpmn:SubProcess')) return []
          return [{ id: element.id, box: shape.get<unknown>('bounds') as Box }]
        })
        const over = boxes.flatMap((a, index) => boxes.slice(index + 1).flatMap((b) => (overlap(a.box, b.box) ? [`${a.id} ${b.id}`] : [])))
        expect(over).toEqual([])
      }),
      { numRuns: 100 },
    )
  })

  it('draws every way around what it does not belong to, real procedures and made ones', async () => {
    const county = allModels().filter(({ path }) => path.startsWith('processes/'))
    for (const { path, xml } of county) expect(await crossings(xml), path).toEqual([])
    await fc.assert(
      fc.asyncProperty(randomModel, async ({ xml }) => {
        expect(await crossings(xml)).toEqual([])
      }),
      { numRuns: 50 },
    )
  })

  it('is made for a model without one, by bpmn-auto-layout where it is not built of blocks', async () => {
    const xml = (
      back: string,
    ) => `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="D" targetNamespace="https://lianban.example/t"><process id="p" isExecutable="true">
<startEvent id="S"/><userTask id="A"/><exclusiveGateway id="G" default="F3"/><endEvent id="E"/>
<sequenceFlow id="F1" sourceRef="S" targetRef="A"/><sequenceFlow id="F2" sourceRef="A" targetRef="G"/><sequenceFlow id="F3" sourceRef="G" targetRef="E"/>${back}</process></definitions>`
    const blocks = [xml(''), xml('<sequenceFlow id="F4" sourceRef="G" targetRef="A"/>')]
    for (const one of [...blocks, xml('<sequenceFlow id="F4" sourceRef="A" targetRef="E"/>')]) {
      const made = await withDiagram(one)
      expect(plainModel(await readXml(made))).toEqual(plainModel(await readXml(one)))
      expect(made).toMatch(/<bpmndi:BPMNShape[^>]*bpmnElement="G"/)
      expect(await withDiagram(made)).toBe(made)
    }
  })
})

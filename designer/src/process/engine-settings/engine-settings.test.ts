import { parseDefinitions } from '@lianban/engine'
import { describe, expect, it } from 'vitest'
import { allModels } from '../../../test/models.ts'
import { editModel } from '../edit-draft.ts'
import { elementsById, readXml, writeXml } from '../model/moddle.ts'
import { engineSettings } from './index.ts'

const model = (inside: string) => `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="D" targetNamespace="t">
<bpmn:process id="p" isExecutable="true" camunda:historyTimeToLive="P1D"><bpmn:startEvent id="Start"/>${inside}<bpmn:endEvent id="End"/>
<bpmn:sequenceFlow id="F1" sourceRef="Start" targetRef="X"/><bpmn:sequenceFlow id="F2" sourceRef="X" targetRef="End"/></bpmn:process></bpmn:definitions>`

/** The model after these settings of X, one after the other. */
async function set(xml: string, values: [key: string, value: string][]): Promise<string> {
  let draft = { xml, matter: {} }
  for (const [key, value] of values)
    draft = (await editModel(draft, (elements, definitions) => {
      const element = elements.get('X')!
      const setting = engineSettings(element)
        .flatMap(({ settings }) => settings)
        .find((one) => one.key === key)
      if (!setting) throw new Error(`X has no setting ${key}`)
      setting.write(element, value, definitions)
    })) as typeof draft
  return draft.xml
}

async function readOf(xml: string): Promise<Record<string, string>> {
  const element = elementsById(await readXml(xml)).get('X')!
  return Object.fromEntries(engineSettings(element).flatMap(({ settings }) => settings.map((one) => [one.key, one.read(element)])))
}

/** The node X as the engine carries it out. */
function compiled(xml: string): Record<string, unknown> {
  const parsed = parseDefinitions(xml)
  if (!parsed.ok) throw new Error(parsed.problems.map(({ code }) => code).join())
  return parsed.processes[0]!.nodes.X as unknown as Record<string, unknown>
}

describe('what the engine reads of an element', () => {
  it('a service task: topic, priority, variables in and out, retry, background', async () => {
    const xml = await set(model('<bpmn:serviceTask id="X"/>'), [
      ['topic', 'pay'],
      ['camunda:taskPriority', '7'],
      ['inputs', 'amount = =total * 2\ntext = abc'],
      ['outputs', 'paid = ${ok}'],
      ['retry', 'R3/PT10M'],
      ['camunda:asyncBefore', 'yes'],
      ['camunda:exclusive', ''],
    ])
    expect(compiled(xml)).toMatchObject({
      kind: 'serviceTask',
      work: { topic: { text: 'pay' } },
      inputs: [{ name: 'amount' }, { name: 'text' }],
      outputs: [{ name: 'paid' }],
      retryCycle: { text: 'R3/PT10M' },
      asyncBefore: true,
      exclusive: false,
    })
    expect(await readOf(xml)).toMatchObject({ inputs: 'amount = =total * 2\ntext = abc', retry: 'R3/PT10M', 'camunda:exclusive': '' })
  })

  it('a call: which process, which version, business key, variables', async () => {
    const xml = await set(model('<bpmn:callActivity id="X"/>'), [
      ['calledElement', 'other'],
      ['camunda:calledElementBinding', 'version'],
      ['camunda:calledElementVersion', '3'],
      ['in', 'a = b\nc = =d + 1\n* = *'],
      ['business-key', '${key}'],
      ['out', 'x = y'],
    ])
    expect(compiled(xml)).toMatchObject({
      called: { key: { text: 'other' }, binding: 'version', version: { text: '3' } },
      businessKey: { source: '${key}' },
      in: [{ type: 'variable', source: 'b', target: 'a' }, { type: 'expression', target: 'c' }, { type: 'all' }],
      out: [{ source: 'y', target: 'x' }],
    })
    expect(await readOf(xml)).toMatchObject({ in: 'a = b\nc = =d + 1\n* = *', 'business-key': '${key}' })
  })

  it('many instances: of a list, one after the other, ended early, with their results', async () => {
    const xml = await set(model('<bpmn:userTask id="X"/>'), [
      ['camunda:candidateGroups', 'supervisor'],
      ['loop', 'sequential'],
      ['camunda:collection', 'organs'],
      ['camunda:elementVariable', 'organ'],
      ['loopCardinality', ''],
      ['completionCondition', '=nrOfCompletedInstances >= 2'],
      ['output-list', 'answers'],
      ['output-item', 'answer'],
    ])
    expect(compiled(xml)).toMatchObject({
      loop: {
        ...{ type: 'multiInstance', sequential: true, elementVariable: 'organ', cardinality: null },
        output: { collection: 'answers', element: 'answer' },
      },
    })
    expect(compiled(await set(xml, [['loop', 'once']]))).toMatchObject({ loop: null })
  })

  it.each([
    [
      'bpmn:timerEventDefinition',
      [
        ['time-kind', 'timeDate'],
        ['time', '2026-12-01T09:00:00+08:00'],
      ],
      { type: 'timer', form: 'date' },
    ],
    ['bpmn:messageEventDefinition', [['messageRef', 'paid']], { type: 'message', name: { text: 'paid' } }],
    ['bpmn:signalEventDefinition', [['signalRef', 'alarm']], { type: 'signal', name: { text: 'alarm' } }],
    ['bpmn:conditionalEventDefinition', [['condition', '=total > 5']], { type: 'conditional' }],
  ] as const)('an event of %s', async (type, values, trigger) => {
    const xml = await set(model(`<bpmn:intermediateCatchEvent id="X"><${type}/></bpmn:intermediateCatchEvent>`), values as never)
    expect(compiled(xml)).toMatchObject({ trigger })
  })

  it('is refused by the engine, and said so, when it makes no sense', async () => {
    const event = '<bpmn:intermediateCatchEvent id="X"><bpmn:timerEventDefinition/></bpmn:intermediateCatchEvent>'
    expect(parseDefinitions(await set(model(event), [['time', 'soon']]))).toMatchObject({
      ok: false,
      problems: [{ code: 'INVALID_TIMER' }],
    })
  })

  it('means the same to the engine when all of it is written as it was read, in every model of the house', async () => {
    for (const { path, xml } of allModels()) {
      const definitions = await readXml(xml)
      for (const element of elementsById(definitions).values())
        for (const { settings } of engineSettings(element))
          for (const setting of settings) if (setting.read(element) !== '') setting.write(element, setting.read(element), definitions)
      expect(parseDefinitions(await writeXml(definitions)), path).toEqual(parseDefinitions(await writeXml(await readXml(xml))))
    }
  })
})

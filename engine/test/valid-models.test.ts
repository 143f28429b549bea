import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { UserTaskNode } from '../src/index.ts'
import { compileExpression, parseDefinitions } from '../src/index.ts'
import { aProcess, parsed } from '../src/testing/index.ts'

const read = (name: string) => readFileSync(new URL(`fixtures/valid/${name}.bpmn`, import.meta.url), 'utf8')

function parse(xml: string) {
  const result = parseDefinitions(xml)
  if (!result.ok) throw new Error(JSON.stringify(result.problems, null, 1))
  return result
}

describe('parseDefinitions', () => {
  it('reads the old activiti namespace like camunda', () => {
    const [process] = parse(read('activiti-namespace')).processes
    const task = process!.nodes['approve'] as UserTaskNode
    expect(process).toMatchObject({ key: 'vacation', name: '请假', nodes: { start: { initiator: 'applicant' } } })
    expect(task.assignee).toEqual(compileExpression('${applicant}'))
    expect(task.candidateUsers).toEqual([compileExpression('li')])
    expect(task.candidateGroups).toEqual(['leaders', '${organ}:handler', 'window', 'others'].map((text) => compileExpression(text)))
  })

  it("reads operaton's namespace like camunda's, also beside it", () => {
    const xml = aProcess('p').startEvent('S').userTask('A', { 'operaton:assignee': 'li', 'camunda:formKey': 'form' }).toXml()
    const both = xml.replace('id="Definitions"', 'xmlns:operaton="http://operaton.org/schema/1.0/bpmn" id="Definitions"')
    expect(parse(both).processes[0]!.nodes['A']).toMatchObject({ assignee: compileExpression('li'), formKey: compileExpression('form') })
  })

  it('ignores diagram, pools, lanes, data objects, annotations, foreign extensions and processes that are not executable', () => {
    const { processes, warnings } = parse(read('everything-silent'))
    expect(processes.map((process) => process.key)).toEqual(['p'])
    expect(Object.keys(processes[0]!.nodes)).toEqual(['Start', 'T'])
    expect(processes[0]!.documentation).toBe('说明')
    expect(warnings).toEqual([])
  })

  it('compiles every executable process of a file', () => {
    const two = aProcess('first')
      .startEvent('S')
      .toXml()
      .replace(
        '</bpmn:definitions>',
        '<bpmn:process id="second" isExecutable="true"><bpmn:startEvent id="S2"/></bpmn:process></bpmn:definitions>',
      )
    expect(parse(two).processes.map((process) => process.key)).toEqual(['first', 'second'])
  })

  it('gives plain JSON', () => {
    const process = parsed(
      aProcess('p').startEvent().userTask('A', { 'camunda:assignee': '${x.y}' }).boundaryTimer('A', 'B', { duration: '=d' }).endEvent(),
    )
    expect(JSON.parse(JSON.stringify(process))).toEqual(process)
  })

  it('keeps flows in XML order, not in the order of bpmn:outgoing', () => {
    const xml = aProcess('p').startEvent('S').exclusiveGateway('G').flow('b').endEvent('B').moveTo('G').flow('a').endEvent('A').toXml()
    const swapped = xml.replace(
      '<bpmn:exclusiveGateway id="G"></',
      '<bpmn:exclusiveGateway id="G"><bpmn:outgoing>a</bpmn:outgoing><bpmn:outgoing>b</bpmn:outgoing></',
    )
    expect(swapped).not.toBe(xml)
    expect(parse(swapped).processes[0]!.nodes['G']!.outgoing).toEqual(['b', 'a'])
  })

  it('warns of what has no effect', () => {
    const twins = aProcess('p').startEvent('S').userTask('A').boundaryError('A', 'One').boundaryError('A', 'Two')
    const misplaced = aProcess('p').startEvent('S').task('A', { extensions: '<camunda:taskListener event="create" expression="${x}"/>' })
    const unknown = aProcess('p').startEvent('S').userTask('A', {}, { retryCycle: 'often' })
    const codes = [twins, misplaced, unknown].map((builder) =>
      parse(builder.toXml()).warnings.map(({ code, elementId }) => `${code} ${elementId}`),
    )
    expect(codes).toEqual([['DUPLICATE_ERROR Two'], ['UNSUPPORTED_EXTENSION A'], ['INVALID_VALUE A']])
  })

  it('reads conditions as FEEL where the file says so', () => {
    const xml = aProcess('p').startEvent('S').condition('x > 1').endEvent('E').toXml()
    const feel = xml.replace('id="Definitions"', 'id="Definitions" expressionLanguage="https://www.omg.org/spec/DMN/20191111/FEEL/"')
    expect(parse(feel).processes[0]!.flows['Flow_1']!.condition).toEqual({ kind: 'feel', source: 'x > 1' })
  })

  it('leaves ${…} and the times of timers as they are in such a file', () => {
    const xml = aProcess('p').startEvent('S').condition('${x}').timerCatch('T', { duration: 'P3D' }).toXml()
    const feel = xml.replace('id="Definitions"', 'id="Definitions" expressionLanguage="feel"')
    expect(parse(feel).processes[0]).toMatchObject({
      flows: { Flow_1: { condition: { kind: 'juel' } } },
      nodes: { T: { trigger: { value: { kind: 'literal' } } } },
    })
  })

  it('answers a file of hostile size or depth with a problem, soon', () => {
    const started = performance.now()
    for (const xml of [
      '<a>'.repeat(100_000),
      '<!--'.repeat(1_000_000),
      '<a x="'.repeat(500_000),
      '<?'.repeat(1_000_000),
      'x'.repeat(9_000_000),
    ]) {
      expect(parseDefinitions(xml).ok).toBe(false)
    }
    expect(performance.now() - started).toBeLessThan(5_000)
  })
})

import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { compileExpression } from '../expression/evaluate.ts'
import { aProcess, parsed } from '../testing/index.ts'
import type { ExecutableProcess, Node } from './executable.ts'
import { parseDefinitions } from './parse.ts'

const juel = (text: string) => compileExpression(text)

function conformance(name: string): ExecutableProcess {
  return parsed(readFileSync(new URL(`../../test/fixtures/conformance/${name}.bpmn`, import.meta.url), 'utf8'))
}

function node<Kind extends Node['kind']>(process: ExecutableProcess, id: string, kind: Kind): Extract<Node, { kind: Kind }> {
  const found = process.nodes[id]
  if (found?.kind !== kind) throw new Error(`${id} is ${found?.kind}, not ${kind}`)
  return found as Extract<Node, { kind: Kind }>
}

describe('what every node may have', () => {
  it("knows its element, its jobs and their priority, its own or the process's", () => {
    const process = parsed(
      aProcess('p', { 'camunda:jobPriority': '${urgency}' })
        .startEvent('S')
        .sendTask('A', 'letter', { asyncBefore: true, attributes: { 'camunda:exclusive': false }, retryCycle: 'R3/PT10M' })
        .userTask('B', { 'camunda:async': true, 'camunda:jobPriority': 7 }, { asyncAfter: true }),
    )
    expect(process.nodes['A']).toMatchObject({
      element: 'sendTask',
      kind: 'serviceTask',
      asyncBefore: true,
      asyncAfter: false,
      exclusive: false,
      jobPriority: juel('${urgency}'),
      retryCycle: { kind: 'literal', text: 'R3/PT10M' },
    })
    expect(process.nodes['B']).toMatchObject({
      asyncBefore: true,
      asyncAfter: true,
      exclusive: true,
      jobPriority: { text: '7' },
      retryCycle: null,
    })
  })

  it('has parameters of every shape, an empty one is null', () => {
    const { inputs } = node(conformance('inputs-of-every-shape'), 'Task', 'userTask')
    const expression = (text: string) => ({ type: 'expression', expression: juel(text) })
    expect(Object.fromEntries(inputs.map(({ name, value }) => [name, value]))).toEqual({
      text: expression('a'),
      number: expression('${1 + 2}'),
      list: {
        type: 'list',
        items: [
          expression('${1}'),
          { type: 'list', items: [expression('x')] },
          { type: 'expression', expression: { kind: 'script', format: 'javascript', source: '6' } },
        ],
      },
      map: {
        type: 'map',
        entries: [
          { key: 'a', value: expression('${1}') },
          { key: 'b', value: { type: 'map', entries: [{ key: 'c', value: expression('d') }] } },
        ],
      },
      nothing: { type: 'expression', expression: { kind: 'feel', source: 'null' } },
    })
  })

  it('reads assignments of data associations as parameters', () => {
    const { inputs, outputs } = node(conformance('data-associations'), 'Task', 'userTask')
    expect(inputs).toEqual([{ name: 'copy', value: { type: 'expression', expression: juel('${x}') } }])
    expect(outputs).toEqual([{ name: 'y', value: { type: 'expression', expression: juel('${copy + 1}') } }])
  })

  it("has listeners: expressions, scripts, and a worker's", () => {
    const process = parsed(
      aProcess('p')
        .scopeListener({ event: 'end', expression: '${done}' })
        .startEvent('S')
        .takeListener({ expression: '${took}' })
        .userTask(
          'A',
          {},
          {
            listeners: [
              { event: 'start', expression: '=x' },
              { event: 'end', topic: '${topic}' },
            ],
          },
        ),
    )
    expect(process.listeners).toEqual([{ event: 'end', action: { type: 'expression', expression: juel('${done}') } }])
    expect(process.flows['Flow_1']!.listeners).toEqual([{ event: 'take', action: { type: 'expression', expression: juel('${took}') } }])
    expect(process.nodes['A']!.listeners).toEqual([
      { event: 'start', action: { type: 'expression', expression: { kind: 'feel', source: 'x' } } },
      { event: 'end', action: { type: 'external', topic: juel('${topic}') } },
    ])
  })
})

describe('loops', () => {
  it('takes a plain collection name for the variable, whatever it is called', () => {
    const collections = ['voters', '${voters}', '=voters', 'the-voters'].map((collection) => {
      const { loop } = node(parsed(aProcess('p').startEvent().userTask('A', {}, { loop: { collection } })), 'A', 'userTask')
      return loop?.type === 'multiInstance' ? loop.collection : null
    })
    const dashed = { kind: 'juel', source: '${the-voters}', template: [{ type: 'variable', name: 'the-voters' }] }
    expect(collections).toEqual([juel('${voters}'), juel('${voters}'), { kind: 'feel', source: 'voters' }, dashed])
  })

  it('reads every part of many instances', () => {
    const loop = {
      sequential: true,
      cardinality: 3,
      collection: 'voters',
      elementVariable: 'voter',
      completionCondition: '${done}',
      output: { collection: 'votes', element: 'vote' },
      asyncBefore: true,
    }
    expect(node(parsed(aProcess('p').startEvent().task('A', { loop, asyncAfter: true })), 'A', 'task')).toMatchObject({
      asyncBefore: false,
      asyncAfter: true,
      loop: {
        type: 'multiInstance',
        sequential: true,
        cardinality: { kind: 'literal', text: '3' },
        collection: juel('${voters}'),
        elementVariable: 'voter',
        completionCondition: juel('${done}'),
        output: { collection: 'votes', element: 'vote' },
        asyncBefore: true,
        asyncAfter: false,
      },
    })
    expect(node(conformance('multi-instance-data-input'), 'Task', 'userTask').loop).toMatchObject({
      collection: juel('${voters}'),
      elementVariable: 'voter',
    })
  })

  it('reads the standard loop', () => {
    const process = parsed(
      aProcess('p')
        .startEvent()
        .task('A', { loop: { standard: true, testBefore: true, maximum: 3, condition: '${again}' } }),
    )
    expect(process.nodes['A']!.loop).toEqual({
      type: 'standard',
      testBefore: true,
      maximum: { kind: 'literal', text: '3' },
      condition: juel('${again}'),
    })
  })
})

describe('scopes', () => {
  it('has the event starts of the process and its event sub-processes, in XML order', () => {
    const process = parsed(
      aProcess('p')
        .startEvent('S')
        .subProcess('Sub', (inner) =>
          inner
            .startEvent('I')
            .task('T')
            .eventSubProcess('Inner', { error: 'E' }, (handler) => handler.endEvent()),
        )
        .eventSubProcess('First', { message: 'm', interrupting: false }, (handler) => handler.task('H').endEvent())
        .eventSubProcess('Second', { escalation: true }, (handler) => handler.endEvent())
        .startEvent('ByTimer', { timer: { cycle: 'R/P1D' } })
        .connectTo('Sub')
        .startEvent('BySignal', { signal: 's' })
        .connectTo('Sub'),
    )
    expect(process.scopes['p']).toMatchObject({ parentId: null, start: 'S', eventSubProcesses: ['First', 'Second'] })
    expect(process.scopes['p']!.eventStarts.map(({ nodeId, trigger }) => [nodeId, trigger.type])).toEqual([
      ['ByTimer', 'timer'],
      ['BySignal', 'signal'],
    ])
    expect(process.scopes['Sub']).toMatchObject({ parentId: 'p', start: 'I', eventStarts: [], eventSubProcesses: ['Inner'] })
    expect(process.scopes['First']).toMatchObject({ parentId: 'p', start: 'First_Start' })
    expect(process.nodes['First']).toMatchObject({ kind: 'eventSubProcess', incoming: [], outgoing: [] })
    expect(process.nodes['First_Start']).toMatchObject({ interrupting: false, trigger: { type: 'message' } })
    expect(process.nodes['Second_Start']).toMatchObject({ interrupting: true, trigger: { type: 'escalation', escalationCode: null } })
  })

  it('enters the compensation handler at its host, and not the boundary event', () => {
    const process = parsed(
      aProcess('p')
        .startEvent()
        .transaction('Deal', (inner) =>
          inner
            .startEvent()
            .userTask('Book')
            .boundaryCompensation('Book', 'Compensate', 'Undo')
            .serviceTask('Undo', 'undo', { forCompensation: true })
            .endEvent('Cancel', { cancel: true }),
        )
        .boundaryCancel('Deal', 'OnCancel')
        .endEvent(),
    )
    expect(process.nodes['Book']).toMatchObject({ boundary: [], compensationHandler: 'Undo' })
    expect(process.nodes['Undo']).toMatchObject({ isForCompensation: true, incoming: [], outgoing: [] })
    expect(process.nodes['Compensate']).toBeUndefined()
    expect(process.nodes['Deal']).toMatchObject({ kind: 'subProcess', isTransaction: true, element: 'transaction', boundary: ['OnCancel'] })
    expect(process.nodes['Cancel']).toMatchObject({ trigger: { type: 'cancel' } })
  })

  it('knows from where a token can come over each flow into an inclusive join', () => {
    const process = conformance('link-inclusive-join')
    const waysIn = (name: string, id = 'Join') => node(conformance(name), id, 'inclusiveGateway').waysIn
    expect(waysIn('link-inclusive-join')).toEqual([
      { flowId: 'Flow_Quick_Join', from: ['Start', 'Fork', 'Quick'] },
      { flowId: 'Flow_Catch_Join', from: ['Start', 'Fork', 'Far', 'Throw', 'Catch'] },
    ])
    expect(node(process, 'Throw', 'intermediateThrowEvent').trigger).toEqual({ type: 'link', target: 'Catch' })
    expect(waysIn('inclusive-gateway-waits-for-boundary-event')[1]).toEqual({
      flowId: 'Flow_Late_Join',
      from: ['Start', 'Fork', 'Slow', 'Late'],
    })
    expect(waysIn('inclusive-gateway', 'Fork')).toEqual([])
    expect(waysIn('inclusive-gateway-loop').at(-1)!.from).toContain('Work')
  })

  it('refuses a file whose joins reach too far, soon', () => {
    const chain = aProcess('p').startEvent('S')
    for (let index = 0; index < 1_000; index++)
      chain
        .inclusiveGateway(`G${index}`)
        .moveTo(index === 0 ? 'S' : `G${index - 1}`)
        .connectTo(`G${index}`)
    const started = performance.now()
    const result = parseDefinitions(chain.toXml())
    expect(result.ok ? [] : result.problems.map(({ code }) => code)).toEqual(['MODEL_TOO_LARGE'])
    expect(performance.now() - started).toBeLessThan(5_000)
  })
})

describe('events', () => {
  it('throws what its definition says', () => {
    const process = parsed(
      aProcess('p')
        .startEvent()
        .signalThrow('Signal', 'alarm', { number: 'n', double: '${n * 2}' })
        .escalationThrow('Escalation', 'LATE')
        .compensationThrow('Compensation')
        .messageThrow('Message', { topic: 'send' }, { properties: { to: 'li' } })
        .messageThrow('Expression', { expression: '${x}' })
        .messageThrow('Nothing', {})
        .endEvent('Error', { error: 'REFUSED', errorMessage: 'for ${reason}' }),
    )
    const trigger = (id: string) => (process.nodes[id] as { trigger?: unknown }).trigger
    expect(trigger('Signal')).toEqual({
      type: 'signal',
      name: { kind: 'literal', text: 'alarm' },
      in: [
        { type: 'variable', local: false, source: 'n', target: 'number' },
        { type: 'expression', local: false, source: juel('${n * 2}'), target: 'double' },
      ],
    })
    expect(trigger('Escalation')).toEqual({ type: 'escalation', escalationCode: 'LATE' })
    expect(trigger('Compensation')).toEqual({ type: 'compensation', activityRef: null })
    expect(trigger('Message')).toEqual({
      type: 'message',
      work: { type: 'external', topic: { kind: 'literal', text: 'send' }, priority: null, errorEvents: [] },
    })
    expect(trigger('Expression')).toEqual({ type: 'message', work: { type: 'expression', expression: juel('${x}'), resultVariable: null } })
    expect(trigger('Nothing')).toEqual({ type: 'message', work: null })
    expect(trigger('Error')).toEqual({ type: 'error', errorCode: 'REFUSED', errorMessage: juel('for ${reason}') })
    expect(process.nodes['Message']!.properties).toEqual({ to: 'li' })
  })

  it('catches what its definition says', () => {
    const process = parsed(
      aProcess('p')
        .startEvent()
        .callActivity('Call', 'other', { in: 'all', businessKey: '#{key}' })
        .boundaryConditional('Call', 'Condition', '${x}', { variableName: 'x', variableEvents: 'create, update', interrupting: false })
        .endEvent()
        .boundaryEscalation('Call', 'Escalation', 'LATE', { codeVariable: 'code' })
        .endEvent()
        .boundaryTimer('Call', 'Timer', { cycle: '0 30 8 * * MON-FRI' }, { interrupting: false })
        .endEvent(),
    )
    expect(process.nodes['Condition']).toMatchObject({
      interrupting: false,
      trigger: { type: 'conditional', condition: juel('${x}'), variableName: 'x', variableEvents: ['create', 'update'] },
    })
    expect(process.nodes['Escalation']).toMatchObject({
      interrupting: true,
      trigger: { type: 'escalation', escalationCode: 'LATE', codeVariable: 'code' },
    })
    expect(process.nodes['Timer']).toMatchObject({ trigger: { type: 'timer', form: 'cycle' } })
    expect(process.nodes['Call']).toMatchObject({
      businessKey: juel('#{key}'),
      in: [{ type: 'all', local: false }],
      called: { binding: 'latest', version: null },
    })
  })

  it('resolves an event definition at the root', () => {
    expect(node(conformance('message-event-definition-reference'), 'Catch', 'intermediateCatchEvent').trigger).toEqual({
      type: 'message',
      name: { kind: 'literal', text: 'paid' },
    })
  })
})

describe('tasks', () => {
  it('carries a service task out by a worker or an expression', () => {
    const { work } = node(conformance('external-task-error-events'), 'Task', 'serviceTask')
    expect(work).toMatchObject({
      type: 'external',
      errorEvents: [{ errorCode: 'EMPTY', expression: juel('${amount == 0}') }, { errorCode: 'SLOW' }],
    })
    expect(node(conformance('service-task-expression'), 'Task', 'serviceTask').work).toEqual({
      type: 'expression',
      expression: juel('${a + b}'),
      resultVariable: 'sum',
    })
  })

  it('binds a decision to a version', () => {
    const process = conformance('business-rule-task-bindings')
    const bindings = ['Latest', 'Deployment', 'Version', 'Tag'].map((id) => node(process, id, 'businessRuleTask').decision)
    expect(bindings.map(({ binding }) => binding)).toEqual(['latest', 'deployment', 'version', 'versionTag'])
    expect(bindings[0]!.key).toEqual(juel('${decision}'))
    expect(bindings[2]!.version).toEqual({ kind: 'literal', text: '1' })
    expect(bindings[3]!.versionTag).toEqual({ kind: 'literal', text: 'v1' })
  })

  it('runs a script in its language', () => {
    const script = (format: string, text: string) =>
      node(parsed(aProcess('p').startEvent().scriptTask('A', text, { format })), 'A', 'scriptTask').script
    expect(script('javascript', 'x * 2')).toEqual({ kind: 'script', format: 'javascript', source: 'x * 2' })
    expect(script('FEEL', 'x * 2')).toEqual({ kind: 'feel', source: 'x * 2' })
    expect(script('juel', '${x}')).toEqual(juel('${x}'))
  })

  it('has forms and task listeners', () => {
    const process = conformance('form-fields')
    expect(node(process, 'Start', 'startEvent').formFields).toMatchObject([{ id: 'number', isBusinessKey: true }])
    expect(node(process, 'Task', 'userTask').formFields[0]).toEqual({
      id: 'amount',
      label: juel('Amount of ${applicant}'),
      type: 'long',
      defaultValue: { kind: 'literal', text: '100' },
      values: [],
      constraints: [
        { name: 'required', config: null },
        { name: 'min', config: '10' },
      ],
      properties: { unit: 'CNY' },
      isBusinessKey: false,
    })
    expect(node(conformance('form-reference'), 'Second', 'userTask').formRef).toEqual({
      key: juel('${form}'),
      binding: 'version',
      version: { kind: 'literal', text: '1' },
    })
    const { taskListeners } = node(conformance('task-listeners'), 'Task', 'userTask')
    expect(taskListeners.map(({ event, id }) => [event, id]).at(-1)).toEqual(['timeout', 'late'])
    expect(taskListeners.at(-1)!.timer).toEqual({ type: 'timer', form: 'duration', value: { kind: 'literal', text: 'P1D' } })
  })

  it('describes itself by its documentation, however long it is', () => {
    const described = (text: string) =>
      node(
        parsed(
          aProcess('p')
            .startEvent('S')
            .userTask('A')
            .toXml()
            .replace('<bpmn:userTask id="A">', `<bpmn:userTask id="A"><bpmn:documentation>${text}</bpmn:documentation>`),
        ),
        'A',
        'userTask',
      ).description
    expect(described('Papers of ${applicant}')).toEqual(juel('Papers of ${applicant}'))
    expect(described('x'.repeat(20_000))).toEqual({ kind: 'literal', text: 'x'.repeat(20_000) })
  })
})

it('reads what stands at the process', () => {
  expect(conformance('process-attributes')).toMatchObject({
    versionTag: 'v1',
    historyTimeToLive: '30',
    startableInTasklist: false,
    jobPriority: { kind: 'literal', text: '8' },
    candidateStarterUsers: [{ kind: 'literal', text: 'li' }, juel('${deputy}')],
    candidateStarterGroups: [{ kind: 'literal', text: 'window' }],
    nodes: { Task: { work: { priority: { kind: 'literal', text: '6' } }, jobPriority: { text: '8' } } },
  })
})

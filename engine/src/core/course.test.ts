import { describe, expect, it } from 'vitest'
import type { NodeOptions } from '../testing/index.ts'
import { aProcess, scenario } from '../testing/index.ts'

const task = (options: NodeOptions) => aProcess('p').startEvent().userTask('A', {}, options).userTask('B')
const jobs = (s: ReturnType<typeof scenario>) => Object.values(s.state.subscriptions).map(({ elementId, job }) => [elementId, job?.type])

describe('asynchronous continuation', () => {
  it('before an element: a job enters it', () => {
    const s = scenario(task({ asyncBefore: true }))
      .start()
      .expectWaiting('A')
    expect(jobs(s)).toEqual([['A', 'asyncBefore']])
    expect(s.tables.userTasks.size).toBe(0)
    s.executeJobs()
    expect(s.tables.userTasks.size).toBe(1)
    s.complete('A').expectWaiting('B')
  })

  it('after an element: a job takes its way out', () => {
    const s = scenario(task({ asyncAfter: true }))
      .start()
      .complete('A')
      .expectWaiting('A')
    expect(jobs(s)).toEqual([['A', 'asyncAfter']])
    s.executeJobs().expectWaiting('B')
  })

  it('of gateways, events and sub-processes likewise', () => {
    const model = aProcess('p')
      .startEvent('S', { asyncBefore: true })
      .exclusiveGateway('G', { asyncBefore: true, asyncAfter: true })
      .condition('=x = 1')
      .subProcess('Sub', (inner) => inner.startEvent().endEvent(), { asyncBefore: true, asyncAfter: true })
      .endEvent('E', { asyncBefore: true })
    const s = scenario(model).start({ x: 1 })
    const order: string[] = []
    for (let [job] = jobs(s); job; [job] = jobs(s)) {
      order.push(job.join(' '))
      s.send({ type: 'executeJob', subscriptionId: Object.keys(s.state.subscriptions)[0]! })
    }
    expect(order).toEqual(['S asyncBefore', 'G asyncBefore', 'G asyncAfter', 'Sub asyncBefore', 'Sub asyncAfter', 'E asyncBefore'])
    s.expectEnded()
  })

  it('carries its priority: its own, else that of the process', () => {
    const model = aProcess('p', { 'camunda:jobPriority': '3' })
      .startEvent()
      .parallelGateway('F')
      .task('A', { asyncBefore: true })
      .moveTo('F')
      .task('B', { asyncBefore: true, attributes: { 'camunda:jobPriority': '${high}' } })
    const s = scenario(model).start({ high: 9 })
    expect(Object.values(s.state.subscriptions).map(({ job }) => job!.priority)).toEqual([3, 9])
  })

  it('ends with its token', () => {
    const s = scenario(task({ asyncBefore: true }))
      .start()
      .terminate()
    expect(s.tables.subscriptions.size).toBe(0)
  })
})

describe('retry time cycle', () => {
  it('tries again by itself before it raises an incident', () => {
    const s = scenario(aProcess('p').startEvent().expressionTask('A', '=missing + 1', { retryCycle: 'R3/PT10M' }).userTask('B')).start()
    expect(s.state.incidents).toEqual({})
    s.advance('PT10M').advance('PT10M')
    expect(s.incidentAt('A').code).toBe('EXPRESSION_FAILED')
    expect(s.events.filter(({ type }) => type === 'retryScheduled')).toHaveLength(2)
  })

  it('goes on when an attempt succeeds', () => {
    const s = scenario(aProcess('p').startEvent().expressionTask('A', '=missing + 1', { retryCycle: 'PT1M,PT5M' }).userTask('B')).start()
    s.setVariables({ missing: 1 }).advance('PT1M').expectWaiting('B')
  })
})

describe('input and output parameters', () => {
  it('inputs are local to the activity, each sees those before it; outputs are set around it', () => {
    const model = aProcess('p')
      .startEvent()
      .serviceTask('A', 'work', { inputs: { price: '=amount * 2', text: 'price ${price}' }, outputs: { total: '=price + tax' } })
      .userTask('B')
    const s = scenario(model).start({ amount: 5 })
    expect(Object.values(s.state.tokens)[0]!.variables).toEqual({ price: { value: 10 }, text: { value: 'price 10' } })
    expect(s.variables()).toEqual({ amount: 5 })
    const tokenId = Object.keys(s.state.tokens)[0]!
    s.send({ type: 'completeExternalTask', tokenId, variables: {}, localVariables: { tax: { value: 1 } } })
    expect(s.expectWaiting('B').variables()).toEqual({ amount: 5, total: 11 })
  })

  it('of a sub-process are seen inside it, and its outputs see its own variables', () => {
    const model = aProcess('p')
      .startEvent()
      .subProcess('Sub', (inner) => inner.startEvent().userTask('A').endEvent(), {
        inputs: { local: '=1' },
        outputs: { result: '=local + 1' },
      })
      .userTask('B')
    const s = scenario(model).start().complete('A', { local: 5 })
    expect(s.expectWaiting('B').variables()).toEqual({ result: 6 })
  })

  it('variables set by a worker go to the activity if it has them, else to the process', () => {
    const s = scenario(
      aProcess('p')
        .startEvent()
        .serviceTask('A', 'work', { inputs: { x: '=1' } })
        .userTask('B'),
    ).start()
    expect(s.completeExternal('A', { x: 2, y: 3 }).variables()).toEqual({ y: 3 })
  })

  it('an input that fails is an incident at the activity; an output that fails is tried again alone', () => {
    const input = scenario(
      aProcess('p')
        .startEvent()
        .userTask('A', {}, { inputs: { x: '=y + 1' } }),
    ).start()
    expect(input.incidentAt('A').phase).toBe('enter')
    input.setVariables({ y: 1 }).retry('A')
    expect(input.tables.userTasks.size).toBe(1)
    const output = scenario(
      aProcess('p')
        .startEvent()
        .userTask('A', {}, { outputs: { x: '=y + 1' } })
        .userTask('B'),
    )
      .start()
      .complete('A')
    expect(output.incidentAt('A').phase).toBe('leave')
    expect(output.setVariables({ y: 1 }).retry('A').expectWaiting('B').variables()).toEqual({ y: 1, x: 2 })
  })
})

describe('execution listeners', () => {
  const set = (name: string) => `\${execution.setVariable('log', log.concat('${name} '))}`

  it('run in order: inputs, start, the work, end, outputs, take', () => {
    const model = aProcess('p')
      .startEvent()
      .userTask(
        'A',
        {},
        {
          listeners: [
            { event: 'start', expression: set('start1') },
            { event: 'start', expression: set('start2') },
            { event: 'end', expression: set('end') },
          ],
          outputs: { seen: '${log}' },
        },
      )
      .userTask('B')
    const s = scenario(model).start({ log: '' })
    expect(s.variables()['log']).toBe('start1 start2 ')
    s.complete('A')
    expect(s.variables()).toEqual({ log: 'start1 start2 end ', seen: 'start1 start2 end ' })
  })

  it('know the element, the event and the business key; a local variable ends with the element', () => {
    const expression =
      "${execution.setVariable('who', execution.currentActivityId.concat(' ').concat(execution.eventName).concat(' ').concat(execution.processBusinessKey))}"
    const model = task({
      listeners: [
        { event: 'start', expression },
        { event: 'start', expression: "${execution.setVariableLocal('mine', 1)}" },
      ],
    })
    const s = scenario(model).start({}, { businessKey: 'k' })
    expect(s.variables()).toEqual({ who: 'A start k' })
    expect(Object.values(s.state.tokens)[0]!.variables).toEqual({ mine: { value: 1 } })
  })

  it('of a worker are waited for, on the way in and on the way out', () => {
    const model = task({
      listeners: [
        { event: 'start', topic: 'audit-in' },
        { event: 'end', topic: 'audit-out' },
      ],
    })
    const s = scenario(model).start().expectWaiting('A')
    expect([...s.tables.externalTasks.values()][0]!.task.topic).toBe('audit-in')
    expect(s.tables.userTasks.size).toBe(0)
    s.completeExternal('A')
    expect(s.tables.userTasks.size).toBe(1)
    s.complete('A').expectWaiting('A')
    expect([...s.tables.externalTasks.values()][0]!.task.topic).toBe('audit-out')
    s.completeExternal('A').expectWaiting('B')
  })

  it('that fail on the way in are an incident, and those that ran do not run again', () => {
    const model = task({
      listeners: [
        { event: 'start', expression: "${execution.setVariable('n', n + 1)}" },
        { event: 'start', expression: '${missing}' },
      ],
    })
    const s = scenario(model).start({ n: 0 })
    expect(s.incidentAt('A').code).toBe('EXPRESSION_FAILED')
    s.setVariables({ missing: 1 }).retry('A')
    expect(s.variables()['n']).toBe(1)
  })

  it('of the end run for what is cancelled, too, and cannot hold it up', () => {
    const listeners = [
      { event: 'end' as const, expression: "${execution.setVariable('ended', true)}" },
      { event: 'end' as const, expression: '${missing}' },
    ]
    const model = task({ listeners }).boundaryTimer('A', 'T', { duration: 'P1D' }).userTask('C')
    const s = scenario(model).start().advance('P1D').expectWaiting('C')
    expect(s.variables()).toEqual({ ended: true })
    expect(s.events.some(({ type }) => type === 'listenerFailed')).toBe(true)
  })

  it('and outputs of what has not begun, or is done already, do not run when it is cancelled', () => {
    const listeners = [{ event: 'end' as const, expression: "${execution.setVariable('n', n + 1)}" }]
    const at = (options: NodeOptions) => scenario(task({ listeners, outputs: { out: '=n' }, ...options })).start({ n: 0 })
    expect(at({ asyncBefore: true }).terminate().variables()).toEqual({ n: 0 })
    expect(at({ asyncBefore: true }).executeJobs().terminate().variables()).toEqual({ n: 1, out: 1 })
    expect(at({ asyncAfter: true }).complete('A').terminate().variables()).toEqual({ n: 1, out: 1 })
    expect(
      scenario(task({ asyncBefore: true, outputs: { out: '=1' } }))
        .start()
        .executeJobs()
        .terminate()
        .variables(),
    ).toEqual({ out: 1 })
  })

  it('of a flow run when it is taken', () => {
    const xml = aProcess('p').startEvent().flow('f').userTask('A').toXml()
    const listener = `<bpmn:extensionElements><camunda:executionListener event="take" expression="\${execution.setVariable('took', 1)}"/></bpmn:extensionElements>`
    const withListener = xml.replace(/(<bpmn:sequenceFlow id="f"[^>]*?)\/?>(<\/bpmn:sequenceFlow>)?/, `$1>${listener}</bpmn:sequenceFlow>`)
    expect(scenario(withListener).start().variables()).toEqual({ took: 1 })
  })
})

describe('task listeners', () => {
  const listening = (taskListeners: { event: string; expression: string; id?: string; timer?: { duration: string } }[]) =>
    aProcess('p')
      .startEvent()
      .userTask('A', { 'camunda:assignee': 'li' }, { taskListeners })
      .userTask('B')
      .boundaryMessage('A', 'M', 'stop')
      .userTask('C')

  it('can change the task when it is created', () => {
    const s = scenario(
      listening([
        { event: 'create', expression: "${task.setAssignee('wang')}" },
        { event: 'create', expression: "${task.addCandidateGroup('leaders')}" },
      ]),
    ).start()
    expect([...s.tables.userTasks.values()][0]!.task.assignee).toBe('wang')
    expect(s.lastEvents.filter(({ type }) => type === 'userTaskUpdated')).toMatchObject([
      { changes: { assignee: 'wang' } },
      { changes: { candidateGroups: ['leaders'] } },
    ])
  })

  it('run on assignment, completion and deletion, and know the task', () => {
    const note = (event: string) => ({ event, expression: `\${execution.setVariable('${event}', task.assignee)}` })
    const model = listening(['assignment', 'update', 'complete', 'delete'].map(note))
    const s = scenario(model).start()
    const tokenId = Object.keys(s.state.tokens)[0]!
    s.send({ type: 'updateUserTask', tokenId, changes: { assignee: 'zhao' } })
    s.complete('A')
    expect(s.variables()).toEqual({ assignment: 'zhao', update: 'zhao', complete: 'zhao' })
    expect(scenario(model).start().correlate('stop').variables()).toEqual({ assignment: 'li', delete: 'li' })
  })

  it('on a timeout leave the task as it is', () => {
    const s = scenario(
      listening([{ event: 'timeout', id: 't1', expression: "${execution.setVariable('late', true)}", timer: { duration: 'P1D' } }]),
    ).start()
    s.advance('P1D').expectWaiting('A')
    expect(s.variables()).toEqual({ late: true })
  })
})

describe('service task by expression, script task, business rule task', () => {
  it('sets what the expression gives', () => {
    const s = scenario(
      aProcess('p')
        .startEvent()
        .expressionTask('A', '=amount * 2', { resultVariable: 'double' })
        .scriptTask('F', '=double + 1', { format: 'feel', resultVariable: 'more' })
        .endEvent(),
    ).start({ amount: 3 })
    expect(s.expectEnded().variables()).toEqual({ amount: 3, double: 6, more: 7 })
  })

  it('JavaScript is an incident where scripts are off, and runs where they are on', () => {
    const model = aProcess('p').startEvent().scriptTask('A', 'amount + 1', { resultVariable: 'more' }).endEvent()
    expect(scenario(model).start({ amount: 1 }).incidentAt('A').message).toContain('scripts are switched off')
    const runScript = (_source: string, { variables }: { variables: Readonly<Record<string, unknown>> }) => Number(variables['amount']) + 1
    expect(scenario(model, { environment: { runScript } }).start({ amount: 1 }).expectEnded().variables()).toEqual({ amount: 1, more: 2 })
  })

  it('a decision gives its result in the form that the task asks for', () => {
    const rules = [{ limit: 10 }, { limit: 20 }]
    const result = {
      decisionId: 'limits',
      decisionName: null,
      rules,
      value: [10, 20],
      inputs: [],
      matched: [],
      outputs: [],
      collectValue: null,
      required: [],
    }
    const decision = ({ key }: { key: string }) => (key === 'limits' ? { key, definitionId: 'limits:1', evaluate: () => result } : null)
    const run = (mapDecisionResult: string | undefined, key = 'limits') =>
      scenario(aProcess('p').startEvent().businessRuleTask('D', key, { resultVariable: 'result', mapDecisionResult }).endEvent(), {
        environment: { decision },
      }).start()
    expect(run(undefined).variables()).toEqual({ result: rules })
    expect(run('collectEntries').variables()).toEqual({ result: [10, 20] })
    expect(run('singleResult').incidentAt('D').message).toContain('one rule at most')
    expect(run(undefined, 'none').incidentAt('D').code).toBe('DECISION_NOT_FOUND')
  })
})

describe('external task error events', () => {
  const model = () => {
    const extensions =
      '<camunda:errorEventDefinition id="e1" errorRef="ErrorDefinition_1" expression="${externalTask.getErrorMessage().startsWith(\'no\')}"/>'
    return aProcess('p').startEvent().serviceTask('A', 'w', { extensions }).userTask('B').boundaryError('A', 'Err', 'E1').userTask('C')
  }

  it('turn a failure into their error', () => {
    scenario(model()).start().failExternal('A', 'no paper', 3).expectWaiting('C')
    scenario(model()).start().failExternal('A', 'timeout', 3).expectWaiting('A')
  })
})

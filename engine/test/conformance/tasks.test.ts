import { afterAll, describe, expect, it } from 'vitest'
import {
  aDecision,
  decisionsBy,
  eventsOf,
  externalTaskAt,
  given,
  incidents,
  listensTo,
  localsOf,
  scopeVariables,
  scriptsOn,
  taskAt,
  tokenAt,
} from './given.ts'

const at = (text: string) => Date.parse(text)
const scripts = scriptsOn()
afterAll(scripts.close)

describe('task and manual task', () => {
  it('pass at once, and are written to history', () => {
    const s = given('task-and-manual-task').start().expectEnded()
    expect(s.completed()).toEqual(['Start', 'Task', 'Manual', 'Milestone', 'End'])
  })
})

describe('user task', () => {
  it('has all that Camunda reads of it, and the starter is the initiator', () => {
    const s = given('user-task', { userId: 'starter-1' }).start({
      applicant: 'Zhang',
      officer: 'li',
      deputy: 'zhao',
      organ: 'tax',
      followUp: '2025-03-04',
    })
    expect(taskAt(s, 'Task')).toEqual({
      name: 'Check Zhang',
      description: 'Check the papers of Zhang',
      assignee: 'li',
      candidateUsers: ['wang', 'zhao'],
      candidateGroups: ['window', 'tax:handler'],
      dueAt: at('2025-03-05T09:00:00+08:00'),
      followUpAt: at('2025-03-04T00:00:00+08:00'),
      priority: 70,
      formKey: 'check',
    })
    expect(s.variables()['starter']).toBe('starter-1')
    s.complete('Task').expectEnded()
  })

  it('completing sets each variable on the nearest scope that has it, else on the instance', () => {
    const s = given('user-task-variables').start().complete('Task', { note: 'final', fresh: 1 }).expectWaiting('Look', 'Sub')
    expect(localsOf(tokenAt(s, 'Sub'))).toEqual({ note: 'final' })
    expect(s.variables()).toEqual({ fresh: 1 })
    s.complete('Look').expectWaiting('After')
    expect(s.variables()).toEqual({ fresh: 1 })
  })

  it('form fields are checked by submit-form alone: completing takes any value', () => {
    const s = given('form-fields').start({ applicant: 'li' })
    const node = s.process.nodes['Task']!
    expect(node.kind === 'userTask' && node.formFields.map(({ id, type }) => `${id} ${type}`)).toEqual([
      'amount long',
      'decision enum',
      'day date',
      'urgent boolean',
    ])
    expect(node.kind === 'userTask' && node.formFields[0]!.constraints).toEqual([
      { name: 'required', config: null },
      { name: 'min', config: '10' },
    ])
    const start = s.process.nodes['Start']!
    expect(start.kind === 'startEvent' && start.formFields.map(({ id, isBusinessKey }) => [id, isBusinessKey])).toEqual([['number', true]])
    expect(s.complete('Task', { amount: 5 }).expectWaiting('After').variables()).toMatchObject({ amount: 5 })
  })

  it('a form reference names a form by key and binding', () => {
    const s = given('form-reference').start({ form: 'second' })
    const formOf = (id: string) => {
      const node = s.process.nodes[id]!
      return 'formRef' in node ? node.formRef : null
    }
    expect(formOf('Start')).toMatchObject({ key: { text: 'start' }, binding: 'latest' })
    expect(formOf('Task')).toMatchObject({ key: { text: 'check' }, binding: 'deployment' })
    expect(formOf('Second')).toMatchObject({ key: { source: '${form}' }, binding: 'version', version: { text: '1' } })
    expect(taskAt(s.expectWaiting('Task'), 'Task').formKey).toBeNull()
    s.complete('Task').expectWaiting('Second')
  })

  it("attributes in activiti's namespace are read", () => {
    expect(taskAt(given('activiti-namespace').start({ applicant: 'li' }), 'Task').assignee).toBe('li')
  })
})

describe('service, send and business rule tasks', () => {
  it('a worker carries out an external task by its topic, with priority, properties, inputs and outputs', () => {
    const s = given('service-task-external').start({ urgency: 5, price: 21 }).expectWaiting('Task')
    expect(externalTaskAt(s, 'Task')).toEqual({ topic: 'invoice', priority: 5, properties: { template: 'letter' } })
    expect(localsOf(tokenAt(s, 'Task'))).toEqual({ amount: 42 })
    s.completeExternal('Task', { sum: 43 }).expectWaiting('After')
    expect(s.variables()).toEqual({ urgency: 5, price: 21, sum: 43, total: 43 })
  })

  it('an expression is computed, its value set as the result variable', () => {
    expect(given('service-task-expression').start({ a: 3, b: 4 }).expectWaiting('After').variables()).toMatchObject({ sum: 7 })
  })

  it('an expression may set variables of the instance', () => {
    expect(given('service-task-sets-variable').start().expectWaiting('After').variables()).toEqual({ state: 'done' })
  })

  it('a send task with type external is an external task', () => {
    const s = given('send-task-external').start().expectWaiting('Task')
    expect(externalTaskAt(s, 'Task').topic).toBe('letter')
    s.completeExternal('Task').expectWaiting('After')
  })

  it('a business rule task without a decision may be carried out by a worker', () => {
    const s = given('business-rule-task-external').start().expectWaiting('Task')
    expect(externalTaskAt(s, 'Task').topic).toBe('rules')
    s.completeExternal('Task').expectWaiting('After')
  })

  it('error events are asked on completion and on failure; the first true one throws its error', () => {
    const open = () => given('external-task-error-events').start().expectWaiting('Task')
    const empty = open().completeExternal('Task', { amount: 0 }).expectWaiting('Empty')
    expect(eventsOf(empty, 'errorThrown')).toMatchObject([{ errorCode: 'EMPTY', caughtBy: 'OnEmpty' }])
    expect(empty.tables.externalTasks.size).toBe(0)
    open().completeExternal('Task', { amount: 1 }).expectWaiting('After')
    open().setVariables({ amount: 1 }).failExternal('Task', 'a timeout of the bank').expectWaiting('Slow')
    const failed = open().failExternal('Task', 'no paper').expectWaiting('Task')
    expect(incidents(failed)).toEqual(['Task EXTERNAL_TASK_FAILED'])
    failed.retry('Task').completeExternal('Task', { amount: 2 }).expectWaiting('After')
  })
})

describe('business rule task with a decision', () => {
  const files: Record<string, string> = {
    rate: aDecision('rate', { rate: '10' }),
    discount: aDecision('discount', { rate: '10', reason: '"loyal"' }),
  }

  it('mapDecisionResult gives the result its shape, and the evaluation is recorded', () => {
    const environment = decisionsBy(({ key }) => files[key] ?? null)
    const s = given('business-rule-task-decision', { environment }).start().expectWaiting('After')
    expect(s.variables()).toEqual({ single: 10, row: { rate: 10, reason: 'loyal' }, list: [10], table: [{ rate: 10, reason: 'loyal' }] })
    expect(
      eventsOf(s, 'decisionEvaluated').map(
        ({ elementId, decision }) => `${elementId} ${decision.key} ${decision.result.matched[0]!.ruleId}`,
      ),
    ).toEqual(['Single rate rule_rate', 'Row discount rule_discount', 'List rate rule_rate', 'Table discount rule_discount'])
  })

  it('is bound to the latest version, the deployment, a version or a version tag', () => {
    const byBinding: Record<string, string> = { latest: '3', deployment: '2', version: '1', versionTag: '4' }
    const asked: string[] = []
    const environment = decisionsBy(({ key, binding, version, versionTag }) => {
      asked.push(`${key} ${binding} ${version} ${versionTag}`)
      return aDecision(key, { rate: byBinding[binding]! })
    })
    const s = given('business-rule-task-bindings', { environment }).start({ decision: 'rate' }).expectWaiting('After')
    expect(asked).toEqual(['rate latest null null', 'rate deployment null null', 'rate version 1 null', 'rate versionTag null v1'])
    expect(s.variables()).toEqual({ decision: 'rate', latest: 3, deployment: 2, version: 1, tag: 4 })
  })

  it('a decision that is not deployed is an incident (decision 0006)', () => {
    const s = given('business-rule-task-decision', { environment: decisionsBy(() => null) })
      .start()
      .expectWaiting('Single')
    expect(incidents(s)).toEqual(['Single DECISION_NOT_FOUND'])
  })
})

describe('script task', () => {
  it('FEEL', () => {
    expect(
      given('script-task-feel')
        .start({ numbers: [1, 2, 3] })
        .expectWaiting('After')
        .variables(),
    ).toMatchObject({ total: 6 })
  })

  it('JUEL, which is also the language of a script that names none', () => {
    expect(given('script-task-juel').start({ price: 21 }).expectWaiting('After').variables()).toEqual({ price: 21, total: 42, again: 43 })
  })

  it('JavaScript, where scripts are switched on', () => {
    const on = given('script-task-javascript', { environment: scripts.environment }).start({ price: 21 })
    expect(on.expectWaiting('After').variables()).toEqual({ price: 21, total: 42 })
    expect(incidents(given('script-task-javascript').start({ price: 21 }).expectWaiting('Task'))).toEqual(['Task EXPRESSION_FAILED'])
  })
})

describe('receive task', () => {
  it('waits for its message, or for a direct signal that closes the subscription', () => {
    const waiting = () => given('receive-task-message').start().expectWaiting('Task')
    expect(listensTo(waiting())).toEqual(['message paid'])
    waiting().correlate('paid', { sum: 7 }).expectWaiting('After')
    const signalled = waiting()
    signalled.send({ type: 'signalToken', tokenId: tokenAt(signalled, 'Task').id, variables: {} })
    expect(listensTo(signalled.expectWaiting('After'))).toEqual([])
  })

  it('without a message only a direct signal continues it', () => {
    const s = given('receive-task-without-message').start().expectWaiting('Task')
    expect(listensTo(s)).toEqual([])
    s.send({ type: 'signalToken', tokenId: tokenAt(s, 'Task').id, variables: { seen: { value: true } } })
    expect(s.expectWaiting('After').variables()).toEqual({ seen: true })
  })
})

describe('expressions', () => {
  it('coerce as EL does, and divide really', () => {
    const s = given('expression-coercion').start({ flag: false }).expectWaiting('After')
    expect(s.variables()).toEqual({ flag: false, two: 2, half: 3.5 })
    given('expression-coercion').start({ flag: true }).expectWaiting('Otherwise')
  })

  it('${} and #{} are the same, and the execution is there', () => {
    expect(taskAt(given('expression-forms').start({ applicant: 'li' }, { businessKey: 'B-1' }), 'Task').name).toBe('Case B-1 of li!')
  })
})

describe('scripts in conditions, parameters and listeners', () => {
  it('run in the sandbox and set variables', () => {
    const s = given('script-everywhere', { environment: scripts.environment }).start({ x: 5 }).expectWaiting('Big')
    expect(localsOf(tokenAt(s, 'Big'))).toEqual({ doubled: 10 })
    expect(s.variables()).toEqual({ x: 5, seen: true })
    expect(s.complete('Big').expectWaiting('After').variables()).toEqual({ x: 5, seen: true, greeting: 'hello' })
    given('script-everywhere', { environment: scripts.environment }).start({ x: 2 }).expectWaiting('Small')
  })
})

describe('parameters', () => {
  it('inputs are local to the activity, outputs go to the scope around it, in order', () => {
    const s = given('inputs-and-outputs').start({ price: 100 }).expectWaiting('Task')
    expect(localsOf(tokenAt(s, 'Task'))).toEqual({ net: 100, gross: 119 })
    expect(s.variables()).toEqual({ price: 100 })
    expect(s.complete('Task').expectWaiting('After').variables()).toEqual({ price: 100, total: 119 })
  })

  it('a text, an expression, a script, a list or a map, also inside each other; an empty one is null', () => {
    const s = given('inputs-of-every-shape', { environment: scripts.environment }).start().expectWaiting('Task')
    expect(localsOf(tokenAt(s, 'Task'))).toEqual({ text: 'a', number: 3, list: [1, ['x'], 6], map: { a: 1, b: { c: 'd' } }, nothing: null })
  })

  it('outputs are evaluated on cancel, too; one that fails does not hold it up', () => {
    const s = given('outputs-on-cancel').start().advance('P1D').expectWaiting('Late', 'Late')
    expect(s.variables()).toEqual({ note: 'open', inner: 7 })
    expect(eventsOf(s, 'listenerFailed').map(({ elementId }) => elementId)).toEqual(['Inside'])
  })

  it('events have parameters too', () => {
    const s = given('inputs-and-outputs-of-events').start({ id: 7 }).expectWaiting('Catch')
    expect(listensTo(s)).toEqual(['message paid-7'])
    s.correlate('paid-7').expectWaiting('End')
    expect(s.variables()).toEqual({ id: 7, sum: 8 })
    expect(localsOf(tokenAt(s, 'End'))).toEqual({ to: 'li' })
    s.completeExternal('End').expectEnded()
  })

  it('an assignment of a data association to a plain variable is one', () => {
    const s = given('data-associations').start({ x: 5 }).expectWaiting('Task')
    expect(localsOf(tokenAt(s, 'Task'))).toEqual({ copy: 5 })
    expect(s.complete('Task').expectWaiting('After').variables()).toEqual({ x: 5, y: 6 })
  })

  it('those of a sub-process are local to it', () => {
    const s = given('sub-process').start({ number: 7 }).expectWaiting('A', 'B', 'Sub')
    expect(localsOf(tokenAt(s, 'Sub'))).toEqual({ secret: 7 })
    expect(scopeVariables(s, 'Sub')).toEqual({})
    expect(s.variables()).toEqual({ number: 7 })
  })
})

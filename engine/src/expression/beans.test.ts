import { describe, expect, it } from 'vitest'
import type { Writes } from './bean.ts'
import type { ExecutionData, TaskChange, TaskData } from './beans.ts'
import { executionBean, externalTaskBean, taskBean } from './beans.ts'
import { compileExpression, evaluateExpression } from './evaluate.ts'
import { ExpressionFailure } from './expression.ts'

const NOW = Date.parse('2025-03-03T09:00:00+08:00')
const EXECUTION: ExecutionData = {
  id: 'i:3',
  processInstanceId: 'i',
  processBusinessKey: 'case-1',
  currentActivityId: 'A',
  currentActivityName: '审核',
  activityInstanceId: 'A:4',
  eventName: 'start',
}
const TASK: TaskData = { id: 't', name: '审核', assignee: 'wang', eventName: 'create', taskDefinitionKey: 'A', priority: 50 }

/** Evaluates each text in turn with fresh beans; what was written before stays. */
function setUp(variables: Record<string, unknown> = {}, localVariables: Record<string, unknown> = {}) {
  const writes: Writes = []
  const changes: TaskChange[] = []
  const access = { variables: { ...variables, ...localVariables }, localVariables, writes }
  const execution = executionBean(EXECUTION, access)
  const task = taskBean(TASK, { ...access, changes, now: NOW, execution })
  const externalTask = externalTaskBean({
    id: 'e',
    topicName: 'pdf',
    workerId: 'w',
    errorMessage: 'no paper',
    errorDetails: null,
    retries: 2,
  })
  const run = (text: string) =>
    evaluateExpression(compileExpression(text), {
      variables: access.variables,
      functions: {},
      now: NOW,
      execution: { processInstanceId: 'legacy', processBusinessKey: null, currentActivityId: 'X' },
      beans: { execution, task, externalTask, authenticatedUserId: 'li' },
      writes,
    })
  return { run, writes, changes }
}

describe('execution in JUEL', () => {
  it.each<[string, unknown]>([
    ['${execution.processBusinessKey}', 'case-1'],
    ['${execution.businessKey}', 'case-1'],
    ['${execution.getProcessBusinessKey()}', 'case-1'],
    ['${execution.id}/${execution.processInstanceId}', 'i:3/i'],
    ['${execution.currentActivityId}:${execution.currentActivityName}', 'A:审核'],
    ['${execution.eventName}', 'start'],
    ["${execution['activityInstanceId']}", 'A:4'],
    ["${execution.getVariable('x') + 1}", 5],
    ["${execution.getVariable('none')}", null],
    ["${execution.hasVariable('x') and not execution.hasVariable('none')}", true],
    ['${execution.getVariables()}', { x: 4, own: 'o' }],
    ['${execution.getVariables().x}', 4],
    ["${execution.getVariableLocal('own')}", 'o'],
    ["${execution.hasVariableLocal('x')}", false],
    ['${authenticatedUserId}', 'li'],
    ['${currentUser()}', 'li'],
  ])('%s', (text, expected) => expect(setUp({ x: 4 }, { own: 'o' }).run(text)).toEqual(expected))

  it('records changes of variables, which later reads see', () => {
    const { run, writes } = setUp({ x: 1 })
    expect(run("${execution.setVariable('x', x + 1)}")).toBeNull()
    expect(run('${x}')).toBe(2)
    expect(run("${empty execution.setVariableLocal('y', 'b') ? y.concat(execution.getVariableLocal('y')) : ''}")).toBe('bb')
    run("${execution.removeVariable('x')}")
    expect(run("${execution.hasVariable('x')}")).toBe(false)
    expect(run('${execution.getVariables()}')).toEqual({ y: 'b' })
    expect(() => run('${x}')).toThrow('unknown variable x')
    expect(writes).toEqual([
      { scope: 'nearest', name: 'x', value: 2 },
      { scope: 'local', name: 'y', value: 'b' },
      { scope: 'nearest', name: 'x', removed: true },
    ])
  })

  it('comes before a variable of the same name', () => expect(setUp({ execution: { id: 'data' } }).run('${execution.id}')).toBe('i:3'))

  it.each([
    ['${execution}', 'execution is not a value'],
    ['${execution}!', 'execution is not a value'],
    ["${execution.setVariable('x', execution)}", 'execution is not a value'],
    ['${execution.constructor}', 'unknown property constructor'],
    ['${execution.__proto__}', 'unknown property __proto__'],
    ['${execution.constructor()}', 'unknown method execution.constructor'],
    ['${execution.toString()}', 'unknown method execution.toString'],
    ['${execution.getClass()}', 'unknown method execution.getClass'],
    ["${execution['properties']}", 'unknown property properties'],
    ['${execution.getProcessEngineServices()}', 'unknown method execution.getProcessEngineServices'],
    ["${execution.setVariable('', 1)}", 'no variable name'],
    ['${execution.setVariable(null, 1)}', 'no variable name'],
    ['${externalTask.complete()}', 'unknown method externalTask.complete'],
  ])('shows nothing else: %s', (text, message) => {
    const { run, writes } = setUp()
    expect(() => run(text)).toThrow(ExpressionFailure)
    expect(() => run(text)).toThrow(message)
    expect(writes).toEqual([])
  })
})

describe('task in JUEL', () => {
  it('reads its data, its variables and its execution', () => {
    const { run } = setUp({ x: 4 })
    expect(run('${task.name} ${task.assignee} ${task.getEventName()} ${task.priority} ${task.taskDefinitionKey}')).toBe(
      '审核 wang create 50 A',
    )
    expect(run("${task.getVariable('x')}")).toBe(4)
    expect(run('${task.execution.processBusinessKey}${task.getExecution().id}')).toBe('case-1i:3')
  })

  it('records changes, which later reads see', () => {
    const { run, writes, changes } = setUp()
    for (const text of [
      "${task.setAssignee('zhao')}",
      "${task.setName(task.name.concat(' ').concat(task.assignee))}",
      '${task.setOwner(null)}',
      "${task.setPriority('70')}",
      "${task.setDueDate('P1D')}",
      '${task.setFollowUpDate(dateTime().plusHours(2).toDate())}',
      "${task.addCandidateUser('li')}",
      "${task.addCandidateGroup('window')}",
      "${task.deleteCandidateGroup('old')}",
      "${task.setVariableLocal('seen', true)}",
    ])
      expect(run(text)).toBeNull()
    expect(run('${task.name}')).toBe('审核 zhao')
    expect(changes).toEqual([
      { type: 'set', property: 'assignee', value: 'zhao' },
      { type: 'set', property: 'name', value: '审核 zhao' },
      { type: 'set', property: 'owner', value: null },
      { type: 'set', property: 'priority', value: 70 },
      { type: 'set', property: 'dueAt', value: NOW + 86_400_000 },
      { type: 'set', property: 'followUpAt', value: NOW + 7_200_000 },
      { type: 'addCandidate', of: 'user', id: 'li' },
      { type: 'addCandidate', of: 'group', id: 'window' },
      { type: 'deleteCandidate', of: 'group', id: 'old' },
    ])
    expect(writes).toEqual([{ scope: 'local', name: 'seen', value: true }])
  })

  it.each([
    ["${task.setDueDate('soon')}", 'neither a date nor a duration'],
    ["${task.setPriority('high')}", 'not a whole number'],
    ["${task.addCandidateUser('')}", 'a candidate user is empty'],
    ['${task.complete()}', 'unknown method task.complete'],
  ])('refuses %s', (text, message) => {
    const { run, changes } = setUp()
    expect(() => run(text)).toThrow(message)
    expect(changes).toEqual([])
  })
})

describe('externalTask in JUEL', () => {
  it.each<[string, unknown]>([
    ["${externalTask.errorMessage == 'no paper' && externalTask.retries gt 1}", true],
    ["${externalTask.getErrorMessage().contains('paper')}", true],
    ['${externalTask.errorDetails == null}', true],
    ['${externalTask.getWorkerId()}', 'w'],
  ])('%s', (text, expected) => expect(setUp().run(text)).toBe(expected))
})

describe('dates in JUEL', () => {
  it.each<[string, unknown]>([
    ['${now()}', '2025-03-03T09:00:00.000+08:00'],
    ['${dateTime().plusDays(3).toDate()}', '2025-03-06T09:00:00.000+08:00'],
    ['${dateTime().plusMonths(1).minusWeeks(1).withTimeAtStartOfDay()}', '2025-03-27T00:00:00.000+08:00'],
    ['${now().getTime()}', NOW],
    ['${day.plusYears(1)}', '2026-03-04T00:00:00.000+08:00'],
    ['${dateTime().getDayOfWeek()}', 1],
    ["${'2025-03-09'.getDayOfWeek()}", 7],
    ['${dateTime().getYear()}-${dateTime().getMonthOfYear()}-${dateTime().getDayOfMonth()} ${dateTime().getHourOfDay()}', '2025-3-3 9'],
    ["${now() < '2025-03-03T01:00:01Z'}", true],
    ["${now() > '2025-03-03T01:00:01Z'}", false],
    ['${now().before(day)}', true],
  ])('%s', (text, expected) => expect(setUp({ day: '2025-03-04' }).run(text)).toBe(expected))

  it('fails on what is no date', () => {
    expect(() => setUp({ text: 'abc' }).run('${text.plusDays(1)}')).toThrow('unknown method plusDays')
    expect(() => setUp().run('${now().plusYears(999999)}')).toThrow('out of the calendar')
  })
})

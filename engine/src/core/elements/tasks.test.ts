import { describe, expect, it } from 'vitest'
import { aProcess, scenario } from '../../testing/index.ts'

const NOW = Date.parse('2025-03-03T09:00:00+08:00')
const DAY = 86_400_000

describe('user task', () => {
  it('resolves all that its model says when it is created', () => {
    const s = scenario(
      aProcess('p').startEvent().userTask('A', {
        name: '审查 ${title}',
        'camunda:assignee': '${officer}',
        'camunda:candidateUsers': 'li, wang',
        'camunda:candidateGroups': '${organ}:handler,${others}, x',
        'camunda:dueDate': 'P3D',
        'camunda:followUpDate': '=now() + duration("P1D")',
        'camunda:priority': '${10 + 5}',
        'camunda:formKey': 'forms/${organ}',
      }),
    ).start({ title: '食品', officer: 'li', organ: 'scjg', others: ['a', 'b,x'] })
    expect([...s.tables.userTasks.values()][0]!.task).toEqual({
      name: '审查 食品',
      description: null,
      assignee: 'li',
      candidateUsers: ['li', 'wang'],
      candidateGroups: ['scjg:handler', 'a', 'b', 'x'],
      dueAt: NOW + 3 * DAY,
      followUpAt: NOW + DAY,
      priority: 15,
      formKey: 'forms/scjg',
    })
  })

  it('has priority 50 and no one assigned if its model says nothing', () => {
    const s = scenario(aProcess('p').startEvent().userTask('A')).start()
    expect([...s.tables.userTasks.values()][0]!.task).toMatchObject({ name: 'A', assignee: null, priority: 50, dueAt: null })
  })

  it('sets its variables where a scope has them, else on the process', () => {
    const model = aProcess('p')
      .startEvent()
      .subProcess('Sub', (inner) => inner.startEvent().userTask('A').userTask('B').endEvent())
    const s = scenario(model).start({ known: 1 })
    const sub = Object.values(s.state.scopes).find((scope) => scope.elementId === 'Sub')!
    s.setVariables({ local: 1 }, sub.id).complete('A', { local: 2, known: 2, fresh: 2 })
    expect(s.state.scopes[sub.id]!.variables).toEqual({ local: { value: 2 } })
    expect(s.variables()).toEqual({ known: 2, fresh: 2 })
  })

  it('waits with an incident if an expression fails, and is created on retry', () => {
    const s = scenario(aProcess('p').startEvent().userTask('A', { 'camunda:assignee': '${officer}' })).start()
    expect(s.incidentAt('A')).toMatchObject({ code: 'EXPRESSION_FAILED', phase: 'enter' })
    expect(s.tables.userTasks.size).toBe(0)
    s.setVariables({ officer: 'wang' }).retry('A').complete('A').expectEnded()
  })

  it('opens nothing if a boundary event on it cannot be computed', () => {
    const s = scenario(
      aProcess('p').startEvent().userTask('A').boundaryMessage('A', 'M', 'good').boundaryTimer('A', 'T', { duration: '${limit}' }),
    ).start()
    expect(s.tables.subscriptions.size + s.tables.userTasks.size).toBe(0)
    s.setVariables({ limit: 'PT1H' }).retry('A')
    expect(s.tables.subscriptions.size).toBe(2)
  })

  it('stays completed if leaving it fails, and only leaving is tried again', () => {
    const s = scenario(aProcess('p').startEvent().userTask('A').condition('=ok = true').userTask('B')).start().complete('A')
    expect(s.incidentAt('A')).toMatchObject({ code: 'EXPRESSION_FAILED', phase: 'leave' })
    expect(s.tables.userTasks.size).toBe(0)
    s.setVariables({ ok: false }).retry('A')
    expect(s.incidentAt('A')).toMatchObject({ code: 'NO_FLOW_CHOSEN', phase: 'leave' })
    s.setVariables({ ok: true }).retry('A').expectWaiting('B')
    expect(s.events.filter((event) => event.type === 'userTaskCreated' && event.elementId === 'A')).toHaveLength(1)
  })

  it('is assigned and unassigned without being touched otherwise', () => {
    const s = scenario(aProcess('p').startEvent().userTask('A')).start()
    const tokenId = Object.keys(s.state.tokens)[0]!
    const before = s.state
    expect(s.send({ type: 'updateUserTask', tokenId, changes: { assignee: 'li' } })).toBeNull()
    expect(s.tables.userTasks.get(tokenId)!.task.assignee).toBe('li')
    expect(s.state).toEqual(before)
  })
})

describe('external task', () => {
  const model = () =>
    aProcess('p', { 'camunda:taskPriority': '7' })
      .startEvent()
      .serviceTask('Doc', 'render-${kind}', { properties: { template: 'notice', documentName: '通知书' } })
      .endEvent('E')

  it('offers topic, priority of task or process, and properties', () => {
    const s = scenario(model()).start({ kind: 'document' })
    expect([...s.tables.externalTasks.values()][0]!.task).toEqual({
      topic: 'render-document',
      priority: 7,
      properties: { template: 'notice', documentName: '通知书' },
    })
  })

  it('goes on when completed; its local variables end with it', () => {
    const s = scenario(model()).start({ kind: 'x' })
    const tokenId = Object.keys(s.state.tokens)[0]!
    s.send({ type: 'completeExternalTask', tokenId, variables: { document: { value: 'a' } }, localVariables: { temporary: { value: 1 } } })
    s.expectEnded()
    expect(s.variables()).toEqual({ kind: 'x', document: 'a' })
  })

  it('keeps waiting while attempts are left', () => {
    const s = scenario(model()).start({ kind: 'x' }).failExternal('Doc', 'printer', 2)
    expect([...s.tables.externalTasks.values()][0]!.retries).toBe(2)
    s.completeExternal('Doc').expectEnded()
  })

  it('raises an incident at the last failure; a retry gives the same task new attempts', () => {
    const s = scenario(model()).start({ kind: 'x' }).failExternal('Doc', '未找到 Chromium', 0)
    expect(s.incidentAt('Doc')).toMatchObject({ code: 'EXTERNAL_TASK_FAILED', message: '未找到 Chromium', phase: 'work' })
    const tokenId = s.incidentAt('Doc').tokenId
    expect(s.send({ type: 'completeExternalTask', tokenId, variables: {}, localVariables: {} })).toMatchObject({ code: 'TASK_NOT_FOUND' })
    s.retry('Doc', 3)
    expect(s.tables.externalTasks.get(tokenId)!.retries).toBe(3)
    s.completeExternal('Doc').expectEnded()
  })
})

describe('task, manual task and none intermediate event', () => {
  it('pass through at once and stand in the history', () => {
    const s = scenario(aProcess('p').startEvent('S').task('T').manualTask('M').milestone('N').endEvent('E')).start().expectEnded()
    expect(s.completed()).toEqual(['S', 'T', 'M', 'N', 'E'])
  })
})

describe('several flows out of an activity', () => {
  it('all without a condition are taken: an implicit fork', () => {
    scenario(aProcess('p').startEvent().userTask('A').userTask('B').moveTo('A').userTask('C')).start().complete('A').expectWaiting('B', 'C')
  })

  it('conditional ones are taken if they hold, the default one only if no other is', () => {
    const model = () =>
      aProcess('p')
        .startEvent()
        .userTask('A')
        .condition('=x > 1')
        .userTask('B')
        .moveTo('A')
        .condition('=x > 2')
        .userTask('C')
        .moveTo('A')
        .defaultFlow()
        .userTask('D')
    scenario(model()).start().complete('A', { x: 3 }).expectWaiting('B', 'C')
    scenario(model()).start().complete('A', { x: 2 }).expectWaiting('B')
    scenario(model()).start().complete('A', { x: 1 }).expectWaiting('D')
  })

  it('several tokens into an activity make several tasks', () => {
    const model = aProcess('p').startEvent('S').userTask('A').moveTo('S').task('B').connectTo('A')
    const s = scenario(model).start().expectWaiting('A', 'A')
    s.complete('A').complete('A').expectEnded()
  })
})

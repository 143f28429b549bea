import { describe, expect, it } from 'vitest'
import { eventsOf, externalTaskAt, given, listensTo } from './given.ts'

describe('execution listeners', () => {
  it('of the process, of nodes and of flows run in order', () => {
    const s = given('execution-listeners').start().expectWaiting('Task')
    expect(s.variables()).toEqual({ log: 'process, start 1, start 2' })
    expect(s.complete('Task').expectWaiting('After').variables()).toEqual({ log: 'process, start 1, start 2, end, take' })
    expect(s.complete('After').expectEnded().variables()).toMatchObject({ ended: true })
  })

  it('one with a topic is carried out by a worker, and it is waited for (ours)', () => {
    const s = given('execution-listener-external').start().expectWaiting('Task')
    expect(externalTaskAt(s, 'Task')).toMatchObject({ topic: 'audit', properties: { listener: 'start' } })
    expect(s.tables.userTasks.size).toBe(0)
    s.completeExternal('Task').complete('Task').expectWaiting('Task')
    expect(externalTaskAt(s, 'Task')).toMatchObject({ topic: 'audit', properties: { listener: 'end' } })
    s.completeExternal('Task').expectWaiting('After')
  })
})

describe('task listeners', () => {
  it('of create, assignment, update, timeout and complete, each at its time', () => {
    const s = given('task-listeners').start()
    const seen = () => Object.keys(s.variables()).map((name) => name.replace('seen_', ''))
    expect(seen()).toEqual(['create'])
    const task = [...s.tables.userTasks.values()][0]!
    s.send({ type: 'updateUserTask', tokenId: task.tokenId, changes: { assignee: 'li' } })
    expect(seen()).toEqual(['create', 'update', 'assignment'])
    s.send({ type: 'updateUserTask', tokenId: task.tokenId, changes: { dueAt: 1 } })
    expect(listensTo(s)).toEqual(['message stop', 'timer Task'])
    s.advance('P1D').expectWaiting('Task')
    expect(seen()).toEqual(['create', 'update', 'assignment', 'timeout'])
    s.complete('Task').expectWaiting('After')
    expect(seen()).toEqual(['create', 'update', 'assignment', 'timeout', 'complete'])
    expect(eventsOf(s, 'listenerFailed')).toEqual([])
  })

  it('of delete when the task is cancelled', () => {
    const s = given('task-listeners').start().correlate('stop').expectWaiting('Stopped')
    expect(s.variables()).toEqual({ seen_create: true, seen_delete: true })
    expect(listensTo(s)).toEqual([])
  })
})

import { beforeAll, expect, it } from 'vitest'
import type { Database } from '../database.ts'
import { describeOnDatabases } from '../testing/index.ts'
import { caseEvents } from './case-events.ts'
import { deskFigures } from './desk-figures.ts'

const TENANT = 'sanhu'
const SPAN = { from: 100, to: 200 }

describeOnDatabases('what a clerk’s own statistics are made of', (open) => {
  let db: Database
  beforeAll(async () => {
    db = await open()
    const line = {
      ...{ tenant_id: TENANT, case_id: 'c1', type: 'task-completed', element_id: 'Task_Intake', step_name: '受理', action: 'accept' },
      ...{ action_text: '受理', actor_id: 'wang', actor_name: '王芳', on_behalf_of: null, opinion: null, lamp: null, data: null },
    }
    await caseEvents(db).insert([
      { ...line, id: '1', at: 110, started_at: 101, task_id: 't1' },
      { ...line, id: '2', at: 120, started_at: 90, task_id: 't2', step_name: '审核' },
      { ...line, id: '3', at: 130, started_at: 125, task_id: 't3', actor_id: 'zhao' },
      { ...line, id: '4', at: 140, started_at: 125, task_id: 't4', actor_id: 'elsewhere' },
      { ...line, id: '5', at: 150, started_at: null, task_id: null },
      { ...line, id: '6', at: 200, started_at: 190, task_id: 't6' },
    ])
    await db('history_task').insert({
      ...{ tenant_id: TENANT, id: 't1', instance_id: 'i', definition_id: 'd', definition_key: 'k', element_id: 'Task_Intake' },
      ...{ name: '受理', priority: 50, started_at: 101, ended_at: 110, due_at: 115 },
    })
    for (const user_id of ['wang', 'zhao'])
      await db('user_post').insert({ tenant_id: TENANT, user_id, organ_id: 'scjg', post: 'handler', held_from: 1 })
    const sentBack = { tenant_id: TENANT, case_id: 'c1', from_element: 'Task_Audit', task_id: 't9', mode: 'direct', positions: '[]' }
    for (const [id, to_element, sent_at] of [
      ['r1', 'Task_Intake', 150],
      ['r2', 'Task_Review', 160],
      ['r3', 'Task_Intake', 200],
    ] as const)
      await db('case_return').insert({ ...sentBack, id, to_element, sent_at, routing: '{}', reason: '补充', sent_by: 'zhao' })
    await db('case_participant').insert({ tenant_id: TENANT, case_id: 'c1', element_id: 'Task_Intake', user_id: 'wang', at: 110 })
  })

  it('what he has done within the time, with its limit where there was one', async () => {
    expect(await deskFigures(db).done(TENANT, 'wang', SPAN)).toEqual([
      { step: '受理', started_at: 101, at: 110, due_at: 115 },
      { step: '审核', started_at: 90, at: 120, due_at: null },
    ])
  })

  it('how long steps took the people of his unit, and nobody else', async () => {
    const durations = await deskFigures(db).unitDurations(TENANT, ['scjg'], SPAN)
    expect(durations.map(({ step, at }) => [at, step]).sort()).toEqual([
      [110, '受理'],
      [120, '审核'],
      [130, '受理'],
    ])
    expect(await deskFigures(db).unitDurations(TENANT, [], SPAN)).toEqual([])
  })

  it('when cases came back to steps that he had done', async () => {
    expect(await deskFigures(db).returned(TENANT, 'wang', SPAN)).toEqual([150])
    expect(await deskFigures(db).returned(TENANT, 'zhao', SPAN)).toEqual([])
  })
})

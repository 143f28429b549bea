import { beforeAll, beforeEach, expect, it } from 'vitest'
import type { Database } from '../database.ts'
import { describeOnDatabases } from '../testing/index.ts'
import { caseEvents } from './case-events.ts'
import { caseInbox } from './case-inbox.ts'
import { cases } from './cases.ts'
import { userTasks, type UserTaskRow } from './user-tasks.ts'

const TENANT = 'sanhu'
const wang = { tenantId: TENANT, userId: 'wang', groups: ['scjg:window-clerk'], now: 0 }

const aTask = (patch: Partial<UserTaskRow>): UserTaskRow => ({
  tenant_id: TENANT,
  id: 't1',
  instance_id: 'i',
  definition_id: 'd',
  definition_key: 'k',
  business_key: 'case-1',
  element_id: 'Task_Intake',
  name: '受理审查',
  assignee: null,
  candidate_users: [],
  candidate_groups: ['scjg:window-clerk'],
  created_at: 1,
  due_at: 10,
  follow_up_at: null,
  priority: 50,
  form_key: null,
  description: null,
  owner: null,
  delegation_state: null,
  updated_at: null,
  suspended: 0,
  ...patch,
})

describeOnDatabases('the inbox', (open) => {
  let db: Database
  beforeAll(async () => {
    db = await open()
    await cases(db).insert({
      tenant_id: TENANT,
      id: 'case-1',
      case_no: 'NO-1',
      instance_id: 'i',
      matter_key: 'licence',
      matter_version: 1,
      matter_name: '食品经营许可',
      organ_id: 'scjg',
      organ_name: '市场监督管理局',
      applicant_id: 'li',
      applicant_name: '三湖面馆',
      form: {},
      status: 'submitted',
      step_name: null,
      submitted_at: 0,
      received_at: 0,
      accepted_at: null,
      deemed_accepted: false,
      decided_at: null,
      closed_at: null,
      intake_due_at: 5,
      promised_due_at: null,
      statutory_due_at: null,
      delivery_due_at: null,
      warn_at: null,
      card: null,
      supplement: null,
      decision: null,
    })
  })
  beforeEach(async () => {
    await db('user_task').delete()
    await db('user_task_candidate').delete()
  })

  const ids = async (query: Partial<Parameters<ReturnType<typeof caseInbox>['todo']>[0]> = {}) =>
    (await caseInbox(db).todo({ ...wang, limit: 10, ...query })).map((row) => row.task_id)

  it('holds my tasks and the free ones of my groups, earliest due first, without a due date last', async () => {
    await userTasks(db).insert([
      aTask({ id: 'undated', due_at: null }),
      aTask({ id: 'late', due_at: 30 }),
      aTask({ id: 'mine', due_at: 20, assignee: 'wang', candidate_groups: ['scjg:handler'] }),
      aTask({ id: 'for-me', due_at: 25, candidate_groups: [], candidate_users: ['wang'] }),
      aTask({ id: 'taken', due_at: 5, assignee: 'zhao' }),
      aTask({ id: 'other-organ', candidate_groups: ['hbj:window-clerk'] }),
      aTask({ id: 'no-case', business_key: 'elsewhere' }),
    ])
    expect(await ids()).toEqual(['mine', 'for-me', 'late', 'undated'])
    expect(await caseInbox(db).next(wang)).toBe('mine')
    expect(await caseInbox(db).next({ ...wang, userId: 'li', groups: [] })).toBeNull()
    expect(await caseInbox(db).mark(wang)).toEqual({ count: 4, latest: 1 })
    expect(await ids({ after: { dueAt: 25, taskId: 'for-me' } })).toEqual(['late', 'undated'])
    expect(await ids({ after: { dueAt: null, taskId: 'a' } })).toEqual(['undated'])
    expect(await ids({ q: 'NO-1' })).toHaveLength(4)
    expect(await ids({ q: '没有' })).toEqual([])
    expect(await ids({ groups: [] })).toEqual(['mine', 'for-me'])
  })

  it('holds the tasks of those I act for, in their matters, and says for whom; what is mine anyway stays mine', async () => {
    const zhao = { userId: 'zhao', groups: ['scjg:handler'], matters: null }
    await userTasks(db).insert([
      aTask({ id: 'mine', due_at: 1 }),
      aTask({ id: 'his', due_at: 2, assignee: 'zhao', candidate_groups: [] }),
      aTask({ id: 'free', due_at: 3, candidate_groups: ['scjg:handler'] }),
      aTask({ id: 'both', due_at: 4, candidate_groups: ['scjg:handler', 'scjg:window-clerk'] }),
      aTask({ id: 'nobody', due_at: 5, candidate_groups: ['scjg:reviewer'] }),
    ])
    const found = async (actsFor: (typeof zhao | (Omit<typeof zhao, 'matters'> & { matters: string[] }))[]) =>
      (await caseInbox(db).todo({ ...wang, actsFor, limit: 10 })).map(({ task_id, principal }) => [task_id, principal])
    expect(await found([zhao])).toEqual([
      ['mine', null],
      ['his', 'zhao'],
      ['free', 'zhao'],
      ['both', null],
    ])
    expect(await found([{ ...zhao, matters: ['licence'] }])).toHaveLength(4)
    expect(await found([{ ...zhao, matters: ['permit'] }])).toEqual([
      ['mine', null],
      ['both', null],
    ])
    expect(await found([zhao, { ...zhao, userId: 'qian', groups: ['scjg:reviewer'] }])).toHaveLength(5)
    expect(await caseInbox(db).mark({ ...wang, actsFor: [zhao] })).toEqual({ count: 4, latest: 1 })
  })

  it('lists what I have done, newest first', async () => {
    const line = {
      tenant_id: TENANT,
      case_id: 'case-1',
      type: 'task-completed',
      element_id: 'Task_Intake',
      step_name: '受理审查',
      action: 'accept',
      action_text: '受理',
      actor_id: 'wang',
      actor_name: '王芳',
      on_behalf_of: null,
      opinion: null,
      started_at: 1,
      lamp: null,
      data: null,
    }
    await caseEvents(db).insert([
      { ...line, id: '1', at: 1, task_id: 't1' },
      { ...line, id: '2', at: 2, task_id: 't2' },
      { ...line, id: '3', at: 3, task_id: 't3', actor_id: 'zhao' },
      { ...line, id: '4', at: 4, task_id: null },
    ])
    const done = await caseInbox(db).done({ ...wang, limit: 10 })
    expect(done.map((row) => row.task_id)).toEqual(['t2', 't1'])
    expect(done[0]).toMatchObject({ task_name: '受理审查', completed_at: 2, case: { applicant_name: '三湖面馆' } })
    expect(await caseInbox(db).done({ ...wang, limit: 10, after: { at: 2, eventId: '2' } })).toHaveLength(1)
  })
})

import { beforeAll, beforeEach, expect, it } from 'vitest'
import type { Database } from '../database.ts'
import { describeOnDatabases } from '../testing/index.ts'
import { caseEvents } from './case-events.ts'
import { caseInbox, type InboxRow } from './case-inbox.ts'
import { cases } from './cases.ts'
import type { InboxFilter } from './inbox-filter.ts'
import { NO_DUE, userTasks, type UserTaskRow } from './user-tasks.ts'

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
    expect(await ids({ after: [25, 'for-me'] })).toEqual(['late', 'undated'])
    expect(await ids({ after: [NO_DUE, 'a'] })).toEqual(['undated'])
    for (const q of ['NO-1', '面馆', '经营许可', 'shm']) expect(await ids({ filter: { q } })).toHaveLength(4)
    for (const q of ['没有', 'HMG', '%']) expect(await ids({ filter: { q } })).toEqual([])
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

  /** Beside the case that is there: one of another matter, organ and applicant, over its limit. */
  const aLateCase = async () => {
    await db('case_file').where({ id: 'case-2' }).delete()
    await db('case_file').insert({
      ...((await db('case_file').where({ id: 'case-1' }).first()) as object),
      ...{ id: 'case-2', case_no: 'NO-2', matter_key: 'a-permit', matter_name: '占道许可', organ_id: 'cgj', organ_name: '城管局' },
      ...{ applicant_name: '单晓', applicant_initials: 'SX', applicant_kind: 'person', intake_due_at: -1 },
    })
    await userTasks(db).insert([
      aTask({ id: 'a', due_at: 40, created_at: 3 }),
      aTask({ id: 'b', due_at: 30, created_at: 2, business_key: 'case-2', name: '勘验' }),
      aTask({ id: 'c', due_at: 20, created_at: 1, assignee: 'wang' }),
      aTask({ id: 'd', due_at: null, created_at: 4, business_key: 'case-2' }),
    ])
  }

  it.each<[string, InboxFilter, string[]]>([
    ['a matter', { matterKey: 'a-permit' }, ['b', 'd']],
    ['a step', { step: '受理审查' }, ['c', 'a', 'd']],
    ['lamps', { lamps: ['red', 'yellow'] }, ['b', 'd']],
    ['no lamp at all', { lamps: [] }, []],
    ['due before, without what has no due time', { dueBefore: 40 }, ['c', 'b']],
    ['due from', { dueFrom: 30, dueBefore: 41 }, ['b', 'a']],
    ['an organ', { organId: 'cgj' }, ['b', 'd']],
    ['a kind of applicant', { applicantKind: 'person' }, ['b', 'd']],
    ['arrived since', { arrivedSince: 3 }, ['a', 'd']],
    ['taken by me', { claimed: 'mine' }, ['c']],
    ['taken by nobody', { claimed: 'nobody' }, ['b', 'a', 'd']],
    ['several at once', { matterKey: 'a-permit', dueBefore: 40, claimed: 'nobody' }, ['b']],
  ])('is narrowed to %s', async (_, filter, expected) => {
    await aLateCase()
    expect(await ids({ filter })).toEqual(expected)
  })

  it('is sorted by time left, newest first or matter by matter, and its pages follow each other in every order', async () => {
    await aLateCase()
    const pages = async (sort: 'due' | 'arrival' | 'matter', cursor: (row: InboxRow) => (string | number)[]) => {
      const found: string[] = []
      for (let after: (string | number)[] | undefined; ;) {
        const [row] = await caseInbox(db).todo({ ...wang, sort, after, limit: 1 })
        if (!row) return found
        found.push(row.task_id)
        after = cursor(row)
      }
    }
    expect(await pages('due', (row) => [row.due_at ?? NO_DUE, row.task_id])).toEqual(['c', 'b', 'a', 'd'])
    expect(await pages('arrival', (row) => [row.created_at, row.task_id])).toEqual(['d', 'a', 'b', 'c'])
    expect(await pages('matter', (row) => [row.case.matter_key, row.due_at ?? NO_DUE, row.task_id])).toEqual(['b', 'd', 'c', 'a'])
  })

  it('counts what waits by lamp, step, matter and organ, whichever of them are chosen', async () => {
    await aLateCase()
    const filter: InboxFilter = { lamps: ['red'], step: '勘验', matterKey: 'a-permit', organId: 'cgj' }
    const counts = await caseInbox(db).counts({ ...wang, filter })
    expect(counts.map(({ lamp, step, matter_key, count }) => [lamp, step, matter_key, count]).sort()).toEqual([
      ['normal', '受理审查', 'licence', 2],
      ['red', '勘验', 'a-permit', 1],
      ['red', '受理审查', 'a-permit', 1],
    ])
    expect(await caseInbox(db).counts({ ...wang, filter: { ...filter, claimed: 'mine' } })).toMatchObject([{ step: '受理审查', count: 1 }])
  })

  it('tells what is due in a stretch of days, for a calendar', async () => {
    await aLateCase()
    const due = await caseInbox(db).due({ ...wang, filter: { dueFrom: 20, dueBefore: 40 } })
    expect(due.map(({ task_id, due_at, lamp }) => [task_id, due_at, lamp])).toEqual([
      ['c', 20, 'normal'],
      ['b', 30, 'red'],
    ])
  })

  it('tells which cases that I had in hand are to be decided then and wait for others', async () => {
    await aLateCase()
    await db('case_file').update({ promised_due_at: 25 })
    const mine = { tenant_id: TENANT, element_id: 'Task_Intake', user_id: 'wang', at: 1 }
    await cases(db).addParticipants([
      { ...mine, case_id: 'case-1' },
      { ...mine, case_id: 'case-2' },
    ])
    const elsewhere = async (span = { from: 20, to: 30 }) =>
      (await caseInbox(db).elsewhere(wang, span)).map(({ case_id, due_at, lamp }) => [case_id, due_at, lamp])
    // both have a task that waits for me
    expect(await elsewhere()).toEqual([])
    await db('user_task').where({ business_key: 'case-2' }).delete()
    await db('user_task_candidate').whereIn('task_id', ['b', 'd']).delete()
    expect(await elsewhere()).toEqual([['case-2', 25, 'red']])
    expect(await elsewhere({ from: 26, to: 30 })).toEqual([])
    await db('case_participant').update({ user_id: 'zhao' })
    expect(await elsewhere()).toEqual([])
    await db('case_participant').delete()
    await db('case_file').update({ promised_due_at: null })
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

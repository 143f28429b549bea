import { beforeAll, expect, test } from 'vitest'
import type { Database } from '../database.ts'
import { describeOnDatabases } from '../testing/index.ts'
import { keysetOf } from './page.ts'
import { userTasks, type UserTaskRow } from './user-tasks.ts'

const aTask = (row: Partial<UserTaskRow> & { id: string }): UserTaskRow => ({
  tenant_id: 'county', instance_id: 'i', definition_id: 'd:1:x', definition_key: 'd', business_key: null, element_id: 'Task', name: '审查',
  assignee: null, candidate_users: [], candidate_groups: [], created_at: 1000, due_at: null, follow_up_at: null, priority: 50, form_key: null, ...row,
})

describeOnDatabases('user tasks', (open) => {
  let db: Database
  beforeAll(async () => {
    db = await open()
    await userTasks(db).insert([
      aTask({ id: 'mine', assignee: 'wang', created_at: 4000 }),
      aTask({ id: 'group', candidate_groups: ['scjg:handler', 'scjg:reviewer'], created_at: 3000 }),
      aTask({ id: 'both', candidate_groups: ['scjg:handler'], candidate_users: ['wang', 'wang'], created_at: 3000 }),
      aTask({ id: 'taken', assignee: 'li', candidate_groups: ['scjg:handler'], created_at: 2000 }),
      aTask({ id: 'other-case', candidate_groups: ['SCJG:handler'] }),
      aTask({ id: 'mine', tenant_id: 'other', assignee: 'wang' }),
    ])
  })
  const inbox = { assignee: 'wang', candidateUser: 'wang', candidateGroups: ['scjg:handler', 'scjg:reviewer'] }

  test('an inbox holds what is assigned and what may be taken, once each, oldest first, of the tenant alone', async () => {
    const rows = await userTasks(db).list({ tenantId: 'county', inbox }, { limit: 10 })
    expect(rows.map((row) => row.id)).toEqual(['both', 'group', 'mine'])
    expect(await userTasks(db).count({ tenantId: 'county', inbox })).toBe(3)
    expect(rows[1]!.candidate_groups).toEqual(['scjg:handler', 'scjg:reviewer'])
  })

  test('pages follow each other by keyset without gap or overlap', async () => {
    const first = await userTasks(db).list({ tenantId: 'county', inbox }, { limit: 2 })
    const last = first.at(-1)!
    const second = await userTasks(db).list({ tenantId: 'county', inbox }, { limit: 2, after: keysetOf(last.created_at, last.id) })
    expect([...first, ...second].map((row) => row.id)).toEqual(['both', 'group', 'mine'])
  })

  test('a candidate filter leaves out tasks that are taken unless asked', async () => {
    const ids = async (includeAssigned: boolean) =>
      (await userTasks(db).list({ tenantId: 'county', candidateGroups: ['scjg:handler'], includeAssigned }, { limit: 10 })).map((row) => row.id)
    expect(await ids(false)).toEqual(['both', 'group'])
    expect(await ids(true)).toEqual(['taken', 'both', 'group'])
  })

  test('a removed task takes its candidates with it', async () => {
    await userTasks(db).remove([{ tenant_id: 'county', id: 'group' }])
    expect(await db('user_task_candidate').where({ task_id: 'group' })).toEqual([])
    expect(await userTasks(db).get('county', 'group')).toBeUndefined()
  })

  test('assignees of several tasks are written at once', async () => {
    await userTasks(db).updateAssignees([{ tenant_id: 'county', id: 'both', assignee: 'zhao' }, { tenant_id: 'county', id: 'taken', assignee: null }])
    expect((await userTasks(db).get('county', 'both'))!.assignee).toBe('zhao')
    expect((await userTasks(db).get('county', 'taken'))!.assignee).toBeNull()
    expect((await userTasks(db).get('other', 'mine'))!.assignee).toBe('wang')
  })
})

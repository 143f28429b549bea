import { beforeAll, expect, test } from 'vitest'
import { isSqlite, type Database } from '../database.ts'
import { describeOnDatabases } from '../testing/index.ts'
import { keysetOf } from './page.ts'
import { NO_DUE, userTasks, type UserTaskRow } from './user-tasks.ts'

const aTask = (row: Partial<UserTaskRow> & { id: string }): UserTaskRow => ({
  tenant_id: 'county',
  instance_id: 'i',
  definition_id: 'd:1:x',
  definition_key: 'd',
  business_key: null,
  element_id: 'Task',
  name: '审查',
  description: null,
  owner: null,
  assignee: null,
  delegation_state: null,
  candidate_users: [],
  candidate_groups: [],
  created_at: 1000,
  updated_at: null,
  due_at: null,
  follow_up_at: null,
  priority: 50,
  form_key: null,
  suspended: 0,
  ...row,
})

describeOnDatabases('user tasks', (open) => {
  let db: Database
  beforeAll(async () => {
    db = await open()
    await userTasks(db).insert([
      aTask({ id: 'mine', assignee: 'wang', created_at: 4000, due_at: 10 }),
      aTask({ id: 'group', candidate_groups: ['scjg:handler', 'scjg:reviewer'], created_at: 3000, priority: 70 }),
      aTask({ id: 'both', candidate_groups: ['scjg:handler'], candidate_users: ['wang', 'wang'], created_at: 3000, due_at: 20 }),
      aTask({ id: 'taken', assignee: 'li', candidate_groups: ['scjg:handler'], created_at: 2000 }),
      aTask({ id: 'other-case', candidate_groups: ['SCJG:handler'] }),
      aTask({ id: 'mine', tenant_id: 'other', assignee: 'wang' }),
    ])
  })
  const inbox = { assignee: 'wang', candidateUser: 'wang', candidateGroups: ['scjg:handler', 'scjg:reviewer'] }
  const ids = (rows: UserTaskRow[]) => rows.map((row) => row.id)

  test('an inbox holds what is assigned and what may be taken, once each, oldest first, of the tenant alone', async () => {
    const rows = await userTasks(db).inbox('county', inbox, { limit: 10 })
    expect(ids(rows)).toEqual(['both', 'group', 'mine'])
    expect(await userTasks(db).inboxCount('county', inbox)).toBe(3)
    expect(rows[1]!.candidate_groups).toEqual(['scjg:handler', 'scjg:reviewer'])
    // and the same as a filter beside others
    expect(ids(await userTasks(db).list({ tenantId: 'county', inbox, instanceId: 'i' }, { limit: 10 }))).toEqual(['both', 'group', 'mine'])
    expect(await userTasks(db).count({ tenantId: 'county', inbox, definitionKey: 'd' })).toBe(3)
  })

  test('it is sorted by due date, those without one last, or by priority', async () => {
    expect(ids(await userTasks(db).inbox('county', inbox, { limit: 10, sort: 'due_rank' }))).toEqual(['mine', 'both', 'group'])
    expect(ids(await userTasks(db).inbox('county', inbox, { limit: 10, sort: 'priority', descending: true }))).toEqual([
      'group',
      'mine',
      'both',
    ])
    expect(
      ids(await userTasks(db).inbox('county', { candidateGroups: ['scjg:handler'], includeAssigned: true }, { limit: 1, offset: 1 })),
    ).toEqual(['both'])
  })

  test.each([
    ['created_at', (row: UserTaskRow) => row.created_at],
    ['due_rank', (row: UserTaskRow) => row.due_at ?? NO_DUE],
    ['priority', (row: UserTaskRow) => row.priority],
  ] as const)('pages by %s follow each other by keyset without gap or overlap', async (sort, rankOf) => {
    for (const descending of [false, true]) {
      const whole = ids(await userTasks(db).inbox('county', inbox, { limit: 10, sort, descending }))
      const paged: string[] = []
      for (let after: string | undefined; paged.length < whole.length;) {
        const [row] = await userTasks(db).inbox('county', inbox, { limit: 1, sort, descending, after })
        paged.push(row!.id)
        after = keysetOf(rankOf(row!), row!.id)
      }
      expect(paged).toEqual(whole)
    }
  })

  test('changes of several tasks are written at once, and inboxes follow', async () => {
    await userTasks(db).patch([
      { tenant_id: 'county', id: 'both', assignee: 'zhao', updated_at: 5000 },
      { tenant_id: 'county', id: 'taken', assignee: null, updated_at: 5000 },
      { tenant_id: 'county', id: 'group', candidate_groups: ['fgj:handler'], due_at: 30 },
    ])
    expect(await userTasks(db).get('county', 'both')).toMatchObject({ assignee: 'zhao', updated_at: 5000 })
    expect((await userTasks(db).get('other', 'mine'))!.assignee).toBe('wang')
    expect(ids(await userTasks(db).inbox('county', { candidateGroups: ['scjg:handler'] }, { limit: 10 }))).toEqual(['taken'])
    expect(ids(await userTasks(db).inbox('county', { candidateGroups: ['fgj:handler'] }, { limit: 10, sort: 'due_rank' }))).toEqual([
      'group',
    ])
    expect(await userTasks(db).get('county', 'group')).toMatchObject({ due_at: 30, candidate_groups: ['fgj:handler'] })
  })

  test('a removed task takes its candidates with it', async () => {
    await userTasks(db).remove([{ tenant_id: 'county', id: 'group' }])
    expect(await db('user_task_candidate').where({ task_id: 'group' })).toEqual([])
    expect(await userTasks(db).get('county', 'group')).toBeUndefined()
  })
})

describeOnDatabases('an inbox beside many other tasks', (open) => {
  let db: Database
  beforeAll(async () => {
    db = await open()
    const rows = Array.from({ length: 5000 }, (_, i) =>
      aTask({
        id: `t${i}`,
        created_at: i,
        priority: i % 100,
        due_at: i,
        assignee: i % 50 === 0 ? `u${i % 7}` : null,
        candidate_groups: [`g${i % 100}`, 'everyone'],
      }),
    )
    await userTasks(db).insert(rows)
    // nobody analyzes an SQLite database, so its plans must be right without statistics; MariaDB keeps them by itself
    if (!isSqlite(db)) await db.raw('analyze table user_task, user_task_candidate')
  })

  /** Every table access of the statements that `run` sends, as the database plans it. */
  async function plans(run: () => Promise<unknown>): Promise<string> {
    const sent: { sql: string; bindings: readonly unknown[] }[] = []
    const listen = (query: { sql: string; bindings: readonly unknown[] }) => sent.push(query)
    db.on('query', listen)
    await run()
    db.removeListener('query', listen)
    const told = await Promise.all(
      sent.map(({ sql, bindings }) => db.raw(`${isSqlite(db) ? 'explain query plan' : 'explain'} ${sql}`, [...bindings] as never)),
    )
    return JSON.stringify(told.flat())
  }

  test.each([
    ['created_at', 'created'],
    ['due_rank', 'due'],
    ['priority', 'priority'],
  ] as const)('is read by %s from the index in that order, without sorting it', async (sort, index) => {
    const plan = await plans(() =>
      userTasks(db).inbox('county', { assignee: 'u1', candidateUser: 'u1', candidateGroups: ['everyone'] }, { limit: 20, sort }),
    )
    expect(plan).toContain(`user_task_candidate_${index}`)
    expect(plan).toContain(index === 'created' ? '"user_task_assignee"'.slice(1, -1) : `user_task_assignee_${index}`)
    // the tasks of the page by their keys, and not all of the tenant's against the page
    if (isSqlite(db)) expect(plan).toContain('SEARCH t USING INDEX sqlite_autoindex_user_task_1 (tenant_id=? AND id=?)')
    else expect(plan).not.toMatch(/"type":"ALL"[^}]*"table":"(user_task|t)"|"table":"(user_task|user_task_candidate|t)","type":"ALL"/)
  })

  test('is counted from index entries alone', async () => {
    const plan = await plans(() => userTasks(db).inboxCount('county', { assignee: 'u1', candidateGroups: ['g1', 'g2'] }))
    expect(plan).toMatch(isSqlite(db) ? /COVERING INDEX user_task_candidate/ : /Using where; Using index|Using index/)
    expect(await userTasks(db).inboxCount('county', { candidateGroups: ['everyone'] })).toBe(4900)
  })
})

import { beforeAll, beforeEach, expect, it } from 'vitest'
import type { Database } from '../database.ts'
import { describeOnDatabases } from '../testing/index.ts'
import { caseFacts } from './case-facts.ts'
import { cases, type CaseRow } from './cases.ts'

const TENANT = 'sanhu'
const DAY = 86_400_000

const aCase = (patch: Partial<CaseRow>): CaseRow => ({
  tenant_id: TENANT,
  id: 'a',
  case_no: 'NO-a',
  instance_id: 'i',
  matter_key: 'licence',
  matter_version: 1,
  matter_name: '食品经营许可',
  organ_id: 'scjg',
  organ_name: '市场监督管理局',
  applicant_id: 'li',
  applicant_name: '三湖面馆',
  form: { items: ['热食'] },
  status: 'submitted',
  step_name: '受理审查',
  submitted_at: 0,
  received_at: 0,
  accepted_at: null,
  deemed_accepted: false,
  decided_at: null,
  closed_at: null,
  intake_due_at: 5 * DAY,
  promised_due_at: null,
  statutory_due_at: null,
  delivery_due_at: null,
  warn_at: null,
  card: null,
  supplement: null,
  decision: null,
  ...patch,
})

describeOnDatabases('cases', (open) => {
  let db: Database
  beforeAll(async () => {
    db = await open()
  })
  beforeEach(() => db('case_file').delete())

  const lampOf = async (patch: Partial<CaseRow>, now: number) => {
    await db('case_file').delete()
    await cases(db).insert(aCase(patch))
    return (await cases(db).get(TENANT, 'a', now))!.lamp
  }

  it('gives back what was written, JSON and instants included', async () => {
    const row = aCase({ accepted_at: 1_774_000_000_000, deemed_accepted: true, supplement: { missing: [{ text: '平面图' }] } })
    await cases(db).insert(row)
    expect(await cases(db).get(TENANT, 'a', 0)).toEqual({
      ...row,
      urged_cards: 0,
      applicant_initials: 'SHMG',
      applicant_kind: null,
      hold: null,
      hearing: null,
      parent_case_id: null,
      clock: null,
      suspended_at: null,
      calendar_version: 1,
      lamp: 'normal',
    })
    expect(await cases(db).get('other', 'a', 0)).toBeUndefined()
  })

  it('a patch leaves what it does not name, and of a case that is there twice the later one counts', async () => {
    await cases(db).insert(aCase({ id: 'patched', case_no: 'patched' }))
    const of = { tenant_id: TENANT, id: 'patched' }

    await cases(db).patch([
      { ...of, step_name: '审查', deemed_accepted: true, hold: { reason: '等' }, status: undefined },
      { ...of, step_name: '决定' },
    ])

    const [found] = await cases(db).rows([of, { ...of, id: 'nowhere' }])
    expect(found).toMatchObject({
      ...of,
      case_no: 'patched',
      step_name: '决定',
      deemed_accepted: true,
      hold: { reason: '等' },
      status: 'submitted',
    })
    await db('case_file').where(of).delete()
  })

  it('computes the lamp from the limits and the instant of the query', async () => {
    const accepted = {
      status: 'accepted',
      accepted_at: 0,
      promised_due_at: 10 * DAY,
      statutory_due_at: 20 * DAY,
      warn_at: 9 * DAY,
    } as const
    expect(await lampOf(accepted, 8 * DAY)).toBe('normal')
    expect(await lampOf(accepted, 9 * DAY)).toBe('warning')
    expect(await lampOf(accepted, 10 * DAY + 1)).toBe('yellow')
    expect(await lampOf(accepted, 20 * DAY + 1)).toBe('red')
    expect(await lampOf({ ...accepted, decided_at: 9 * DAY, delivery_due_at: 40 * DAY, warn_at: null }, 30 * DAY)).toBe('normal')
    expect(await lampOf({ ...accepted, decided_at: 9 * DAY, delivery_due_at: 40 * DAY, warn_at: null }, 40 * DAY + 1)).toBe('yellow')
    expect(await lampOf({ ...accepted, card: 'red' }, DAY)).toBe('red')
    expect(await lampOf({ ...accepted, card: 'red', closed_at: DAY }, DAY)).toBe('done')
    expect(await lampOf({ status: 'supplementing' }, 6 * DAY)).toBe('suspended')
    // A special procedure: no due times while it is open, but what had run out before stays so.
    const stopped = { ...accepted, suspended_at: 3 * DAY, promised_due_at: null, statutory_due_at: null, warn_at: null }
    expect(await lampOf(stopped, 30 * DAY)).toBe('suspended')
    expect(await lampOf({ ...stopped, promised_due_at: 2 * DAY }, 30 * DAY)).toBe('yellow')
    expect(await lampOf({}, 5 * DAY + 1)).toBe('red')
  })

  it('lists newest first by keyset, and takes % and _ in a search for themselves', async () => {
    for (const id of ['a', 'b', 'c'])
      await cases(db).insert(aCase({ id, case_no: `NO-${id}`, applicant_name: id === 'b' ? '百分百%面馆' : '面馆' }))
    const first = await cases(db).list({ tenantId: TENANT, now: 0, limit: 2 })
    expect(first.map((row) => row.id)).toEqual(['c', 'b'])
    const second = await cases(db).list({ tenantId: TENANT, now: 0, limit: 2, after: 'b' })
    expect(second.map((row) => row.id)).toEqual(['a'])
    const found = await cases(db).list({ tenantId: TENANT, now: 0, limit: 10, q: '%面' })
    expect(found.map((row) => row.id)).toEqual(['b'])
    const byNumber = await cases(db).list({ tenantId: TENANT, now: 0, limit: 10, q: 'NO-c' })
    expect(byNumber.map((row) => row.id)).toEqual(['c'])
  })

  it('lists the cases of a matter, of one version or of all, that stand at an element now', async () => {
    for (const [id, more] of Object.entries({ a: {}, b: { matter_version: 2 }, c: { matter_key: 'other' }, d: {} }))
      await cases(db).insert(aCase({ id, case_no: `N-${id}`, instance_id: `i-${id}`, matter_key: 'm', matter_version: 1, ...more }))
    const at = (id: string, ended_at: number | null) => ({
      ...{ tenant_id: TENANT, id: `t-${id}`, number: 1, instance_id: `i-${id}`, definition_id: 'p:1', definition_key: 'p', parent_id: 'x' },
      ...{ element_id: 'Review', name: '审核', type: 'userTask', started_at: 0, ended_at, canceled: 0, complete_scope: 0 },
    })
    await db('history_activity').insert([at('a', null), at('b', null), at('c', null), at('d', 5)])
    const listed = async (version?: number) =>
      (await cases(db).list({ tenantId: TENANT, now: 0, limit: 9, matter: { key: 'm', version }, elementId: 'Review' })).map(({ id }) => id)
    expect([await listed(), await listed(1), await listed(3)]).toEqual([['b', 'a'], ['a'], []])
  })

  it('narrows a list and its counts by the same restriction and lamp', async () => {
    await cases(db).insert(aCase({ id: 'a', case_no: '1' }))
    await cases(db).insert(aCase({ id: 'b', case_no: '2', organ_id: 'hbj' }))
    await cases(db).insert(aCase({ id: 'c', case_no: '3', status: 'closed', closed_at: 1 }))
    const restrict = (query: { where(column: string, value: string): unknown }) => void query.where('case_file.organ_id', 'scjg')
    const listed = await cases(db).list({ tenantId: TENANT, now: 0, limit: 10, restrict, status: 'open', lamp: 'normal' })
    expect(listed.map((row) => row.id)).toEqual(['a'])
    expect(await cases(db).counts(TENANT, 0, restrict)).toEqual(
      expect.arrayContaining([
        { lamp: 'normal', status: 'submitted', count: 1 },
        { lamp: 'done', status: 'closed', count: 1 },
      ]),
    )
  })

  it('finds those that wait for their applicant: 补正, what is owed, and that of a matter of a joint case', async () => {
    // given
    await db('case_debt').delete()
    const debt = { tenant_id: TENANT, organ_id: 'scjg', material_name: '健康证明', opened_at: 0, due_at: DAY }
    const owes = (id: string, caseId: string, status: string) => ({ ...debt, id, case_id: caseId, material_key: id, status })
    const rows: Partial<CaseRow>[] = [
      { id: 'working' },
      { id: 'supplementing', status: 'supplementing' },
      { id: 'owing', status: 'accepted' },
      { id: 'settled', status: 'accepted' },
      { id: 'joint', status: 'accepted' },
      { id: 'part', status: 'supplementing', parent_case_id: 'joint' },
      { id: 'over', status: 'withdrawn', closed_at: DAY },
    ]
    for (const row of rows) await cases(db).insert(aCase({ ...row, case_no: `NO-${row.id}`, instance_id: row.id }))
    await db('case_debt').insert([owes('d1', 'owing', 'overdue'), owes('d2', 'settled', 'settled'), owes('d3', 'over', 'open')])
    // when, then
    const found = await cases(db).list({ tenantId: TENANT, now: 0, limit: 10, status: 'waiting' })
    expect(found.map(({ id }) => id).sort()).toEqual(['joint', 'owing', 'part', 'supplementing'])
    await db('case_debt').delete()
  })

  it('keeps who did which step, once each', async () => {
    const row = { tenant_id: TENANT, case_id: 'a', element_id: 'Task_Intake', user_id: 'wang', at: 1 }
    await cases(db).addParticipants([row])
    await cases(db).addParticipants([row, { ...row, element_id: 'Task_Review', user_id: 'zhao', at: 2 }])
    const facts = await caseFacts(db).ofCases(TENANT, ['a', 'b'], [])
    expect(facts.get('a')!.participants).toEqual({ Task_Intake: ['wang'], Task_Review: ['zhao'] })
    expect(facts.get('b')!.participants).toEqual({})
  })
})

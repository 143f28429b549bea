import { beforeAll, expect, it } from 'vitest'
import type { Database } from '../database.ts'
import { describeOnDatabases } from '../testing/index.ts'
import { caseReturns, taskSigns } from './approvals.ts'
import { caseFacts } from './case-facts.ts'
import { cases } from './cases.ts'
import { separationWaivers } from './separation-waivers.ts'

const TENANT = 'sanhu'

describeOnDatabases('facts of cases', (open) => {
  let db: Database
  beforeAll(async () => {
    db = await open()
  })

  it('are those of each case and tenant, participants in the order of their deeds', async () => {
    const did = (case_id: string, element_id: string, user_id: string, at: number) => ({
      tenant_id: TENANT,
      case_id,
      element_id,
      user_id,
      at,
    })
    await cases(db).addParticipants([
      did('a', 'Task_Review', 'zhao', 2),
      did('a', 'Task_Review', 'qian', 1),
      did('b', 'Task_Intake', 'wang', 1),
    ])
    await cases(db).addParties([{ tenant_id: TENANT, case_id: 'a', role: 'coop', organ_id: 'wjw', at: 1 }])
    const waiver = { tenant_id: TENANT, id: 'w', case_id: 'a', element_id: 'Task_Audit', rule: 'apart', user_id: 'zhao', reason: '无人' }
    await separationWaivers(db).insert({ ...waiver, granted_by: 'ju', granted_at: 5, used_at: null })
    const reader = { tenant_id: TENANT, circulation_id: 'c', case_id: 'a', at: 1, chased: 0 }
    await db('case_reader').insert([
      { ...reader, user_id: 'li', canceled_at: null },
      { ...reader, user_id: 'wu', canceled_at: 3 },
      { ...reader, user_id: 'sun', canceled_at: null },
    ])

    const asked = {
      kind: 'before',
      user_id: 'li',
      task_id: null,
      request: '请核',
      requested_by: 'wang',
      opinion: null,
      done_at: null,
    } as const
    await taskSigns(db).insert([{ ...asked, tenant_id: TENANT, id: 's', case_id: 'a', host_task: 't', state: 'passed', requested_at: 1 }])
    const sent = {
      from_element: 'Task_Audit',
      to_element: 'Task_Review',
      mode: 'direct' as const,
      positions: [],
      routing: {},
      reason: '补充',
    }
    const returned = { ...sent, tenant_id: TENANT, task_id: 't', sent_by: 'wang', sent_at: 1 }
    await caseReturns(db).insert({ ...returned, id: 'open', case_id: 'a', settled_at: null })
    await caseReturns(db).insert({ ...returned, id: 'settled', case_id: 'b', settled_at: 2 })

    const facts = await caseFacts(db).ofCases(TENANT, ['a', 'b'], ['li', 'wu'])

    expect(facts.get('a')).toEqual({
      participants: { Task_Review: ['qian', 'zhao'] },
      parties: { coop: ['wjw'] },
      waivers: [{ ...waiver, granted_by: 'ju', granted_at: 5, used_at: null }],
      readers: ['li'],
      hasSigns: true,
      hasReturns: true,
    })
    expect(facts.get('b')).toEqual({
      participants: { Task_Intake: ['wang'] },
      parties: {},
      waivers: [],
      readers: [],
      hasSigns: false,
      hasReturns: false,
    })
    expect((await caseFacts(db).ofCases('other', ['a'], ['li'])).get('a')).toEqual({
      participants: {},
      parties: {},
      waivers: [],
      readers: [],
      hasSigns: false,
      hasReturns: false,
    })
    expect((await caseFacts(db).ofCases(TENANT, ['a'], [])).get('a')!.readers).toEqual([])
  })
})

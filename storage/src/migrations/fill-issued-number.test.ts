import { beforeAll, expect, it } from 'vitest'
import type { Database } from '../database.ts'
import { issuedNumbers } from '../repositories/issued-numbers.ts'
import { describeOnDatabases } from '../testing/index.ts'
import { migration } from './202611261302-fill-issued-number.ts'

const AT = Date.parse('2026-09-18T10:00+08:00')

describeOnDatabases('numbers from before there was a register', (open) => {
  let db: Database
  beforeAll(async () => {
    db = await open()
    await db('case_file').insert({
      ...{ tenant_id: 't', id: 'c1', case_no: '32083120260918013100007', instance_id: 'i1', matter_key: 'food', matter_version: 1 },
      ...{
        matter_name: '食品经营许可',
        organ_id: 'scjg',
        organ_name: '市监局',
        applicant_id: 'u1',
        applicant_name: '湖畔人家',
        form: '{}',
      },
      ...{ status: 'granted', submitted_at: AT, received_at: AT, intake_due_at: AT, decided_at: AT + 5, deemed_accepted: false },
      supplement: JSON.stringify({ number: '三市监许补〔2026〕4号', notifiedAt: AT + 1 }),
      decision: JSON.stringify({ number: '三市监许准〔2026〕3号', licenceNo: 'JY23208310000021' }),
    })
    await db('issued_document').insert({
      ...{ tenant_id: 't', id: 'd1', case_id: 'c1', template: 'acceptance-notice', name: '受理通知书', number: '三市监许受〔2026〕12号' },
      ...{ sha256: 'a'.repeat(64), size: 1, media_type: 'application/pdf', created_at: AT + 2 },
    })
    const runs = { 'document:受': 1, 'document:许受': 12, 'document:许补': 4, 'document:许准': 3 }
    for (const [type, last] of Object.entries(runs))
      await db('number_sequence').insert({ tenant_id: 't', organ_id: 'scjg', type, period: 2026, last })
    await db('number_sequence').insert({ tenant_id: 't', organ_id: 'scjg', type: 'food-licence:2', period: 0, last: 2 })
    await db('number_sequence').insert({ tenant_id: 't', organ_id: 'other', type: 'food-licence:2', period: 0, last: 5 })
    // Twice: on MariaDB a broken migration may come here again.
    await migration.up(db)
    await migration.up(db)
  })

  it('stand in it with the run they were drawn from', async () => {
    const rows = await issuedNumbers(db).forCase('t', 'c1')
    expect(
      rows.map(({ kind, number, run_organ, run_type, run_period, sequence }) => [kind, number, run_organ, run_type, run_period, sequence]),
    ).toEqual([
      ['case', '32083120260918013100007', '', 'case', 20260918, 7],
      ['document', '三市监许补〔2026〕4号', 'scjg', 'document:许补', 2026, 4],
      ['document', '三市监许受〔2026〕12号', 'scjg', 'document:许受', 2026, 12],
      ['licence', 'JY23208310000021', '', 'licence:food-business:2', 0, 2],
      ['document', '三市监许准〔2026〕3号', 'scjg', 'document:许准', 2026, 3],
    ])
    expect(rows[0]!.query_code).toMatch(/^\d{6}$/)
  })

  it('and licences go on behind the last of all organs', async () => {
    const runs = await db('number_sequence').where('type', 'like', '%licence%').select('organ_id', 'type', 'last')
    expect(runs.map((run) => ({ ...run }))).toEqual([{ organ_id: '', type: 'licence:food-business:2', last: 5 }])
  })
})

import { expect, it } from 'vitest'
import { inTransaction } from '../database.ts'
import { describeOnDatabases } from '../testing/index.ts'
import { assessmentResults, type AssessmentReportRow } from './assessment-results.ts'

describeOnDatabases('progress reports', (open) => {
  it('a month is said to be missing once, though two servers look at the same moment', async () => {
    const db = await open()
    const row: AssessmentReportRow = {
      ...{ tenant_id: 'sanhu', indicator_id: '2026-D-101', organ_id: 'lianhu', month: '2026-01', status: 'missing' },
      ...{ value: null, text: null, case_id: null, handed_in_at: null, late: true, told_at: 1, verified_by: null },
    }
    let second: Promise<boolean> | undefined
    const first = await inTransaction(db, async (tx) => {
      const told = await assessmentResults(tx).markMissing(row)
      second = inTransaction(db, (other) => assessmentResults(other).markMissing(row))
      // Where two transactions run side by side the other one looks now, before this one has ended.
      for (let i = 0; i < 20; i++) await tx.raw('select 1')
      return told
    })
    expect([first, await second]).toEqual([true, false])
  })
})

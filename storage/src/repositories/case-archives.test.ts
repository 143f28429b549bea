import { beforeAll, expect, it } from 'vitest'
import type { Database } from '../database.ts'
import { describeOnDatabases } from '../testing/index.ts'
import { caseArchives, type CaseArchiveRow } from './case-archives.ts'
import { cases } from './cases.ts'

const anArchive = (caseId: string, more: Partial<CaseArchiveRow> = {}): CaseArchiveRow => ({
  ...{ tenant_id: 't', case_id: caseId, archive_no: `档-${caseId}`, organ_id: 'o', state: 'building', retention: 'D30', tests: null },
  ...{ sha256: null, size: null, attempts: 0, created_at: 1_000, packed_at: null },
  ...more,
})

describeOnDatabases('archives of cases', (open) => {
  let db: Database
  const everything = () => undefined
  beforeAll(async () => {
    db = await open()
    for (const id of ['a', 'b', 'c', 'd'])
      await cases(db).insert({
        ...{ tenant_id: 't', id, case_no: `N-${id}`, instance_id: id, matter_key: 'm', matter_version: 1, matter_name: '事项' },
        ...{
          organ_id: 'o',
          organ_name: '局',
          applicant_id: 'u',
          applicant_name: `面馆${id}`,
          form: {},
          status: 'granted',
          step_name: null,
        },
        ...{ submitted_at: 1, received_at: 1, accepted_at: null, deemed_accepted: false, decided_at: null, closed_at: null },
        ...{ intake_due_at: 1, promised_due_at: null, statutory_due_at: null, delivery_due_at: null, warn_at: null, card: null },
        ...{ supplement: null, decision: null },
      })
    for (const [i, id] of ['a', 'b', 'c', 'd'].entries()) await caseArchives(db).insert(anArchive(id, { created_at: 1_000 + i }))
  })
  const settle = (caseId: string, state: 'archived' | 'failed') =>
    caseArchives(db).settle(anArchive(caseId), { state, tests: { ok: state }, sha256: 'x', size: 7, packed_at: 5, attempts: 1 })

  it('are settled once: an archived package is never written over', async () => {
    expect(await settle('a', 'failed')).toBe(true)
    expect(await settle('b', 'archived')).toBe(true)
    expect(await settle('b', 'failed')).toBe(false)
    expect(await caseArchives(db).get('t', 'b')).toMatchObject({ state: 'archived', tests: { ok: 'archived' }, size: 7 })
    await expect(caseArchives(db).insert(anArchive('a'))).rejects.toThrow()
  })

  it('are listed page by page, failed ones first, then what is under way, then newest first', async () => {
    const seen: string[] = []
    for (let after: string | undefined; ;) {
      const { rows, next } = await caseArchives(db).list({ tenantId: 't', restrict: everything, limit: 1, after })
      seen.push(...rows.map(({ case_id }) => case_id))
      if (next === null) break
      after = next
    }
    expect(seen).toEqual(['a', 'd', 'c', 'b'])
    expect(await caseArchives(db).counts({ tenantId: 't', restrict: everything })).toEqual({ failed: 1, building: 2, archived: 1 })
    const found = await caseArchives(db).list({ tenantId: 't', restrict: everything, limit: 5, q: '面馆c', state: 'building' })
    expect(found.rows.map(({ case_no }) => case_no)).toEqual(['N-c'])
    const none = await caseArchives(db).list({ tenantId: 't', restrict: (query) => void query.whereRaw('1 = 0'), limit: 5 })
    expect(none.rows).toEqual([])
  })
})

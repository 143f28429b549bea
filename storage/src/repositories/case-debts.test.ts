import { beforeAll, expect, it } from 'vitest'
import { isUniqueViolation, type Database } from '../database.ts'
import { describeOnDatabases } from '../testing/index.ts'
import { caseCommitments, type CaseCommitmentRow } from './case-commitments.ts'
import { caseDebts, type CaseDebtRow } from './case-debts.ts'

const TENANT = 'sanhu'

const aDebt = (id: string, change: Partial<CaseDebtRow> = {}): CaseDebtRow => ({
  tenant_id: TENANT,
  id,
  case_id: `case-${id}`,
  organ_id: 'scjg',
  material_key: 'health-certificates',
  material_name: '从业人员健康证明',
  paper_no: '三市监许容〔2026〕1号',
  opened_at: 1,
  due_at: 100,
  status: 'open',
  overdue_at: null,
  closed_at: null,
  closed_by: null,
  closed_name: null,
  reason: null,
  ...change,
})

const aCommitment = (caseId: string, change: Partial<CaseCommitmentRow> = {}): CaseCommitmentRow => ({
  tenant_id: TENANT,
  case_id: caseId,
  organ_id: 'scjg',
  promised: { text: '本人承诺', conditions: ['场所合格'], materials: [] },
  paper_no: null,
  signed_at: 1,
  signed_by: 'li',
  signed_name: '李春华',
  channel: 'web',
  status: 'signed',
  opened_at: null,
  due_at: null,
  overdue_at: null,
  checked_at: null,
  checked_by: null,
  checked_name: null,
  finding: null,
  ...change,
})

describeOnDatabases('what cases owe', (open) => {
  let db: Database
  beforeAll(async () => {
    db = await open()
  })
  const settle = (row: CaseDebtRow, by: string) =>
    db.transaction((tx) => caseDebts(tx).close(row, { status: 'settled', at: 50, by, name: by, reason: null }))

  it('a debt that two people settle at once is settled by one of them', async () => {
    const row = aDebt('twice')
    await caseDebts(db).insert([row])
    const settled = await Promise.all([settle(row, 'li'), settle(row, 'wang')])
    expect(settled.filter(Boolean)).toHaveLength(1)
    const [kept] = await caseDebts(db).ofCase(TENANT, 'case-twice')
    expect(kept).toMatchObject({ status: 'settled', closed_at: 50, closed_by: settled[0] ? 'li' : 'wang' })
    expect(await settle(row, 'zhao')).toBe(false)
  })

  it('one debt for a material of a case', async () => {
    const again = caseDebts(db).insert([aDebt('again', { case_id: 'case-twice' })])
    await expect(again).rejects.toSatisfy(isUniqueViolation)
  })

  it('is overdue once, after its last instant, and can still be paid', async () => {
    const row = aDebt('late')
    await caseDebts(db).insert([row])
    expect(await caseDebts(db).nextDue(TENANT)).toBe(100)
    expect(await caseDebts(db).passed(TENANT, 100, 10)).toEqual([])
    expect((await caseDebts(db).passed(TENANT, 101, 10)).map(({ id }) => id)).toEqual(['late'])
    const marked = await Promise.all([1, 2, 3].map(() => db.transaction((tx) => caseDebts(tx).markOverdue(row, 101))))
    expect(marked.filter(Boolean)).toHaveLength(1)
    expect(await caseDebts(db).nextDue(TENANT)).toBeNull()
    expect(await settle(row, 'li')).toBe(true)
    expect(await caseDebts(db).markOverdue(row, 200)).toBe(false)
  })

  it('a commitment is opened once, checked once, and void only while nothing is decided', async () => {
    const row = aCommitment('k1')
    await caseCommitments(db).insert(row)
    await expect(caseCommitments(db).insert(row)).rejects.toSatisfy(isUniqueViolation)
    const opened = await Promise.all([1, 2].map(() => caseCommitments(db).open(row, 10, 100)))
    expect(opened.filter(Boolean)).toHaveLength(1)
    expect(await caseCommitments(db).voidSigned(row)).toBe(false)
    expect(await caseCommitments(db).markOverdue(row, 100)).toBe(false)
    expect(await caseCommitments(db).markOverdue(row, 101)).toBe(true)
    const check = (kept: boolean) =>
      db.transaction((tx) => caseCommitments(tx).check(row, { kept, at: 110, by: 'zhao', name: '赵志强', finding: '实地查看' }))
    expect((await Promise.all([check(true), check(false)])).filter(Boolean)).toHaveLength(1)
    expect(await caseCommitments(db).ofCase(TENANT, 'k1')).toMatchObject({
      promised: { text: '本人承诺' },
      opened_at: 10,
      overdue_at: 101,
      checked_by: 'zhao',
    })
  })
})

import { projectMoney, projects, type Database, type ProjectRow } from '@lianban/storage'
import { describeOnDatabases } from '@lianban/storage/testing'
import { beforeAll, describe, expect, it } from 'vitest'
import { figuresOfProjects, keptDays } from './project-figures.ts'

const at = (day: string) => Date.parse(`${day}T23:30:00+08:00`)

describe('a planned day', () => {
  it('is kept on the day itself, whatever the hour in China, and not a day later', () => {
    const planned = { plannedOn: '2026-06-30' }
    expect(keptDays([{ ...planned, reached: at('2026-06-30') }])).toEqual({ inTime: 1, due: 1 })
    expect(keptDays([{ ...planned, reached: at('2026-07-01') }])).toEqual({ inTime: 0, due: 1 })
    expect(
      keptDays([
        { ...planned, reached: '2026-06-30' },
        { ...planned, reached: null },
      ]),
    ).toEqual({ inTime: 1, due: 2 })
    expect(keptDays([])).toEqual({ inTime: 0, due: 0 })
  })
})

describeOnDatabases('figures of the projects of an organ', (open) => {
  let db: Database
  const aProject = async (id: string, organ: string): Promise<void> => {
    const row: ProjectRow = {
      ...{ tenant_id: 'sanhu', id, code: id, name: id, kind: 'informatisation', organ_id: organ, organ_name: organ, stage: 'contracted' },
      ...{ need: '监测', case_id: id, entered_at: 1, moved_at: 1 },
    }
    const stage = { tenant_id: 'sanhu', project_id: id, case_id: null, number: null }
    const contract = { tenant_id: 'sanhu', contract_id: id, fen: 100, case_id: null, accepted_at: null }
    await projects(db).insert(row)
    await projects(db).setStages([
      { ...stage, stage: 'designed', planned_on: '2026-06-30', passed_at: at('2026-06-30') },
      { ...stage, stage: 'contracted', planned_on: '2026-09-30', passed_at: at('2026-10-09') },
      { ...stage, stage: 'accepted', planned_on: '2027-06-30', passed_at: null },
    ])
    await projectMoney(db).addContract(
      {
        ...{ tenant_id: 'sanhu', id, project_id: id, number: id, payee_name: '甲', payee_code: '1', payee_organ: null, fen: 200 },
        ...{ retention_fen: 0, pay_days: 30, signed_on: '2026-10-09', published_at: null },
      },
      [
        { ...contract, no: 1, name: '到货', planned_on: '2026-11-30', accepted_on: '2026-11-20' },
        { ...contract, no: 2, name: '初验', planned_on: '2026-12-20', accepted_on: null },
      ],
    )
    const amount = { tenant_id: 'sanhu', project_id: id, contract_id: null, case_id: id, at: 1 }
    await projectMoney(db).addAmounts([
      { ...amount, id: `${id}-1`, kind: 'budget', year: 2026, fen: 100_000 },
      { ...amount, id: `${id}-2`, kind: 'budget', year: 2027, fen: 900_000 },
      { ...amount, id: `${id}-3`, kind: 'design', year: null, fen: 1_000_000 },
    ])
    const payment = {
      ...{ tenant_id: 'sanhu', project_id: id, contract_id: id, milestone_no: 1, invoice_used: null, asked_at: 1 },
      ...{ accepted_on: '2026-11-20', settled_at: null, interest_fen: 0, year: 2026 },
    }
    await projectMoney(db).addPayment({ ...payment, id: `${id}-a`, invoice_no: 'a', fen: 40_000, state: 'paid', paid_on: '2026-12-01' })
    await projectMoney(db).addPayment({ ...payment, id: `${id}-b`, invoice_no: 'b', fen: 30_000, state: 'reserved', paid_on: null })
    await projectMoney(db).addPayment({ ...payment, id: `${id}-c`, invoice_no: 'c', fen: 5_000, state: 'paid', paid_on: '2026-12-30' })
  }
  beforeAll(async () => {
    db = await open()
    await aProject('p1', 'hbj')
    await aProject('p2', 'zjj')
  })

  it('days that were planned for the year and have come, and the money of its budget that is paid by then', async () => {
    const { milestone, budget } = await figuresOfProjects(db, { tenantId: 'sanhu', organId: 'hbj', year: 2026, until: '2026-12-07' })
    expect(milestone).toMatchObject({ inTime: 2, due: 3 })
    expect(budget).toMatchObject({ budgetFen: 100_000, paidFen: 40_000 })
    // The queries stand with what they gave.
    for (const sql of [...milestone.sql, ...budget.sql]) expect(sql).toContain('hbj')
    const later = await figuresOfProjects(db, { tenantId: 'sanhu', organId: 'hbj', year: 2026, until: '2026-12-31' })
    expect([later.milestone.due, later.budget.paidFen]).toEqual([4, 45_000])
  })

  it('nothing of an organ without projects, and nothing of another county', async () => {
    const none = { milestone: { inTime: 0, due: 0 }, budget: { budgetFen: 0, paidFen: 0 } }
    expect(await figuresOfProjects(db, { tenantId: 'sanhu', organId: 'gtj', year: 2026, until: '2026-12-31' })).toMatchObject(none)
    expect(await figuresOfProjects(db, { tenantId: 'other', organId: 'hbj', year: 2026, until: '2026-12-31' })).toMatchObject(none)
  })
})

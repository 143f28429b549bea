import { caseDebts, caseEscalations, inTransaction, newId, userTasks, type CaseDebtRow, type CaseEscalationRow } from '@lianban/storage'
import { afterEach, expect, it, vi } from 'vitest'
import { PACKAGES_FOLDER } from '../../packages/templates.ts'
import { Actor, foodCase, openOffice, type Office } from '../../testing/index.ts'

const NOW = Date.parse('2026-09-18T09:00:00+08:00')

let office: Office
afterEach(() => office.close())

it('one debt that cannot be told of does not keep the others from being told, and is told by the next sweep', async () => {
  // given three debts of a case whose day has passed
  office = await openOffice({ packageFolder: `${PACKAGES_FOLDER}/c3-licensing`, startAt: NOW })
  const caseId = await foodCase(office, (userId) => new Actor(office, userId), 'Task_Review')
  const debts = [1, 2, 3].map((n): CaseDebtRow => ({
    tenant_id: office.tenantId,
    id: newId(),
    case_id: caseId,
    organ_id: 'scjg',
    material_key: `material-${n}`,
    material_name: `材料${n}`,
    paper_no: null,
    opened_at: NOW - 2,
    due_at: NOW - 1,
    status: 'open',
    overdue_at: null,
    closed_at: null,
    closed_by: null,
    closed_name: null,
    reason: null,
  }))
  await caseDebts(office.database).insert(debts)
  const overdue = async () =>
    (await caseDebts(office.database).ofCase(office.tenantId, caseId)).filter(({ status }) => status === 'overdue')

  // when the notice of the second one fails
  const send = office.notices.send.bind(office.notices)
  vi.spyOn(office.notices, 'send').mockImplementation((tx, tenantId, notice) =>
    notice.title.includes('材料2') ? Promise.reject(new Error('no connection')) : send(tx, tenantId, notice),
  )
  await expect(office.cases.sweepDuties(office.tenantId)).rejects.toThrow('1 of 3 overdue duties could not be told of')
  expect((await overdue()).map(({ material_name }) => material_name).sort()).toEqual(['材料1', '材料3'])

  // then the next sweep tells of it, and of nothing twice
  vi.restoreAllMocks()
  expect(await office.cases.sweepDuties(office.tenantId)).toBe(1)
  expect(await overdue()).toHaveLength(3)
})

it('one escalation that cannot be told of does not keep the others from being told', async () => {
  // given a step with two escalations that are due
  office = await openOffice({ packageFolder: `${PACKAGES_FOLDER}/c3-licensing`, startAt: NOW })
  const caseId = await foodCase(office, (userId) => new Actor(office, userId), 'Task_Review')
  const [task] = await new Actor(office, 'chengban').inbox()
  const { due_at } = (await userTasks(office.database).get(office.tenantId, task!.taskId))!
  const escalations = ([10, 20] as const).map((percent): CaseEscalationRow => ({
    ...{ tenant_id: office.tenantId, task_id: task!.taskId, percent, case_id: caseId, element_id: 'Task_Review', step_name: '审查' },
    ...{ organ_id: 'scjg', due_at: NOW - 1 },
    rule: { order: percent === 10 ? 'blue' : 'orange', to: [{ post: 'organ-leader' }], from: NOW - 9 * (due_at! - NOW), unit: 'minute' },
  }))
  await inTransaction(office.database, (tx) => caseEscalations(tx).insert(escalations))
  const told = async () =>
    (await office.notices.list(await new Actor(office, 'juzhang').caller(), { limit: 9 })).items.map(({ title }) => title.slice(0, 2))

  // when the notice of the first one fails
  const send = office.notices.send.bind(office.notices)
  vi.spyOn(office.notices, 'send').mockImplementation((tx, tenantId, notice) =>
    notice.title.startsWith('蓝单') ? Promise.reject(new Error('no connection')) : send(tx, tenantId, notice),
  )
  await expect(office.cases.sweepDuties(office.tenantId)).rejects.toThrow('1 of 2 overdue duties could not be told of')
  expect(await told()).toEqual(['橙单'])

  // then the next sweep tells of it
  vi.restoreAllMocks()
  expect(await office.cases.sweepDuties(office.tenantId)).toBe(1)
  expect((await told()).sort()).toEqual(['橙单', '蓝单'])
})

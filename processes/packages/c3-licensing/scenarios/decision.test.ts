import { describe, expect } from 'vitest'
import { scenario, type Scenario } from '@lianban/processes/testing'
import { accepted, aDelivery, audited, cast, checkedOnSite, FOLDER, submitted } from './food-business.ts'

const BY = { actor: { userId: 'system' } }

async function readyToDecide(s: Scenario): Promise<string> {
  const caseId = await submitted(s)
  await accepted(s)
  await checkedOnSite(s)
  await audited(s)
  return caseId
}

describe('食品经营许可: who decides, with what, and until when', () => {
  scenario('art. 42 broken: an extension by the wrong person, or after the limit, is refused and on record', FOLDER, async (s) => {
    const { tenantId } = s
    const { handler, approver, reviewer, leader, auditor } = cast(s)
    const caseId = await readyToDecide(s)
    await handler.requestsExtension(caseId, '需要补充核查')
    // Not the head of the organ; and not he either, where he has asked for it himself.
    for (const other of [approver, reviewer, handler]) await expect(other.claims('Task_DecideExtension')).rejects.toThrow('no task')
    const { taskId } = (await leader.inbox()).find(({ elementId }) => elementId === 'Task_DecideExtension')!
    await s.engine.assignTask({ tenantId, taskId, assignee: 'pizhun', actor: { userId: 'system' } })
    await expect(approver.completes(taskId, 'grant')).rejects.toMatchObject({ code: 'NOT_AUTHORIZED' })
    await s.engine.assignTask({ tenantId, taskId, assignee: null, actor: { userId: 'system' } })
    await s.tenants.users.grantPost({ tenantId, userId: 'chengban', organId: 'scjg', post: 'organ-leader', by: BY })
    await expect(handler.does('Task_DecideExtension', 'grant')).rejects.toMatchObject({ code: 'SAME_PERSON' })
    expect((await auditor.sees(caseId)).statutory?.dueDay).toBe('2026-10-22')
    await s.at('2026-10-22T17:31:00+08:00')
    await s.engine.assignTask({ tenantId, taskId, assignee: 'juzhang', actor: { userId: 'system' } })
    await expect(leader.completes(taskId, 'grant')).rejects.toMatchObject({ code: 'EXTENSION_TOO_LATE' })
    const log = await s.tenants.supervision.entries(tenantId, { subject: `case:${caseId}`, limit: 200 })
    expect(log.items.map(({ action }) => action)).toEqual(expect.arrayContaining(['extension.inadmissible', 'limit.passed']))
    // Late, with its card, the decision is still to be made.
    expect(await auditor.sees(caseId)).toMatchObject({ lamp: 'supervised', statutory: { tone: 'over' } })
    await approver.does('Task_Decide', 'grant')
  })

  scenario(
    'art. 38 broken: a refusal without reasons is refused; what is decided is published without anybody’s doing',
    FOLDER,
    async (s) => {
      const { approver, auditor } = cast(s)
      const caseId = await readyToDecide(s)
      await expect(approver.does('Task_Decide', 'refuse', { opinion: '  ' })).rejects.toMatchObject({ code: 'OPINION_REQUIRED' })
      expect((await auditor.sees(caseId)).status).toBe('accepted')
      await approver.completes((await approver.inbox())[0]!.taskId, 'refuse', { opinion: '经营场所距污染源不足二十五米' })
      const [paper] = await s.documents.make()
      expect(paper!.html).toContain('申请行政复议')
      expect((await auditor.timeline(caseId)).map(({ action }) => action)).toContain('公示不予许可决定')
    },
  )

  scenario('双公示 broken: what is not published within seven workdays of the decision has its card', FOLDER, async (s) => {
    const { approver, auditor } = cast(s)
    const caseId = await readyToDecide(s)
    await approver.does('Task_Decide', 'grant')
    // Seven workdays from 18 September: 20 to 24, 28 and 29 September. Nobody makes the papers, so nothing is published.
    await s.at('2026-09-29T17:29:00+08:00')
    const cards = async () => (await auditor.timeline(caseId)).map(({ action }) => action).filter((action) => action.includes('公示'))
    expect(await cards()).toEqual([])
    await s.at('2026-09-30T09:00:00+08:00')
    expect(await cards()).toEqual([expect.stringMatching(/^黄牌:.*公示/)])
    await s.documents.make()
    await s.documents.make()
    expect(await cards()).toContain('公示准予许可决定')
  })

  scenario('art. 44 broken: delivered on day 11 is late, has its card, and is still delivered', FOLDER, async (s) => {
    const { approver, deliveryClerk, auditor } = cast(s)
    const caseId = await readyToDecide(s)
    await approver.does('Task_Decide', 'grant')
    await s.documents.make()
    await s.documents.make()
    const late = async () => (await auditor.timeline(caseId)).map(({ action }) => action).includes('黄牌:超过期限未送达')
    // Ten workdays from 18 September end on 9 October.
    await s.at('2026-10-09T17:29:00+08:00')
    expect(await late()).toBe(false)
    await s.at('2026-10-10T10:00:00+08:00')
    expect(await late()).toBe(true)
    expect((await auditor.sees(caseId)).lamp).toBe('yellow')
    await deliveryClerk.does('Task_Deliver', 'deliver', { form: { ...aDelivery, deliveredOn: '2026-10-10' } })
    await s.documents.make()
    expect((await auditor.sees(caseId)).closedAt).not.toBeNull()
  })
})

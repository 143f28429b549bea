import { aProcess, type ProcessBuilder } from '@lianban/engine/testing'
import { afterEach, describe, expect, it } from 'vitest'
import { openProcedure, type Actor, type Procedure, type ProcedureOptions } from '../../testing/index.ts'

const VOTERS = { jia: 'site-officer', yi: 'site-officer', bing: 'site-officer' }
type Approval = NonNullable<ProcedureOptions['tasks'][string]['approval']>

/** A first step, a vote, and an end for each result. */
const panel = (sequential = false): ProcessBuilder =>
  aProcess('test-procedure')
    .startEvent()
    .userTask('Task_Draft', { name: '起草', 'camunda:candidateGroups': '${organ}:handler' })
    .userTask(
      'Task_Panel',
      { name: '会签', 'camunda:assignee': '=approver.userId' },
      {
        loop: {
          sequential,
          collection: '=approvers(caseId, "Task_Panel")',
          elementVariable: 'approver',
          output: { collection: 'votes', element: 'vote' },
          completionCondition: '=approvalDecided(caseId, "Task_Panel", votes, pendingItems)',
        },
      },
    )
    .exclusiveGateway('GW')
    .condition('=approvalResult(caseId, "Task_Panel", votes) = "pass"')
    .userTask('Task_Passed', { name: '通过', 'camunda:candidateGroups': '${organ}:approver' })
    .endEvent('End_Passed')
    .moveTo('GW')
    .condition('=approvalResult(caseId, "Task_Panel", votes) = "reject"')
    .userTask('Task_Rejected', { name: '未通过', 'camunda:candidateGroups': '${organ}:approver' })
    .endEvent('End_Rejected')

describe('steps that several persons decide', () => {
  let office: Procedure
  let caseId: string
  afterEach(() => office.close())

  const begin = async (approval: Approval, options: { people?: Record<string, string>; sequential?: boolean } = {}) => {
    office = await openProcedure({
      model: panel(options.sequential),
      tasks: {
        Task_Draft: { post: 'handler' },
        Task_Panel: { post: 'site-officer', approval: { approvers: [{ post: 'site-officer' }], ...approval } },
        Task_Passed: { post: 'approver' },
        Task_Rejected: { post: 'approver' },
      },
      people: options.people ?? VOTERS,
    })
    caseId = await office.begins()
    await office.person('chengban').does('Task_Draft', 'pass')
  }
  const person = (userId: string): Actor => office.person(userId)
  const votes = async (userId: string, action: string): Promise<void> => {
    const actor = person(userId)
    const [item] = (await actor.inbox()).filter(({ elementId }) => elementId === 'Task_Panel')
    await actor.completes(item!.taskId, action)
  }
  const result = async (): Promise<string> => (await person('juzhang').sees(caseId)).stepName ?? ''
  // takan1 and takan2 of the sample county are site officers too
  const ALL = ['takan1', 'takan2', 'jia', 'yi', 'bing']

  describe('会签 3 people: two votes at the same instant (all / any / 60 % / weighted)', () => {
    const two = (userIds: string[], action: string) => Promise.all(userIds.map((userId) => votes(userId, action)))

    it('all', async () => {
      await begin({ mode: 'all', approvers: [{ post: 'site-officer' }] })
      for (const userId of ALL.slice(2)) await votes(userId, 'pass')
      await two(['takan1', 'takan2'], 'pass')
      expect(await result()).toBe('通过')
    })

    it('any', async () => {
      await begin({ mode: 'any' })
      const outcomes = await Promise.allSettled([votes('jia', 'pass'), votes('yi', 'pass')])
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
      expect(await result()).toBe('通过')
    })

    it('60 %', async () => {
      await begin({ mode: 'vote', pass: { percent: 60 } })
      await votes('jia', 'pass')
      await two(['yi', 'bing'], 'pass')
      expect(await result()).toBe('通过')
    })

    it('weighted', async () => {
      await begin(
        { mode: 'vote', pass: { weight: 4 }, approvers: [{ post: 'reviewer' }, { post: 'site-officer' }], weights: { reviewer: 3 } },
        { people: VOTERS },
      )
      await two(['jia', 'shenhe'], 'pass')
      expect(await result()).toBe('通过')
    })
  })

  it('或签 rejects by one rejection, or only by that of all', async () => {
    await begin({ mode: 'any', reject: 'one' })
    await votes('jia', 'reject')
    expect(await result()).toBe('未通过')
    await office.close()
    await begin({ mode: 'any', reject: 'all' })
    for (const userId of ALL.slice(0, 4)) await votes(userId, 'reject')
    expect(await result()).toBe('会签')
    await votes('bing', 'reject')
    expect(await result()).toBe('未通过')
  })

  it('票签 ends early when it cannot pass any more', async () => {
    await begin({ mode: 'vote', pass: { count: 4 } })
    await votes('jia', 'reject')
    expect(await result()).toBe('会签')
    await votes('yi', 'reject')
    expect(await result()).toBe('未通过')
  })

  it('last pending voter removed', async () => {
    await begin({ mode: 'all' }, { people: {} })
    await votes('takan1', 'pass')
    // the leader asks one more and takes out the one who does not answer
    const open = (await person('takan2').inbox()).find(({ elementId }) => elementId === 'Task_Panel')!
    await office.cases.addSign(await person('takan2').caller(), open.taskId, { kind: 'parallel', people: ['shenhe'], reason: '请一并会签' })
    await office.cases.removeVoter(await person('takan2').caller(), open.taskId, { userId: 'shenhe', reason: '出差' })
    await votes('takan2', 'pass')
    expect(await result()).toBe('通过')
  })

  it('voter leaves mid-vote', async () => {
    await begin({ mode: 'all' }, { people: { jia: 'site-officer' } })
    await votes('takan1', 'pass')
    await votes('takan2', 'pass')
    await office.tenants.users.disable({
      tenantId: office.tenantId,
      userId: 'jia',
      reason: '离职',
      by: { actor: { userId: 'anquan' } },
    } as never)
    await office.tenants.leavers.sweep(office.tenantId)
    // his task is back in the queue of the post; whoever holds it votes in his place
    const open = (await person('juzhang').sees(caseId)).currentTasks
    expect(open.map(({ assigneeName }) => assigneeName)).toEqual([null])
  })

  it('sequential vote with a person added at position 2', async () => {
    await begin({ mode: 'sequential' }, { people: { jia: 'site-officer' }, sequential: true })
    const turns: string[] = []
    const turn = async () => (await person('juzhang').sees(caseId)).currentTasks[0]!.assigneeName!
    turns.push(await turn())
    const first = (await office.tenants.users.holders(office.tenantId, 'scjg', 'site-officer'))[0]!
    const actor = person(first.userId)
    const [item] = await actor.inbox()
    await office.cases.addSign(await actor.caller(), item!.taskId, { kind: 'parallel', people: ['shenhe'], reason: '请审核人先看' })
    await actor.completes(item!.taskId, 'pass')
    turns.push(await turn())
    expect(turns[1]).toBe('吴晓峰')
    await votes('shenhe', 'pass')
    expect(await turn()).not.toBe('吴晓峰')
  })

  it('nobody to decide a licence is never a pass: the step goes to the head of the organ, or stands still', async () => {
    const withoutAnybody = async (empty: 'pass' | 'refuse', isLicence: boolean) => {
      office = await openProcedure({
        model: panel(),
        tasks: {
          Task_Draft: { post: 'handler' },
          Task_Panel: { post: 'expert', approval: { mode: 'all', empty } },
          Task_Passed: { post: 'approver' },
          Task_Rejected: { post: 'approver' },
        },
        isLicence,
      })
      caseId = await office.begins()
      await office.person('chengban').does('Task_Draft', 'pass')
    }
    await withoutAnybody('pass', true)
    expect((await person('juzhang').sees(caseId)).currentTasks.map(({ assigneeName }) => assigneeName)).toEqual(['钱立'])
    await office.close()
    await withoutAnybody('refuse', true)
    expect((await person('juzhang').sees(caseId)).incidents).toMatchObject([{ message: expect.stringContaining('没有审批人') as string }])
  })

  it('empty + duplicate + self in one chain', async () => {
    office = await openProcedure({
      model: aProcess('test-procedure')
        .startEvent()
        .userTask('Task_Draft', { name: '起草', 'camunda:candidateGroups': '${organ}:handler' })
        .userTask('Task_A', { name: '初审', 'camunda:assignee': '=approver.userId' }, { loop: voting('Task_A') })
        .userTask('Task_B', { name: '复审', 'camunda:assignee': '=approver.userId' }, { loop: voting('Task_B') })
        .userTask('Task_C', { name: '终审', 'camunda:assignee': '=approver.userId' }, { loop: voting('Task_C') })
        .endEvent('End'),
      tasks: {
        Task_Draft: { post: 'handler' },
        // nobody holds it: the head of the organ decides
        Task_A: { post: 'expert', approval: { mode: 'all', empty: 'leader' } },
        // the head has just passed it: not asked again
        Task_B: { post: 'organ-leader', approval: { mode: 'all', duplicate: 'skip' } },
        // whoever handed it in is among the approvers: the head stands in
        Task_C: { post: 'reviewer', approval: { mode: 'all', self: 'leader' } },
      },
    })
    await office.tenants.authorization.putPolicies({
      tenantId: office.tenantId,
      source: 'process:test-more',
      policies: [
        { id: 'test-leader', role: 'organ-leader', type: 'task', actions: 'complete:Task_A|complete:Task_C', scope: 'assigned' },
        { id: 'test-starter', role: 'reviewer', type: 'case', actions: 'create', scope: 'any' },
      ],
      by: { actor: { userId: 'system' } },
    })
    caseId = await office.begins('shenhe')
    await office.person('chengban').does('Task_Draft', 'pass')
    const votesAt = async (elementId: string) => {
      const item = (await person('juzhang').inbox()).find((one) => one.elementId === elementId)!
      await person('juzhang').completes(item.taskId, 'pass')
    }
    await votesAt('Task_A')
    await votesAt('Task_C')
    const lines = (await person('juzhang').timeline(caseId)).filter(({ action }) => action.startsWith('系统决定'))
    expect(lines.map(({ stepName, action }) => `${stepName} ${action}`)).toEqual([
      '初审 系统决定:本环节无审批人,由钱立办理',
      '复审 系统决定:钱立在本轮已经审批,不再重复审批',
      '终审 系统决定:审批人吴晓峰即发起人,由单位主要负责人代为审批',
    ])
  })
})

const voting = (id: string) => ({
  collection: `=approvers(caseId, "${id}")`,
  elementVariable: 'approver',
  output: { collection: 'votes', element: 'vote' },
  completionCondition: `=approvalDecided(caseId, "${id}", votes, pendingItems)`,
})

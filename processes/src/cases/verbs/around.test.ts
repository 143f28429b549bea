import { generatePlan } from '@lianban/engine'
import { aProcess } from '@lianban/engine/testing'
import { describe, expect, it } from 'vitest'
import { aDesk, chain, group } from './verbs-fixture.ts'

describe('verbs and what happens around them', () => {
  const desk = aDesk()
  const { begin, person, caller, claims, taskOf, waits, lines } = desk

  describe('around the verbs', () => {
    it('agent loop A↔B', async () => {
      await begin(chain())
      const { delegations } = desk.office.tenants
      const terms = {
        matters: null,
        actions: null,
        amountLimitFen: null,
        startsAt: desk.office.clock(),
        endsAt: desk.office.clock() + 86_400_000,
        reason: '互为代理',
      }
      for (const [principal, delegateId] of [
        ['takan1', 'takan2'],
        ['takan2', 'takan1'],
      ] as const) {
        const id = await delegations.propose(await caller(principal), { ...terms, delegateId })
        await delegations.accept(await caller(delegateId), id)
      }
      await person('chengban').does('Task_Draft', 'pass')
      // each may act for the other, once removed and no further; the task is done once
      const taskId = await claims('takan2', 'Task_First')
      await person('takan1').completes(taskId, 'pass')
      expect(await waits()).toEqual(['审核'])
      expect(await lines()).toContain('初审:同意')
    })

    it('a delegate sends back what lies with the person he acts for, and only of the steps that he was lent', async () => {
      await begin(chain())
      const { delegations } = desk.office.tenants
      const now = desk.office.clock()
      const lends = async (actions: string | null) => {
        const terms = { matters: null, actions, amountLimitFen: null, startsAt: now, endsAt: now + 86_400_000, reason: '出差' }
        const id = await delegations.propose(await caller('takan1'), { ...terms, delegateId: 'chujian' })
        await delegations.accept(await caller('chujian'), id)
        return id
      }
      await person('chengban').does('Task_Draft', 'pass')
      const taskId = await claims('takan1', 'Task_First')
      const back = { to: 'previous', mode: 'forward' as const, reason: '数据有误' }
      const other = await lends('complete:Task_Audit')
      await expect(desk.office.cases.sendBack(await caller('chujian'), taskId, back)).rejects.toMatchObject({ code: 'NOT_AUTHORIZED' })
      await delegations.end(await caller('takan1'), other)
      await lends('complete:Task_First')
      await desk.office.cases.sendBack(await caller('chujian'), taskId, back)
      expect(await waits()).toEqual(['起草 赵志强'])
    })

    it('callback twice, callback after 撤销', async () => {
      await begin({
        model: aProcess('test-procedure')
          .startEvent()
          .userTask('Task_Draft', group('handler', '起草'))
          .messageCatch('Answer', 'outside-answer')
          .userTask('Task_Decide', group('approver', '批准'))
          .endEvent('End'),
        tasks: { Task_Draft: { post: 'handler' }, Task_Decide: { post: 'approver' } },
      })
      await person('chengban').does('Task_Draft', 'pass')
      const callback = () =>
        desk.office.engine.correlate({
          tenantId: desk.office.tenantId,
          messageName: 'outside-answer',
          businessKey: desk.caseId,
          actor: { userId: 'bank' },
        })
      await callback()
      await expect(callback()).rejects.toMatchObject({ code: 'MESSAGE_NOT_CORRELATED' })
      expect(await waits()).toEqual(['批准'])
      await desk.office.cases.withdraw(await caller('shenqing'), desk.caseId, { reason: '不办了' })
      await expect(callback()).rejects.toMatchObject({ code: 'MESSAGE_NOT_CORRELATED' })
      expect(await person('juzhang').sees(desk.caseId)).toMatchObject({ status: 'withdrawn' })
    })

    it('migrate with an open vote', async () => {
      const model = () =>
        aProcess('test-procedure')
          .startEvent()
          .userTask(
            'Task_Vote',
            { name: '会签', 'camunda:assignee': '=approver.userId' },
            {
              loop: {
                collection: '=approvers(caseId, "Task_Vote")',
                elementVariable: 'approver',
                output: { collection: 'votes', element: 'vote' },
                completionCondition: '=approvalDecided(caseId, "Task_Vote", votes, pendingItems)',
              },
            },
          )
          .userTask('Task_Decide', group('approver', '批准'))
      await begin({
        model: model().endEvent('End'),
        tasks: { Task_Vote: { post: 'site-officer', approval: { mode: 'all' } }, Task_Decide: { post: 'approver' } },
      })
      await person('takan1').completes(await taskOf('takan1', 'Task_Vote'), 'pass')
      const { tenantId, engine } = desk.office
      const next = model().userTask('Task_Audit', group('reviewer', '复核')).endEvent('End')
      const { definitions } = await engine.deploy({
        tenantId,
        name: 'next',
        resources: [{ name: 'test.bpmn', content: next.toXml() }],
        actor: { userId: 'zhuguan' },
      })
      const row = (await desk.office.database('process_instance').where({ business_key: desk.caseId }).first()) as {
        id: string
        definition_id: string
      }
      const [source, target] = await Promise.all([
        engine.definitions.process(tenantId, row.definition_id),
        engine.definitions.process(tenantId, definitions[0]!.id),
      ])
      await engine.migrate({ tenantId, instanceId: row.id, plan: generatePlan(source, target), actor: { userId: 'zhuguan' } })
      // the vote that was cast counts, the one that is open is the same person's
      expect(await waits()).toEqual(['会签 周明'])
      await person('takan2').completes(await taskOf('takan2', 'Task_Vote'), 'pass')
      expect(await waits()).toEqual(['批准'])
    })
  })
})

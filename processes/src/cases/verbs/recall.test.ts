import { aProcess } from '@lianban/engine/testing'
import { describe, expect, it } from 'vitest'
import { aDesk, chain, group } from './verbs-fixture.ts'

describe('taking back', () => {
  const desk = aDesk()
  const { begin, person, caller, claims, taskOf, waits, lines } = desk

  describe('撤回 after next opened / acted / auto-passed / triggered HTTP / sub-process started', () => {
    const recall = async (userId: string) => {
      const done = (await desk.office
        .database('case_event')
        .where({ case_id: desk.caseId, type: 'task-completed', actor_id: userId })
        .orderBy('at', 'desc')
        .first()) as { task_id: string }
      await desk.office.cases.recall(await caller(userId), desk.caseId, { taskId: done.task_id, reason: '填错了' })
    }

    it('next opened', async () => {
      await begin(chain())
      await person('chengban').does('Task_Draft', 'pass')
      await recall('chengban')
      expect(await waits()).toEqual(['起草 赵志强'])
      await person('chengban').completes(await taskOf('chengban', 'Task_Draft'), 'pass')
      await claims('takan1', 'Task_First')
      await expect(recall('chengban')).rejects.toMatchObject({ code: 'RECALL_TOO_LATE' })
    })

    it('acted', async () => {
      await begin(chain())
      await person('chengban').does('Task_Draft', 'pass')
      await person('takan1').does('Task_First', 'pass')
      await expect(recall('chengban')).rejects.toMatchObject({ code: 'RECALL_TOO_LATE', message: '后续环节已经办理,不能撤回' })
    })

    it('auto-passed', async () => {
      await begin({
        model: aProcess('test-procedure')
          .startEvent()
          .userTask('Task_Draft', group('handler', '起草'))
          .userTask(
            'Task_Vote',
            { name: '会签', 'camunda:assignee': '=approver.userId' },
            { loop: { collection: '=approvers(caseId, "Task_Vote")', elementVariable: 'approver' } },
          )
          .userTask('Task_Decide', group('approver', '批准'))
          .endEvent('End'),
        tasks: {
          Task_Draft: { post: 'handler' },
          Task_Vote: { post: 'expert', approval: { mode: 'all', empty: 'pass' } },
          Task_Decide: { post: 'approver' },
        },
      })
      await person('chengban').does('Task_Draft', 'pass')
      expect(await lines()).toContain('会签:系统决定:本环节无审批人,自动通过')
      await recall('chengban')
      expect(await waits()).toEqual(['起草 赵志强'])
    })

    it('triggered HTTP', async () => {
      await begin({
        model: aProcess('test-procedure')
          .startEvent()
          .userTask('Task_Draft', group('handler', '起草'))
          .parallelGateway('F')
          .userTask('Task_Decide', group('approver', '批准'))
          .endEvent('End')
          .moveTo('F')
          .serviceTask('Task_Send', 'exchange-data')
          .endEvent('End2'),
        tasks: { Task_Draft: { post: 'handler' }, Task_Decide: { post: 'approver' } },
      })
      await person('chengban').does('Task_Draft', 'pass')
      await expect(recall('chengban')).rejects.toMatchObject({
        code: 'RECALL_TOO_LATE',
        message: '后续文书或者对外事项已经开始办理,不能撤回',
      })
    })

    it('sub-process started', async () => {
      await begin({
        model: aProcess('test-procedure')
          .startEvent()
          .userTask('Task_Draft', group('handler', '起草'))
          .subProcess('Sub', (sub) =>
            sub
              .startEvent()
              .userTask('Task_First', group('site-officer', '初审'))
              .userTask('Task_Audit', group('reviewer', '审核'))
              .endEvent(),
          )
          .endEvent('End'),
        tasks: { Task_Draft: { post: 'handler' }, Task_First: { post: 'site-officer' }, Task_Audit: { post: 'reviewer' } },
      })
      await person('chengban').does('Task_Draft', 'pass')
      await recall('chengban')
      expect(await waits()).toEqual(['起草 赵志强'])
      await person('chengban').completes(await taskOf('chengban', 'Task_Draft'), 'pass')
      await person('takan1').does('Task_First', 'pass')
      await expect(recall('chengban')).rejects.toMatchObject({ code: 'RECALL_TOO_LATE' })
    })
  })
})

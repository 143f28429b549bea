import { aProcess } from '@lianban/engine/testing'
import { describe, expect, it } from 'vitest'
import { aDesk, chain, group, parallel } from './verbs-fixture.ts'

describe('sending back', () => {
  const desk = aDesk()
  const { begin, person, caller, claims, taskOf, sendBack, waits, lines, entries } = desk

  describe('退回', () => {
    it('goes to the step before, to whoever did it, and stays in the history with its reason', async () => {
      await begin(chain())
      await person('chengban').does('Task_Draft', 'pass')
      await person('takan1').does('Task_First', 'pass')
      await sendBack('shenhe', 'Task_Audit', 'previous')
      expect(await waits()).toEqual(['初审 孙建国'])
      expect(await lines()).toContain('审核:退回至“初审”')
      expect(await entries('task.sent-back')).toBe(1)
    })

    it('is not offered at the first step, where there is nothing to go back to', async () => {
      await begin(chain())
      const first = await claims('chengban', 'Task_Draft')
      const offered = async (userId: string, taskId: string) => desk.office.cases.offeredVerbs(await caller(userId), taskId)
      expect(await offered('chengban', first)).toMatchObject({ verbs: ['transfer', 'delegate', 'add-sign'], sendBackTo: [] })
      await person('chengban').completes(first, 'pass')
      const second = await claims('takan1', 'Task_First')
      expect(await offered('takan1', second)).toMatchObject({
        verbs: ['send-back', 'transfer', 'delegate', 'add-sign'],
        sendBackTo: [{ elementId: 'Task_Draft' }],
      })
    })

    it('goes to a chosen step that was done, and to no other', async () => {
      await begin(chain())
      await person('chengban').does('Task_Draft', 'pass')
      await person('takan1').does('Task_First', 'pass')
      const taskId = await claims('shenhe', 'Task_Audit')
      const shenhe = await caller('shenhe')
      await expect(desk.office.cases.sendBack(shenhe, taskId, { to: 'Task_Decide', mode: 'forward', reason: '误' })).rejects.toMatchObject({
        code: 'SEND_BACK_NOT_POSSIBLE',
      })
      await desk.office.cases.sendBack(shenhe, taskId, { to: 'Task_Draft', mode: 'forward', reason: '重新起草' })
      expect(await waits()).toEqual(['起草 赵志强'])
    })

    it('goes to the starter where he has done a step, else says why not', async () => {
      await begin(chain())
      await person('chengban').does('Task_Draft', 'pass')
      const taskId = await claims('takan1', 'Task_First')
      await expect(
        desk.office.cases.sendBack(await caller('takan1'), taskId, { to: 'starter', mode: 'forward', reason: '误' }),
      ).rejects.toMatchObject({ code: 'SEND_BACK_NOT_POSSIBLE' })
    })

    it('退回 from parallel branch to before the split (plain + multi-instance branch, nested)', async () => {
      const loop = {
        collection: '=approvers(caseId, "Task_Vote")',
        elementVariable: 'approver',
        output: { collection: 'votes', element: 'vote' },
      }
      await begin({
        model: aProcess('test-procedure')
          .startEvent()
          .userTask('Task_Draft', group('handler', '起草'))
          .parallelGateway('F')
          .userTask('Task_A1', group('reviewer', '甲审'))
          .parallelGateway('J')
          .userTask('Task_Sum', group('approver', '汇总'))
          .endEvent('End')
          .moveTo('F')
          .subProcess('Sub', (sub) =>
            sub.startEvent().userTask('Task_Vote', { name: '会签', 'camunda:assignee': '=approver.userId' }, { loop }).endEvent(),
          )
          .connectTo('J'),
        tasks: {
          Task_Draft: { post: 'handler' },
          Task_A1: { post: 'reviewer' },
          Task_Vote: { post: 'site-officer', approval: { mode: 'all' } },
          Task_Sum: { post: 'approver' },
        },
      })
      await person('chengban').does('Task_Draft', 'pass')
      await person('takan1').completes(await taskOf('takan1', 'Task_Vote'), 'pass')
      await sendBack('shenhe', 'Task_A1', 'Task_Draft')
      expect(await waits()).toEqual(['起草 赵志强'])
      await person('chengban').completes(await taskOf('chengban', 'Task_Draft'), 'pass')
      // the vote of before is gone: both are asked again
      expect(await waits()).toEqual(['会签 周明', '会签 孙建国', '甲审'])
    })

    it('退回 from after the join into one branch, resubmit, join must fire once', async () => {
      await begin(parallel())
      await person('chengban').does('Task_Draft', 'pass')
      await person('shenhe').does('Task_B1', 'pass')
      await person('takan1').does('Task_A1', 'pass')
      await person('takan1').does('Task_A2', 'pass')
      await sendBack('pizhun', 'Task_Sum', 'Task_A2')
      expect(await waits()).toEqual(['甲核 孙建国'])
      await person('takan1').completes(await taskOf('takan1', 'Task_A2'), 'pass')
      expect(await waits()).toEqual(['汇总'])
    })

    it('handed in again goes straight back to all who were at work, each to his own task', async () => {
      await begin(parallel())
      await person('chengban').does('Task_Draft', 'pass')
      await person('takan1').does('Task_A1', 'pass')
      await claims('takan2', 'Task_A2')
      await sendBack('shenhe', 'Task_B1', 'Task_Draft', 'direct')
      expect(await waits()).toEqual(['起草 赵志强'])
      await person('chengban').completes(await taskOf('chengban', 'Task_Draft'), 'pass')
      expect(await waits()).toEqual(['乙审 吴晓峰', '甲核 周明'])
      await person('takan2').completes(await taskOf('takan2', 'Task_A2'), 'pass')
      await person('shenhe').completes(await taskOf('shenhe', 'Task_B1'), 'pass')
      expect(await waits()).toEqual(['汇总'])
    })

    it('gives back a branch that had already come to the join', async () => {
      await begin(parallel())
      await person('chengban').does('Task_Draft', 'pass')
      await person('shenhe').does('Task_B1', 'pass')
      await person('takan1').does('Task_A1', 'pass')
      await sendBack('takan1', 'Task_A2', 'Task_Draft', 'direct')
      await person('chengban').completes(await taskOf('chengban', 'Task_Draft'), 'pass')
      expect(await waits()).toEqual(['甲核 孙建国'])
      await person('takan1').completes(await taskOf('takan1', 'Task_A2'), 'pass')
      expect(await waits()).toEqual(['汇总'])
    })

    it('resubmit to rejecter when a routing field changed', async () => {
      const actions = (value: string) => ({
        key: value,
        label: value,
        kind: 'primary' as const,
        opinion: 'optional' as const,
        set: { route: value },
        next: { text: '下一环节', people: '经办人' },
      })
      await begin({
        model: aProcess('test-procedure')
          .startEvent()
          .userTask('Task_Draft', group('handler', '起草'))
          .exclusiveGateway('X')
          .condition('=route = "short"')
          .userTask('Task_Decide', group('approver', '批准'))
          .endEvent('End')
          .moveTo('X')
          .condition('=route = "long"')
          .userTask('Task_Audit', group('reviewer', '审核'))
          .connectTo('Task_Decide'),
        tasks: {
          Task_Draft: { post: 'handler', actions: [actions('short'), actions('long')] },
          Task_Decide: { post: 'approver' },
          Task_Audit: { post: 'reviewer' },
        },
      })
      await person('chengban').does('Task_Draft', 'short')
      await sendBack('pizhun', 'Task_Decide', 'Task_Draft', 'direct')
      const taskId = await taskOf('chengban', 'Task_Draft')
      await expect(person('chengban').completes(taskId, 'long')).rejects.toMatchObject({
        code: 'RESUBMIT_PATH_CHANGED',
        details: { names: ['route'] },
      })
      await person('chengban').completes(taskId, 'long', { resubmit: 'forward' })
      expect(await waits()).toEqual(['审核'])
    })

    it('退回 to a multi-instance node: votes reset, timers re-armed, auto-rules silent, duplicates rule ignores the earlier round', async () => {
      const loop = {
        collection: '=approvers(caseId, "Task_Vote")',
        elementVariable: 'approver',
        output: { collection: 'votes', element: 'vote' },
        completionCondition: '=approvalDecided(caseId, "Task_Vote", votes, pendingItems)',
      }
      await begin({
        model: aProcess('test-procedure')
          .startEvent()
          .userTask('Task_First', group('site-officer', '初审'))
          .userTask('Task_Vote', { name: '会签', 'camunda:assignee': '=approver.userId' }, { loop })
          .userTask('Task_Decide', group('approver', '批准'))
          .endEvent('End')
          .boundaryTimer('Task_Vote', 'Timer_Vote', { duration: '=workdays(3)' }, { interrupting: false })
          .endEvent('End_Late'),
        tasks: {
          Task_First: { post: 'site-officer' },
          Task_Vote: { post: 'site-officer', approval: { mode: 'all', duplicate: 'skip' } },
          Task_Decide: { post: 'approver' },
        },
      })
      // whoever did the first step is not asked again in the vote
      await person('takan1').does('Task_First', 'pass')
      expect(await waits()).toEqual(['会签 周明'])
      await person('takan2').completes(await taskOf('takan2', 'Task_Vote'), 'pass')
      const timers = () => desk.office.database('job').where({ kind: 'timer' })
      expect(await timers()).toHaveLength(0)
      await sendBack('pizhun', 'Task_Decide', 'Task_Vote')
      expect(await waits()).toEqual(['会签 周明', '会签 孙建国'])
      expect(await timers()).toHaveLength(1)
    })
  })
})

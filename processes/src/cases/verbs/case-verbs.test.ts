import { aProcess } from '@lianban/engine/testing'
import { describe, expect, it } from 'vitest'
import { aDesk, chain, group } from './verbs-fixture.ts'

describe('verbs of the whole case', () => {
  const desk = aDesk()
  const { begin, person, caller, claims, waits, entries } = desk

  describe('the whole case', () => {
    it('撤销 with running child processes and timers', async () => {
      await begin({
        model: aProcess('test-procedure')
          .startEvent()
          .userTask('Task_Draft', group('handler', '起草'))
          .parallelGateway('F')
          .subProcess('Sub', (sub) => sub.startEvent().userTask('Task_First', group('site-officer', '初审')).endEvent())
          .endEvent('End')
          .moveTo('F')
          .timerCatch('Wait', { duration: 'P5D' })
          .endEvent('End2')
          .boundaryTimer('Sub', 'Late', { duration: 'P1D' })
          .endEvent('End3'),
        tasks: { Task_Draft: { post: 'handler' }, Task_First: { post: 'site-officer' } },
      })
      await person('chengban').does('Task_Draft', 'pass')
      await desk.office.cases.withdraw(await caller('shenqing'), desk.caseId, { reason: '不办了' })
      const seen = await person('juzhang').sees(desk.caseId)
      expect(seen).toMatchObject({ status: 'withdrawn', currentTasks: [] })
      expect(await desk.office.database('job').where({ kind: 'timer' })).toHaveLength(0)
      await expect(desk.office.cases.withdraw(await caller('shenqing'), desk.caseId, { reason: '再撤' })).rejects.toMatchObject({
        code: 'CASE_ENDED',
      })
    })

    it('on hold nothing can be done with it, and no clock stands still', async () => {
      await begin(chain())
      await desk.office.cases.hold(await caller('juzhang'), desk.caseId, { reason: '上级核查' })
      await expect(claims('chengban', 'Task_Draft')).rejects.toMatchObject({ code: 'CASE_ON_HOLD' })
      await desk.office.cases.unhold(await caller('juzhang'), desk.caseId)
      const taskId = await claims('chengban', 'Task_Draft')
      await desk.office.cases.hold(await caller('juzhang'), desk.caseId, { reason: '上级核查' })
      await expect(person('chengban').completes(taskId, 'pass')).rejects.toMatchObject({ code: 'CASE_ON_HOLD' })
      await desk.office.cases.unhold(await caller('juzhang'), desk.caseId)
      await person('chengban').completes(taskId, 'pass')
      expect(await waits()).toEqual(['初审'])
    })

    it('by whom and why it is on hold is not the applicant to be told', async () => {
      await begin(chain())
      await desk.office.cases.hold(await caller('juzhang'), desk.caseId, { reason: '上级核查' })
      expect((await desk.office.cases.caseVerbs(await caller('juzhang'), desk.caseId)).hold).toMatchObject({ reason: '上级核查' })
      expect((await desk.office.cases.caseVerbs(await caller('shenqing'), desk.caseId)).hold).toBeNull()
      await desk.office.cases.unhold(await caller('juzhang'), desk.caseId)
      const actions = async (userId: string) => (await person(userId).timeline(desk.caseId)).map(({ action }) => action)
      expect(await actions('juzhang')).toContain('解除挂起')
      expect((await actions('shenqing')).filter((action) => action.includes('挂起'))).toEqual([])
    })

    it('is not taken anywhere by order while a special procedure runs', async () => {
      await begin(chain())
      await desk.office.database('case_file').where({ id: desk.caseId }).update({ suspended_at: desk.office.clock() })
      const leader = await caller('juzhang')
      expect((await desk.office.cases.caseVerbs(leader, desk.caseId)).verbs).not.toContain('jump')
      await expect(desk.office.cases.jump(leader, desk.caseId, { to: 'Task_Decide', reason: '特事特办' })).rejects.toMatchObject({
        code: 'SEND_BACK_NOT_POSSIBLE',
        message: expect.stringContaining('特别程序') as string,
      })
      expect(await waits()).toEqual(['起草'])
    })

    it('jumps by order, with a reason, and only for whoever may', async () => {
      await begin(chain())
      await expect(
        desk.office.cases.jump(await caller('chengban'), desk.caseId, { to: 'Task_Decide', reason: '特事特办' }),
      ).rejects.toMatchObject({
        code: 'NOT_AUTHORIZED',
      })
      await desk.office.cases.jump(await caller('juzhang'), desk.caseId, { to: 'Task_Decide', reason: '特事特办' })
      expect(await waits()).toEqual(['批准'])
    })

    it('is voided with a reason, and supervision is told', async () => {
      await begin(chain())
      await desk.office.cases.voidCase(await caller('juzhang'), desk.caseId, { reason: '重复录入' })
      expect(await person('juzhang').sees(desk.caseId)).toMatchObject({ status: 'voided' })
      expect(await entries('case.voided')).toBe(1)
    })
  })
})

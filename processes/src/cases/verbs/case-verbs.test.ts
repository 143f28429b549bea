import { aProcess } from '@lianban/engine/testing'
import { afterEach, describe, expect, it } from 'vitest'
import type { Procedure, ProcedureOptions } from '../../testing/index.ts'
import { chain, group, openDesk, type Desk } from './verbs-fixture.ts'

describe('verbs of the whole case', () => {
  let desk: Desk
  let office: Procedure
  let caseId: string
  afterEach(() => office.close())

  const begin = async (options: ProcedureOptions) => {
    desk = await openDesk(options)
    ;({ office, caseId } = desk)
  }
  const person = (userId: string) => desk.person(userId)
  const waits = () => desk.waits()
  const claims = (userId: string, elementId: string) => desk.claims(userId, elementId)
  const caller = (userId: string) => desk.caller(userId)
  const entries = (action: string) => desk.entries(action)

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
      await office.cases.withdraw(await caller('shenqing'), caseId, { reason: '不办了' })
      const seen = await person('juzhang').sees(caseId)
      expect(seen).toMatchObject({ status: 'withdrawn', currentTasks: [] })
      expect(await office.database('job').where({ kind: 'timer' })).toHaveLength(0)
      await expect(office.cases.withdraw(await caller('shenqing'), caseId, { reason: '再撤' })).rejects.toMatchObject({
        code: 'CASE_ENDED',
      })
    })

    it('on hold nothing can be done with it, and no clock stands still', async () => {
      await begin(chain())
      const taskId = await claims('chengban', 'Task_Draft')
      await office.cases.hold(await caller('juzhang'), caseId, { reason: '上级核查' })
      await expect(person('chengban').completes(taskId, 'pass')).rejects.toMatchObject({ code: 'CASE_ON_HOLD' })
      await office.cases.unhold(await caller('juzhang'), caseId)
      await person('chengban').completes(taskId, 'pass')
      expect(await waits()).toEqual(['初审'])
    })

    it('jumps by order, with a reason, and only for whoever may', async () => {
      await begin(chain())
      await expect(office.cases.jump(await caller('chengban'), caseId, { to: 'Task_Decide', reason: '特事特办' })).rejects.toMatchObject({
        code: 'NOT_AUTHORIZED',
      })
      await office.cases.jump(await caller('juzhang'), caseId, { to: 'Task_Decide', reason: '特事特办' })
      expect(await waits()).toEqual(['批准'])
    })

    it('is voided with a reason, and supervision is told', async () => {
      await begin(chain())
      await office.cases.voidCase(await caller('juzhang'), caseId, { reason: '重复录入' })
      expect(await person('juzhang').sees(caseId)).toMatchObject({ status: 'voided' })
      expect(await entries('case.voided')).toBe(1)
    })
  })
})

import { describe, expect, it } from 'vitest'
import { aDesk, chain } from './verbs-fixture.ts'

describe('asking more people', () => {
  const desk = aDesk()
  const { begin, person, caller, claims, taskOf, waits, lines } = desk

  describe('加签', () => {
    const addSign = async (userId: string, taskId: string, kind: 'before' | 'parallel' | 'after', ...people: string[]) =>
      desk.office.cases.addSign(await caller(userId), taskId, { kind, people, reason: '请把关' })
    const signs = async (userId: string, verdict: 'pass' | 'reject', opinion?: string) => {
      const [item] = (await person(userId).inbox()).filter(({ name }) => name.endsWith('(加签)'))
      await desk.office.cases.sign(await caller(userId), item!.taskId, { verdict, opinion })
    }

    it('加签 before, nested twice, then reject', async () => {
      await begin(chain())
      const taskId = await claims('chengban', 'Task_Draft')
      await addSign('chengban', taskId, 'before', 'shenhe')
      await expect(person('chengban').completes(taskId, 'pass')).rejects.toMatchObject({ code: 'SIGNATURES_PENDING' })
      await addSign('shenhe', await taskOf('shenhe', 'Task_Draft'), 'before', 'pizhun')
      await addSign('pizhun', await taskOf('pizhun', 'Task_Draft'), 'before', 'juzhang')
      await expect(signs('shenhe', 'pass')).rejects.toMatchObject({ code: 'VERB_NOT_OFFERED' })
      await signs('juzhang', 'reject', '依据不足')
      await signs('pizhun', 'reject', '同意局长意见')
      await signs('shenhe', 'reject', '不同意')
      expect(await waits()).toEqual(['起草 赵志强'])
      expect((await lines()).filter((line) => line.includes('不同意'))).toHaveLength(3)
      await person('chengban').completes(taskId, 'pass')
      expect(await waits()).toEqual(['初审'])
    })

    it('加签 after, child removed before parent acts', async () => {
      await begin(chain())
      const taskId = await claims('chengban', 'Task_Draft')
      await addSign('chengban', taskId, 'after', 'shenhe')
      const [sign] = (await desk.office.database('task_sign').where({ host_task: taskId })) as { id: string }[]
      await desk.office.cases.removeSign(await caller('chengban'), taskId, { signId: sign!.id, reason: '不需要了' })
      // nothing has been decided: it does not go on by itself
      expect(await waits()).toEqual(['起草 赵志强'])
      await person('chengban').completes(taskId, 'pass')
      expect(await waits()).toEqual(['初审'])
    })

    it('after holds the decision until the last signature, and a rejection gives it back', async () => {
      await begin(chain())
      const taskId = await claims('chengban', 'Task_Draft')
      await addSign('chengban', taskId, 'after', 'shenhe', 'pizhun')
      await person('chengban').completes(taskId, 'pass')
      expect(await waits()).toEqual(['起草 赵志强', '起草(加签) 吴晓峰', '起草(加签) 郑国华'])
      await signs('shenhe', 'pass')
      await signs('pizhun', 'reject', '再核实')
      expect(await waits()).toEqual(['起草 赵志强'])
      await person('chengban').completes(taskId, 'pass')
      expect(await waits()).toEqual(['初审'])
    })

    it('a decision of somebody who may not make it any more lapses when the last signature comes, and the signer is not blamed', async () => {
      await begin(chain())
      const taskId = await claims('chengban', 'Task_Draft')
      await addSign('chengban', taskId, 'after', 'shenhe')
      await person('chengban').completes(taskId, 'pass')
      const { tenants, tenantId } = desk.office
      await tenants.users.disable({ tenantId, userId: 'chengban', reason: '停职', by: { actor: { userId: 'anquan' } } })
      await signs('shenhe', 'pass')
      expect((await waits()).filter((step) => step.startsWith('初审'))).toEqual([])
      expect(await lines()).toContain('起草:加签已经办结,原决定未能生效,请重新作出决定')
    })

    it('parallel: the decision waits for the signatures that are still to come', async () => {
      await begin(chain())
      const taskId = await claims('chengban', 'Task_Draft')
      await addSign('chengban', taskId, 'parallel', 'shenhe')
      await person('chengban').completes(taskId, 'pass')
      expect(await waits()).toEqual(['起草 赵志强', '起草(加签) 吴晓峰'])
      await signs('shenhe', 'pass')
      expect(await waits()).toEqual(['初审'])
    })

    it('ends with the task: what is not signed is asked no more', async () => {
      await begin(chain())
      await person('chengban').does('Task_Draft', 'pass')
      const taskId = await claims('takan1', 'Task_First')
      await addSign('takan1', taskId, 'parallel', 'shenhe')
      await desk.office.cases.sendBack(await caller('takan1'), taskId, { to: 'previous', mode: 'forward', reason: '重来' })
      expect(await waits()).toEqual(['起草 赵志强'])
      expect(await desk.office.database('task_sign').where({ state: 'canceled' })).toHaveLength(1)
    })
  })
})

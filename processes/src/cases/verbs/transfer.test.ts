import { describe, expect, it } from 'vitest'
import { aDesk, chain } from './verbs-fixture.ts'

describe('handing on', () => {
  const desk = aDesk()
  const { begin, person, caller, claims, waits, lines } = desk

  describe('转办', () => {
    it('goes to somebody of the post whom the rules allow, and says so', async () => {
      await begin(chain())
      await person('chengban').does('Task_Draft', 'pass')
      const taskId = await claims('takan1', 'Task_First')
      const takan1 = await caller('takan1')
      await expect(desk.office.cases.transfer(takan1, taskId, { to: 'shenhe', reason: '出差' })).rejects.toMatchObject({
        code: 'PERSON_NOT_ELIGIBLE',
      })
      await desk.office.cases.transfer(takan1, taskId, { to: 'takan2', reason: '出差' })
      expect(await waits()).toEqual(['初审 周明'])
      expect(await lines()).toContain('初审:由孙建国转办给周明')
    })

    it('is offered to those of the post, each with what the rules say of him', async () => {
      await begin(chain())
      await person('chengban').does('Task_Draft', 'pass')
      const taskId = await claims('takan1', 'Task_First')
      const offered = async (userId: string) => desk.office.cases.transferees(await caller(userId), taskId)
      expect(await offered('takan1')).toEqual([{ id: 'takan2', name: '周明', reason: null }])
      const by = { actor: { userId: 'system' } }
      await desk.office.tenants.users.endPost({
        tenantId: desk.office.tenantId,
        userId: 'takan2',
        organId: 'scjg',
        post: 'site-officer',
        by,
      })
      expect(await offered('takan1')).toEqual([])
      await expect(offered('shenqing')).rejects.toMatchObject({ code: 'NOT_FOUND' })
    })

    it('of all tasks of a person is told one by one', async () => {
      await begin(chain())
      await person('chengban').does('Task_Draft', 'pass')
      await claims('takan1', 'Task_First')
      const other = await desk.office.begins()
      await person('chengban').does('Task_Draft', 'pass')
      const second = (await person('takan1').inbox()).find(({ assignee, elementId }) => assignee === null && elementId === 'Task_First')!
      await desk.office.cases.claim(await caller('takan1'), second.taskId)
      await desk.office.cases.hold(await caller('juzhang'), other, { reason: '等待核实' })
      const result = await desk.office.cases.handOver(await caller('juzhang'), { from: 'takan1', to: 'takan2', reason: '调离' })
      expect(result).toMatchObject({ handed: 1, refused: [{ stepName: '初审' }] })
    })
  })

  it('委派 A→B→C returns to A', async () => {
    await begin(chain())
    const taskId = await claims('chengban', 'Task_Draft')
    await desk.office.cases.delegate(await caller('chengban'), taskId, { to: 'shenhe', reason: '请提供意见' })
    await desk.office.cases.delegate(await caller('shenhe'), taskId, { to: 'pizhun', reason: '请您看' })
    await expect(person('pizhun').completes(taskId, 'pass')).rejects.toMatchObject({ code: 'NOT_AUTHORIZED' })
    await desk.office.cases.resolveDelegation(await caller('pizhun'), taskId, '可以办理')
    expect(await waits()).toEqual(['起草 赵志强'])
    await person('chengban').completes(taskId, 'pass')
    expect((await lines()).filter((line) => line.startsWith('起草'))).toEqual([
      '起草:委派给吴晓峰',
      '起草:委派给郑国华',
      '起草:办理后交回赵志强',
      '起草:同意',
    ])
  })
})

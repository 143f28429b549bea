import { describe, expect, it, vi } from 'vitest'
import { aDesk, chain } from './verbs-fixture.ts'

/** What is judged before the transaction is judged in it again: of two deeds in the same moment the later one is refused. */
describe('two deeds at once', () => {
  const desk = aDesk()
  const { begin, person, caller, claims, waits, entries } = desk

  /** What happens between the judgement of the next deed and its command to the engine. */
  const meanwhile = (method: 'completeTask' | 'updateTask' | 'terminate' | 'modify', deed: () => Promise<unknown>) => {
    const { engine } = desk.office
    const original = engine[method].bind(engine) as (request: never) => Promise<never>
    vi.spyOn(engine, method).mockImplementationOnce(async (request: unknown) => {
      await deed()
      return original(request as never)
    })
  }
  const hold = async () => desk.office.cases.hold(await caller('juzhang'), desk.caseId, { reason: '上级核查' })
  const asks = async (taskId: string, kind: 'before' | 'parallel', to = 'shenhe') =>
    desk.office.cases.addSign(await caller('chengban'), taskId, { kind, people: [to], reason: '请把关' })
  const caseRow = () => desk.office.database('case_file').where({ id: desk.caseId })

  it('on hold is put once', async () => {
    await begin(chain())
    const results = await Promise.allSettled([hold(), hold()])
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(results.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'CASE_ON_HOLD' } })
    expect(await entries('case.held')).toBe(1)
  })

  it('a decision does not slip past a hold', async () => {
    await begin(chain())
    const taskId = await claims('chengban', 'Task_Draft')
    meanwhile('completeTask', hold)
    await expect(person('chengban').completes(taskId, 'pass')).rejects.toMatchObject({ code: 'CASE_ON_HOLD' })
    expect(await waits()).toEqual(['起草 赵志强'])
  })

  it('nor past somebody who is asked before it', async () => {
    await begin(chain())
    const taskId = await claims('chengban', 'Task_Draft')
    meanwhile('completeTask', () => asks(taskId, 'before'))
    await expect(person('chengban').completes(taskId, 'pass')).rejects.toMatchObject({ code: 'SIGNATURES_PENDING' })
    expect(await waits()).toEqual(['起草 赵志强', '起草(加签) 吴晓峰'])
  })

  it('a decision is not left waiting for a signature that has just come', async () => {
    await begin(chain())
    const taskId = await claims('chengban', 'Task_Draft')
    await asks(taskId, 'parallel')
    meanwhile('updateTask', async () => {
      const [item] = (await person('shenhe').inbox()).filter(({ name }) => name.endsWith('(加签)'))
      await desk.office.cases.sign(await caller('shenhe'), item!.taskId, { verdict: 'pass' })
    })
    await expect(person('chengban').completes(taskId, 'pass')).rejects.toMatchObject({ code: 'SIGNATURES_PENDING' })
    await person('chengban').completes(taskId, 'pass')
    expect(await waits()).toEqual(['初审'])
  })

  it('a case that has been decided is not withdrawn', async () => {
    await begin(chain())
    meanwhile('terminate', () => caseRow().update({ decided_at: desk.office.clock(), status: 'granted' }))
    await expect(desk.office.cases.withdraw(await caller('shenqing'), desk.caseId, { reason: '不办了' })).rejects.toMatchObject({
      code: 'CASE_ENDED',
    })
    expect(await person('juzhang').sees(desk.caseId)).toMatchObject({ status: 'granted', closedAt: null })
  })

  it('a case in a special procedure is not moved', async () => {
    await begin(chain())
    meanwhile('modify', () => caseRow().update({ suspended_at: desk.office.clock() }))
    await expect(
      desk.office.cases.jump(await caller('juzhang'), desk.caseId, { to: 'Task_Decide', reason: '特事特办' }),
    ).rejects.toMatchObject({ code: 'SEND_BACK_NOT_POSSIBLE' })
    expect(await waits()).toEqual(['起草'])
  })
})

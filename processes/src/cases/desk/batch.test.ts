import { newId } from '@lianban/storage'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { PACKAGES_FOLDER } from '../../packages/templates.ts'
import { Actor, foodCase, openOffice, type Office } from '../../testing/index.ts'

const NOW = Date.parse('2026-09-18T09:00:00+08:00')

describe('batch approval 批量办理', () => {
  let office: Office
  const person = (userId: string) => new Actor(office, userId)
  const caller = (userId: string) => person(userId).caller()
  beforeEach(async () => {
    office = await openOffice({ packageFolder: `${PACKAGES_FOLDER}/c3-licensing`, startAt: NOW })
  })
  afterEach(() => office.close())

  const item = (taskId: string, opinion?: string) => ({ taskId, opinion, idempotencyKey: newId() })

  it('does each item by itself, and says which went through, which not and why', async () => {
    // given three audits and one review
    for (let n = 0; n < 3; n++) await foodCase(office, person, 'Task_Audit')
    await foodCase(office, person, 'Task_Review')
    const audits = (await person('shenhe').inbox()).map(({ taskId }) => taskId)
    const [review] = (await person('chengban').inbox()).map(({ taskId }) => taskId)
    const offer = await office.cases.batchOffer(await caller('shenhe'), [...audits, review!])
    expect(offer.actions.map(({ key }) => key)).toEqual(['pass', 'return'])
    // each item says for itself who gets it next
    expect(offer.items.map(({ next }) => next.pass?.nextStep)).toEqual(['决定', '决定', '决定', undefined])
    expect(offer.items.map(({ allowed, reason }) => [allowed, reason])).toEqual([
      [true, null],
      [true, null],
      [true, null],
      [false, '与所选的其他任务不是同一事项(版本)的同一环节,请单独办理'],
    ])

    // when one of them has no opinion, which the action needs
    const request = {
      action: 'pass',
      items: [item(audits[0]!, '同意'), item(audits[1]!), item(audits[2]!, '同意,请按期送达'), item(review!, '同意')],
    }
    const { items } = await office.cases.completeBatch(await caller('shenhe'), request)

    // then the others went through with their own opinions
    expect(items.map(({ done, code }) => [done, code])).toEqual([
      [true, null],
      [false, 'NOT_IN_BATCH'],
      [true, null],
      [false, 'ACTION_INVALID'],
    ])
    expect(items[1]!.message).toBe('“通过”需要逐件写明意见')
    const done = await person('shenhe').inbox('done')
    expect(done).toHaveLength(2)
    const opinions = []
    for (const { caseId } of done) opinions.push((await person('shenhe').timeline(caseId)).find(({ action }) => action === '通过')!.opinion)
    expect(opinions.sort()).toEqual(['同意', '同意,请按期送达'])
    // nothing of the refused ones was touched: not even taken
    expect((await person('shenhe').inbox()).map(({ taskId, assignee }) => [taskId, assignee])).toEqual([[audits[1], null]])

    // and the same click again does nothing twice
    const again = await office.cases.completeBatch(await caller('shenhe'), request)
    expect(again.items.map((one) => one.done)).toEqual([true, false, true, false])
    expect(await person('pizhun').inbox()).toHaveLength(2)
  })

  it('leaves out what needs a form, fields, or another person', async () => {
    await foodCase(office, person, 'Task_Review')
    await foodCase(office, person, 'Task_Intake')
    const only = async (userId: string) => {
      const { taskId } = (await person(userId).inbox())[0]!
      return { taskId, offer: await office.cases.batchOffer(await caller(userId), [taskId]) }
    }
    expect((await only('chengban')).offer.items[0]!.reason).toBe('本环节需要填写表单,请单独办理')
    const { taskId, offer } = await only('chuangkou')
    // 补正 asks for what is missing, case by case
    expect(offer.actions.map(({ key }) => key)).toEqual(['accept', 'not-required'])
    const refused = await office.cases.completeBatch(await caller('chuangkou'), { action: 'supplement', items: [item(taskId)] })
    expect(refused.items).toMatchObject([{ done: false, code: 'NOT_IN_BATCH', message: '“补正”需要逐件填写内容,请单独办理' }])
    const stranger = await office.cases.completeBatch(await caller('chengguan'), { action: 'accept', items: [item(taskId)] })
    expect(stranger.items).toMatchObject([{ done: false, code: 'NOT_FOUND' }])
    expect((await person('chuangkou').inbox())[0]).toMatchObject({ taskId, assignee: null })
    await expect(office.cases.batchOffer(await caller('chuangkou'), [taskId, taskId])).rejects.toMatchObject({ code: 'RECIPIENTS_INVALID' })
  })
})

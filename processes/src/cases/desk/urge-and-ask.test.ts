import { newId } from '@lianban/storage'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { PACKAGES_FOLDER } from '../../packages/templates.ts'
import { Actor, foodCase, openOffice, type Office } from '../../testing/index.ts'

const NOW = Date.parse('2026-09-18T09:00:00+08:00')
const HOUR_MS = 3_600_000
const PAGE = { limit: 50 }

let office: Office
const person = (userId: string) => new Actor(office, userId)
const caller = (userId: string) => person(userId).caller()
const notices = async (userId: string) => (await office.notices.list(await caller(userId), PAGE)).items.map(({ title }) => title)
const actions = async (caseId: string) =>
  (await office.tenants.supervision.entries(office.tenantId, { subject: `case:${caseId}`, limit: 200 })).items.map(({ action }) => action)

beforeEach(async () => {
  office = await openOffice({ packageFolder: `${PACKAGES_FOLDER}/c3-licensing`, startAt: NOW })
})
afterEach(() => office.close())

describe('urging 催办', () => {
  const urge = async (userId: string, caseId: string, note?: string) => office.cases.urge(await caller(userId), caseId, { note })

  it('tells whoever can move the case on, and may be done again after its time', async () => {
    const caseId = await foodCase(office, person, 'Task_Review')

    // nobody has taken the task: all who may take it are told
    expect(await urge('chuangkou', caseId, '申请人已来电')).toEqual({ told: 1, nextAt: NOW + 4 * HOUR_MS })
    expect(await notices('chengban')).toContain('催办:湖畔面馆 食品经营许可')

    // a second time it is refused with the time when it is possible again
    office.clock.set(NOW + 4 * HOUR_MS - 1)
    await expect(urge('chuangkou', caseId)).rejects.toMatchObject({
      code: 'URGE_TOO_SOON',
      message: '您不久前已经催办过,9月18日 13:00以后可以再次催办',
      details: { nextAt: NOW + 4 * HOUR_MS },
    })
    expect((await office.cases.deskOf(await caller('chuangkou'), caseId)).urge).toEqual({ allowed: false, nextAt: NOW + 4 * HOUR_MS })
    office.clock.set(NOW + 4 * HOUR_MS)
    expect((await office.cases.deskOf(await caller('chuangkou'), caseId)).urge).toEqual({ allowed: true, nextAt: null })
    await urge('chuangkou', caseId)
    expect((await actions(caseId)).filter((action) => action === 'task.urged')).toHaveLength(2)
  })

  it('the applicant urges once a day, a leader and a supervisor too; who has nothing to do with the case does not', async () => {
    const caseId = await foodCase(office, person, 'Task_Review')
    expect(await urge('shenqing', caseId)).toMatchObject({ nextAt: NOW + 24 * HOUR_MS })
    expect(await urge('juzhang', caseId)).toMatchObject({ told: 1 })
    expect(await urge('zhuguan', caseId)).toMatchObject({ told: 1 })
    await expect(urge('chengguan', caseId)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(urge('jianjian', caseId)).rejects.toMatchObject({ code: 'NOT_AUTHORIZED' })
    // what the applicant did he sees on his time line, what the county says among itself he does not
    expect((await person('shenqing').timeline(caseId)).filter(({ action }) => action === '催办')).toHaveLength(1)
    expect((await person('chuangkou').timeline(caseId)).filter(({ action }) => action === '催办')).toHaveLength(3)
  })

  it('two clicks at the same instant urge once', async () => {
    const caseId = await foodCase(office, person, 'Task_Review')
    const results = await Promise.allSettled([urge('chuangkou', caseId), urge('chuangkou', caseId)])
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect((await notices('chengban')).filter((title) => title.startsWith('催办'))).toHaveLength(1)
  })

  it('who acts for the holder is told too', async () => {
    const caseId = await foodCase(office, person, 'Task_Audit')
    const { delegations } = office.tenants
    const asked = {
      delegateId: 'chujian',
      matters: null,
      actions: null,
      amountLimitFen: null,
      startsAt: NOW,
      endsAt: NOW + 8 * HOUR_MS,
      reason: '外出',
    }
    const id = await delegations.propose(await caller('shenhe'), asked)
    await delegations.accept(await caller('chujian'), id)
    expect(await urge('chengban', caseId)).toMatchObject({ told: 2 })
    expect(await notices('chujian')).toContain('催办:湖畔面馆 食品经营许可')
  })

  it('who acts for the holder in other steps only, or may act for nobody any more, is not', async () => {
    const caseId = await foodCase(office, person, 'Task_Audit')
    const { delegations, users } = office.tenants
    const asked = { matters: null, amountLimitFen: null, startsAt: NOW, endsAt: NOW + 8 * HOUR_MS, reason: '外出' }
    for (const [delegateId, actions] of [
      ['chujian', 'complete:Task_Decide'],
      ['chengguan', null],
    ] as const) {
      const id = await delegations.propose(await caller('shenhe'), { ...asked, delegateId, actions })
      await delegations.accept(await caller(delegateId), id)
    }
    const post = {
      tenantId: office.tenantId,
      userId: 'chengguan',
      organId: 'cgj',
      post: 'window-clerk',
      by: { actor: { userId: 'system' } },
    }
    await users.endPost(post)
    await users.grantPost({ ...post, organId: 'xxzx', post: 'audit-admin' })
    expect(await urge('chengban', caseId)).toMatchObject({ told: 1 })
    expect((await notices('chujian')).filter((title) => title.startsWith('催办'))).toEqual([])
    const { ahead } = await office.cases.previewCase(await caller('chengban'), caseId)
    const agents = Object.fromEntries(
      ahead.flatMap((item) => (item.kind === 'step' ? [[item.elementId, item.people.flatMap((one) => one.agents)]] : [])),
    )
    expect(agents).toMatchObject({ Task_Audit: [] })
  })

  it('says so where nobody has the case in hand', async () => {
    const caseId = await foodCase(office, person, 'Task_Intake')
    const taskId = await person('chuangkou').claims('Task_Intake')
    await person('chuangkou').completes(taskId, 'not-accept', { opinion: '不属于许可范围' })
    // the document is being made
    await expect(urge('chuangkou', caseId)).rejects.toMatchObject({ code: 'NOBODY_TO_URGE' })
    await office.documents.make()
    await expect(urge('shenqing', caseId)).rejects.toMatchObject({ code: 'NOBODY_TO_URGE', message: '本办件已经办结,不需要催办' })
    const mine = await foodCase(office, person, 'Task_Review')
    await person('chengban').claims('Task_Review')
    await expect(urge('chengban', mine)).rejects.toMatchObject({ code: 'NOT_AUTHORIZED' })
  })
})

describe('asking without moving 沟通', () => {
  const ask = async (by: string, taskId: string, userId: string, text = '店招是否已审批?') =>
    (await office.cases.ask(await caller(by), taskId, { userId, text, idempotencyKey: newId() })).id

  it('opens the case for the asked, takes several rounds, and leaves the task as it is', async () => {
    // given a reviewer who asks a clerk of another bureau
    const caseId = await foodCase(office, person, 'Task_Audit')
    const taskId = await person('shenhe').claims('Task_Audit')
    const before = await office.database('user_task').where({ id: taskId }).first()
    await expect(person('chengguan').sees(caseId)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    const id = await ask('shenhe', taskId, 'chengguan')

    // then the asked sees it in his own list, with the case
    expect(await office.cases.myQuestions(await caller('chengguan'), { ...PAGE, side: 'asked', open: true })).toMatchObject({
      waiting: 1,
      items: [{ id, asker: { name: '吴晓峰' }, rounds: [{ kind: 'ask', text: '店招是否已审批?' }], applicantName: '湖畔面馆' }],
    })
    expect(await person('chengguan').sees(caseId)).toMatchObject({ id: caseId })
    expect((await person('shenhe').opens('Task_Audit')).openQuestions).toBe(1)

    // when he answers, is asked again and answers again
    await office.cases.answer(await caller('chengguan'), id, '已审批')
    await expect(person('chengguan').sees(caseId)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(office.cases.answer(await caller('chengguan'), id, '再答')).rejects.toMatchObject({ code: 'QUESTION_CLOSED' })
    await office.cases.askAgain(await caller('shenhe'), id, '批文号是多少?')
    expect(await person('chengguan').sees(caseId)).toMatchObject({ id: caseId })
    await office.cases.answer(await caller('chengguan'), id, '三城管〔2026〕7 号')

    // then the rounds stand in order, the task is what it was, and all is in the log
    const [question] = await office.cases.questionsOfCase(await caller('shenhe'), caseId)
    expect(question).toMatchObject({ state: 'answered', mine: 'asker' })
    expect(question!.rounds.map(({ kind }) => kind)).toEqual(['ask', 'answer', 'ask', 'answer'])
    expect(await office.database('user_task').where({ id: taskId }).first()).toEqual(before)
    expect((await actions(caseId)).filter((action) => action.startsWith('question.'))).toHaveLength(4)
    expect(await notices('shenhe')).toContain('沟通:答复吴晓峰')
    expect(await office.cases.questionsOfCase(await caller('shenqing'), caseId)).toEqual([])
  })

  it('an open question warns and does not block; withdrawn or lapsed it opens nothing any more', async () => {
    const caseId = await foodCase(office, person, 'Task_Audit')
    const taskId = await person('shenhe').claims('Task_Audit')
    const withdrawn = await ask('shenhe', taskId, 'chengguan')
    await office.cases.withdrawQuestion(await caller('shenhe'), withdrawn)
    await expect(person('chengguan').sees(caseId)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(office.cases.answer(await caller('chengguan'), withdrawn, '迟了')).rejects.toMatchObject({ code: 'QUESTION_CLOSED' })

    const open = await ask('shenhe', taskId, 'chengguan')
    await person('shenhe').completes(taskId, 'pass', { opinion: '同意' })
    expect(await person('chengguan').sees(caseId)).toMatchObject({ id: caseId })
    await expect(office.cases.askAgain(await caller('shenhe'), open, '还有')).rejects.toMatchObject({ code: 'QUESTION_CLOSED' })
    await person('pizhun').does('Task_Decide', 'refuse', { opinion: '不符合条件' })
    await office.documents.make()
    await person('chujian').does('Task_Deliver', 'deliver', { form: { method: '窗口领取', receiver: '李春华', deliveredOn: '2026-09-18' } })
    await office.documents.make()
    const [question] = (await office.cases.questionsOfCase(await caller('shenhe'), caseId)).filter(({ id }) => id === open)
    const closed = (await person('shenhe').sees(caseId)).closedAt !== null
    expect([closed, question!.state]).toEqual([true, 'lapsed'])
    await expect(person('chengguan').sees(caseId)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('nobody is asked whom the policy keeps from cases', async () => {
    await foodCase(office, person, 'Task_Review')
    const taskId = await person('chengban').claims('Task_Review')
    await expect(ask('chengban', taskId, 'xitong')).rejects.toMatchObject({ code: 'RECIPIENTS_INVALID' })
  })

  it('only the holder asks, and only one of the staff, not himself', async () => {
    await foodCase(office, person, 'Task_Audit')
    const { taskId } = (await person('shenhe').inbox())[0]!
    await expect(ask('shenhe', taskId, 'chengguan')).rejects.toMatchObject({ code: 'TASK_NOT_CLAIMED' })
    await person('shenhe').claims('Task_Audit')
    await expect(ask('chengban', taskId, 'chengguan')).rejects.toMatchObject({ code: 'NOT_AUTHORIZED' })
    await expect(ask('shenhe', taskId, 'shenhe')).rejects.toMatchObject({ code: 'RECIPIENTS_INVALID' })
    await expect(ask('shenhe', taskId, 'shenqing')).rejects.toMatchObject({ code: 'RECIPIENTS_INVALID' })
    await expect(ask('shenhe', taskId, 'chengguan', ' ')).rejects.toMatchObject({ code: 'TEXT_REQUIRED' })
    const id = await ask('shenhe', taskId, 'chengguan')
    await expect(office.cases.answer(await caller('juzhang'), id, '我来答')).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

import { describeOnDatabases } from '@lianban/storage/testing'
import { expect, it } from 'vitest'
import { PACKAGES_FOLDER } from '../packages/templates.ts'
import { Actor, foodCase, openOffice, type Office } from '../testing/index.ts'

/** A Friday before a Sunday that is worked for the national day 调休: two workdays later is Monday. */
const NOW = Date.parse('2026-09-18T09:00:00+08:00')
const DAY_MS = 86_400_000
const PAGE = { limit: 50 }
const ASKED = { kind: 'consultation' as const, matterKey: 'food-business-licence', text: '只卖预包装食品要不要办证' }
const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (error: Error & { code: string }) => error.code,
  )

describeOnDatabases('consultation and complaint 咨询投诉', (open) => {
  const openHere = async (): Promise<Office> =>
    openOffice({ packageFolder: `${PACKAGES_FOLDER}/c3-licensing`, startAt: NOW, database: await open() })
  const callers = (office: Office) => (userId: string) => new Actor(office, userId).caller()
  const cardsOf = async (office: Office) => {
    const { items } = await office.tenants.supervision.entries(office.tenantId, { limit: 200 })
    return items.filter(({ action }) => /^card\.(warning|yellow)$/.test(action)).map(({ payload }) => (payload as { rule?: string }).rule)
  }

  it('a question about a matter goes to its organ, is answered once, and its asker says how he found the answer', async () => {
    const office = await openHere()
    const { consultations } = office
    const as = callers(office)
    // given a question with two workdays to answer
    const { id, dueAt } = await consultations.ask(await as('shenqing'), { ...ASKED, phone: '13800138000' })
    expect(new Date(dueAt).toISOString().slice(0, 10)).toBe('2026-09-21')
    const { items } = await consultations.list(await as('chuangkou'), { answered: false, ...PAGE })
    expect(items).toMatchObject([{ id, askerName: '李春华', left: expect.stringContaining('2'), late: false, canAnswer: true }])
    // and nobody of another organ sees or answers it, nor grades it who did not ask
    expect((await consultations.list(await as('chengguan'), { answered: false, ...PAGE })).items).toEqual([])
    expect(await code(consultations.answer(await as('chengguan'), id, '不知道'))).toBe('NOT_FOUND')
    expect(await code(consultations.grade(await as('shenqing'), id, { grade: 5 }))).toBe('CONSULTATION_NOT_GRADABLE')
    // when it is answered, it has its one answer
    await consultations.answer(await as('chuangkou'), id, '仅销售预包装食品的,办理备案即可')
    expect(await code(consultations.answer(await as('shenhe'), id, '再答一次'))).toBe('CONSULTATION_ANSWERED')
    // then the asker reads it, is told of it, and grades it once
    const [mine] = (await consultations.mine(await as('shenqing'), PAGE)).items
    expect(mine).toMatchObject({ id, answer: expect.stringContaining('备案'), grade: null })
    expect(mine).not.toHaveProperty('askerPhone')
    expect(await code(consultations.grade(await as('chuangkou'), id, { grade: 5 }))).toBe('NOT_FOUND')
    await consultations.grade(await as('shenqing'), id, { grade: 4, text: '很快' })
    expect(await code(consultations.grade(await as('shenqing'), id, { grade: 1 }))).toBe('CONSULTATION_NOT_GRADABLE')
    // and the log says what was done and refused, and neither the words nor the telephone
    const log = await office.tenants.supervision.entries(office.tenantId, { subject: `consultation:${id}`, limit: 20 })
    expect(log.items.map(({ action }) => action).sort()).toEqual([
      'access.refused',
      'consultation.answered',
      'consultation.graded',
      'consultation.received',
    ])
    expect(JSON.stringify(log.items)).not.toMatch(/13800138000|预包装/)
    await office.close()
  })

  it('somebody without an account asks with name and telephone, and reads the answer with his code', async () => {
    const office = await openHere()
    const { consultations, tenantId } = office
    const as = callers(office)
    const asked = await consultations.askPublicly(tenantId, { ...ASKED, name: '王先生', phone: '13900139000' }, '192.0.2.5')
    expect(await consultations.byCode(tenantId, asked.code)).toMatchObject({ answer: null, matterName: '食品经营许可' })
    for (const wrong of ['x'.repeat(20), '', '../..'])
      expect(await code(consultations.byCode(tenantId, wrong))).toBe('CONSULTATION_CODE_UNKNOWN')
    const [item] = (await consultations.list(await as('chuangkou'), { answered: false, ...PAGE })).items
    await consultations.answer(await as('chuangkou'), item!.id, '请携带营业执照到窗口')
    await consultations.gradeByCode(tenantId, asked.code, { grade: 5 })
    expect(await consultations.byCode(tenantId, asked.code)).toMatchObject({ answer: '请携带营业执照到窗口', grade: 5 })
    // an organ or a matter that there is not cannot be asked
    expect(await code(consultations.askPublicly(tenantId, { ...ASKED, matterKey: 'nothing', name: 'A', phone: '1' }))).toBe('NOT_FOUND')
    expect(
      await code(consultations.askPublicly(tenantId, { kind: 'complaint', organId: 'nothing', text: 'x', name: 'A', phone: '1' })),
    ).toBe('NOT_FOUND')
    await office.close()
  })

  it('a complaint about a case is not answered by who handled it, and one that is not answered in time gets a card', async () => {
    const office = await openHere()
    const { consultations } = office
    const as = callers(office)
    // given a case that the head of the organ has dealt with at the window himself
    const person = (userId: string) => new Actor(office, userId)
    const caseId = await foodCase(office, person, 'Task_Intake')
    await person('chuangkou').does('Task_Intake', 'accept')
    const { id } = await consultations.ask(await as('shenqing'), { kind: 'complaint', caseId, text: '窗口态度差' })
    // then clerks read it and may not answer; another's case cannot be complained of
    expect((await consultations.list(await as('chuangkou'), { answered: false, ...PAGE })).items).toMatchObject([{ id, canAnswer: false }])
    expect(await code(consultations.answer(await as('chuangkou'), id, '没有'))).toBe('NOT_AUTHORIZED')
    expect(await code(consultations.ask(await as('chuangkou'), { kind: 'complaint', caseId, text: 'x' }))).toMatch(
      /NOT_AUTHORIZED|NOT_FOUND/,
    )

    // when nobody answers within five workdays, nor a question within two
    await consultations.askPublicly(office.tenantId, { ...ASKED, name: '王先生', phone: '13900139000' })
    await office.passTime(NOW + 12 * DAY_MS)
    expect((await cardsOf(office)).sort()).toEqual(expect.arrayContaining(['S1.complaint', 'S1.consultation']))
    // then the county's office may answer in the organ's place, late
    await consultations.answer(await as('zhuguan'), id, '已对窗口人员进行教育')
    expect((await consultations.list(await as('zhuguan'), { answered: true, ...PAGE })).items).toMatchObject([{ id, late: true }])
    await office.close()
  })

  it('refuses whoever did a step of the case although he may answer complaints', async () => {
    const office = await openHere()
    const person = (userId: string) => new Actor(office, userId)
    const caseId = await foodCase(office, person, 'Task_Intake')
    await person('chuangkou').does('Task_Intake', 'accept')
    const { id } = await office.consultations.ask(await person('shenqing').caller(), { kind: 'complaint', caseId, text: '超期' })
    // given the window clerk has become head of the organ too
    const clerk = await person('chuangkou').caller()
    const head = { ...clerk, posts: [...clerk.posts, { organId: 'scjg', post: 'organ-leader' }] } as typeof clerk
    expect(await code(office.consultations.answer(head, id, '没有超期'))).toBe('ANSWERER_HANDLED_CASE')
    expect((await office.consultations.list(head, { answered: false, ...PAGE })).items[0]).toMatchObject({ canAnswer: false })
    await office.close()
  })
})

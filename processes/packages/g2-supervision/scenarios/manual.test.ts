import { describe, expect } from 'vitest'
import { scenario } from '@lianban/processes/testing'
import { cast, FOLDER, stateOf, yellowCard } from './supervision-case.ts'

const FOUND = { source: 'manual' as const, organId: 'scjg', title: '窗口空岗', text: '上午十时窗口无人', basis: '县政务服务大厅管理办法' }

describe('监察件: found by a person', () => {
  scenario('a second person checks it before it is issued', FOLDER, async (s) => {
    const { auditor, supervisor, leader } = await cast(s)
    const { id } = await s.supervision.cards.propose(supervisor, { ...FOUND, colour: 'yellow' })
    expect(await stateOf(s, id)).toMatchObject({ state: 'verifying' })
    await expect(s.supervision.cards.verify(supervisor, id, 'confirm', '属实')).rejects.toMatchObject({ code: 'SECOND_PERSON_NEEDED' })
    expect((await s.notices.list(leader, { limit: 5 })).items).toEqual([])
    await expect(s.supervision.cards.get(leader, id)).rejects.toMatchObject({ code: 'CARD_NOT_FOUND' })
    expect((await s.supervision.cards.list(leader, { limit: 5 })).items).toEqual([])
    await s.supervision.cards.verify(auditor, id, 'confirm', '调取录像属实')
    const issued = await s.supervision.cards.get(auditor, id)
    expect(issued).toMatchObject({ state: 'issued', issuedAt: s.clock() })
    expect(issued.replyDueAt).toBe(Date.parse('2026-09-22T17:30:00+08:00'))
    expect((await s.notices.list(leader, { limit: 5 })).items.map(({ title }) => title)).toEqual(['黄牌:窗口空岗'])
  })

  scenario('a proposal that the second person does not share is not issued', FOLDER, async (s) => {
    const { auditor, supervisor, leader, clerk } = await cast(s)
    const { id } = await s.supervision.cards.propose(auditor, { ...FOUND, colour: 'red', source: 'complaint' })
    await s.supervision.cards.verify(supervisor, id, 'reject', '当事人参加培训')
    expect(await stateOf(s, id)).toMatchObject({ state: 'closed', outcome: 'not-issued' })
    expect((await s.notices.list(leader, { limit: 5 })).items).toEqual([])
    await expect(s.supervision.cards.propose(clerk, { ...FOUND, colour: 'red' })).rejects.toMatchObject({ code: 'NOT_AUTHORIZED' })
  })

  scenario('a warning by a person is told and filed', FOLDER, async (s) => {
    const { auditor, supervisor } = await cast(s)
    const { id } = await s.supervision.cards.propose(supervisor, { ...FOUND, colour: 'warning' })
    await s.supervision.cards.verify(auditor, id, 'confirm', '属实')
    expect(await stateOf(s, id)).toMatchObject({ state: 'closed', colour: 'warning', outcome: 'noted' })
  })

  scenario('the auditor withdraws a card with a reason, whatever stage it is in', FOLDER, async (s) => {
    const { auditor, supervisor, leader } = await cast(s)
    const id = await yellowCard(s)
    const reason = { reasonCode: 'rule-fault', text: '规则误判' }
    await expect(s.supervision.cards.withdraw(supervisor, id, reason)).rejects.toMatchObject({ code: 'NOT_AUTHORIZED' })
    await s.supervision.cards.withdraw(auditor, id, reason)
    expect(await stateOf(s, id)).toMatchObject({ state: 'closed', outcome: 'withdrawn' })
    await expect(s.supervision.cards.sign(leader, id)).rejects.toMatchObject({ code: 'CARD_STATE_CHANGED' })
    await expect(s.supervision.cards.withdraw(auditor, id, reason)).rejects.toMatchObject({ code: 'CARD_STATE_CHANGED' })
    // The same occasion gives no second card: a withdrawn one is not gone.
    expect(await yellowCard(s)).toBe(id)
  })
})

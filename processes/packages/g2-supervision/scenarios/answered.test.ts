import { describe, expect } from 'vitest'
import { scenario } from '@lianban/processes/testing'
import { cast, FOLDER, redCard, stateOf, verbsOf, yellowCard } from './supervision-case.ts'

describe('监察件: answered in time', () => {
  scenario('signed, explained, upheld: a yellow card is filed', FOLDER, async (s) => {
    const { leader, supervisor, auditor } = await cast(s)
    const id = await yellowCard(s)
    expect(await stateOf(s, id)).toEqual({ state: 'issued', colour: 'yellow', urged: false, outcome: null })
    const issued = await s.supervision.cards.get(leader, id)
    expect(issued.verbs).toEqual(['sign'])
    expect(issued.cardNo).toBe('监察〔2026〕1号')
    expect(issued.rule).toEqual({ id: 'T2', version: 1 })

    await s.supervision.cards.sign(leader, id)
    await expect(s.supervision.cards.sign(leader, id)).rejects.toMatchObject({ code: 'CARD_STATE_CHANGED' })
    expect((await s.supervision.cards.get(leader, id)).verbs).toEqual(['reply', 'appeal'])
    await s.supervision.cards.reply(leader, id, { kind: 'explain', text: '承办人员病假,已调整分工', fileIds: [] })
    expect((await stateOf(s, id)).state).toBe('replied')
    await expect(s.supervision.cards.review(leader, id, { result: 'uphold', text: '自己审核自己' })).rejects.toMatchObject({
      code: 'NOT_AUTHORIZED',
    })
    await s.supervision.cards.review(supervisor, id, { result: 'uphold', text: '理由不成立' })
    expect(await stateOf(s, id)).toEqual({ state: 'closed', colour: 'yellow', urged: false, outcome: 'upheld' })
    expect(await verbsOf(s, id)).toEqual(['issued', 'signed', 'explained', 'upheld', 'archived'])

    await s.supervise()
    const log = await s.tenants.supervision.entries(s.tenantId, { subject: `card:${id}`, limit: 50 })
    expect(log.items.map(({ action }) => action)).toEqual([
      'card.yellow',
      'card.signed',
      'card.explained',
      'access.refused',
      'card.upheld',
      'card.closed',
    ])
    expect((await s.notices.list(auditor, { limit: 10 })).items).toEqual([])
    expect((await s.notices.list(leader, { limit: 10 })).items.map(({ title }) => title)).toEqual(['黄牌:超过承诺时限'])
  })

  scenario('appealed and cancelled with a reason: counted, not scored', FOLDER, async (s) => {
    const { leader, auditor, supervisor } = await cast(s)
    const id = await yellowCard(s)
    await s.supervision.cards.sign(leader, id)
    await s.supervision.cards.appeal(leader, id, { text: '系停电所致', fileIds: [] })
    expect((await stateOf(s, id)).state).toBe('appealed')
    await expect(
      s.supervision.cards.review(supervisor, id, { result: 'cancel', reasonCode: 'force-majeure', text: '属实' }),
    ).rejects.toMatchObject({ code: 'NOT_AUTHORIZED' })
    await s.supervision.cards.review(auditor, id, { result: 'cancel', reasonCode: 'force-majeure', text: '属实' })
    expect(await stateOf(s, id)).toMatchObject({ state: 'closed', outcome: 'cancelled' })
    expect(await s.supervision.cards.get(auditor, id)).toMatchObject({ reasonCode: 'force-majeure', verbs: [] })
  })

  scenario('sent back once for more, then a red card ends with who answers for it', FOLDER, async (s) => {
    const { leader, auditor } = await cast(s)
    const id = await redCard(s)
    await s.supervision.cards.sign(leader, id)
    await s.supervision.cards.reply(leader, id, { kind: 'rectify', text: '已办结', fileIds: [] })
    await s.at('2026-09-21T17:00:00+08:00')
    await s.supervision.cards.review(auditor, id, { result: 'return', text: '请补充整改措施' })
    expect((await stateOf(s, id)).state).toBe('issued')
    await s.supervision.cards.sign(leader, id)
    await s.at('2026-09-23T09:00:00+08:00')
    await expect(s.supervision.cards.appeal(leader, id, { text: '申诉', fileIds: [] })).rejects.toMatchObject({ code: 'APPEAL_TOO_LATE' })
    await s.supervision.cards.reply(leader, id, { kind: 'rectify', text: '已制定限时办理制度', fileIds: [] })
    await s.supervision.cards.review(auditor, id, { result: 'uphold', text: '超过法定时限属实' })
    expect((await stateOf(s, id)).state).toBe('liability')
    // whoever reviews cards does not say who answers for them: it is not offered to him
    expect((await s.supervision.cards.get(await s.person('zhuguan').caller(), id)).verbs).not.toContain('liability')
    expect((await s.supervision.cards.get(auditor, id)).verbs).toContain('liability')
    const shares = [
      { name: '郑国华', role: 'approver' as const, percent: 60 },
      { name: '赵志强', role: 'handler' as const, percent: 40 },
    ]
    await s.supervision.cards.liability(auditor, id, { shares, measure: 'advice', text: '建议健全制度' })
    expect(await stateOf(s, id)).toMatchObject({ state: 'closed', outcome: 'upheld' })
    expect((await s.supervision.cards.get(auditor, id)).liability).toMatchObject({ measure: 'advice', shares })
  })

  scenario('passed up, and decided by another person', FOLDER, async (s) => {
    const { leader, auditor, secondAuditor } = await cast(s)
    for (const [place, result, outcome] of [
      ['case:1', 'cancel', 'cancelled'],
      ['case:2', 'uphold', 'upheld'],
    ] as const) {
      const id = await yellowCard(s, place)
      await s.supervision.cards.sign(leader, id)
      await s.supervision.cards.reply(leader, id, { kind: 'explain', text: '情况复杂', fileIds: [] })
      await s.supervision.cards.review(auditor, id, { result: 'escalate', text: '请审定' })
      await expect(s.supervision.cards.review(auditor, id, { result: 'uphold', text: '自己审定' })).rejects.toMatchObject({
        code: 'SECOND_PERSON_NEEDED',
      })
      await expect(s.supervision.cards.review(secondAuditor, id, { result: 'return', text: '再补' })).rejects.toMatchObject({
        code: 'CARD_STATE_CHANGED',
      })
      await s.supervision.cards.review(secondAuditor, id, { result, text: '审定', reasonCode: 'not-responsible' })
      expect(await stateOf(s, id)).toMatchObject({ state: 'closed', outcome })
    }
  })
})

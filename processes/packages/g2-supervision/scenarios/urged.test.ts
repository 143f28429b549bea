import { describe, expect } from 'vitest'
import { scenario } from '@lianban/processes/testing'
import { cast, FOLDER, stateOf, verbsOf, yellowCard } from './supervision-case.ts'

describe('监察件: unanswered', () => {
  // Friday 18 September, three workdays: Sunday 20 is a make-up workday, then Monday 21 and Tuesday 22.
  scenario('not answered in three workdays: one colour worse and 督办中, then answered', FOLDER, async (s) => {
    const { leader, auditor } = await cast(s)
    const id = await yellowCard(s)
    await s.at('2026-09-22T17:29:59+08:00')
    expect(await stateOf(s, id)).toEqual({ state: 'issued', colour: 'yellow', urged: false, outcome: null })
    await s.at('2026-09-22T17:30:00+08:00')
    expect(await stateOf(s, id)).toEqual({ state: 'urged', colour: 'red', urged: true, outcome: null })
    expect(await verbsOf(s, id)).toEqual(['issued', 'urged', 'raised'])
    expect((await s.notices.list(auditor, { limit: 5 })).items.map(({ title }) => title)).toEqual(['督办:超过承诺时限'])

    await expect(s.supervision.cards.appeal(leader, id, { text: '申诉', fileIds: [] })).rejects.toMatchObject({
      code: 'CARD_STATE_CHANGED',
    })
    await s.supervision.cards.reply(leader, id, { kind: 'rectify', text: '已整改', fileIds: [] })
    expect(await stateOf(s, id)).toMatchObject({ state: 'replied', urged: true })
    await s.supervision.cards.review(auditor, id, { result: 'uphold', text: '维持' })
    await s.supervision.cards.liability(auditor, id, {
      shares: [{ name: '钱立', role: 'approver', percent: 100 }],
      measure: 'talk',
      text: '约谈主要负责人',
    })
    expect(await stateOf(s, id)).toEqual({ state: 'closed', colour: 'red', urged: false, outcome: 'upheld' })
  })

  scenario('silent under 督办 too: straight to who answers for it', FOLDER, async (s) => {
    const { auditor } = await cast(s)
    const id = await yellowCard(s)
    await s.at('2026-09-24T17:30:00+08:00')
    expect(await stateOf(s, id)).toMatchObject({ state: 'liability', colour: 'red', urged: true })
    await s.supervision.cards.liability(auditor, id, {
      shares: [{ name: '钱立', role: 'approver', percent: 100 }],
      measure: 'transfer',
      text: '移送',
    })
    expect(await stateOf(s, id)).toMatchObject({ state: 'closed', outcome: 'upheld' })
  })
})

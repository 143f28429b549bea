import { describe, expect } from 'vitest'
import { scenario } from '@lianban/processes/testing'
import { cast, china, FOLDER, founded, foundedRating, GIVEN_AT, poorRating, stateOf, verbsOf } from './poor-rating.ts'

describe('差评整改: founded', () => {
  scenario(
    'contacted, put right, revisited by who is not the rated organ',
    FOLDER,
    async (s) => {
      const { officer, leader, applicant, supervisor } = await cast(s)
      const id = await poorRating(s)
      expect(await stateOf(s, id)).toEqual({ state: 'contact', outcome: null, overdue: false, rounds: 0 })
      const opened = await s.ratings.followUps.get(officer, id)
      expect(opened).toMatchObject({
        dueAt: china('2026-09-20T17:30:00'),
        verbs: ['contact'],
        rater: { name: '湖畔面馆', phone: '13800138000' },
      })
      // The rated organ waits, and does not contact.
      await expect(s.ratings.followUps.rectify(leader, id, { text: '抢先', fileIds: [] })).rejects.toMatchObject({
        code: 'FOLLOW_UP_STATE_CHANGED',
      })
      await expect(s.ratings.followUps.contact(leader, id, founded)).rejects.toMatchObject({ code: 'NOT_AUTHORIZED' })

      await s.ratings.followUps.contact(officer, id, founded)
      const told = await s.ratings.followUps.get(leader, id)
      expect(told).toMatchObject({
        state: 'rectify',
        dueAt: china('2026-09-24T17:30:00'),
        verbs: ['rectify', 'appeal'],
        rater: null,
        caseNo: null,
      })
      expect(told.lines.map(({ note }) => note)).toEqual([null, null])
      // Nor is it told the instant of the rating.
      expect(told.lines.map(({ at }) => at)).toEqual([null, s.clock()])

      await s.ratings.followUps.rectify(leader, id, { text: '已约谈并调离窗口', fileIds: [] })
      await expect(s.ratings.followUps.revisit(leader, id, { result: 'resolved', text: '自己回访自己' })).rejects.toMatchObject({
        code: 'NOT_AUTHORIZED',
      })
      await s.ratings.followUps.revisit(officer, id, { result: 'resolved', text: '评价人表示满意' })
      expect(await stateOf(s, id)).toEqual({ state: 'closed', outcome: 'rectified', overdue: false, rounds: 1 })
      expect(await verbsOf(s, id)).toEqual(['opened', 'founded', 'rectified', 'resolved', 'closed'])

      await s.supervise()
      const log = await s.tenants.supervision.entries(s.tenantId, { subject: `rating:${id}`, limit: 50 })
      expect(log.items.map(({ action }) => action)).toEqual([
        'rating.step-opened',
        'access.refused',
        'rating.founded',
        'rating.step-ended',
        'rating.step-opened',
        'rating.rectified',
        'rating.step-ended',
        'rating.step-opened',
        'access.refused',
        'rating.resolved',
        'rating.step-ended',
        'rating.follow-up-closed',
      ])
      expect(JSON.stringify(log.items)).not.toMatch(/湖畔面馆|CASE-1|李先生/)
      for (const person of [leader, supervisor]) {
        const notices = (await s.notices.list(person, { limit: 20 })).items
        expect(JSON.stringify(notices)).not.toMatch(/湖畔面馆|CASE-1/)
      }
      // The rater keeps his rating as it was.
      expect((await s.ratings.ofCase(applicant, 'closed-1'))[0]!.rating).toMatchObject({ grade: 1, text: '窗口人员态度生硬' })
    },
    GIVEN_AT,
  )

  scenario(
    'a complex one has fifteen workdays, for a reason; not content after two rounds it goes to supervision',
    FOLDER,
    async (s) => {
      const { officer, leader, supervisor } = await cast(s)
      const id = await poorRating(s)
      await s.ratings.followUps.contact(officer, id, { ...founded, complexReason: '涉及窗口布局改造' })
      // Fifteen workdays over the National Day holidays; Sunday 20 September and Saturday 10 October are worked.
      expect(await s.ratings.followUps.get(leader, id)).toMatchObject({ complex: true, dueAt: china('2026-10-15T17:30:00') })
      await s.at('2026-10-09T09:00:00+08:00')
      await s.ratings.followUps.rectify(leader, id, { text: '已改造', fileIds: [] })
      await s.ratings.followUps.revisit(officer, id, { result: 'again', text: '评价人认为没有改变' })
      expect(await stateOf(s, id)).toMatchObject({ state: 'rectify', rounds: 2 })
      expect((await s.ratings.followUps.get(officer, id)).complex).toBe(false)
      await s.ratings.followUps.rectify(leader, id, { text: '已再次整改', fileIds: [] })
      await expect(s.ratings.followUps.revisit(officer, id, { result: 'again', text: '还不行' })).rejects.toMatchObject({
        code: 'RECTIFIED_TWICE',
      })
      await s.ratings.followUps.revisit(officer, id, { result: 'unresolved', text: '评价人仍不满意' })
      expect(await stateOf(s, id)).toMatchObject({ state: 'closed', outcome: 'unresolved' })
      expect((await s.notices.list(supervisor, { limit: 1 })).items[0]!.title).toBe('差评整改办结:仍不满意,已转督办')
    },
    GIVEN_AT,
  )

  scenario(
    'every step late: people are told, supervision gives a card to the organ whose turn it was',
    FOLDER,
    async (s) => {
      const { officer, leader, supervisor, auditor } = await cast(s)
      const id = await foundedRating(s)
      const late = await poorRating(s, 2)
      await s.at('2026-09-20T17:31:00+08:00')
      expect(await stateOf(s, late)).toMatchObject({ state: 'contact', overdue: true })
      expect((await s.notices.list(officer, { limit: 1 })).items[0]!.title).toBe('黄牌:差评未按时联系')
      await s.at('2026-09-24T17:31:00+08:00')
      expect(await stateOf(s, id)).toMatchObject({ state: 'rectify', overdue: true })
      await s.ratings.followUps.appeal(leader, id, {
        ground: 'erroneous',
        text: '评错对象',
        fileIds: [await s.person('juzhang').uploads()],
      })
      await s.at('2026-10-12T09:00:00+08:00')
      expect(await stateOf(s, id)).toMatchObject({ state: 'review', overdue: true })
      await s.ratings.followUps.review(supervisor, id, { result: 'uphold', text: '系本单位窗口' })
      await s.ratings.followUps.rectify(leader, id, { text: '已整改', fileIds: [] })
      await s.at('2026-10-20T09:00:00+08:00')
      expect(await stateOf(s, id)).toMatchObject({ state: 'revisit', overdue: true })
      await s.ratings.followUps.revisit(officer, id, { result: 'resolved', text: '满意' })

      const cards = (await s.supervision.cards.list(auditor, { limit: 10 })).items
      expect(cards.map(({ rule, organId, caseNo }) => [rule.id, organId, caseNo]).sort()).toEqual([
        ['S1.contact', 'zwb', null],
        ['S1.rating', 'scjg', null],
        ['S1.revisit', 'zwb', null],
      ])
    },
    GIVEN_AT,
  )
})

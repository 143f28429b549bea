import { describe, expect } from 'vitest'
import { ratings } from '@lianban/storage'
import { scenario } from '@lianban/processes/testing'
import { cast, FOLDER, foundedRating, GIVEN_AT, poorRating, stateOf } from './poor-rating.ts'

describe('差评整改: reviewed by another person', () => {
  scenario(
    'a malicious rating, appealed with evidence, does not count and is kept',
    FOLDER,
    async (s) => {
      const { leader, officer, supervisor, clerk } = await cast(s)
      const id = await foundedRating(s)
      const evidence = await s.person('juzhang').uploads('窗口录像.pdf')
      const others = await s.person('chuangkou').uploads()
      const given = { ground: 'malicious' as const, text: '当日该评价人未到窗口', fileIds: [evidence] }
      await expect(s.ratings.followUps.appeal(leader, id, { ...given, fileIds: [others] })).rejects.toMatchObject({ code: 'FILE_INVALID' })
      await expect(s.ratings.followUps.appeal(clerk, id, given)).rejects.toMatchObject({ code: 'NOT_FOUND' })
      await s.ratings.followUps.appeal(leader, id, given)
      expect((await s.ratings.followUps.get(supervisor, id)).lines.at(-1)).toMatchObject({ ground: 'malicious', files: [{ id: evidence }] })
      expect((await s.ratings.followUps.openFile(supervisor, id, evidence)).name).toBe('窗口录像.pdf')

      for (const person of [officer, leader])
        await expect(s.ratings.followUps.review(person, id, { result: 'dismiss', text: '同意' })).rejects.toMatchObject({
          code: 'NOT_AUTHORIZED',
        })
      await expect(s.ratings.followUps.review(supervisor, id, { result: 'regrade', text: '改等级' })).rejects.toMatchObject({
        code: 'REVIEW_NOT_FITTING',
      })
      await s.ratings.followUps.review(supervisor, id, { result: 'dismiss', text: '录像证实' })
      expect(await stateOf(s, id)).toMatchObject({ state: 'closed', outcome: 'dismissed' })
      expect(await ratings(s.database).get(s.tenantId, id)).toMatchObject({ grade: 1, counted_grade: 1, counted: false })
    },
    GIVEN_AT,
  )

  scenario(
    'an appeal that fails goes back to be put right, and is not made twice',
    FOLDER,
    async (s) => {
      const { leader, supervisor } = await cast(s)
      const id = await foundedRating(s)
      const given = { ground: 'erroneous' as const, text: '不是本单位', fileIds: [await s.person('juzhang').uploads()] }
      await s.ratings.followUps.appeal(leader, id, given)
      await s.ratings.followUps.review(supervisor, id, { result: 'uphold', text: '系本单位窗口' })
      expect((await s.ratings.followUps.get(leader, id)).verbs).toEqual(['rectify'])
      await expect(s.ratings.followUps.appeal(leader, id, given)).rejects.toMatchObject({ code: 'RATING_APPEALED' })
      expect(await stateOf(s, id)).toMatchObject({ state: 'rectify', rounds: 2 })
    },
    GIVEN_AT,
  )

  scenario(
    'the rater erred: the grade that he meant counts after a review, the one that he gave is kept',
    FOLDER,
    async (s) => {
      const { officer, supervisor } = await cast(s)
      const id = await poorRating(s)
      const report = { result: 'mistaken' as const, text: '评价人称误点' }
      await expect(s.ratings.followUps.contact(officer, id, report)).rejects.toMatchObject({ code: 'REVIEW_NOT_FITTING' })
      await s.ratings.followUps.contact(officer, id, { ...report, grade: 5 })
      expect(await ratings(s.database).get(s.tenantId, id)).toMatchObject({ grade: 1, counted_grade: 1 })
      await expect(s.ratings.followUps.review(supervisor, id, { result: 'dismiss', text: '不计' })).rejects.toMatchObject({
        code: 'REVIEW_NOT_FITTING',
      })
      await s.ratings.followUps.review(supervisor, id, { result: 'regrade', text: '与评价人核对一致' })
      expect(await stateOf(s, id)).toMatchObject({ state: 'closed', outcome: 'regraded', rounds: 0 })
      expect(await ratings(s.database).get(s.tenantId, id)).toMatchObject({ grade: 1, counted_grade: 5, counted: true })
    },
    GIVEN_AT,
  )

  scenario(
    'what was found to be unfounded is not left to one person',
    FOLDER,
    async (s) => {
      const { officer, supervisor } = await cast(s)
      const id = await poorRating(s)
      await s.ratings.followUps.contact(officer, id, { result: 'unfounded', text: '窗口录像和叫号记录与所述不符' })
      await s.ratings.followUps.review(supervisor, id, { result: 'uphold', text: '录像不能证明', complexReason: '需要调取多处录像' })
      expect(await stateOf(s, id)).toMatchObject({ state: 'rectify', rounds: 1 })
      expect((await s.ratings.followUps.get(supervisor, id)).complex).toBe(true)
    },
    GIVEN_AT,
  )
})

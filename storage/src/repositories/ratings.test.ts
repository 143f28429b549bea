import { beforeAll, expect, it } from 'vitest'
import { isUniqueViolation, type Database } from '../database.ts'
import { describeOnDatabases } from '../testing/index.ts'
import { ratingFollowUps, type RatingFollowUpRow } from './rating-follow-ups.ts'
import { ratings, type RatingRow } from './ratings.ts'

const TENANT = 'sanhu'

const aRating = (id: string, change: Partial<RatingRow> = {}): RatingRow => ({
  tenant_id: TENANT,
  id,
  case_id: `case-${id}`,
  contact: 'closing',
  organ_id: 'scjg',
  matter_key: 'food',
  matter_name: '食品经营许可',
  grade: 5,
  counted_grade: change.grade ?? 5,
  counted: true,
  tags: ['fast'],
  text: '很快😀',
  channel: 'web',
  recorded_by: null,
  given_at: 100,
  given_on: '2026-09-18',
  comment: null,
  comment_at: null,
  ...change,
})

const aFollowUp = (id: string, change: Partial<RatingFollowUpRow> = {}): RatingFollowUpRow => ({
  tenant_id: TENANT,
  rating_id: id,
  organ_id: 'scjg',
  desk_organ_id: 'zwb',
  instance_id: null,
  state: 'contact',
  due_at: null,
  overdue: false,
  rounds: 0,
  complex: false,
  appealed: false,
  review_of: null,
  proposed_grade: null,
  verified_by: null,
  outcome: null,
  opened_at: 1,
  closed_at: null,
  ...change,
})

describeOnDatabases('ratings', (open) => {
  let db: Database
  beforeAll(async () => {
    db = await open()
  })

  it('a contact is rated once, whoever is faster, and commented once', async () => {
    await ratings(db).insert(aRating('once'))
    const again = ratings(db).insert(aRating('again', { case_id: 'case-once' }))
    await expect(again.catch((error: unknown) => isUniqueViolation(error))).resolves.toBe(true)
    await ratings(db).insert(aRating('other', { case_id: 'case-once', contact: 'supplement' }))
    expect(await ratings(db).comment(TENANT, 'once', '补充', 200)).toBe(true)
    expect(await ratings(db).comment(TENANT, 'once', '再补充', 300)).toBe(false)
    expect(await ratings(db).get(TENANT, 'once')).toEqual(aRating('once', { comment: '补充', comment_at: 200 }))
    expect((await ratings(db).ofCase(TENANT, 'case-once')).map(({ contact }) => contact).sort()).toEqual(['closing', 'supplement'])
  })

  it('lists by day, then in an order that tells nothing, page by page', async () => {
    const organ = { organ_id: 'paged' }
    for (const [id, given_on] of [
      ['b', '2026-09-20'],
      ['a', '2026-09-20'],
      ['c', '2026-09-19'],
      ['d', '2026-09-21'],
    ] as const)
      await ratings(db).insert(aRating(id, { ...organ, given_on }))
    const page = (after?: { given_on: string; id: string }) =>
      ratings(db).list({ tenantId: TENANT, organId: 'paged', limit: 2, ...(after && { after }) })
    const first = await page()
    expect(first.map(({ id }) => id)).toEqual(['d', 'b'])
    expect((await page(first[1])).map(({ id }) => id)).toEqual(['a', 'c'])
  })

  it('counts what was given in the period, by the grade that counts', async () => {
    const counted = (id: string, change: Partial<RatingRow>) => ratings(db).insert(aRating(id, { organ_id: 'counted', ...change }))
    await counted('n1', { grade: 5, given_at: 1000 })
    await counted('n2', { grade: 5, given_at: 1999 })
    await counted('n3', { grade: 1, given_at: 1500 })
    await counted('n4', { grade: 1, given_at: 2000 })
    await ratings(db).judge(TENANT, 'n3', { counted_grade: 4 })
    const rows = await ratings(db).counts({
      ...{ tenantId: TENANT, by: 'matter', from: 1000, to: 2000 },
      restrict: (query) => void query.where('rating.organ_id', 'counted'),
    })
    expect(rows.sort((a, b) => a.grade - b.grade)).toEqual([
      { organ_id: 'counted', matter_key: 'food', matter_name: '食品经营许可', grade: 4, counted: true, count: 1 },
      { organ_id: 'counted', matter_key: 'food', matter_name: '食品经营许可', grade: 5, counted: true, count: 2 },
    ])
    expect((await ratings(db).get(TENANT, 'n3'))!.grade).toBe(1)
  })

  it('follow-ups: what is due first stands first, what has no limit last, page by page', async () => {
    for (const [id, due_at] of [
      ['f1', 300],
      ['f2', null],
      ['f3', 100],
      ['f4', 300],
    ] as const) {
      await ratings(db).insert(aRating(id, { organ_id: 'follow', grade: 1 }))
      await ratingFollowUps(db).insert(aFollowUp(id, { organ_id: 'follow', due_at }))
    }
    const page = (after?: { due: number; id: string }) =>
      ratingFollowUps(db).list({
        ...{ tenantId: TENANT, states: ['contact'], limit: 2 },
        restrict: (query) => void query.where('rating_follow_up.organ_id', 'follow'),
        ...(after && { after }),
      })
    const first = await page()
    expect(first.map(({ rating_id }) => rating_id)).toEqual(['f3', 'f1'])
    const second = await page(ratingFollowUps(db).placeOf(first[1]!))
    expect(second.map(({ rating_id, grade }) => [rating_id, grade])).toEqual([
      ['f4', 1],
      ['f2', 1],
    ])
    expect((await ratings(db).list({ tenantId: TENANT, organId: 'follow', limit: 10 })).every((row) => row.follow_up === 'contact')).toBe(
      true,
    )
  })

  it('a follow-up gets one process', async () => {
    await ratingFollowUps(db).insert(aFollowUp('started'))
    expect(await ratingFollowUps(db).linkInstance(TENANT, 'started', 'i1')).toBe(true)
    expect(await ratingFollowUps(db).linkInstance(TENANT, 'started', 'i2')).toBe(false)
    expect((await ratingFollowUps(db).withoutInstance(TENANT, 10)).some(({ rating_id }) => rating_id === 'started')).toBe(false)
  })
})

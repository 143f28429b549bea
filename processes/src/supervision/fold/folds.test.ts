import { inTransaction, type Database } from '@lianban/storage'
import { testDatabase } from '@lianban/storage/testing'
import { beforeAll, describe, expect, it } from 'vitest'
import { newCaseState, type CaseState } from './case-state.ts'
import { Folds } from './folds.ts'

const T = 'sanhu'

describe('folds', () => {
  let database: Database
  beforeAll(async () => void (database = await testDatabase()))

  /** One transaction that changes these subjects. */
  const turn = (folds: Folds, subjects: string[], change: (subject: string) => void) =>
    inTransaction(database, async (tx) => {
      await folds.load(tx, T, subjects)
      subjects.forEach((subject) => {
        change(subject)
        folds.touch(subject)
      })
      await folds.save(tx, T)
    }).then(() => folds.settle())

  const cases = (from: number, to: number, prefix = 'case'): string[] =>
    Array.from({ length: to - from }, (_, i) => `${prefix}:${from + i}`)

  it('keep no more than the given length, whatever goes through them', async () => {
    const folds = new Folds(20_000)
    for (let n = 0; n < 20; n++) {
      await turn(
        folds,
        cases(n * 50, n * 50 + 50, 'expert'),
        (subject) => void (folds.of(subject, () => ({ times: 0, subjects: [] as string[] })).times += 1),
      )
      expect(folds.kept.characters).toBeLessThanOrEqual(20_000)
    }
    // What was put out of memory is where it was written.
    await turn(
      folds,
      cases(0, 3, 'expert'),
      (subject) => void (folds.of(subject, () => ({ times: 0, subjects: [] as string[] })).times += 1),
    )
    const fresh = new Folds()
    await inTransaction(database, (tx) => fresh.load(tx, T, cases(0, 4, 'expert')))
    expect(cases(0, 4, 'expert').map((subject) => fresh.peek<{ times: number }>(subject)!.times)).toEqual([2, 2, 2, 1])
  })

  it('put out first what was asked for longest ago', async () => {
    const folds = new Folds(60_000)
    const create = (subject: string) => void folds.of<CaseState>(subject, () => newCaseState(subject))
    await turn(folds, cases(0, 40, 'case'), create)
    const { subjects } = folds.kept
    expect(subjects).toBe(40)
    for (let n = 1; n < 10; n++) await turn(folds, ['case:7', ...cases(n * 40, n * 40 + 40, 'case')], create)
    expect(folds.kept.subjects).toBeLessThan(200)
    expect(folds.peek('case:7')).toBeDefined()
    expect(folds.peek('case:8')).toBeUndefined()
  })

  it('forget a closed case at once, also where there is room', async () => {
    const folds = new Folds()
    await turn(folds, ['case:open', 'case:closed'], (subject) => {
      folds.of<CaseState>(subject, () => newCaseState(subject)).closedAt = subject === 'case:closed' ? 1 : null
    })
    expect([folds.peek('case:open') === undefined, folds.peek('case:closed') === undefined]).toEqual([false, true])
    expect(folds.kept.subjects).toBe(1)
    expect(folds.kept.characters).toBeGreaterThan(0)
  })

  it('count what was never written too: an entry about something foreign leaves a state without content', () => {
    const folds = new Folds(5_000)
    for (let n = 0; n < 100; n++) {
      folds.of<CaseState>(`case:foreign-${n}`, () => newCaseState(''))
      folds.settle()
    }
    expect(folds.kept.subjects).toBeLessThanOrEqual(5)
  })
})

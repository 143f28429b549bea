import { beforeAll, describe, expect, it } from 'vitest'
import { inTransaction, type Database } from '../database.ts'
import { describeOnDatabases } from '../testing/index.ts'
import { numberSequences, type NumberSequenceKey } from './number-sequences.ts'

const aRun = (change: Partial<NumberSequenceKey> = {}): NumberSequenceKey => ({
  tenantId: 'sanhu',
  organId: 'scjg',
  type: 'document:许受',
  period: 2026,
  ...change,
})

describeOnDatabases('number sequences', (open) => {
  let db: Database
  beforeAll(async () => {
    db = await open()
  })
  const allocate = (run: NumberSequenceKey): Promise<number> => inTransaction(db, (tx) => numberSequences(tx).allocate(run))

  it('begin at 1 and have no gaps', async () => {
    const run = aRun()
    expect(await numberSequences(db).last(run)).toBe(0)
    expect([await allocate(run), await allocate(run), await allocate(run)]).toEqual([1, 2, 3])
    expect(await numberSequences(db).last(run)).toBe(3)
  })

  it('give several at once, and go on behind them', async () => {
    const run = aRun({ type: 'several' })
    const several = (count: number) => inTransaction(db, (tx) => numberSequences(tx).allocate(run, count))
    expect([await several(5), await several(1), await several(3)]).toEqual([5, 6, 9])
    expect(await allocate(run)).toBe(10)
  })

  it('run apart by tenant, organ, type and period, byte by byte', async () => {
    const run = aRun({ type: 'apart' })
    await allocate(run)
    for (const other of [{ tenantId: 'other' }, { organId: '' }, { type: 'Apart' }, { period: 2027 }]) {
      expect(await allocate({ ...run, ...other }), JSON.stringify(other)).toBe(1)
    }
  })

  it('a rolled-back transaction gives its number back', async () => {
    const run = aRun({ type: 'rollback' })
    await allocate(run)
    const undone = inTransaction(db, async (tx) => {
      expect(await numberSequences(tx).allocate(run)).toBe(2)
      throw new Error('refused')
    })
    await expect(undone).rejects.toThrow('refused')
    expect(await allocate(run)).toBe(2)
  })

  describe('under concurrency', () => {
    it('thirty transactions at once, from the first number on, get thirty numbers without gap or double', async () => {
      const run = aRun({ type: 'concurrent' })
      const numbers = await Promise.all(Array.from({ length: 30 }, () => allocate(run)))
      expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, index) => index + 1))
    })

    it('every third transaction rolls back, also the first, and the committed ones still have no gap', async () => {
      const run = aRun({ type: 'concurrent-rollback' })
      const results = await Promise.allSettled(
        Array.from({ length: 30 }, (_, index) =>
          inTransaction(db, async (tx) => {
            const number = await numberSequences(tx).allocate(run)
            if (index % 3 === 0) throw new Error('refused')
            return number
          }),
        ),
      )
      const numbers = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
      expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1))
      expect(results.flatMap((result) => (result.status === 'rejected' ? [String(result.reason)] : []))).toEqual(
        Array.from({ length: 10 }, () => 'Error: refused'),
      )
    })
  })
})

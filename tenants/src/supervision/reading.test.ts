import { inTransaction, type Database } from '@lianban/storage'
import { describeOnDatabases } from '@lianban/storage/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { aSupervision, anEntryInput } from './testing/a-supervision.ts'

describeOnDatabases('reading the sealed log in its order', (open) => {
  let db: Database
  let s: ReturnType<typeof aSupervision>
  beforeAll(async () => {
    db = await open()
    s = aSupervision(db)
  })
  afterAll(() => s.remove())

  test('a reader that remembers its place meets every sealed entry once, and none that waits', async () => {
    await s.fill('follow', 7, 7)
    await inTransaction(db, (tx) => s.log.record(tx, 'follow', [anEntryInput({ payload: 'waits' })]))
    const met: number[] = []
    let from = 0
    for (;;) {
      const entries = await s.log.sealed('follow', { from, limit: 3 })
      met.push(...entries.map(({ seq }) => seq))
      if (entries.length < 3) break
      from = entries.at(-1)!.seq + 1
    }
    expect(met).toEqual([0, 1, 2, 3, 4, 5, 6])
    await s.log.seal('follow')
    expect(await s.log.sealed('follow', { from: 7, limit: 10 })).toEqual([
      {
        seq: 7,
        id: expect.any(String) as string,
        at: s.time.now,
        action: 'case.submitted',
        subject: 'case:1',
        organId: 'scjg',
        actorId: 'shenqing',
        onBehalfOf: null,
        actorName: '李春华',
        payload: 'waits',
      },
    ])
  })

  test("a reader meets nothing of another tenant's log, and nothing beyond the end", async () => {
    await s.fill('mine', 2, 2)
    expect(await s.log.sealed('theirs', { from: 0, limit: 10 })).toEqual([])
    expect(await s.log.sealed('mine', { from: 2, limit: 10 })).toEqual([])
  })
})

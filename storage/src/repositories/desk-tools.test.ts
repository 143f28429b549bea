import { expect, it } from 'vitest'
import { describeOnDatabases } from '../testing/index.ts'
import { keptSignatures } from './kept-signatures.ts'
import { lookupFailures } from './lookup-failures.ts'
import { phraseLists } from './phrase-lists.ts'

describeOnDatabases('what a desk keeps for a person', (open) => {
  it('one signature each: another takes its place', async () => {
    const kept = keptSignatures(await open())
    const row = { tenant_id: 't', user_id: 'zhang', file_id: 'f1', kept_at: 1 }
    await kept.put(row)
    await kept.put({ ...row, file_id: 'f2', kept_at: 2 })
    expect(await kept.get('t', 'zhang')).toEqual({ ...row, file_id: 'f2', kept_at: 2 })
    expect(await kept.get('t', 'li')).toBeUndefined()
    expect([await kept.remove('t', 'zhang'), await kept.remove('t', 'zhang')]).toEqual([true, false])
  })

  it('a list of phrases is replaced by the version after it alone', async () => {
    const lists = phraseLists(await open())
    const owner = { kind: 'organ', id: 'scjg' } as const
    const row = { tenant_id: 't', owner_kind: owner.kind, owner_id: owner.id, items: [], version: 1, changed_at: 1, changed_by: 'zhang' }
    expect([await lists.replace(row), await lists.replace(row)]).toEqual([true, false])
    const items = [{ text: '同意', kind: null }]
    expect([await lists.replace({ ...row, items, version: 2 }), await lists.replace({ ...row, version: 2 })]).toEqual([true, false])
    expect(await lists.get('t', owner)).toEqual({ ...row, items, version: 2 })
    expect((await lists.ofOrgans('t', ['scjg', 'rsj'])).map(({ owner_id }) => owner_id)).toEqual(['scjg'])
  })

  it('wrong codes at the same instant are all counted, and lock once', async () => {
    const failures = lookupFailures(await open())
    const place = { tenantId: 't', numberHash: 'a'.repeat(64), at: 1 }
    const counted = await Promise.all(Array.from({ length: 5 }, () => failures.count(place, { maxFailures: 5, until: 100 })))
    expect(counted.filter(Boolean)).toHaveLength(1)
    expect(await failures.lockedUntil('t', place.numberHash)).toBe(100)
    await failures.clear('t', place.numberHash)
    expect(await failures.lockedUntil('t', place.numberHash)).toBeNull()
  })
})

import { describe, expect, it } from 'vitest'
import type { ReusablePaper } from '../../api/matters.ts'
import {
  type ApplicationDraft,
  emptyDraft,
  fileIdsOf,
  materialOf,
  missingMaterials,
  prefilledDraft,
  problemByMaterial,
  submissionOf,
  withLast,
  withoutPrefilled,
} from './application-draft.ts'

const file = (fileId: string) => ({ fileId, name: `${fileId}.pdf`, size: 1 })
const paper = (fileId: string) => ({ ...file(fileId) }) as ReusablePaper

describe('an application on its way', () => {
  it('sends the ids of the files, and nothing for a material without any', () => {
    expect(fileIdsOf({ identity: [file('a'), file('b')], proxy: [] })).toEqual({ identity: ['a', 'b'] })
  })

  it('misses what is required, not there, and neither promised nor to follow', () => {
    const wanted = {
      materials: [
        { key: 'identity', name: '身份证明', required: true },
        { key: 'plan', name: '平面图', required: true },
        { key: 'proxy', name: '授权委托书', required: false },
      ],
      commitment: { materials: ['plan'] },
    }
    const missing = (change: Partial<ApplicationDraft>) => missingMaterials(wanted, { ...emptyDraft(), ...change }).map(({ path }) => path)
    expect(missing({})).toEqual(['materials.identity', 'materials.plan'])
    expect(missing({ materials: { identity: [file('a')] }, committed: true })).toEqual([])
    expect(missing({ deferred: ['identity'], reuse: { plan: [paper('b')] } })).toEqual([])
  })

  it('sends what is used again, promised or to follow, and no promise for what is there', () => {
    const matter = { key: 'food', version: 3, materials: [], commitment: { materials: ['plan', 'system'] }, readers: [] }
    const draft = {
      ...emptyDraft(),
      materials: { plan: [file('a')] },
      reuse: { identity: [paper('b')] },
      deferred: ['health', 'plan'],
      committed: true,
    }
    expect(submissionOf(matter, draft)).toEqual({
      matterKey: 'food',
      version: 3,
      form: {},
      materials: { plan: ['a'] },
      reuse: { identity: ['b'] },
      deferred: ['health'],
      commitment: { agreed: true, materials: ['system'] },
    })
    expect(submissionOf({ ...matter, commitment: null }, draft)).not.toHaveProperty('commitment')
  })

  it('places problems of the server at their material', () => {
    expect(materialOf('materials.identity')).toBe('identity')
    expect(materialOf('phone')).toBeNull()
    const problems = [
      { path: 'materials.identity', code: 'A', message: '一' },
      { path: 'materials.identity', code: 'B', message: '二' },
      { path: 'phone', code: 'C', message: '三' },
    ]
    expect(problemByMaterial(problems)).toEqual({ identity: '一' })
  })

  it('sends the readers that were chosen, without those whom the matter no longer offers', () => {
    const matter = { key: 'food', version: 3, materials: [], commitment: null, readers: [{ id: 'a', name: '甲' }] }
    expect(submissionOf(matter, { ...emptyDraft(), readers: ['a', 'gone'] }).readers).toEqual(['a'])
    expect(submissionOf(matter, { ...emptyDraft(), readers: ['gone'] })).not.toHaveProperty('readers')
  })
})

describe('what the county knows', () => {
  const prefill = {
    fields: [
      { path: 'name', value: '李春华', from: '申请人账户' },
      { path: 'phone', value: '13800138000', from: '申请人账户' },
    ],
    last: { submittedAt: Date.parse('2026-03-01T10:00:00+08:00'), values: { name: '李春华', area: 60 } },
  }

  it('stands in a new draft, and goes again but for what was changed', () => {
    const begun = prefilledDraft(prefill)
    expect(begun.values).toEqual({ name: '李春华', phone: '13800138000' })
    const changed = { ...begun, values: { ...begun.values, phone: '13900139000', area: 80 } }
    expect(withoutPrefilled(changed, prefill)).toMatchObject({ values: { phone: '13900139000', area: 80 }, prefilled: undefined })
  })

  it('of the last application is put over what is there, and can be taken away', () => {
    const taken = withLast(prefilledDraft(prefill), prefill.last)
    expect(taken.values).toEqual({ name: '李春华', phone: '13800138000', area: 60 })
    expect(taken.prefilled).toEqual({ name: '2026年3月1日(周日)提交的申请', area: '2026年3月1日(周日)提交的申请' })
    expect(withoutPrefilled(taken, prefill).values).toEqual({ phone: '13800138000' })
  })
})

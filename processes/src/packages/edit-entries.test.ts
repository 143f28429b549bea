import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { matterEntries, patchBetween, withMatter } from './edit-entries.ts'
import { mergePatch } from './matter-entries.ts'

const json = (value: unknown) => JSON.stringify(value)
const files = {
  'manifest.json': json({ key: 'p', matters: [{ key: 'plain', name: '甲' }] }),
  'matters/common.json': json({ key: 'common', abstract: true, limits: { intake: { days: 5 }, promised: { days: 10 } }, steps: ['a'] }),
  'matters/food.json': json({ key: 'food', extends: 'common', name: '食品', limits: { promised: { days: 8 } } }),
}

describe('the matters of a package that is kept as files', () => {
  it('are read as they stand for themselves', () => {
    const entries = matterEntries(files)
    expect(entries.map(({ key, file, isAbstract }) => [key, file, isAbstract])).toEqual([
      ['plain', 'manifest.json', false],
      ['common', 'matters/common.json', true],
      ['food', 'matters/food.json', false],
    ])
    expect(entries[2]!.matter).toEqual({
      key: 'food',
      name: '食品',
      limits: { intake: { days: 5 }, promised: { days: 8 } },
      steps: ['a'],
    })
  })

  it('are written where they have their own members, and what they extend stays as it is', () => {
    const food = matterEntries(files)[2]!.matter
    const changed = withMatter(files, 'food', { ...food, limits: { intake: { days: 3 }, promised: { days: 10 } }, steps: ['a', 'b'] })
    expect(Object.keys(changed)).toEqual(['matters/food.json'])
    expect(JSON.parse(changed['matters/food.json']!)).toEqual({
      key: 'food',
      extends: 'common',
      name: '食品',
      limits: { intake: { days: 3 } },
      steps: ['a', 'b'],
    })
    expect(matterEntries({ ...files, ...changed })[2]!.matter).toMatchObject({ limits: { intake: { days: 3 }, promised: { days: 10 } } })
  })

  it('are changed in the manifest, too, and in what others extend', () => {
    const changed = withMatter(files, 'plain', { key: 'plain', name: '乙' })
    expect(JSON.parse(changed['manifest.json']!)).toEqual({ key: 'p', matters: [{ key: 'plain', name: '乙' }] })
    const common = matterEntries(files)[1]!.matter
    const base = withMatter(files, 'common', { ...common, steps: [] })
    expect(JSON.parse(base['matters/common.json']!)).toMatchObject({ key: 'common', abstract: true, steps: [] })
    expect(() => withMatter(files, 'none', {})).toThrow('none')
  })

  it('a patch between any two objects makes the one of the other', () => {
    const value = fc.letrec((tie) => ({
      value: fc.oneof({ depthSize: 'small' }, fc.integer(), fc.string(), fc.array(fc.integer()), tie('object')),
      object: fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), tie('value')),
    })).object
    fc.assert(
      fc.property(value, value, (target, wanted) => {
        expect(mergePatch(target, patchBetween(target, wanted))).toEqual(wanted)
      }),
    )
  })
})

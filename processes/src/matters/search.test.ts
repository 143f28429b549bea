import { describe, expect, it } from 'vitest'
import { createQuestion, searchable, spells, type SearchField } from './search.ts'

const FOOD: SearchField[] = [
  [10, searchable('食品经营许可')],
  [8, searchable('饭店')],
  [3, searchable('市场监督管理局', { abbreviable: true })],
]
const ROAD: SearchField[] = [
  [10, searchable('占用、挖掘城市道路审批')],
  [3, searchable('住房和城乡建设局')],
]

describe('a question about the catalogue', () => {
  it.each([
    ['a part of the name', '经营许可'],
    ['a short name of the organ', '市监局'],
    ['several words, each somewhere', '市场 食品'],
    ['a name of the thing within a sentence', '我想开一家饭店'],
    ['pinyin', 'shipin'],
    ['initials', 'spjyxk'],
    ['pinyin that is half typed', 'shipjing'],
    ['pinyin as it is said in the south', 'sipin'],
    ['another character of the same sound', '食品经营许渴'],
    ['a wrong character in a long word', '食品经菅许可'],
    ['full-width letters', 'ｓｐｊｙ'],
  ])('finds by %s', (_, question) => {
    const ask = createQuestion(question)
    expect(ask(FOOD)).toBeGreaterThan(0)
    expect(ask(ROAD)).toBe(0)
  })

  it.each([['食品 道路'], ['zzz'], ['营业执照'], ['s']])('finds nothing by %s', (question) => {
    expect(createQuestion(question)(FOOD)).toBe(0)
  })

  it('ranks the whole before its beginning, that before a part, and writing before sound', () => {
    const worth = (question: string) => createQuestion(question)([[10, searchable('食品经营许可')]])
    const order = ['食品经营许可', '食品经营', '经营许可', 'shipin', '食拼']
    const found = order.map(worth)
    expect(found.every((one) => one > 0)).toBe(true)
    expect(found).toEqual([...found].sort((a, b) => b - a))
  })

  it('takes a question without words for one that nothing answers against', () => {
    expect(createQuestion(' ,。')(FOOD)).toBe(0)
  })

  it('does not go astray on long input', () => {
    expect(
      spells(
        'a'.repeat(40),
        Array.from({ length: 60 }, () => 'aaaaaa'),
      ),
    ).toBe(true)
    expect(
      spells(
        `${'a'.repeat(39)}b`,
        Array.from({ length: 60 }, () => 'aaaaaa'),
      ),
    ).toBe(false)
  })
})

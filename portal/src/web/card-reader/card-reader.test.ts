import { describe, expect, it, test } from 'vitest'
import { charOf, MAX_GAP_MS, readCard } from './burst.ts'
import { listenForCards, type ReaderKey } from './listen.ts'

const NUMBER = '11010519491231002X'
const CARD = `周敏|女|汉|19491231|北京市朝阳区某街道1号|${NUMBER}|某分局`
const FIELDS = { format: 'fields', separator: '|', fields: { name: 0, number: 5 } } as const
const TODAY = '2026-09-18'

/** A page with one field, keys as synthetic events, and a clock that the test moves. */
function aPage({ understands = () => true }: { understands?: (text: string) => boolean } = {}) {
  let at = 1000
  let waiting: { due: number; work: () => void } | null = null
  const page = { field: '已有内容', read: [] as string[], submitted: 0 }
  const heard = listenForCards({
    fieldNow: () => {
      const before = page.field
      return { restore: () => void (page.field = before), insert: (text) => void (page.field += text) }
    },
    onRead: (text) => {
      page.read.push(text)
      return understands(text)
    },
    wait: (ms, work) => {
      const mine = { due: at + ms, work }
      waiting = mine
      return () => void (waiting === mine && (waiting = null))
    },
  })
  const press = (key: string, gapMs: number, { code = '', modifier = false } = {}) => {
    at += gapMs
    if (waiting && waiting.due <= at) {
      const { work } = waiting
      waiting = null
      work()
    }
    let prevented = false
    const event: ReaderKey = {
      ...{ key, code, at, hasModifier: modifier },
      preventDefault: () => void (prevented = true),
      stopPropagation: () => {},
    }
    heard(event)
    if (prevented || modifier) return
    if (key === 'Enter') page.submitted += 1
    else if ([...key].length === 1) page.field += key
    // An input method shows what it composes in the field.
    else if (key === 'Process') page.field += '〔拼音〕'
  }
  const type = (text: string, gapMs: number) => [...text].forEach((char) => press(char === '\t' ? 'Tab' : char, gapMs))
  return { page, press, type }
}

describe('a card reader that types', () => {
  it('is heard by its pace; nothing of it stays in the field that had the focus, and nothing is sent off', () => {
    const { page, press, type } = aPage()
    press('1', 500)
    type(NUMBER.slice(1), 3)
    press('Enter', 3)
    expect(page).toEqual({ field: '已有内容', read: [NUMBER], submitted: 0 })
  })

  it('is heard with all fields of the card, parted by bars or tabs', () => {
    for (const text of [CARD, CARD.replaceAll('|', '\t')]) {
      const { page, press, type } = aPage()
      type(text, 8)
      press('Enter', 8)
      expect(page).toMatchObject({ field: '已有内容', read: [text] })
    }
  })

  it('is heard with an input method on: letters come as the key on the board, and what it composed is taken back', () => {
    const { page, press } = aPage()
    for (const digit of NUMBER.slice(0, 17)) press('Process', 5, { code: `Digit${digit}` })
    press('Process', 5, { code: 'KeyX' })
    press('Enter', 5)
    expect(page).toEqual({ field: '已有内容', read: [NUMBER], submitted: 0 })
  })

  it('leaves a person who types alone, however fast', () => {
    const { page, press, type } = aPage()
    type('110105194912', MAX_GAP_MS + 20)
    press('Enter', 60)
    expect(page).toEqual({ field: '已有内容110105194912', read: [], submitted: 1 })
  })

  it('two keys that fall together are no reader', () => {
    const { page, press, type } = aPage()
    type('ab', 5)
    type('cd', 90)
    press('Enter', 90)
    expect(page).toEqual({ field: '已有内容abcd', read: [], submitted: 1 })
  })

  it('after it the person types on as before', () => {
    const { page, press, type } = aPage()
    type(NUMBER, 3)
    press('Enter', 3)
    type('ok', 120)
    press('Enter', 120)
    expect(page).toMatchObject({ field: '已有内容ok', read: [NUMBER], submitted: 1 })
  })

  it('what was no card after all is given to the field', () => {
    const { page, press, type } = aPage({ understands: () => false })
    type('6901234567892', 4)
    press('Enter', 4)
    expect(page).toMatchObject({ field: '已有内容6901234567892', submitted: 0 })
    type('ABCDEF', 4)
    press('g', 900)
    expect(page.field).toBe('已有内容6901234567892ABCDEFg')
  })

  it('leaves short cuts alone', () => {
    const { page, press } = aPage()
    for (let n = 0; n < 6; n++) press('v', 4, { modifier: true })
    press('Enter', 4)
    expect(page).toMatchObject({ read: [], submitted: 1 })
  })
})

describe('what a reader typed', () => {
  test.each([
    ['all fields', CARD, FIELDS, { name: '周敏', number: NUMBER }],
    ['a number alone though fields were awaited', NUMBER, FIELDS, { name: null, number: NUMBER }],
    ['a number alone', NUMBER.toLowerCase(), { ...FIELDS, format: 'number' } as const, { name: null, number: NUMBER }],
    ['tabs', `周敏\t${NUMBER}`, { ...FIELDS, separator: '\t', fields: { name: 0, number: 1 } } as const, { name: '周敏', number: NUMBER }],
    ['a name that is not asked for', CARD, { ...FIELDS, fields: { name: null, number: 5 } }, { name: null, number: NUMBER }],
    ['no card', '6901234567892', FIELDS, null],
  ])('%s', (_, text, reader, read) => expect(readCard(text, reader, TODAY)).toEqual(read))

  test('a wrong check character is told, and fills in nothing', () => {
    expect(readCard('110105194912310021', FIELDS, TODAY)).toEqual({ problem: '读卡未成功:公民身份号码第 18 位校验不符,请核对身份证' })
    expect(readCard('周敏|女|汉', FIELDS, TODAY)).toEqual({ problem: expect.stringContaining('读卡器格式') as unknown })
  })
})

test('of keys that type nothing nothing is taken', () => {
  for (const key of ['Shift', 'ArrowLeft', 'F5']) expect(charOf({ key, code: '' })).toBeNull()
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  checkCharacterMod112,
  checkCharacterMod3736,
  checkDigitMod1110,
  COUNTY_SCHEMES,
  parseScheme,
  writeNumber,
  type NumberFacts,
} from './index.ts'

const FACTS: NumberFacts = {
  day: '2026-09-18',
  region: '320831',
  matterNo: '0131',
  organCode: '三市监',
  type: '许受',
  form: { businessForm: '餐饮服务经营者' },
}
const write = (input: unknown, sequence = 1, change: Partial<NumberFacts> = {}): string => {
  const { scheme, pieces } = parseScheme(input)
  return writeNumber(pieces, scheme, { ...FACTS, ...change }, sequence)
}
const countys = (name: string, sequence = 1, change: Partial<NumberFacts> = {}): string => write(COUNTY_SCHEMES[name], sequence, change)

describe('check digits (ISO 7064, GB/T 17710)', () => {
  it.each(['07945', '36574261809', '33392005961', '13301080111719', '11105050876919', '11108071215650'])(
    'MOD 11,10: %s ends with its check digit',
    (number) => {
      expect(checkDigitMod1110(number.slice(0, -1))).toBe(number.at(-1))
    },
  )

  it('MOD 11-2 and MOD 37,36 give what their standards print', () => {
    expect([checkCharacterMod112('0794'), checkCharacterMod112('11010519491231002')]).toEqual(['0', 'X'])
    expect(checkCharacterMod3736('A12425GABC1234002')).toBe('M')
  })

  it.each([
    ['MOD 11,10', checkDigitMod1110],
    ['MOD 11-2', checkCharacterMod112],
    ['MOD 37,36', checkCharacterMod3736],
  ])('property: %s finds every single wrong digit', (_, checkOf) => {
    const digits = fc.integer({ min: 0, max: 10 ** 13 - 1 }).map((number) => String(number).padStart(13, '0'))
    fc.assert(
      fc.property(digits, fc.nat(12), fc.integer({ min: 1, max: 9 }), (number, index, change) => {
        const wrong = number.slice(0, index) + String((Number(number[index]) + change) % 10) + number.slice(index + 1)
        expect(checkOf(wrong)).not.toBe(checkOf(number))
      }),
    )
  })
})

describe('the county’s patterns', () => {
  it('write what was written before there were patterns', () => {
    expect(countys('document')).toBe('三市监许受〔2026〕1号')
    expect(countys('document', 120, { type: '' })).toBe('三市监〔2026〕120号')
    expect(countys('case', 7)).toBe('32083120260918013100007')
    expect(countys('food-business', 11_171, { region: '330108', form: { businessForm: '食品销售经营者' } })).toBe('JY13301080111719')
    expect(countys('food-business')).toMatch(/^JY2320831000001\d$/)
  })

  it('have no leading zeros in a document number and no 第 (GB/T 9704-2012, 7.2.5)', () => {
    expect(countys('document', 1)).toMatch(/〔2026〕1号$/)
    expect(countys('receipt', 3, { type: '许收' })).toBe('三市监许收〔2026〕3号')
  })

  it('property: two runs or two sequences never write the same number', () => {
    const facts = fc.record({
      organCode: fc.constantFrom('三市监', '三住建'),
      type: fc.constantFrom('许受', '许准'),
      day: fc.constantFrom('2026-12-31', '2027-01-01'),
    })
    fc.assert(
      fc.property(facts, facts, fc.integer({ min: 1, max: 99_999 }), fc.integer({ min: 1, max: 99_999 }), (a, b, m, n) => {
        fc.pre(JSON.stringify([a.organCode, a.type, a.day.slice(0, 4), m]) !== JSON.stringify([b.organCode, b.type, b.day.slice(0, 4), n]))
        expect(countys('document', m, a)).not.toBe(countys('document', n, b))
      }),
    )
  })

  it.each<[string, Partial<NumberFacts>]>([
    ['document', { organCode: '' }],
    ['document', { organCode: 'SSJ' }],
    ['document', { type: '许(受)' }],
    ['document', { day: '26-9-18' }],
    ['document', { type: undefined }],
    ['case', { region: '32083' }],
    ['case', { matterNo: '' }],
    ['food-business', { form: { businessForm: '游商' } }],
    ['food-business', { form: {} }],
  ])('%s is refused with %o', (name, change) => {
    expect(() => countys(name, 1, change)).toThrow(expect.objectContaining({ code: 'NUMBER_PART_INVALID' }))
  })

  it('never grow a digit: the run ends at its last number', () => {
    expect(countys('case', 99_999)).toHaveLength(23)
    expect(() => countys('case', 100_000)).toThrow(expect.objectContaining({ code: 'NUMBER_EXHAUSTED' }))
    for (const sequence of [0, 1.5])
      expect(() => countys('document', sequence)).toThrow(expect.objectContaining({ code: 'NUMBER_PART_INVALID' }))
  })
})

describe('a pattern', () => {
  const problemOf = (scheme: unknown): string => {
    try {
      parseScheme(scheme)
    } catch (error) {
      expect(error).toMatchObject({ code: 'NUMBER_SCHEME_INVALID' })
      return (error as Error).message
    }
    return ''
  }

  it('may name a month, a code, a check character and have a run for each matter', () => {
    const scheme = {
      pattern: '{kind}-{yyyyMM}-{matterNo}-{seq4}{check1}',
      scope: ['kind', 'matter'],
      period: 'month',
      check: 'mod-37-36',
      codes: { kind: { field: 'businessForm', values: { 餐饮服务经营者: 'CY' } } },
    }
    expect(write(scheme, 12)).toBe(`CY-202609-0131-0012${checkCharacterMod3736('CY20260901310012')}`)
  })

  it.each<[string, unknown, string]>([
    ['without a sequence', { pattern: '〔{year}〕号', period: 'year' }, '有且只有一个序号标记'],
    ['with two sequences', { pattern: '{seq}号{seq3}', period: 'none' }, '现有 2 个'],
    ['with an unknown token', { pattern: '{organ}{seq}号', period: 'none' }, '不认识的标记“{organ}”'],
    ['with a token left open', { pattern: '{seq5', period: 'none' }, '不能出现的字符'],
    ['with markup in it', { pattern: '<b>{seq5}', period: 'none' }, '不能出现的字符'],
    ['that begins anew each year without naming it', { pattern: '三市监{seq}号', period: 'year' }, '否则会重号'],
    ['that names the year but begins anew each day', { pattern: '〔{year}〕{seq}号', period: 'day' }, '{yyyyMMdd}'],
    [
      'with a run for each organ that the number does not show',
      { pattern: '〔{year}〕{seq}号', scope: ['organ'], period: 'year' },
      '{organCode}',
    ],
    ['with a scope that does not exist', { pattern: '{seq}号', scope: ['desk'], period: 'none' }, '“desk”不存在'],
    ['whose free sequence runs into a digit', { pattern: '{year}{seq}', period: 'year' }, '混同'],
    ['with a check digit but no algorithm', { pattern: '{seq5}{check1}', period: 'none' }, '写明校验算法'],
    ['with an algorithm but no check digit', { pattern: '{seq5}', period: 'none', check: 'mod-11-10' }, '没有 {check1}'],
    ['with a check digit in front', { pattern: '{check1}{seq5}', period: 'none', check: 'mod-11-10' }, '在最后'],
    [
      'with a check digit over characters',
      { pattern: '{organCode}{seq5}{check1}', scope: ['organ'], period: 'none', check: 'mod-11-10' },
      '只能由数字和字母',
    ],
    ['with an unknown key', { pattern: '{seq5}', period: 'none', start: 7 }, '编号规则有误'],
    ['with an unknown period', { pattern: '{seq5}', period: 'week' }, 'period'],
    ['that is none', null, '编号规则有误'],
  ])('%s is refused and told why', (_, scheme, text) => {
    expect(problemOf(scheme)).toContain(text)
  })
})

import { inTransaction, type Database } from '@lianban/storage'
import { testDatabase } from '@lianban/storage/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  allocateCaseNumber,
  allocateDocumentNumber,
  allocateFoodLicenceNumber,
  caseNumber,
  checkDigitMod1110,
  documentNumber,
  foodLicenceNumber,
  isFoodLicenceNumber,
} from './index.ts'

describe('check digit MOD 11,10 (ISO 7064, GB/T 17710)', () => {
  it.each(['07945', '36574261809', '33392005961', '13301080111719', '11105050876919', '11108071215650'])(
    '%s ends with its check digit',
    (number) => {
      expect(checkDigitMod1110(number.slice(0, -1))).toBe(number.at(-1))
    },
  )

  it('property: finds every single wrong digit', () => {
    const digits = fc.integer({ min: 0, max: 10 ** 13 - 1 }).map((number) => String(number).padStart(13, '0'))
    fc.assert(
      fc.property(digits, fc.nat(12), fc.integer({ min: 1, max: 9 }), (number, index, change) => {
        const wrong = number.slice(0, index) + String((Number(number[index]) + change) % 10) + number.slice(index + 1)
        expect(checkDigitMod1110(wrong)).not.toBe(checkDigitMod1110(number))
      }),
    )
  })
})

describe('a document number', () => {
  it('has hexagonal brackets and no leading zeros', () => {
    expect(documentNumber({ organCode: '三市监', type: '许受', year: 2026, sequence: 1 })).toBe('三市监许受〔2026〕1号')
    expect(documentNumber({ organCode: '三市监', type: '', year: 2026, sequence: 120 })).toBe('三市监〔2026〕120号')
  })

  it.each([{ organCode: '' }, { organCode: 'SSJ' }, { type: '许(受)' }, { year: 26 }, { sequence: 0 }, { sequence: 1.5 }])(
    'is refused with %o',
    (change) => {
      expect(() => documentNumber({ organCode: '三市监', type: '许受', year: 2026, sequence: 1, ...change })).toThrow(
        expect.objectContaining({ code: 'NUMBER_PART_INVALID' }),
      )
    },
  )
})

describe('a case number', () => {
  it('is region, day, matter and five digits', () => {
    expect(caseNumber({ region: '320831', day: '2026-09-18', matterNo: '0131', sequence: 7 })).toBe('32083120260918013100007')
  })

  it('never grows a digit: the run ends at 99999', () => {
    expect(() => caseNumber({ region: '320831', day: '2026-09-18', matterNo: '1', sequence: 100_000 })).toThrow(
      expect.objectContaining({ code: 'NUMBER_EXHAUSTED' }),
    )
    expect(() => caseNumber({ region: '32083', day: '2026-09-18', matterNo: '1', sequence: 1 })).toThrow(
      expect.objectContaining({ code: 'NUMBER_PART_INVALID' }),
    )
  })
})

describe('a food licence number', () => {
  it('is JY, form, region, sequence and check digit', () => {
    expect(foodLicenceNumber({ form: '1', region: '330108', sequence: 11_171 })).toBe('JY13301080111719')
    expect(foodLicenceNumber({ form: '2', region: '320831', sequence: 1 })).toMatch(/^JY2320831000001\d$/)
  })

  it.each([
    ['JY13301080111719', true],
    ['JY13301080111718', false],
    ['JY43301080111719', false],
    ['SC13301080111719', false],
    ['JY1330108011171', false],
  ])('%s is good: %s', (text, good) => expect(isFoodLicenceNumber(text)).toBe(good))
})

describe('numbers are given out', () => {
  let db: Database
  beforeAll(async () => {
    db = await testDatabase()
  })
  afterAll(() => db.destroy())

  it('document numbers by organ, type and year', async () => {
    const next = (change = {}): Promise<string> =>
      inTransaction(db, (tx) =>
        allocateDocumentNumber(tx, { tenantId: 't', organId: 'scjg', organCode: '三市监', type: '许受', year: 2026, ...change }),
      )
    expect([await next(), await next(), await next({ type: '许准' }), await next({ year: 2027 })]).toEqual([
      '三市监许受〔2026〕1号',
      '三市监许受〔2026〕2号',
      '三市监许准〔2026〕1号',
      '三市监许受〔2027〕1号',
    ])
  })

  it('case numbers by day over all matters', async () => {
    const next = (day: string, matterNo: string): Promise<string> =>
      inTransaction(db, (tx) => allocateCaseNumber(tx, { tenantId: 't', region: '320831', day, matterNo }))
    expect([await next('2026-09-18', '0131'), await next('2026-09-18', '0132'), await next('2026-09-20', '0131')]).toEqual([
      '32083120260918013100001',
      '32083120260918013200002',
      '32083120260920013100001',
    ])
  })

  it('licence numbers by organ and form', async () => {
    const next = (form: '1' | '2'): Promise<string> =>
      inTransaction(db, (tx) => allocateFoodLicenceNumber(tx, { tenantId: 't', organId: 'scjg', region: '320831', form }))
    const numbers = [await next('2'), await next('2'), await next('1')]
    expect(numbers.map((number) => number.slice(0, 15))).toEqual(['JY2320831000001', 'JY2320831000002', 'JY1320831000001'])
    expect(numbers.every(isFoodLicenceNumber)).toBe(true)
  })
})

import { inTransaction, issuedNumbers, numberSchemes, type Database } from '@lianban/storage'
import { describeOnDatabases } from '@lianban/storage/testing'
import { beforeAll, expect, it } from 'vitest'
import { allocateNumber, type NumberRequest } from './index.ts'

const AT = Date.parse('2026-12-31T16:00+08:00')
const aRequest = (change: Partial<NumberRequest> = {}): NumberRequest => ({
  tenantId: 'sanhu',
  kind: 'document',
  organId: 'scjg',
  caseId: 'c1',
  facts: {
    day: '2026-12-31',
    organCode: '三市监',
    type: '许受',
    matterNo: '0131',
    region: '320831',
    form: { businessForm: '餐饮服务经营者' },
  },
  at: AT,
  ...change,
})
const withFacts = (facts: Partial<NumberRequest['facts']>, change: Partial<NumberRequest> = {}): NumberRequest =>
  aRequest({ ...change, facts: { ...aRequest().facts, ...facts } })
const oneTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1)

describeOnDatabases('numbers are given out', (open) => {
  let db: Database
  beforeAll(async () => {
    db = await open()
  })
  const next = async (request = aRequest()): Promise<string> => (await inTransaction(db, (tx) => allocateNumber(tx, request))).number
  /** The sequences of a tenant's register, in order. */
  const registered = async (tenantId: string): Promise<number[]> =>
    (await db('issued_number').where({ tenant_id: tenantId }).orderBy('sequence').pluck('sequence')).map(Number)

  it('by organ, type and year, each from 1; the year changes with the day in China', async () => {
    expect([
      await next(),
      await next(),
      await next(withFacts({ type: '许准' })),
      await next(withFacts({ day: '2027-01-01' })),
      await next(withFacts({ organCode: '三住建' }, { organId: 'zjj' })),
      await next(),
    ]).toEqual([
      '三市监许受〔2026〕1号',
      '三市监许受〔2026〕2号',
      '三市监许准〔2026〕1号',
      '三市监许受〔2027〕1号',
      '三住建许受〔2026〕1号',
      '三市监许受〔2026〕3号',
    ])
  })

  it('case numbers by day over all matters, with a query code', async () => {
    const ofCase = (facts: Partial<NumberRequest['facts']>) =>
      inTransaction(db, (tx) => allocateNumber(tx, withFacts(facts, { kind: 'case' })))
    const first = await ofCase({})
    expect(first).toMatchObject({ number: '32083120261231013100001', queryCode: expect.stringMatching(/^\d{6}$/) })
    expect((await ofCase({ matterNo: '0132' })).number).toBe('32083120261231013200002')
    expect((await ofCase({ day: '2027-01-02' })).number).toBe('32083120270102013100001')
    expect(await issuedNumbers(db).get('sanhu', 'case', first.number)).toMatchObject({
      query_code: first.queryCode,
      sequence: 1,
      year: 2026,
    })
  })

  it('licence numbers over all organs, as their number names none, and over the years', async () => {
    const licence = (change: Partial<NumberRequest> = {}, form = '餐饮服务经营者'): Promise<string> =>
      next(withFacts({ day: '2027-03-01', form: { businessForm: form } }, { kind: 'licence', scheme: 'food-business', ...change }))
    const numbers = [await licence(), await licence({ organId: 'other' }), await licence({}, '集中用餐单位食堂')]
    expect(numbers.map((number) => number.slice(0, 15))).toEqual(['JY2320831000001', 'JY2320831000002', 'JY3320831000001'])
  })

  it('a successor goes on with the code and the run of the organ it took over, in its own register', async () => {
    const tenantId = 'merged'
    await next(aRequest({ tenantId }))
    expect(await next(aRequest({ tenantId, organId: 'scjgfz', runOrganId: 'scjg' }))).toBe('三市监许受〔2026〕2号')
    expect(await issuedNumbers(db).get(tenantId, 'document', '三市监许受〔2026〕2号')).toMatchObject({
      organ_id: 'scjgfz',
      run_organ: 'scjg',
    })
  })

  it('the register says of each what run it is of', async () => {
    expect(await issuedNumbers(db).get('sanhu', 'document', '三市监许准〔2026〕1号')).toMatchObject({
      ...{ organ_id: 'scjg', run_organ: 'scjg', run_type: 'document:许准', run_period: 2026, sequence: 1 },
      ...{ type: '许准', year: 2026, case_id: 'c1', issued_at: AT, voided_at: null, query_code: null },
    })
  })

  it('a rolled-back transaction leaves neither number nor entry, and the next takes its place', async () => {
    const request = aRequest({ tenantId: 'rollback' })
    await next(request)
    const undone = inTransaction(db, async (tx) => {
      expect((await allocateNumber(tx, request)).number).toBe('三市监许受〔2026〕2号')
      throw new Error('refused')
    })
    await expect(undone).rejects.toThrow('refused')
    expect(await registered('rollback')).toEqual([1])
    expect(await next(request)).toBe('三市监许受〔2026〕2号')
  })

  it('number continuity over rollback, year change, two windows at once', async () => {
    const at = (day: string, undo: boolean) =>
      inTransaction(db, async (tx) => {
        const { number } = await allocateNumber(tx, withFacts({ day }, { tenantId: 'windows' }))
        if (undo) throw new Error('refused')
        return number
      })
    const results = await Promise.allSettled(
      Array.from({ length: 36 }, (_, i) => at(i % 2 === 0 ? '2026-12-31' : '2027-01-01', i % 3 === 0)),
    )
    const numbers = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
    const errors = results.flatMap((result) => (result.status === 'rejected' ? [(result.reason as Error).message] : []))
    expect(errors).toEqual(Array.from({ length: 12 }, () => 'refused'))
    expect(new Set(numbers)).toEqual(new Set([2026, 2027].flatMap((year) => oneTo(12).map((n) => `三市监许受〔${year}〕${n}号`))))
    expect(await registered('windows')).toEqual(oneTo(12).flatMap((n) => [n, n]))
  })

  it('by the tenant’s own scheme where it has one, and that of the package before the county’s', async () => {
    const tenantId = 'own'
    const scheme = { pattern: '{organCode}〔{year}〕{type}{seq4}', scope: ['organ', 'type'], period: 'year' }
    await numberSchemes(db).put({ tenant_id: tenantId, name: 'document', scheme, changed_at: AT, changed_by: 'u1' })
    expect(await next(aRequest({ tenantId }))).toBe('三市监〔2026〕许受0001')
    const schemes = { premises: { pattern: '卫证〔{year}〕{seq}号', scope: [], period: 'year' as const, codes: {} } }
    expect(await next(aRequest({ tenantId, kind: 'licence', scheme: 'premises', schemes }))).toBe('卫证〔2026〕1号')
    await expect(next(aRequest({ tenantId, kind: 'licence', scheme: 'ghost' }))).rejects.toMatchObject({ code: 'NUMBER_SCHEME_INVALID' })
  })

  it('a scheme that was changed so that it would write an old number again is stopped, and nothing is used up', async () => {
    const tenantId = 'changed'
    await next(aRequest({ tenantId }))
    const scheme = { pattern: '{organCode}{type}〔{year}〕{seq}号', scope: [], period: 'none' }
    await numberSchemes(db).put({ tenant_id: tenantId, name: 'document', scheme, changed_at: AT, changed_by: 'u1' })
    await expect(next(aRequest({ tenantId }))).rejects.toMatchObject({
      code: 'NUMBER_TAKEN',
      message: expect.stringContaining('三市监许受〔2026〕1号'),
    })
    expect(await registered(tenantId)).toEqual([1])
  })
})

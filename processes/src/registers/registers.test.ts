import { cases, inTransaction, issuedNumbers, numberSequences, type Database, type NumberKind } from '@lianban/storage'
import { describeOnDatabases } from '@lianban/storage/testing'
import ExcelJS from 'exceljs'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Caller, TenantsPort } from '../cases/ports.ts'
import { allocateNumber } from '../numbering/index.ts'
import { createRegisters, gapsOf, gapsText, type Registers } from './index.ts'

const TENANT = 'sanhu'
const AT = Date.parse('2026-09-18T10:00+08:00')
const caller = (organId: string): Caller =>
  ({
    tenantId: TENANT,
    userId: `u-${organId}`,
    name: '王敏',
    kind: 'staff',
    posts: [{ organId, post: 'organ-leader' }],
  }) as unknown as Caller

describe('the holes of a run', () => {
  it.each([
    [[], 0, '无缺号'],
    [[1, 2, 3], 3, '无缺号'],
    [[1, 3], 3, '缺 2'],
    [[2, 5, 6], 9, '缺 1、3—4、7—9'],
    [[], 2, '缺 1—2'],
  ])('of %j up to %i: %s', (sequences, last, text) => expect(gapsText(gapsOf(sequences, last))).toBe(text))
})

describeOnDatabases('the registers', (open) => {
  let db: Database
  let registers: Registers
  let small: Registers
  const recorded: { action: string; payload: unknown }[] = []
  let everywhere = true

  beforeAll(async () => {
    db = await open()
    const tenants = {
      authorization: {
        decide: (who: Caller, _: string, { organId }: { organId?: string }) => ({
          allowed: everywhere || organId === who.posts[0]!.organId,
        }),
        assert: (who: Caller, _: string, { organId }: { organId?: string }) =>
          everywhere || organId === who.posts[0]!.organId
            ? Promise.resolve()
            : Promise.reject(Object.assign(new Error('无权'), { code: 'NOT_AUTHORIZED' })),
        restrict: (who: Caller) =>
          Promise.resolve(
            (query: { where(column: string, value: string): unknown }) =>
              void (everywhere || query.where('case_file.organ_id', who.posts[0]!.organId)),
          ),
      },
      organs: { nameOn: (_: string, id: string) => Promise.resolve(`单位 ${id}`) },
      supervision: { record: (_: unknown, __: string, entries: typeof recorded) => Promise.resolve(void recorded.push(...entries)) },
    } as unknown as TenantsPort
    registers = createRegisters({ database: db, tenants, clock: () => AT + 60_000 })
    small = createRegisters({ database: db, tenants, clock: () => AT + 60_000, maxExportRows: 10 })
    for (const [id, organ, closed] of [
      ['c1', 'scjg', AT + 5],
      ['c2', 'scjg', null],
      ['c3', 'zjj', null],
    ] as const)
      await aCase(id, organ, closed)
    const give = (caseId: string, organId: string, kind: NumberKind, type: string) =>
      inTransaction(db, (tx) =>
        allocateNumber(tx, {
          tenantId: TENANT,
          kind,
          organId,
          caseId,
          facts: { day: '2026-09-18', organCode: organId === 'scjg' ? '三市监' : '三住建', type, region: '320831', matterNo: '0131' },
          at: AT,
        }),
      )
    for (const [caseId, organId] of [
      ['c1', 'scjg'],
      ['c2', 'scjg'],
      ['c3', 'zjj'],
    ] as const) {
      await give(caseId, organId, 'case', '')
      await give(caseId, organId, 'document', '许受')
    }
    for (let i = 0; i < 10; i++) await give('c1', 'scjg', 'document', '许准')
    await db('issued_document').insert({
      ...{ tenant_id: TENANT, id: 'd1', case_id: 'c1', template: 'acceptance-notice', name: '受理通知书', number: '三市监许受〔2026〕1号' },
      ...{ sha256: 'a'.repeat(64), size: 1, media_type: 'application/pdf', created_at: AT },
    })
  })

  const aCase = (id: string, organ: string, closed: number | null) =>
    cases(db).insert({
      ...{
        tenant_id: TENANT,
        id,
        case_no: `no-${id}`,
        instance_id: id,
        matter_key: 'food',
        matter_version: 1,
        matter_name: '食品经营许可',
      },
      ...{
        organ_id: organ,
        organ_name: `单位 ${organ}`,
        applicant_id: 'a1',
        applicant_name: '=湖畔人家',
        form: {},
        status: 'granted',
        step_name: null,
      },
      ...{
        submitted_at: AT,
        received_at: AT,
        accepted_at: null,
        deemed_accepted: false,
        decided_at: null,
        closed_at: closed,
        intake_due_at: AT,
      },
      ...{
        promised_due_at: null,
        statutory_due_at: null,
        delivery_due_at: null,
        warn_at: null,
        card: null,
        supplement: null,
        decision: null,
      },
    })

  it('show every number newest first, page by page, each once, with its case and its paper', async () => {
    const seen: string[] = []
    for (let after: string | undefined; ;) {
      const page = await registers.list(caller('scjg'), { kind: 'document', organId: 'scjg' }, { limit: 5, after })
      seen.push(...page.items.map(({ number }) => number))
      // how many there are is counted once
      expect(page).toMatchObject(after === undefined ? { total: 12, voided: 0 } : {})
      expect('total' in page).toBe(after === undefined)
      if (page.next === null) break
      after = page.next
    }
    expect(new Set(seen).size).toBe(12)
    expect(seen[0]).toBe('三市监许准〔2026〕10号')
    const [first] = (await registers.list(caller('scjg'), { kind: 'document', q: '许受〔2026〕1' }, { limit: 5 })).items.filter(
      ({ organId }) => organId === 'scjg',
    )
    expect(first).toMatchObject({ caseNo: 'no-c1', document: { id: 'd1', name: '受理通知书' }, void: null })
  })

  it('narrow by type, year, state and words, and offer what there is', async () => {
    const count = async (filter: object) =>
      (await registers.list(caller('scjg'), { kind: 'document', ...filter }, { limit: 50 })).items.length
    expect([
      await count({ type: '许受' }),
      await count({ year: 2027 }),
      await count({ state: 'void' }),
      await count({ q: '%' }),
      await count({ q: 'no-c3' }),
    ]).toEqual([3, 0, 0, 0, 1])
    const { choices } = await registers.list(caller('scjg'), { kind: 'document' }, { limit: 1 })
    expect(choices).toContainEqual({ organ_id: 'scjg', type: '许准', year: 2026 })
  })

  it('a voided number keeps its place with who, when and why, is in the log and the time line, and is never given out again', async () => {
    const number = '三市监许准〔2026〕4号'
    await registers.voidNumber(caller('scjg'), { kind: 'document', number, reason: ' 打印时编号错位 ' })
    const { items, voided } = await registers.list(caller('scjg'), { kind: 'document', state: 'void' }, { limit: 5 })
    expect(items).toMatchObject([{ number, void: { at: AT + 60_000, byName: '王敏', reason: '打印时编号错位' } }])
    expect(voided).toBe(1)
    expect(recorded.at(-1)).toMatchObject({ action: 'number.voided', subject: 'case:c1', payload: { number, reason: '打印时编号错位' } })
    expect(await db('case_event').where({ case_id: 'c1', type: 'number-voided' }).pluck('action_text')).toEqual([`作废编号 ${number}`])
    await expect(registers.voidNumber(caller('scjg'), { kind: 'document', number, reason: '再次' })).rejects.toMatchObject({
      code: 'NUMBER_ALREADY_VOID',
    })
    const next = await inTransaction(db, (tx) =>
      allocateNumber(tx, {
        tenantId: TENANT,
        kind: 'document',
        organId: 'scjg',
        caseId: 'c1',
        facts: { day: '2026-09-19', organCode: '三市监', type: '许准' },
        at: AT + 1,
      }),
    )
    expect(next.number).toBe('三市监许准〔2026〕11号')
  })

  it('voiding needs a reason and a number that is there; the number of an open case stays', async () => {
    const voiding = (kind: NumberKind, number: string, reason = '理由') => registers.voidNumber(caller('scjg'), { kind, number, reason })
    await expect(voiding('document', '三市监许准〔2026〕5号', '  ')).rejects.toMatchObject({ code: 'REASON_MISSING' })
    await expect(voiding('document', '三市监许准〔2026〕99号')).rejects.toMatchObject({ code: 'NUMBER_NOT_FOUND' })
    await expect(voiding('case', '32083120260918013100002')).rejects.toMatchObject({ code: 'NUMBER_IN_USE' })
    await voiding('case', '32083120260918013100001')
    expect(await issuedNumbers(db).get(TENANT, 'case', '32083120260918013100001')).toMatchObject({ voided_at: AT + 60_000 })
  })

  it('say 无缺号, voided ones counted in; and name the hole that somebody made in the database', async () => {
    const report = async () =>
      (await registers.runs(caller('scjg'), { kind: 'document', year: 2026 })).map(({ organId, type, last, voided, text }) => [
        organId,
        type,
        last,
        voided,
        text,
      ])
    expect((await report()).sort()).toEqual(
      [
        ['scjg', '许准', 11, 1, '无缺号'],
        ['scjg', '许受', 2, 0, '无缺号'],
        ['zjj', '许受', 1, 0, '无缺号'],
      ].sort(),
    )
    await db('issued_number').where({ number: '三市监许准〔2026〕7号' }).orWhere({ number: '三市监许准〔2026〕8号' }).delete()
    await inTransaction(db, (tx) =>
      numberSequences(tx).allocate({ tenantId: TENANT, organId: 'scjg', type: 'document:许决', period: 2026 }),
    )
    const texts = Object.fromEntries(
      (await registers.runs(caller('scjg'), { kind: 'document', year: 2026, organId: 'scjg' })).map(({ type, text }) => [type, text]),
    )
    expect(texts).toEqual({ 许准: '缺 7—8', 许受: '无缺号', 许决: '缺 1' })
    expect((await registers.runs(caller('scjg'), { kind: 'case', year: 2026 })).map(({ period, last }) => [period, last])).toEqual([
      [20260918, 3],
    ])
    expect(await registers.runs(caller('scjg'), { kind: 'case', year: 2027 })).toEqual([])
  })

  it('as XLSX is whole or not at all', async () => {
    await expect(small.export(caller('scjg'), { kind: 'document', organId: 'scjg' })).rejects.toMatchObject({
      code: 'EXPORT_TOO_LARGE',
      message: '共有 11 条,一次最多导出 10 条,请按年度、类别或登记机关分次导出',
    })
  })

  it('as XLSX: every line as text, oldest first, and the report; taking it out is in the log', async () => {
    const workbook = new ExcelJS.Workbook()
    await workbook.xlsx.load((await registers.export(caller('scjg'), { kind: 'document', organId: 'scjg' })) as never)
    const sheet = workbook.getWorksheet('文书登记簿')!
    expect(sheet.rowCount).toBe(1 + 11)
    expect((sheet.getRow(2).values as string[]).slice(1, 7)).toEqual([
      '1',
      expect.stringContaining('〔2026〕1号'),
      expect.any(String),
      '单位 scjg',
      '食品经营许可',
      '=湖畔人家',
    ])
    expect(sheet.getColumn(11).values).toContain('作废')
    expect(workbook.getWorksheet('连续性检查')!.getColumn(6).values).toContain('缺 7—8')
    expect(recorded.at(-1)).toMatchObject({ action: 'data.exported', payload: { what: 'register:document', rows: 11 } })
  })

  it('show one’s own organ only, where the right reaches no further', async () => {
    everywhere = false
    const own = await registers.list(caller('zjj'), { kind: 'document' }, { limit: 50 })
    expect(own.items.map(({ number }) => number)).toEqual(['三住建许受〔2026〕1号'])
    expect((await registers.runs(caller('zjj'), { kind: 'document', year: 2026 })).map(({ organId }) => organId)).toEqual(['zjj'])
    await expect(registers.list(caller('zjj'), { kind: 'document', organId: 'scjg' }, { limit: 5 })).rejects.toMatchObject({
      code: 'NOT_AUTHORIZED',
    })
    await expect(
      registers.voidNumber(caller('zjj'), { kind: 'document', number: '三市监许准〔2026〕5号', reason: '理由' }),
    ).rejects.toMatchObject({ code: 'NOT_AUTHORIZED' })
    everywhere = true
  })

  it('a scheme is changed with a trial number, into the log, and at once for the next number', async () => {
    const scheme = { pattern: '{organCode}{type}〔{year}〕{seq}号', scope: ['organ', 'type'], period: 'year' }
    await expect(registers.changeScheme(caller('scjg'), 'document', { ...scheme, pattern: '{type}{seq}号' })).rejects.toMatchObject({
      code: 'NUMBER_SCHEME_INVALID',
    })
    const changed = await registers.changeScheme(caller('scjg'), 'document', {
      ...scheme,
      pattern: '{organCode}{type}〔{year}〕第{seq4}号',
    })
    expect(changed).toMatchObject({ own: true, sample: '三市监许受〔2026〕第0001号' })
    expect(recorded.at(-1)).toMatchObject({
      action: 'number-scheme.changed',
      payload: { before: { pattern: '{organCode}{type}〔{year}〕{seq}号' } },
    })
    const next = await inTransaction(db, (tx) =>
      allocateNumber(tx, {
        tenantId: TENANT,
        kind: 'document',
        organId: 'zjj',
        caseId: 'c3',
        facts: { day: '2026-09-19', organCode: '三住建', type: '许受' },
        at: AT + 2,
      }),
    )
    expect(next.number).toBe('三住建许受〔2026〕第0002号')
    expect((await registers.schemes(caller('scjg'))).map(({ name, own }) => [name, own])).toContainEqual(['case', false])
  })
})

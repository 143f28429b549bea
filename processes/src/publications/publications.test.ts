import { publications } from '@lianban/storage'
import { describeOnDatabases } from '@lianban/storage/testing'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { decides, openFinishing, type Finishing } from '../testing/index.ts'
import { publicHolder } from './holder.ts'
import type { PublicationRow } from '@lianban/storage'
import type { Database } from '@lianban/storage'

const SCHEMA = {
  type: 'object',
  'x-lianban': { version: 1 },
  properties: { code: { type: 'string', title: '统一社会信用代码', format: 'credit-code', 'x-component': 'Input' } },
} as const

describe('whom a decision is about, for the public', () => {
  it.each([
    ['湖畔面馆', '91350100M000100Y43', { name: '湖畔面馆', kind: '法人及非法人组织', code: '91350100M000100Y43' }],
    ['老李面馆', '92350100MA2XXXXX1A', { name: '老李面馆', kind: '个体工商户', code: '92350100MA2XXXXX1A' }],
    ['张三丰', '', { name: '张*', kind: '自然人', code: null }],
    ['买买提·吐尔逊', undefined, { name: '买*', kind: '自然人', code: null }],
    ['𠮷田', '', { name: '𠮷*', kind: '自然人', code: null }],
  ])('%s with the code "%s"', (name, code, expected) => {
    expect(publicHolder(name, SCHEMA, { code }, null)).toEqual(expected)
  })
})

describe('publishing decisions', () => {
  let office: Finishing
  afterEach(() => office.close())
  const all = () => office.publications.search(office.tenantId, {}, { limit: 10 })
  const auditTrail = async (caseId: string) => {
    const { items } = await office.tenants.supervision.entries(office.tenantId, { subject: `case:${caseId}`, limit: 200 })
    return items
  }

  it('a grant, by the national data standard, once', async () => {
    office = await openFinishing({ publicity: { content: ['address'], category: '登记' } })
    const caseId = await office.applies()
    await decides(office, 'grant')
    const { items, total, organs, matters } = await all()
    expect(total).toBe(1)
    expect(items[0]).toEqual({
      ...{ kindText: '准予许可', matterName: '测试事项', holderName: '湖畔面馆', holderKind: '法人及非法人组织' },
      ...{
        holderCode: '91350100M000100Y43',
        documentName: '准予行政许可决定书',
        documentNumber: '三市监许准〔2026〕1号',
        category: '登记',
      },
      ...{ licenceName: '食品经营许可证', licenceNo: '三市监证字〔2026〕第00001号' },
      ...{ content: '准予许可:测试事项;经营场所:湖滨路 1 号', decidedOn: '2026-09-18', validFrom: '2026-09-18', validUntil: '2031-09-17' },
      ...{ organName: '三湖县市场监督管理局', sourceName: '三湖县市场监督管理局', validity: '有效', publishedOn: '2026-09-18' },
      organCode: expect.stringMatching(/^[0-9A-Z]{18}$/),
      sourceCode: expect.stringMatching(/^[0-9A-Z]{18}$/),
    })
    expect([organs.map(({ key }) => key), matters.map(({ key }) => key)]).toEqual([['scjg'], ['test-procedure']])
    const first = await office.publications.publish(office.tenantId, caseId)
    expect(await office.publications.publish(office.tenantId, caseId)).toEqual(first)
    expect((await all()).total).toBe(1)
    const entries = (await auditTrail(caseId)).filter(({ action }) => action === 'decision.published')
    expect(entries.map(({ payload }) => payload)).toMatchObject([{ kind: 'grant', late: false }])
  })

  it('a refusal has no licence; a person is masked, and no number of a person is anywhere', async () => {
    office = await openFinishing({ publicity: { content: ['operatorName', 'address'] } })
    await office.applies({ operatorName: '张三丰', citizenId: '11010519491231002X', address: '湖滨路 1 号' })
    await decides(office, 'refuse', '场所面积不足')
    const [item] = (await all()).items
    expect(item).toMatchObject({ kindText: '不予许可', holderName: '张*', holderKind: '自然人', holderCode: null, licenceNo: null })
    expect(JSON.stringify(await publications(office.database).list({ tenantId: office.tenantId, limit: 10 }))).not.toMatch(
      /11010519|张三丰/,
    )
  })

  it('what a matter withholds is on record with the reason and not public', async () => {
    office = await openFinishing({ publicity: { withheld: '涉及商业秘密' } })
    const caseId = await office.applies()
    await decides(office, 'grant')
    expect((await all()).total).toBe(0)
    const { items } = await office.publications.list(await office.person('zhuguan').caller(), { limit: 10 })
    expect(items).toMatchObject([{ state: 'withheld', stateReason: '涉及商业秘密' }])
    expect((await auditTrail(caseId)).map(({ action }) => action)).toContain('decision.withheld')
  })

  it('later than seven workdays is said in the log, and rule T8 gives its card', async () => {
    office = await openFinishing()
    const caseId = await office.applies()
    await office.person('pizhun').does('Task_Decide', 'grant')
    await office.documents.fail('没有浏览器')
    await office.passTime(Date.parse('2026-10-09T09:00:00+08:00'))
    const { rows } = await office
      .database('supervision_card')
      .where({ rule_id: 'T8' })
      .select()
      .then((found: unknown[]) => ({ rows: found }))
    expect(rows).toHaveLength(1)
    await office.publications.publish(office.tenantId, caseId)
    const entry = (await auditTrail(caseId)).find(({ action }) => action === 'decision.published')
    expect(entry?.payload).toMatchObject({ late: true, dueAt: Date.parse('2026-09-29T17:30:00+08:00') })
  })

  it('is corrected and withdrawn by the supervisor alone, with what stood there before and why', async () => {
    office = await openFinishing()
    const caseId = await office.applies()
    await decides(office, 'grant')
    const supervisor = await office.person('zhuguan').caller()
    const [{ id }] = (await office.publications.list(supervisor, { limit: 10 })).items as unknown as [{ id: string }]
    const correct = (fields: Record<string, string | null>, version = 1, reason = '名称有误') =>
      office.publications.correct(supervisor, id, { version, fields, reason })
    for (const [fields, code] of [
      [{ content: '身份证 11010519491231002X' }, 'CORRECTION_INVALID'],
      [{ holderName: ' ' }, 'CORRECTION_INVALID'],
      [{ holderCode: '91350100M000100Y44' }, 'CORRECTION_INVALID'],
      [{ validUntil: '2020-01-01' }, 'CORRECTION_INVALID'],
      [{ validUntil: '2026-02-31x' }, 'CORRECTION_INVALID'],
      [{ holderName: '湖畔面馆' }, 'CORRECTION_INVALID'],
    ] as const)
      await expect(correct(fields), JSON.stringify(fields)).rejects.toMatchObject({ code })
    await expect(correct({ holderName: '湖滨面馆' }, 1, ' ')).rejects.toMatchObject({ code: 'REASON_MISSING' })
    await correct({ holderName: '湖滨面馆' })
    await expect(correct({ holderName: '另一家' }, 1)).rejects.toMatchObject({ code: 'PUBLICATION_CHANGED' })
    expect((await all()).items[0]!.holderName).toBe('湖滨面馆')
    for (const userId of ['juzhang', 'jianjian', 'chengban'])
      await expect(
        office.publications.withdraw(await office.person(userId).caller(), id, { version: 2, reason: '不该公示' }),
      ).rejects.toMatchObject({ code: 'NOT_AUTHORIZED' })
    await office.publications.withdraw(supervisor, id, { version: 2, reason: '涉及未成年人' })
    expect((await all()).total).toBe(0)
    await expect(correct({ holderName: '再改' }, 3)).rejects.toMatchObject({ code: 'PUBLICATION_NOT_PUBLIC' })
    const [view] = (await office.publications.list(supervisor, { limit: 10 })).items
    expect(view!.changes.map(({ deed, reason, fields }) => [deed, reason, fields.map(({ before, after }) => [before, after])])).toEqual([
      ['withdraw', '涉及未成年人', [['公示', '撤下']]],
      ['correct', '名称有误', [['湖畔面馆', '湖滨面馆']]],
    ])
    expect((await auditTrail(caseId)).map(({ action }) => action)).toEqual(
      expect.arrayContaining(['publication.corrected', 'publication.withdrawn']),
    )
  })

  it('is downloaded as CSV and XLSX, and nothing in it is a formula', async () => {
    office = await openFinishing()
    await office.applies({ operatorName: '=HYPERLINK("x")', creditCode: '91350100M000100Y43' })
    await decides(office, 'grant')
    const csv = (await office.publications.download(office.tenantId, {}, 'csv')).toString()
    expect(csv).toContain('行政许可决定文书号')
    expect(csv).toContain(`"'=HYPERLINK(""x"")"`)
    expect((await office.publications.download(office.tenantId, { q: '没有' }, 'csv')).toString().trim().split('\r\n')).toHaveLength(1)
    expect((await office.publications.download(office.tenantId, {}, 'xlsx')).subarray(0, 2).toString()).toBe('PK')
  })
})

describeOnDatabases('the rows of publications', (open) => {
  let db: Database
  beforeAll(async () => {
    db = await open()
  })
  const aRow = (id: string, more: Partial<PublicationRow> = {}): PublicationRow => ({
    ...{
      tenant_id: 't',
      id,
      case_id: `case-${id}`,
      kind: 'grant',
      state: 'public',
      state_reason: null,
      matter_key: 'm',
      matter_name: '事项',
    },
    ...{ organ_id: 'o', organ_name: '局', organ_code: null, source_name: '局', source_code: null, holder_name: `面馆${id}` },
    ...{ holder_kind: '自然人', holder_code: null, document_name: '决定书', document_number: `〔2026〕${id}号`, category: '普通' },
    ...{ licence_name: null, licence_no: null, content: '内容', decided_on: '2026-09-18', valid_from: null, valid_until: null },
    ...{ validity: 'valid', due_at: 10, published_at: 1_000, version: 1 },
    ...more,
  })

  it('are written once, listed newest first in pages, and found by what is looked for', async () => {
    const rows = ['a', 'b', 'c'].map((id, i) => aRow(id, { published_at: 1_000 + i, licence_no: id === 'a' ? 'L1' : null }))
    for (const row of rows) expect(await publications(db).insertOnce(row)).toBe(true)
    expect(await publications(db).insertOnce(aRow('z', { case_id: 'case-a' }))).toBe(false)
    const page = await publications(db).list({ tenantId: 't', limit: 2 })
    expect(page.rows.map(({ id }) => id)).toEqual(['c', 'b'])
    expect((await publications(db).list({ tenantId: 't', limit: 2, after: page.next! })).rows.map(({ id }) => id)).toEqual(['a'])
    for (const [q, ids] of [
      ['馆b', ['b']],
      ['〔2026〕c', ['c']],
      ['L1', ['a']],
      ['%', []],
    ] as const)
      expect((await publications(db).list({ tenantId: 't', limit: 5, q })).rows.map(({ id }) => id)).toEqual(ids)
    expect(await publications(db).invalidate('t', 'L1', 'other')).toBe(1)
    expect((await publications(db).get('t', 'a'))?.validity).toBe('invalid')
  })
})

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PACKAGES_FOLDER } from '../packages/templates.ts'
import { Actor, openOffice, type Office } from '../testing/index.ts'
import { createPhrases, MAX_PHRASES, type Phrase, type Phrases } from './phrases.ts'

describe('phrases for opinions 常用语', () => {
  let office: Office
  let phrases: Phrases
  const caller = (userId: string) => new Actor(office, userId).caller()
  const any = (text: string): Phrase => ({ text, kind: null })
  beforeAll(async () => {
    office = await openOffice({ packageFolder: `${PACKAGES_FOLDER}/c3-rating`, startAt: Date.parse('2026-09-18T09:00:00+08:00') })
    const { database, tenants, clock } = office
    phrases = createPhrases({ database, tenants, clock })
  })
  afterAll(() => office.close())

  it('are a person’s own, in his order, on every device; a list that another window has changed is not overwritten', async () => {
    const [approver, reviewer] = [await caller('pizhun'), await caller('shenhe')]
    const first = await phrases.changeOwn(approver, { items: [any(' 同意。 '), { text: '不予许可', kind: 'danger' }], version: 0 })
    expect(first).toEqual({ items: [any('同意。'), { text: '不予许可', kind: 'danger' }], version: 1 })
    const turned = await phrases.changeOwn(approver, { items: [...first.items].reverse(), version: 1 })
    expect((await phrases.offered(approver)).own).toEqual(turned)
    expect((await phrases.offered(reviewer)).own).toEqual({ items: [], version: 0 })
    for (const version of [0, 1])
      await expect(phrases.changeOwn(approver, { items: [], version })).rejects.toMatchObject({ code: 'PHRASES_CHANGED' })
  })

  it.each([
    ['too many', Array.from({ length: MAX_PHRASES + 1 }, (_, n) => any(`第 ${n} 条`))],
    ['an empty one', [any('  ')]],
    ['one too long', [any('长'.repeat(201))]],
    ['one twice', [any('同意'), any('同意 ')]],
  ])('%s: nothing is kept', async (_, items) => {
    const reviewer = await caller('shenhe')
    await expect(phrases.changeOwn(reviewer, { items, version: 0 })).rejects.toMatchObject({ code: 'PHRASES_INVALID' })
    expect((await phrases.offered(reviewer)).own.version).toBe(0)
  })

  it('of a unit are kept by its head, on record, and offered to all who work there and to nobody else', async () => {
    const [head, reviewer, elsewhere] = [await caller('juzhang'), await caller('shenhe'), await caller('chengguan')]
    expect((await phrases.kept(head)).items).toEqual([{ organId: 'scjg', organName: '三湖县市场监督管理局' }])
    expect((await phrases.kept(reviewer)).items).toEqual([])
    await phrases.changeOfOrgan(head, 'scjg', { items: [any('材料齐全,符合法定形式')], version: 0 })
    expect((await phrases.offered(reviewer)).organs).toMatchObject([
      { organId: 'scjg', items: [{ text: '材料齐全,符合法定形式' }], version: 1 },
    ])
    expect((await phrases.offered(elsewhere)).organs).toEqual([])
    const list = { items: [], version: 1 }
    await expect(phrases.changeOfOrgan(reviewer, 'scjg', list)).rejects.toMatchObject({ code: 'NOT_AUTHORIZED' })
    await expect(phrases.ofOrgan(head, 'chengguan')).rejects.toMatchObject({ code: 'NOT_AUTHORIZED' })
    await expect(phrases.changeOfOrgan(await caller('zhuguan'), 'no-organ', list)).rejects.toMatchObject({ code: 'PHRASES_INVALID' })
    const { items } = await office.tenants.supervision.entries(office.tenantId, { subject: 'organ:scjg', limit: 10 })
    expect(items.filter(({ action }) => action === 'phrases.changed')).toMatchObject([
      { payload: { before: [], after: ['材料齐全,符合法定形式'] } },
    ])
  })
})

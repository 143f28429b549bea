import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openOffice, type Office } from '@lianban/processes/testing'
import { inTransaction } from '@lianban/storage'
import type { JsonValue } from '@lianban/engine'
import { FOLDER } from './supervision-case.ts'

const START = Date.parse('2026-09-18T09:00:00+08:00')

/** The rule library and the figures, in an office of their own: no supervision case is walked here. */
describe('rules and figures', () => {
  let office: Office
  beforeAll(async () => void (office = await openOffice({ packageFolder: FOLDER, startAt: START })))
  afterAll(() => office.close())

  const caller = (id: string) => office.tenants.users.caller(office.tenantId, id)
  const tell = async (subject: string, action: string, payload: JsonValue = {}, organId = 'scjg', userId = 'system') => {
    await inTransaction(office.database, (tx) =>
      office.tenants.supervision.record(tx, office.tenantId, [{ action, subject, organId, actor: { userId }, payload }]),
    )
  }

  it('a rule that a release changes is offered, never put in force by itself; two persons adopt it', async () => {
    const { rules } = office.supervision
    const proposer = await caller('zhuguan')
    const auditor = await caller('jianjian')
    const versions = async (id: string) => (await rules.history(auditor, id)).map(({ version, state }) => `${version} ${state}`)
    const shipped = (await rules.list(proposer)).filter(({ state }) => state === 'active').map(({ rule }) => rule)
    const changed = (score: number) => shipped.map((rule) => (rule.id === 'S1.rating' ? { ...rule, score } : rule))

    // given a start of the same release, nothing is new; of the next one, the changed rule alone, once
    expect(await office.supervision.installRules(office.tenantId, shipped)).toEqual({ installed: [], offered: [] })
    expect(await office.supervision.installRules(office.tenantId, changed(7))).toEqual({ installed: [], offered: ['S1.rating'] })
    expect(await office.supervision.installRules(office.tenantId, changed(7))).toEqual({ installed: [], offered: [] })
    expect(await versions('S1.rating')).toEqual(['1 active', '2 offered'])
    const told = (await office.notices.list(proposer, { limit: 5 })).items
    expect(told[0]).toMatchObject({ title: '监察规则有新版本可采用(1 条)', link: '/supervision/rules' })

    // when the release after it changes the rule again, the newer offer takes its place, and the first is no longer adopted
    expect((await office.supervision.installRules(office.tenantId, changed(8))).offered).toEqual(['S1.rating'])
    const adopt = async (who: typeof proposer, version: number) =>
      rules.adopt(who, { ruleId: 'S1.rating', version, reason: '与省平台一致' })
    await expect(adopt(proposer, 2)).rejects.toMatchObject({ code: 'PROPOSAL_DECIDED' })
    await expect(adopt(auditor, 3)).rejects.toMatchObject({ code: 'NOT_AUTHORIZED' })
    await expect(adopt(proposer, 9)).rejects.toMatchObject({ code: 'RULE_NOT_FOUND' })
    await adopt(proposer, 3)
    await expect(adopt(proposer, 3)).rejects.toMatchObject({ code: 'PROPOSAL_OPEN' })
    expect(await versions('S1.rating')).toEqual(['1 active', '2 replaced', '3 proposed'])
    await rules.confirm(auditor, 'S1.rating', 3)
    expect(await versions('S1.rating')).toEqual(['1 replaced', '2 replaced', '3 active'])
    expect((await rules.list(auditor)).find(({ rule }) => rule.id === 'S1.rating')!.rule.score).toBe(8)

    // then what the two refused or gave up is not offered again
    expect((await office.supervision.installRules(office.tenantId, changed(7))).offered).toEqual([])
    const { items } = await office.tenants.supervision.entries(office.tenantId, { limit: 200 })
    const said = items.map(({ action }) => action).filter((action) => action.startsWith('rule.'))
    expect(said).toEqual(['rule.installed', 'rule.offered', 'rule.offered', 'rule.proposed', 'rule.confirmed'])
  })

  it('a rule is changed by two persons, and switching it off is a red card', async () => {
    const { rules, cards } = office.supervision
    const proposer = await caller('zhuguan')
    const auditor = await caller('jianjian')
    const { rule } = (await rules.list(proposer)).find((one) => one.rule.id === 'T6')!

    await expect(rules.propose(await caller('juzhang'), { rule, reason: '不想被监察' })).rejects.toMatchObject({ code: 'NOT_AUTHORIZED' })
    await expect(rules.propose(auditor, { rule, reason: '自己提' })).rejects.toMatchObject({ code: 'NOT_AUTHORIZED' })
    await expect(rules.propose(proposer, { rule, reason: '没有修改' })).rejects.toMatchObject({ code: 'RULE_UNCHANGED' })
    await expect(rules.propose(proposer, { rule: { ...rule, when: 'event.payload.limit = ' }, reason: '写错' })).rejects.toMatchObject({
      code: 'RULE_INVALID',
    })
    const { version } = await rules.propose(proposer, { rule: { ...rule, enabled: false }, reason: '暂停试行' })
    await expect(rules.propose(proposer, { rule: { ...rule, score: 1 }, reason: '再提' })).rejects.toMatchObject({ code: 'PROPOSAL_OPEN' })
    await expect(rules.confirm(proposer, 'T6', version)).rejects.toMatchObject({ code: 'NOT_AUTHORIZED' })

    await tell('case:a', 'limit.passed', { limit: 'delivery' })
    await office.supervise()
    expect((await cards.list(auditor, { ruleId: 'T6', limit: 5 })).items).toHaveLength(1)

    await rules.confirm(auditor, 'T6', version)
    await expect(rules.confirm(auditor, 'T6', version)).rejects.toMatchObject({ code: 'PROPOSAL_DECIDED' })
    await tell('case:b', 'limit.passed', { limit: 'delivery' })
    await office.supervise()
    expect((await cards.list(auditor, { ruleId: 'T6', limit: 5 })).items).toHaveLength(1)
    expect((await cards.list(auditor, { ruleId: 'X1.rule-off', limit: 5 })).items).toMatchObject([
      { colour: 'red', text: '监察规则 T6 第 2 版被停用' },
    ])
    expect((await rules.history(auditor, 'T6')).map(({ state }) => state)).toEqual(['replaced', 'active'])
    expect(await rules.dryRun(auditor, rule)).toMatchObject({ cards: 2, trouble: null })
  })

  it('integrity cards are for the auditor alone, in lists and by their address', async () => {
    const { cards } = office.supervision
    await tell('case:i', 'integrity.link-found', { officerId: 'chengban', relation: '配偶为股东' })
    await office.supervise()
    const [card] = (await cards.list(await caller('jianjian'), { ruleId: 'I1.link', limit: 5 })).items
    expect(card).toMatchObject({ integrity: true, colour: 'warning' })
    for (const id of ['zhuguan', 'juzhang']) {
      expect((await cards.list(await caller(id), { ruleId: 'I1.link', limit: 5 })).items).toEqual([])
      await expect(cards.get(await caller(id), card!.id)).rejects.toMatchObject({ status: 404 })
    }
  })

  it('figures count gross, cancelled and net, say what they were computed from, and go no further than the right', async () => {
    const { indicators, cards } = office.supervision
    const auditor = await caller('jianjian')
    await tell('case:c', 'case.submitted', { caseNo: 'C1', matter: 'm', version: 1 }, 'scjg', 'shenqing')
    await tell('case:c', 'task.completed', { element: 'Intake', effect: 'accept', task: 't1' }, 'scjg', 'chuangkou')
    await tell('case:c', 'task.completed', { element: 'Decide', effect: 'grant', task: 't2' }, 'scjg', 'pizhun')
    await tell('case:c', 'case.closed', { status: 'granted' })
    await tell('case:d', 'case.submitted', { caseNo: 'D1', matter: 'm', version: 1 }, 'cgj', 'shenqing')
    await tell('case:d', 'limit.passed', { limit: 'statutory' }, 'cgj')
    await office.supervise()
    const red = (await cards.list(auditor, { ruleId: 'T3', limit: 5 })).items[0]!
    const query = { by: 'organ' as const, from: START - 1000, to: START + 1000 }
    const before = await indicators.statistics(auditor, query)
    expect(before.rows.find(({ group }) => group === 'cgj')).toMatchObject({
      cards: { red: { gross: 1, cancelled: 0, net: 1 } },
      score: { points: 90, grade: '优' },
    })
    await cards.withdraw(auditor, red.id, { reasonCode: 'rule-fault', text: '误判' })
    await office.supervise()
    const after = await indicators.statistics(auditor, query)
    expect(after.rows.find(({ group }) => group === 'cgj')).toMatchObject({
      cards: { red: { gross: 1, cancelled: 1, net: 0 } },
      score: { points: 100 },
    })
    expect(after.queryTexts).toEqual(before.queryTexts)
    expect(after.log.size).toBeGreaterThan(before.log.size)
    expect(after.rows.find(({ group }) => group === 'scjg')).toMatchObject({ accepted: 1, closed: 1, rates: { once: 1 } })
    expect((await indicators.statistics(auditor, { ...query, by: 'person' })).rows.map(({ name, steps }) => [name, steps])).toEqual(
      expect.arrayContaining([['郑国华', 1]]),
    )
    expect((await indicators.statistics(auditor, { ...query, by: 'month' })).rows.map(({ group }) => group)).toContain('2026-09')

    const leader = await caller('juzhang')
    expect((await indicators.statistics(leader, query)).rows.map(({ group }) => group)).toEqual(['scjg'])
    await expect(indicators.statistics(leader, { ...query, organId: 'cgj' })).rejects.toMatchObject({ code: 'NOT_AUTHORIZED' })
    await expect(indicators.statistics(await caller('chuangkou'), query)).rejects.toMatchObject({ code: 'NOT_AUTHORIZED' })

    const csv = (await indicators.export(auditor, query, 'csv')).data.toString()
    expect(csv).toContain('三湖县城市管理局')
    expect((await indicators.export(auditor, query, 'xlsx')).data.subarray(0, 2).toString()).toBe('PK')
    expect((await indicators.board(auditor)).organs.map(({ organId }) => organId)).toContain('scjg')
  })
})

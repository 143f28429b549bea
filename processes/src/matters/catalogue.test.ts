import { describeOnDatabases } from '@lianban/storage/testing'
import { expect, it } from 'vitest'
import { definitionOf } from '../packages/deploy-package.ts'
import { PACKAGES_FOLDER } from '../packages/templates.ts'
import { Actor, openOffice } from '../testing/index.ts'
import { matters } from '@lianban/storage'
import type { CatalogueQuery } from './catalogue.ts'

const PACKAGE = `${PACKAGES_FOLDER}/c3-licensing`
const NOW = Date.parse('2026-09-18T09:00:00+08:00')

describeOnDatabases('the catalogue of matters 事项目录', (open) => {
  const openHere = async () => openOffice({ packageFolder: PACKAGE, startAt: NOW, database: await open() })

  it('is searched by what people call things, by pinyin and by organ, and narrowed by theme, life event and organ', async () => {
    const office = await openHere()
    const caller = await new Actor(office, 'shenqing').caller()
    const find = async (query: CatalogueQuery) => (await office.cases.listMatters(caller, query)).items.map(({ key }) => key)

    // what joins several matters is found with them, the best first
    expect((await find({ q: '开饭店' })).slice(0, 2).sort()).toEqual(['food-business-licence', 'opening-a-restaurant'])
    expect((await find({ q: '我想在村里盖房子' }))[0]).toBe('rural-planning-permit')
    expect((await find({ q: 'zhongxiaoxue' })).length).toBe(0)
    expect(await find({ q: 'xczd' })).toEqual([])
    expect((await find({ q: 'lwpq' }))[0]).toBe('labour-dispatch-permit')
    expect((await find({ q: '城管 广告' }))[0]).toBe('outdoor-advertising-permit')
    expect((await find({ q: '平面图' })).length).toBeGreaterThan(0)
    // narrowed, and nothing that the organ begins itself
    expect((await find({ event: 'closing' })).sort()).toEqual(['food-licence-cancellation'])
    expect(await find({ organ: 'nw' })).toEqual(['raw-milk-transport-permit'])
    expect((await find({ theme: '工程建设', q: '施工' }))[0]).toBe('road-occupation-permit')
    expect(await find({ theme: '没有' })).toEqual([])
    expect(await find({})).not.toContain('food-licence-revocation')

    // the ways into it count what answers the question
    const { ways, items } = await office.cases.publicCatalogue(office.tenantId, {})
    expect(ways.themes.reduce((sum, { count }) => sum + count, 0)).toBe(items.length)
    expect(ways.events.find(({ key }) => key === 'closing')).toEqual({ key: 'closing', name: '歇业注销', group: 'business', count: 1 })
    expect(ways.organs.find(({ key }) => key === 'nw')).toMatchObject({ count: 1 })
    await office.close()
  })

  it('finds a matter by its new words as soon as a version with them is in force', async () => {
    // given a catalogue that has been asked
    const office = await openHere()
    const find = async (q: string) => (await office.cases.publicCatalogue(office.tenantId, { q })).items.map(({ key }) => key)
    expect(await find('鲜乳冷藏车')).toEqual([])
    // when another version is published
    const row = (await matters(office.database).latest(office.tenantId, 'raw-milk-transport-permit'))!
    const definition = row.definition as ReturnType<typeof definitionOf>
    definition.matter.synonyms = ['鲜乳冷藏车']
    await matters(office.database).insert({ ...row, version: row.version + 1, definition, content_hash: 'other', created_at: NOW })
    // then it is found by it
    expect(await find('鲜乳冷藏车')).toEqual(['raw-milk-transport-permit'])
    await office.close()
  })

  it('tells the public what the implementation list says, and nobody’s name', async () => {
    const office = await openHere()
    const guide = await office.cases.publicMatter(office.tenantId, 'food-business-licence')
    expect(guide).toMatchObject({ events: ['starting', 'permits', 'work'], organId: 'scjg', closed: null })
    expect(guide).not.toHaveProperty('readers')
    expect(guide).not.toHaveProperty('synonyms')
    await expect(office.cases.publicMatter(office.tenantId, 'nothing')).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect((await office.cases.publicSample(office.tenantId, 'food-business-licence', 'floor-plan.png')).length).toBeGreaterThan(0)
    await office.close()
  })
})

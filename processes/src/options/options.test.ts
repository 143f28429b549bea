import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Caller } from '@lianban/tenants'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PACKAGES_FOLDER } from '../packages/templates.ts'
import { openOffice, type Office } from '../testing/index.ts'
import { createDictionaries, ensureNationalDictionaries, optionsOf, remoteOptions, RemoteServices } from './index.ts'
import { TreeOptions } from './tree-options.ts'

let office: Office
let supervisor: Caller
beforeAll(async () => {
  office = await openOffice({ packageFolder: `${PACKAGES_FOLDER}/c3-rating`, startAt: Date.parse('2026-09-11T09:00:00+08:00') })
  supervisor = (await office.tenants.users.caller(office.tenantId, 'zhuguan'))!
})
afterAll(() => office.close())

const codeOf = async (deed: Promise<unknown>): Promise<string> =>
  deed.then(
    () => 'nothing',
    (error: unknown) => (error as { code: string }).code,
  )

describe('a table of options', () => {
  const table = new TreeOptions([
    { value: 'a', label: '农业' },
    { value: 'a1', label: '种植业', parent: 'a' },
    { value: 'a2', label: '畜牧业', parent: 'a', withdrawn: true },
    { value: 'z', label: '其他', parent: 'gone' },
  ])
  const values = (items: { value: string }[]) => items.map(({ value }) => value)

  it('is looked through level by level, or as a whole by what is typed', () => {
    expect(values(table.list({ parent: null, limit: 9 }))).toEqual(['a', 'z'])
    expect(values(table.list({ parent: 'a', limit: 9 }))).toEqual(['a1'])
    expect(values(table.list({ search: '业', limit: 9 }))).toEqual(['a', 'a1'])
    expect(values(table.list({ limit: 1 }))).toEqual(['a'])
  })

  it('tells what stands above and below, and what is not offered any more', () => {
    expect(table.find(['a1', 'a2', 'no'])).toEqual([
      { value: 'a1', label: '种植业', above: ['农业'], leaf: true },
      { value: 'a2', label: '畜牧业', above: ['农业'], leaf: true, withdrawn: true },
    ])
    expect(table.list({ parent: null, limit: 9 })[0]).toMatchObject({ value: 'a', leaf: false })
  })
})

describe('the county’s tables', () => {
  const source = () => optionsOf(office)(office.tenantId)
  const labels = (items: { label: string }[]) => items.map(({ label }) => label)

  it('organs: of a kind, and below another', async () => {
    const towns = await source().list({ organs: { kind: 'town' } }, { limit: 100 })
    expect(labels(towns).every((label) => /[镇乡]|街道/.test(label))).toBe(true)
    const [one] = await source().find({ organs: {} }, ['scjg', 'nobody'])
    expect(one).toMatchObject({ value: 'scjg', label: expect.stringContaining('市场监督管理局') as string })
    expect(await source().find({ organs: { kind: 'town' } }, ['scjg'])).toEqual([])
  })

  it('people: who holds a post, with his organ', async () => {
    const approvers = await source().list({ users: { post: 'approver', organ: 'scjg' } }, { limit: 10 })
    expect(approvers.map(({ value }) => value)).toContain('pizhun')
    expect(approvers[0]!.above).toEqual([expect.stringContaining('市场监督管理局')])
    expect(await source().list({ users: { post: 'approver' } }, { limit: 10, search: '没有这个人' })).toEqual([])
  })

  it('regions: the nation’s, and the county itself below its city', async () => {
    expect(labels(await source().list({ regions: {} }, { parent: null, limit: 100 }))).toContain('江苏省')
    const [own] = await source().find({ regions: {} }, ['320899'])
    expect(own).toEqual({ value: '320899', label: '三湖县', above: ['江苏省', '淮安市'], leaf: true })
    const cities = await source().list({ regions: { under: '320000', level: 'city' } }, { parent: null, limit: 100 })
    expect(cities).toHaveLength(13)
    expect(cities.every(({ leaf }) => leaf)).toBe(true)
  })
})

describe('a dictionary', () => {
  it('of the national standards is there from the beginning, and stays as the county has changed it', async () => {
    await ensureNationalDictionaries(office.database, office.tenantId, 1)
    const source = optionsOf(office)(office.tenantId)
    expect(await source.list({ dictionary: 'ethnic-groups' }, { limit: 100 })).toHaveLength(56)
    expect(await source.find({ dictionary: 'marital-status' }, ['21'])).toMatchObject([{ label: '初婚', above: ['已婚'] }])
    await createDictionaries(office).save(supervisor, 'sex', { version: 1, name: '性别', entries: [{ code: '1', name: '男' }] })
    await ensureNationalDictionaries(office.database, office.tenantId, 2)
    expect(await source.find({ dictionary: 'sex' }, ['1'])).toMatchObject([{ label: '男' }])
  })

  const desk = () => createDictionaries(office)
  const entries = [
    { code: '10', name: '居民身份证' },
    { code: '14', name: '普通护照' },
  ]

  it('is offered once it is saved; what goes from it stays readable', async () => {
    await desk().save(supervisor, 'id-types', { version: 0, name: '证件类型', entries })
    const query = { dictionary: 'id-types' }
    const source = optionsOf(office)(office.tenantId)
    expect((await source.list(query, { limit: 10 })).map(({ value }) => value)).toEqual(['10', '14'])
    await desk().save(supervisor, 'id-types', { version: 1, name: '证件类型', entries: entries.slice(0, 1) })
    expect((await source.list(query, { limit: 10 })).map(({ value }) => value)).toEqual(['10'])
    expect(await source.find(query, ['14'])).toMatchObject([{ label: '普通护照', withdrawn: true }])
    expect((await desk().list(supervisor)).find(({ key }) => key === 'id-types')).toMatchObject({ offered: 1, version: 2 })
  })

  it('is not saved over what another has changed, nor twice under one key', async () => {
    await desk().save(supervisor, 'ethnic', { version: 0, name: '民族', entries: [{ code: '01', name: '汉族' }] })
    expect(await codeOf(desk().save(supervisor, 'ethnic', { version: 0, name: '民族', entries }))).toBe('DICTIONARY_EXISTS')
    await desk().save(supervisor, 'ethnic', { version: 1, name: '民族', entries })
    expect(await codeOf(desk().save(supervisor, 'ethnic', { version: 1, name: '民族', entries }))).toBe('DICTIONARY_CHANGED')
  })

  it.each([
    ['a code twice', [...entries, { code: '10', name: '又一个' }]],
    ['no name', [{ code: '1', name: ' ' }]],
    ['nobody above', [{ code: '1', name: '甲', parent: '9' }]],
    [
      'a circle',
      [
        { code: '1', name: '甲', parent: '2' },
        { code: '2', name: '乙', parent: '1' },
      ],
    ],
  ])('is refused with %s', async (_, wrong) =>
    expect(await codeOf(desk().save(supervisor, 'wrong', { version: 0, name: '错', entries: wrong }))).toBe('DICTIONARY_INVALID'),
  )

  it('is kept by those who design', async () => {
    const clerk = (await office.tenants.users.caller(office.tenantId, 'chuangkou'))!
    expect(await codeOf(desk().save(clerk, 'mine', { version: 0, name: '我的', entries }))).toBe('NOT_AUTHORIZED')
  })
})

describe('a data service', () => {
  let server: Server
  const asked: string[] = []
  let answer: () => { status?: number; body: string; location?: string } = () => ({
    body: '{"data":{"rows":[{"id":7,"title":"湖滨面馆"}]}}',
  })
  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push(request.url!)
      const { status = 200, body, location } = answer()
      response.writeHead(status, { 'content-type': 'application/json', ...(location && { location }) }).end(body)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  })
  afterAll(() => new Promise((resolve) => server.close(resolve)))

  let now = 0
  const remote = () =>
    remoteOptions(
      RemoteServices.parse([
        {
          ...{ name: 'firms', title: '市场主体', url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/firms?area=320899` },
          ...{ parameters: { search: 'q', values: 'ids' }, items: 'data.rows', value: 'id', label: 'title' },
        },
      ]),
      () => now,
    )

  it('is asked for what is typed and for values, once a minute', async () => {
    const firms = remote()
    expect(await firms.list('firms', { search: '面馆', limit: 5 })).toEqual([{ value: '7', label: '湖滨面馆', leaf: true }])
    expect(await firms.list('firms', { search: '面馆', limit: 5 })).toHaveLength(1)
    expect(await firms.find('firms', ['7', '8'])).toEqual([{ value: '7', label: '湖滨面馆', leaf: true }])
    expect(asked.map((url) => decodeURIComponent(url))).toEqual(['/firms?area=320899&q=面馆', '/firms?area=320899&ids=7,8'])
    now += 60_000
    await firms.list('firms', { search: '面馆', limit: 5 })
    expect(asked).toHaveLength(3)
    expect(await firms.list('unknown', { limit: 5 })).toEqual([])
  })

  it.each([
    ['an error', { status: 500, body: '' }],
    ['no JSON', { body: '<html>' }],
    ['another shape', { body: '{"data":[]}' }],
    ['more than a megabyte', { body: `{"data":{"rows":[{"id":1,"title":"${'大'.repeat(400_000)}"}]}}` }],
    ['somewhere else', { status: 302, body: '', location: 'http://127.0.0.1:1/' }],
  ])('that answers with %s is told as not to be reached, and asked again', async (_, wrong) => {
    const good = answer
    answer = () => wrong
    const firms = remote()
    const refusal = await firms.list('firms', { limit: 5 }).catch((error: unknown) => error)
    expect(refusal).toMatchObject({ code: 'OPTIONS_UNREACHABLE', cause: expect.any(Error) as Error })
    expect((refusal as { details?: unknown }).details, 'where the service stands is nobody’s business').toBeUndefined()
    answer = good
    expect(await firms.list('firms', { limit: 5 })).toHaveLength(1)
  })
})

import type { Database } from '@lianban/storage'
import { testDatabase } from '@lianban/storage/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Caller } from '../caller.ts'
import type { Action } from '../authorization/permissions.ts'
import type { Resource } from '../authorization/resource.ts'
import { testTenants, type TestTenants } from '../testing/index.ts'
import { loadSampleCounty } from './load-sample-county.ts'
import { SAMPLE_COUNTY } from './sanhu-county.ts'

/** Every unit that the county's plan (推进项目建设实施意见) names, as it writes it. */
const NAMED = `县委 县政府 领导小组 智慧办 县委办 政府办 纪委 组织部 宣传部 县委督查室
  住建局 经信委 信息中心 有线 发改委 公安局 市场监督管理局 国土局 环保局 卫计委 统计局 人社局 民政局 科技局 商务局 档案局
  城管局 安监局 水务局 供电公司 电信局 移动公司 联通公司 燃气公司 交通运输局 教育局 信访局 国税局 地税局 文广新局 政务办
  消防大队 财政局 农委 开发区 人民银行 工行 中行 农行 建行 农商行 农发行`.split(/\s+/)

let db: Database
let t: TestTenants
const callers = new Map<string, Caller>()

beforeAll(async () => {
  db = await testDatabase()
  t = await testTenants(db)
  for (const { username } of SAMPLE_COUNTY.users) callers.set(username, await t.tenants.users.caller(t.tenantId, username))
})
afterAll(async () => {
  await db.destroy()
  t.remove()
})

const caller = (username: string): Caller => callers.get(username)!
const may = (username: string, action: Action, resource: Resource): boolean =>
  t.tenants.authorization.decide(caller(username), action, resource).allowed
const aCase: Resource = {
  type: 'case',
  id: 'c1',
  organId: 'scjg',
  applicantId: 'shenqing',
  participants: {},
  separation: {
    sod_intake_not_handler: ['Task_Intake', 'Task_Review'],
    sod_chain_distinct: ['Task_Intake', 'Task_Review', 'Task_Audit', 'Task_Decide'],
    sod_two_officers: ['Task_SiteCheckA', 'Task_SiteCheckB'],
  },
}
const aTask = (node: string, post: string, more: Partial<Resource> = {}): Resource => ({
  ...aCase,
  type: 'task',
  id: 't1',
  node,
  assignee: null,
  candidateGroups: [`scjg:${post}`],
  ...more,
})

describe('the sample county', () => {
  test('has every organ that the plan names, and eight towns', async () => {
    const organs = await t.tenants.organs.list(t.tenantId)
    expect(NAMED.filter((name) => !organs.some(({ shortName }) => shortName === name))).toEqual([])
    expect(organs.filter(({ kind }) => kind === 'town')).toHaveLength(8)
    expect(new Set(organs.map(({ id }) => id)).size).toBe(organs.length)
    expect(organs.find(({ id }) => id === 'yx')).toMatchObject({ kind: 'external', shortName: '有线' })
    expect(await t.tenants.organs.tenant(t.tenantId)).toEqual({ id: 'sanhu', name: '三湖县', regionCode: '320899' })
  })

  test('can be loaded again: nothing is doubled, nothing that people changed is undone', async () => {
    const { organs, supervision } = t.tenants
    const cgj = (await organs.get(t.tenantId, 'cgj'))!
    await organs.upsert(t.tenantId, { ...cgj, shortName: '城管局' }, { actor: { userId: 'xitong' } })
    const before = { organs: await organs.list(t.tenantId), log: await supervision.status(t.tenantId) }
    await loadSampleCounty({ database: db, tenants: t.tenants, people: 'bureau' })
    expect({ organs: await organs.list(t.tenantId), log: await supervision.status(t.tenantId) }).toEqual(before)
  })

  test('every demo account logs in with the demo password', async () => {
    for (const { username, name } of SAMPLE_COUNTY.accounts) {
      const login = t.tenants.users.authenticate({ tenantId: t.tenantId, username, password: 'Lianban@2026' })
      expect(await login).toMatchObject({ userId: username, name })
    }
  })

  test('people of a post can be named by those who assign', async () => {
    expect((await t.tenants.users.holders(t.tenantId, 'scjg', 'site-officer')).map(({ userId }) => userId).sort()).toEqual([
      'takan1',
      'takan2',
    ])
  })
})

describe('the policies of the county', () => {
  test.each<[string, Action, boolean]>([
    ['shenqing', 'read', true],
    ['shenqing', 'supplement', true],
    ['chuangkou', 'read', true],
    ['shenhe', 'read', true],
    ['jianjian', 'read', true],
    ['jianjian', 'supplement', false],
    ['chengguan', 'read', false],
    ['chengguan', 'list', false],
    ['zhuguan', 'read', false],
    ['xitong', 'read', false],
    ['anquan', 'read', false],
    ['shenji', 'read', false],
  ])('%s and %s of a case: %s', (username, action, allowed) => {
    expect(may(username, action, aCase)).toBe(allowed)
  })

  test('another applicant has no right to the case', () => {
    expect(may('shenqing', 'read', { ...aCase, applicantId: 'someone' })).toBe(false)
    expect(may('shenqing', 'create', { ...aCase, applicantId: 'someone' })).toBe(false)
  })

  test.each([
    ['Task_Intake', 'window-clerk', 'chuangkou'],
    ['Task_Review', 'handler', 'chengban'],
    ['Task_SiteCheckA', 'site-officer', 'takan1'],
    ['Task_Audit', 'reviewer', 'shenhe'],
    ['Task_Decide', 'approver', 'pizhun'],
    ['Task_Deliver', 'delivery-clerk', 'chujian'],
  ])('%s is completed by the %s alone', (node, post, username) => {
    const able = SAMPLE_COUNTY.users.map((user) => user.username).filter((name) => may(name, `complete:${node}`, aTask(node, post)))
    expect(able).toEqual(post === 'site-officer' ? ['takan1', 'takan2'] : [username])
  })

  test('a task that a colleague took is read, not completed', () => {
    const taken = aTask('Task_Audit', 'reviewer', { assignee: 'someone' })
    expect(may('shenhe', 'read', taken)).toBe(true)
    expect(may('shenhe', 'complete:Task_Audit', taken)).toBe(false)
    expect(may('shenhe', 'claim', taken)).toBe(false)
  })

  test('a right to one step is no right to a task of another step', () => {
    expect(may('chuangkou', 'complete:Task_Intake', aTask('Task_Decide', 'window-clerk'))).toBe(false)
  })

  test.each([
    ['who took the intake does not handle', 'Task_Review', 'handler', 'chengban', { Task_Intake: ['chengban'] }],
    ['who handled does not review', 'Task_Audit', 'reviewer', 'shenhe', { Task_Review: ['shenhe'] }],
    ['who reviewed does not approve', 'Task_Decide', 'approver', 'pizhun', { Task_Audit: ['x', 'pizhun'] }],
    ['who took the intake does not approve', 'Task_Decide', 'approver', 'pizhun', { Task_Intake: ['pizhun'] }],
    ['one officer does not fill both site checks', 'Task_SiteCheckB', 'site-officer', 'takan1', { Task_SiteCheckA: ['takan1'] }],
  ])('%s', (_name, node, post, username, participants) => {
    expect(may(username, `complete:${node}`, aTask(node, post, { participants }))).toBe(false)
    expect(may(username, 'claim', aTask(node, post, { participants }))).toBe(false)
    expect(may(username, `complete:${node}`, aTask(node, post, { participants: { [node]: [username] } }))).toBe(true)
  })

  test('separation of duties is never judged without the participants, nor without what the matter keeps apart', () => {
    const without = (part: 'participants' | 'separation') => ({ ...aTask('Task_Audit', 'reviewer'), [part]: undefined })
    expect(() => may('shenhe', 'complete:Task_Audit', without('participants'))).toThrow(TypeError)
    expect(() => may('shenhe', 'complete:Task_Audit', without('separation'))).toThrow(TypeError)
  })

  test('the auditor verifies and exports; administrators keep to their own', () => {
    expect(may('jianjian', 'verify', { type: 'supervision' })).toBe(true)
    expect(may('jianjian', 'export', { type: 'supervision' })).toBe(true)
    expect(may('chuangkou', 'read', { type: 'supervision' })).toBe(false)
    expect(may('xitong', 'retry', { type: 'incident' })).toBe(true)
    expect(may('jianjian', 'retry', { type: 'incident' })).toBe(false)
    expect(may('anquan', 'grant', { type: 'user' })).toBe(true)
    expect(may('xitong', 'grant', { type: 'user' })).toBe(false)
    expect(may('zhuguan', 'deploy', { type: 'model' })).toBe(true)
  })

  test('an auditor who holds another post as well still decides nothing', () => {
    const both = { ...caller('shenhe'), posts: [...caller('shenhe').posts, ...caller('jianjian').posts] }
    const decision = t.tenants.authorization.decide(both, 'complete:Task_Audit', aTask('Task_Audit', 'reviewer'))
    expect(decision).toMatchObject({ allowed: false, rule: 'auditor-decides-nothing' })
  })
})

describe('refusals', () => {
  test('a refusal says what is missing and who grants it, and is in the log', async () => {
    const refused = t.tenants.authorization.assert(
      { ...caller('chuangkou'), ip: '10.3.3.3' },
      'complete:Task_Decide',
      aTask('Task_Decide', 'approver'),
    )
    await expect(refused).rejects.toMatchObject({
      code: 'NOT_AUTHORIZED',
      status: 403,
      message: '您没有“办理任务”的权限,该权限属于以下岗位:批准人(分管领导)。岗位由安全管理员授予,请与其联系。',
    })
    const { items } = await t.tenants.supervision.entries(t.tenantId, { subject: 'task:t1', limit: 10 })
    expect(items).toMatchObject([
      {
        action: 'access.refused',
        actorId: 'chuangkou',
        ip: '10.3.3.3',
        organId: 'scjg',
        payload: { action: 'complete:Task_Decide', rule: 'default-deny' },
      },
    ])
  })

  test('a clerk of another bureau is told that there is nothing, and the refusal is in the log', async () => {
    const refused = t.tenants.authorization.assert(caller('chengguan'), 'read', { ...aCase, id: 'c9' }, { hide: true })
    await expect(refused).rejects.toMatchObject({ code: 'NOT_FOUND', status: 404, details: undefined })
    const { items } = await t.tenants.supervision.entries(t.tenantId, { subject: 'case:c9', limit: 10 })
    expect(items.map(({ actorId, action }) => [actorId, action])).toEqual([['chengguan', 'access.refused']])
  })

  test('who has the right but not for this is told so', () => {
    const decision = t.tenants.authorization.decide(caller('chengguan'), 'read', aCase)
    expect(decision).toEqual({
      allowed: false,
      rule: 'default-deny',
      version: expect.any(Number) as number,
      reason: '您有“查看办件”的权限,但所涉内容不在您的岗位范围内。确需办理的,请与承办单位或安全管理员联系。',
    })
  })

  test('what is allowed leaves no trace', async () => {
    const before = await t.tenants.supervision.status(t.tenantId)
    await t.tenants.authorization.assert(caller('chuangkou'), 'read', aCase, { hide: true })
    expect(await t.tenants.supervision.status(t.tenantId)).toEqual(before)
  })
})

describe('lists and changes of policies', () => {
  test('lists are narrowed to the organ, the applicant, or nothing', async () => {
    const sqlOf = async (username: string): Promise<string> => {
      const query = db('case_file').where({ tenant_id: t.tenantId })
      ;(await t.tenants.authorization.restrict(caller(username), 'list', 'case'))(query)
      return query.toString().replace(/^.*? and /, '')
    }
    expect(await sqlOf('chuangkou')).toBe("((`case_file`.`organ_id` in ('scjg')))")
    expect(await sqlOf('shenqing')).toBe("((`case_file`.`applicant_id` = 'shenqing'))")
    expect(await sqlOf('jianjian')).toBe('((1 = 1))')
    expect(await sqlOf('xitong')).toBe('1 = 0')
    expect(t.tenants.authorization.grants(caller('chuangkou'), 'list', 'case')).toEqual([
      { rule: 'officer-case', scope: 'organ', organIds: ['scjg'] },
    ])
  })

  test('a rule that is taken back is refused by the very next question, in another process too', async () => {
    const by = { actor: { userId: 'anquan', name: '吕安' } }
    const put = (policies: Parameters<typeof t.tenants.authorization.putPolicies>[0]['policies']) =>
      t.tenants.authorization.putPolicies({ tenantId: t.tenantId, source: 'process:test', policies, by })
    const rule = { id: 'supervisor-cases', role: 'supervisor', type: 'case', actions: 'read', scope: 'tenant' } as const
    const other = await testTenants(db)
    other.time.now = t.time.now
    await put([rule])
    expect(may('zhuguan', 'read', aCase)).toBe(true)
    expect(other.tenants.authorization.decide(caller('zhuguan'), 'read', aCase).allowed).toBe(false)
    await other.tenants.authorization.ensure(t.tenantId)
    expect(other.tenants.authorization.decide(caller('zhuguan'), 'read', aCase).allowed).toBe(true)
    await put([])
    expect(may('zhuguan', 'read', aCase)).toBe(false)
    const { items } = await t.tenants.supervision.entries(t.tenantId, { subject: 'policy:process:test', limit: 10 })
    expect(items.map(({ action, actorName }) => [action, actorName])).toEqual([
      ['policy.replaced', '吕安'],
      ['policy.replaced', '吕安'],
    ])
    other.remove()
  })

  test('a look-up and a verification by an auditor are themselves in the log', async () => {
    await t.tenants.supervision.lookUp(caller('jianjian'), { subject: 'case:c1' })
    expect(await t.tenants.supervision.verify(caller('jianjian'))).toMatchObject({
      ok: true,
      problem: null,
      checkedAt: t.time.now,
    })
    const { items } = await t.tenants.supervision.entries(t.tenantId, { limit: 200 })
    expect(
      items
        .filter(({ actorId }) => actorId === 'jianjian')
        .map(({ action }) => action)
        .slice(-2),
    ).toEqual(['supervision.looked-up', 'supervision.verified'])
  })
})

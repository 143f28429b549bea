import { newId, users, type UserRow } from '@lianban/storage'
import { afterEach, describe, expect, it } from 'vitest'
import type { ProcessPackage } from '../../packages/load-package.ts'
import { PACKAGES_FOLDER } from '../../packages/templates.ts'
import { Actor, FOOD_FORM, FOOD_MATTER, foodCase, openOffice, type Office } from '../../testing/index.ts'

const NOW = Date.parse('2026-09-18T09:00:00+08:00')
const HOUR_MS = 3_600_000
const PAGE = { limit: 50 }

const POST = {
  organ_id: 'cgj',
  post: 'site-officer',
  held_from: 0,
  held_until: null,
  holding: 'main',
  end_reason: null,
  ended_by: null,
  ended_by_name: null,
  end_settled: 0,
}

describe('circulation 传阅', () => {
  let office: Office
  const person = (userId: string) => new Actor(office, userId)
  const caller = (userId: string) => person(userId).caller()
  const open = async (alter?: (processPackage: ProcessPackage) => void) => {
    office = await openOffice({ packageFolder: `${PACKAGES_FOLDER}/c3-licensing`, startAt: NOW, alter })
  }
  afterEach(() => office.close())

  const circulate = async (by: string, caseId: string, users: string[], rest: object = {}) =>
    office.cases.circulate(await caller(by), caseId, { to: { users }, idempotencyKey: newId(), ...rest })
  const readings = async (userId: string, query: object = {}) => office.cases.readings(await caller(userId), { ...PAGE, ...query })
  const entries = async (caseId: string) =>
    (await office.tenants.supervision.entries(office.tenantId, { subject: `case:${caseId}`, limit: 200 })).items
  /** A county has many staff; here they are made without their passwords. */
  const manyStaff = async (count: number): Promise<string[]> => {
    const like = (await users(office.database).get(office.tenantId, 'chengguan'))!
    const rows = Array.from({ length: count }, (_, n): UserRow => ({
      ...like,
      id: `r${1000 + n}`,
      username: `r${1000 + n}`,
      name: `读者${1000 + n}`,
    }))
    await office.database.batchInsert('user', rows, 50)
    return rows.map(({ id }) => id)
  }

  it('reader without data scope opens, prints', async () => {
    // given a case of one bureau, which a clerk of another does not see
    await open()
    const caseId = await foodCase(office, person, 'Task_Review')
    const outsider = person('chengguan')
    await expect(outsider.sees(caseId)).rejects.toMatchObject({ code: 'NOT_FOUND' })

    // when it is circulated to him
    const { id } = await circulate('chuangkou', caseId, ['chengguan'], { note: '请知悉' })

    // then he opens it: the case, its papers and its documents to print, and nothing else
    const seen = await outsider.sees(caseId)
    expect(seen.form.values).toMatchObject({ operatorName: '湖畔面馆' })
    expect(await outsider.timeline(caseId)).toContainEqual(expect.objectContaining({ action: '传阅给张磊', opinion: '请知悉' }))
    const [document] = seen.documents
    const print = office.cases.openFile(await outsider.caller(), document!.id)
    expect(await print).toMatchObject({ mediaType: 'application/pdf' })
    const paper = seen.materials.flatMap(({ files }) => files)[0]!
    expect(await office.cases.openFile(await outsider.caller(), paper.fileId)).toMatchObject({ name: '材料.pdf' })
    const other = await foodCase(office, person, 'Task_Intake')
    await expect(outsider.sees(other)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect((await office.cases.list(await outsider.caller(), { view: 'all', limit: 50 })).items).toEqual([])
    const { taskId } = (await person('chengban').inbox())[0]!
    await expect(office.cases.getTask(await outsider.caller(), taskId)).rejects.toMatchObject({ code: 'NOT_FOUND' })

    // and when it is cancelled he does not open it any more
    await office.cases.cancelCirculation(await caller('chuangkou'), id, { reason: '发错了' })
    await expect(outsider.sees(caseId)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(office.cases.openFile(await outsider.caller(), document!.id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect((await readings('chengguan')).items).toEqual([])
    expect((await entries(caseId)).map(({ action }) => action)).toEqual(
      expect.arrayContaining(['case.circulated', 'case.circulation-canceled']),
    )
  })

  it('shows who has opened it and when, takes his opinion, and asks the others again', async () => {
    await open()
    const caseId = await foodCase(office, person, 'Task_Review')
    const { id } = await circulate('chuangkou', caseId, ['chengguan', 'juzhang'])
    expect(await readings('chengguan')).toMatchObject({ unread: 1, items: [{ circulationId: id, openedAt: null, byName: '王小燕' }] })

    // when one opens it an hour later, says something, and the other does nothing
    office.clock.set(NOW + HOUR_MS)
    expect(await office.cases.openReading(await caller('chengguan'), caseId)).toBe(1)
    expect(await office.cases.openReading(await caller('chengguan'), caseId)).toBe(0)
    await office.cases.replyToReading(await caller('chengguan'), id, '店招请另行申请')

    // then the desk sees it
    expect(await readings('chengguan')).toMatchObject({ unread: 0, items: [{ openedAt: NOW + HOUR_MS, reply: '店招请另行申请' }] })
    expect(await office.cases.listCirculations(await caller('chuangkou'), caseId)).toMatchObject([
      { id, readers: 2, opened: 1, replied: 1, canceled: 0 },
    ])
    const unread = await office.cases.listReaders(await caller('chuangkou'), id, { ...PAGE, unread: true })
    expect(unread.items.map(({ userId }) => userId)).toEqual(['juzhang'])

    // and only the other is asked again, not twice within four hours
    expect(await office.cases.chaseReaders(await caller('chuangkou'), id)).toBe(1)
    const told = await office.notices.list(await caller('juzhang'), PAGE)
    expect(told.items.map(({ title }) => title)).toContain('催阅:湖畔面馆 食品经营许可')
    await expect(office.cases.chaseReaders(await caller('chuangkou'), id)).rejects.toMatchObject({
      code: 'URGE_TOO_SOON',
      details: { nextAt: NOW + 5 * HOUR_MS },
    })
    office.clock.set(NOW + 5 * HOUR_MS)
    expect(await office.cases.chaseReaders(await caller('chuangkou'), id)).toBe(1)
    const actions = (await entries(caseId)).map(({ action }) => action)
    expect(actions.filter((action) => action === 'circulation.opened')).toHaveLength(1)
    expect(actions).toEqual(expect.arrayContaining(['circulation.replied', 'circulation.chased']))
  })

  it('is for who acts in the case: the applicant and a mere reader send nothing round, and the applicant is not shown it', async () => {
    await open()
    const caseId = await foodCase(office, person, 'Task_Review')
    await expect(circulate('shenqing', caseId, ['chengguan'])).rejects.toMatchObject({ code: 'NOT_AUTHORIZED' })
    await circulate('chuangkou', caseId, ['chengguan'])
    await expect(circulate('chengguan', caseId, ['juzhang'])).rejects.toMatchObject({ code: 'NOT_AUTHORIZED' })
    expect(await office.cases.listCirculations(await caller('shenqing'), caseId)).toEqual([])
    expect((await person('shenqing').timeline(caseId)).map(({ action }) => action)).not.toContain('传阅给张磊')
    // who may take the open task is one who acts
    expect(await circulate('chengban', caseId, ['juzhang'])).toMatchObject({ readers: 1 })
    await expect(circulate('chengban', caseId, [])).rejects.toMatchObject({ code: 'RECIPIENTS_INVALID' })
    await expect(circulate('chengban', caseId, ['shenqing'])).rejects.toMatchObject({ code: 'RECIPIENTS_INVALID' })
  })

  it('brings nothing to whom the policy keeps from cases, by name or by post, and offers them to nobody', async () => {
    await open()
    const caseId = await foodCase(office, person, 'Task_Review')
    await expect(circulate('chuangkou', caseId, ['chengguan', 'xitong'])).rejects.toMatchObject({
      code: 'RECIPIENTS_INVALID',
      message: expect.stringContaining('何平') as string,
    })
    const posts = [{ organId: 'xxzx', post: 'security-admin' }]
    await expect(
      office.cases.circulate(await caller('chuangkou'), caseId, { to: { posts }, idempotencyKey: newId() }),
    ).rejects.toMatchObject({ code: 'RECIPIENTS_INVALID' })
    const found = async (q: string) => office.cases.colleagues(await caller('chuangkou'), caseId, q)
    expect(await found('何平')).toEqual({ people: [], posts: [] })
    expect((await found('系统管理员')).posts).toEqual([])
    expect((await found('张磊')).people).toMatchObject([{ id: 'chengguan' }])
  })

  it('is not in the list of a reader who has become an administrator', async () => {
    await open()
    const caseId = await foodCase(office, person, 'Task_Review')
    await circulate('chuangkou', caseId, ['chengguan'])
    expect(await office.cases.unreadReadings(await caller('chengguan'))).toBe(1)
    const post = {
      tenantId: office.tenantId,
      userId: 'chengguan',
      organId: 'cgj',
      post: 'window-clerk',
      by: { actor: { userId: 'system' } },
    }
    await office.tenants.users.endPost(post)
    await office.tenants.users.grantPost({ ...post, organId: 'xxzx', post: 'audit-admin' })
    expect(await readings('chengguan')).toMatchObject({ items: [], unread: 0 })
    expect(await office.cases.unreadReadings(await caller('chengguan'))).toBe(0)
  })

  it('reaches every holder of a post, and is refused where they are too many', async () => {
    await open()
    const caseId = await foodCase(office, person, 'Task_Review')
    const rows = (await manyStaff(501)).map((user_id) => ({ ...POST, tenant_id: office.tenantId, user_id }))
    const goes = async () =>
      office.cases.circulate(await caller('chuangkou'), caseId, {
        to: { posts: [{ organId: POST.organ_id, post: POST.post }] },
        idempotencyKey: newId(),
      })
    await office.database.batchInsert('user_post', rows.slice(0, 201), 50)
    expect(await goes()).toMatchObject({ readers: 201 })
    await office.database.batchInsert('user_post', rows.slice(201), 50)
    await expect(goes()).rejects.toMatchObject({ code: 'RECIPIENTS_INVALID', message: expect.stringContaining('500') as string })
  })

  it('200 readers', async () => {
    // given
    await open()
    const caseId = await foodCase(office, person, 'Task_Review')
    const readers = await manyStaff(200)
    const statements = (await countStatements(() => circulate('chuangkou', caseId, readers.slice(0, 1)))).length

    // when it is circulated to 200
    let circulated = { id: '', readers: 0 }
    const many = await countStatements(async () => void (circulated = await circulate('chuangkou', caseId, readers)))

    // then it is a few statements however many they are: on SQLite a short prepared one for each row, no question for each reader
    expect(circulated.readers).toBe(200)
    expect(many.filter((sql) => sql.startsWith('select')).length).toBeLessThanOrEqual(statements)
    expect(many.length).toBeLessThanOrEqual(statements + 4)

    // and both lists come in pages: the readers of the circulation, and what one reader has
    const seen: string[] = []
    let after: string | undefined
    do {
      const page = await office.cases.listReaders(await caller('chuangkou'), circulated.id, { limit: 60, after })
      expect(page.items.length).toBeLessThanOrEqual(60)
      seen.push(...page.items.map(({ userId }) => userId))
      after = page.next ?? undefined
    } while (after !== undefined)
    expect(seen).toEqual(readers)
    for (let n = 0; n < 5; n++) await circulate('chuangkou', caseId, [readers[0]!], { note: `第 ${n} 次` })
    const first = await readings(readers[0]!, { limit: 4 })
    const rest = await readings(readers[0]!, { limit: 4, after: first.next! })
    expect([first.items.length, rest.items.length, first.unread]).toEqual([4, 3, 7])
    expect(first.items[0]!.note).toBe('第 4 次')
  })

  it('copies a step that is done to whom its setting names, once until he has opened it, and it survives a return', async () => {
    // given: the review is copied to the bureau's leader and to a clerk of another bureau
    await open(({ manifest }) => {
      manifest.matters[0]!.tasks.Task_Audit!.circulate = { posts: [{ post: 'organ-leader' }], users: ['chengguan'], note: '审核情况抄送' }
    })
    const caseId = await foodCase(office, person, 'Task_Audit')
    expect((await readings('juzhang')).items).toEqual([])

    // when the reviewer is done, the approver returns it, and the reviewer is done again
    await person('shenhe').does('Task_Audit', 'pass', { opinion: '同意' })
    expect(await readings('juzhang')).toMatchObject({ items: [{ source: 'step', note: '审核情况抄送', stepName: '审核', byName: '系统' }] })
    await office.cases.openReading(await caller('juzhang'), caseId)
    await person('pizhun').does('Task_Decide', 'return', { opinion: '请再核' })
    expect((await readings('chengguan')).items).toHaveLength(1)
    await person('shenhe').does('Task_Audit', 'pass', { opinion: '再核,同意' })

    // then who had read it gets the new round, who had not has one copy, and both still hold
    expect((await readings('juzhang')).items).toHaveLength(2)
    expect((await readings('chengguan')).items).toHaveLength(1)
    expect(await person('chengguan').sees(caseId)).toMatchObject({ id: caseId })
  })

  it('cc-only branch and empty branch', async () => {
    // given: the intake is copied to two persons, one of whom has left, and the review to a post that nobody holds
    await open(({ manifest }) => {
      const { tasks } = manifest.matters[0]!
      tasks.Task_Intake!.circulate = { posts: [], users: ['chengguan', 'nobody'] }
      tasks.Task_Review!.circulate = { posts: [{ post: 'supervisor' }], users: [] }
    })

    // when the case goes on
    const caseId = await foodCase(office, person, 'Task_SiteCheckA')

    // then the copies hold no token: the flow went on, and an empty one leaves nothing behind
    expect((await person('takan1').inbox()).map(({ elementId }) => elementId)).toEqual(['Task_SiteCheckA'])
    const sent = await office.cases.listCirculations(await caller('chuangkou'), caseId)
    expect(sent.map(({ stepName, readers }) => ({ stepName, readers }))).toEqual([{ stepName: '受理审查', readers: 1 }])
    const { state } = (await office.database('process_instance').where({ business_key: caseId }).first('state')) as { state: string }
    const waiting = Object.values((JSON.parse(state) as { tokens: Record<string, { elementId: string; waitsFor?: string }> }).tokens)
    expect(waiting.filter(({ waitsFor }) => waitsFor === 'userTask').map(({ elementId }) => elementId)).toEqual([
      'Task_SiteCheckA',
      'Task_SiteCheckB',
    ])
  })

  it('goes to the readers whom the starter chose, of those that the matter offers', async () => {
    await open(({ manifest }) => {
      manifest.matters[0]!.starterMayCirculate = { posts: [{ post: 'organ-leader' }], users: ['chengguan'] }
    })
    const applicant = person('shenqing')
    const materials: Record<string, string[]> = {}
    for (const key of ['identity', 'floor-plan', 'safety-system', 'health-certificates']) materials[key] = [await applicant.uploads()]
    const submission = { matterKey: FOOD_MATTER, form: FOOD_FORM, materials }
    expect((await office.cases.getMatter(await applicant.caller(), FOOD_MATTER)).readers.map(({ id }) => id).sort()).toEqual([
      'chengguan',
      'juzhang',
    ])
    const bad = office.cases.submit(await applicant.caller(), { ...submission, readers: ['pizhun'], idempotencyKey: newId() })
    await expect(bad).rejects.toMatchObject({ code: 'RECIPIENTS_INVALID' })
    const { caseId } = await office.cases.submit(await applicant.caller(), { ...submission, readers: ['juzhang'], idempotencyKey: newId() })
    expect(await readings('juzhang')).toMatchObject({ items: [{ source: 'starter', case: { id: caseId } }] })
    expect(await readings('chengguan')).toMatchObject({ items: [] })
  })

  /** What is sent to the database meanwhile. */
  async function countStatements(work: () => Promise<unknown>): Promise<string[]> {
    const seen: string[] = []
    const note = ({ sql }: { sql: string }) => void seen.push(sql)
    office.database.on('query', note)
    await work()
    office.database.off('query', note)
    return seen.filter((sql) => !/^(begin|commit|savepoint|release)/i.test(sql))
  }
})

import { join } from 'node:path'
import { loadPackage, PACKAGES_FOLDER } from '@lianban/processes'
import { fakeDocumentWorker, tinyPdf, type FakeDocumentWorker } from '@lianban/processes/testing'
import { caseTasks } from '@lianban/processes/workers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ApiClient } from './support/api-client.ts'
import { installation, type Installation } from './support/installation.ts'
import { runWorkers } from '../src/server/tenant-workers.ts'
import { workerTokenOf } from '../src/server/worker-credential.ts'
import { serverTemplates } from '../src/server/worker-templates.ts'
import { until, work } from './support/licence-journey.ts'

const TENANT = 'sanhu'
const FORM = { applicantName: '湖畔农机合作社', contactName: '李春华', phone: '13800138000', request: '申请使用综合服务用房' }
const EXAMINED = { opinion: '符合条件', form: { finding: '符合条件', conclusion: '符合条件' } }
const MODEL = 'process.bpmn'

interface Draft {
  version: number
  packageKey: string
  files: Record<string, string>
  editors: { userId: string }[]
}

let portal: Installation
let documents: FakeDocumentWorker
let author: ApiClient
let second: ApiClient
const login = (username: string) => ApiClient.login(portal.url, username)
const put = <T>(client: ApiClient, path: string, body: unknown) =>
  client.send<T>('PUT', path, JSON.stringify(body), { 'Content-Type': 'application/json' })

beforeAll(async () => {
  portal = await installation()
  const { database, engine, objectsOf, publications, archives } = portal.services
  documents = fakeDocumentWorker({
    ...{ database, engine, tenantId: TENANT, objects: objectsOf(TENANT) },
    processPackage: await loadPackage(join(PACKAGES_FOLDER, 'c3-rating')),
    caseTasks: caseTasks({ publications, archives }, TENANT),
  })
  author = await login('zhuguan')
  second = await login('zhuguan2')
}, 60_000)
afterAll(() => portal.close())

/** Changes files of a draft by words in them. */
async function edit(id: string, path: string, from: string, to: string): Promise<void> {
  const { files, version } = (await author.get<Draft>(`/api/studio/drafts/${id}`)).body
  expect(files[path]).toContain(from)
  const saved = await put(author, `/api/studio/drafts/${id}/files`, { version, changes: { [path]: files[path]!.replaceAll(from, to) } })
  expect(saved).toMatchObject({ status: 200, body: { version: version + 1 } })
}

async function publish(
  id: string,
  more: Record<string, unknown> = {},
): Promise<{ id: string; packageKey: string; migration: { state: string } }> {
  const proposed = await author.post<{ id: string }>(`/api/studio/drafts/${id}/releases`, { note: '按会议纪要发布', ...more })
  expect(proposed.status, JSON.stringify(proposed.body)).toBe(201)
  const confirmed = await second.post<Awaited<ReturnType<typeof publish>>>(`/api/studio/releases/${proposed.body.id}/confirm`)
  expect(confirmed.status, JSON.stringify(confirmed.body)).toBe(200)
  return confirmed.body
}

const apply = async (matterKey: string): Promise<string> => {
  const applicant = await login('shenqing')
  const answer = await applicant.post<{ caseId: string }>('/api/cases', { matterKey, form: FORM, materials: {} })
  expect(answer.status, JSON.stringify(answer.body)).toBe(201)
  return answer.body.caseId
}

const step = async (username: string, caseId: string, elementId: string, action: string, more: object = {}): Promise<void> => {
  expect((await work(await login(username), caseId, elementId, { action, ...more })).status, elementId).toBe(200)
  await documents.make(caseId)
}

const versionOf = async (caseId: string): Promise<number> =>
  Number(
    ((await portal.services.database('case_file').where({ id: caseId }).first('matter_version')) as { matter_version: number })
      .matter_version,
  )

test('a draft of whatever is published has nothing wrong with it but that nobody has tried it out', async () => {
  const { items } = (await author.get<{ items: { key: string; name: string }[] }>('/api/studio/packages')).body
  expect(items.length).toBeGreaterThan(5)
  for (const { key, name } of items) {
    const { id } = (await author.post<{ id: string }>('/api/studio/drafts', { name, from: { package: key } })).body
    const { problems } = (await author.get<{ problems: { code: string; detail: string }[] }>(`/api/studio/drafts/${id}/problems`)).body
    expect({ key, problems: problems.filter(({ code }) => code !== 'CASES_MISSING') }).toEqual({ key, problems: [] })
  }
})

describe('a department designs its own procedure', () => {
  let id = ''
  let matterKey = ''

  test('from a template, tried and told what is wrong with it', async () => {
    const templates = await author.get<{ items: { key: string; name: string }[] }>('/api/studio/templates')
    expect(templates.body.items.map(({ name }) => name)).toEqual(['受理审查决定送达', '会签', '申报评审公示', '派遣处置核查'])
    const made = await author.post<{ id: string }>('/api/studio/drafts', {
      name: '用房使用审批',
      from: { template: 'acceptance-examination' },
    })
    expect(made.status).toBe(201)
    id = made.body.id
    matterKey = (await author.get<Draft>(`/api/studio/drafts/${id}`)).body.packageKey
    expect((await second.post(`/api/studio/drafts/${id}/presence`)).body).toMatchObject({ editors: [{ userId: 'zhuguan2' }] })
    await edit(id, MODEL, '=workdays(4)', '=workdays(9)')
    const problems = await author.get<{ problems: { elementId?: string; level: string }[] }>(`/api/studio/drafts/${id}/problems`)
    expect(problems.body.problems).toContainEqual(expect.objectContaining({ elementId: 'Task_Examine', level: 'error' }))
    expect(await author.post(`/api/studio/drafts/${id}/releases`, { note: '发布' })).toMatchObject({
      status: 409,
      body: { error: { code: 'RELEASE_PROBLEMS' } },
    })
    await edit(id, MODEL, '=workdays(9)', '=workdays(4)')
    const late = await put(second, `/api/studio/drafts/${id}/files`, { version: 1, changes: {} })
    expect(late).toMatchObject({
      status: 409,
      body: { error: { code: 'DRAFT_CHANGED', details: { by: { userId: 'zhuguan' }, version: 3 } } },
    })
  })

  test('published by two, applied for, and handled to its document', async () => {
    const proposed = await author.post<{ id: string }>(`/api/studio/drafts/${id}/releases`, { note: '按会议纪要发布' })
    expect(await author.post(`/api/studio/releases/${proposed.body.id}/confirm`)).toMatchObject({
      status: 403,
      body: { error: { code: 'SECOND_PERSON' } },
    })
    expect((await second.post(`/api/studio/releases/${proposed.body.id}/confirm`)).body).toMatchObject({ state: 'published', number: 1 })
    const caseId = await apply(matterKey)
    await step('chuangkou', caseId, 'Task_Intake', 'accept')
    await step('chengban', caseId, 'Task_Examine', 'pass', EXAMINED)
    await step('shenhe', caseId, 'Task_Audit', 'pass', { opinion: '同意' })
    await step('pizhun', caseId, 'Task_Decide', 'grant')
    await step('chujian', caseId, 'Task_Deliver', 'deliver', {
      form: { method: '窗口领取', receiver: '李春华', deliveredOn: '2026-03-02' },
    })
    const applicant = await login('shenqing')
    const detail = await applicant.get<{ status: string; documents: { name: string; id: string }[] }>(`/api/cases/${caseId}`)
    expect(detail.body.status).toBe('granted')
    const decision = detail.body.documents.find(({ name }) => name === '同意决定书')
    expect((await applicant.download(`/api/files/${decision!.id}`)).mediaType).toBe('application/pdf')
    const { elements } = (await author.get<{ elements: Record<string, { doneCount: number }> }>(`/api/studio/overlays/${matterKey}`)).body
    expect(elements.Task_Decide).toMatchObject({ here: 0, doneCount: 1, returns: 0 })
  })

  test('changed while a case runs: taken over, taken back, rolled back', async () => {
    const caseId = await apply(matterKey)
    await step('chuangkou', caseId, 'Task_Intake', 'accept')
    await step('chengban', caseId, 'Task_Examine', 'pass', EXAMINED)
    await edit(id, MODEL, 'Task_Audit', 'Task_Recheck')
    await edit(id, 'matters/matter.json', 'Task_Audit', 'Task_Recheck')
    expect((await author.get(`/api/studio/drafts/${id}/impact`)).body).toMatchObject({
      matters: [{ key: matterKey, running: 1, steps: [{ elementId: 'Task_Audit', name: '审核', count: 1, lost: true }] }],
    })
    const difference = (await author.get<{ elements: Record<string, object> }>(`/api/studio/drafts/${id}/difference`)).body
    expect(difference.elements[MODEL]).toMatchObject({ added: ['Task_Recheck'], removed: ['Task_Audit'] })
    const kept = await publish(id)
    const dry = await author.post(`/api/studio/releases/${kept.id}/migration/dry-run`)
    expect(dry.body).toMatchObject({ cases: [{ caseId, problems: [expect.stringContaining('审核')] }] })
    await edit(id, 'forms/application.json', '申请内容', '申请事由')
    const taken = await publish(id, { running: 'migrate', mapping: { Task_Audit: 'Task_Recheck' } })
    expect([taken.migration.state, await versionOf(caseId)]).toEqual(['done', 3])
    expect((await author.post(`/api/studio/releases/${taken.id}/migration/undo`)).body).toEqual({ undone: 1, stay: [] })
    expect(await versionOf(caseId)).toBe(1)
    const back = await author.post<{ id: string }>(`/api/studio/releases/${taken.id}/roll-back`, { note: '表述有误' })
    expect((await second.post(`/api/studio/releases/${back.body.id}/confirm`)).body).toMatchObject({
      source: 'roll-back',
      restores: kept.id,
    })
    await step('shenhe', caseId, 'Task_Audit', 'pass', { opinion: '同意' })
    await step('pizhun', caseId, 'Task_Decide', 'grant')
    const list = (await author.get<{ items: { number: number }[] }>(`/api/studio/releases?package=${matterKey}`)).body
    expect(list.items.map(({ number }) => number)).toEqual([4, 3, 2, 1])
  })

  test('has its papers made by workers on another machine, which have no database', async () => {
    // given a case that waits for a paper whose template only the release has
    const caseId = await apply(matterKey)
    expect((await work(await login('chuangkou'), caseId, 'Task_Intake', { action: 'accept' })).status).toBe(200)
    const { config, objectsOf, documentSigners, logger, clock } = portal.services
    const token = workerTokenOf(config.workerToken, TENANT)
    const task = { processDefinitionKey: matterKey, businessKey: caseId }
    expect(await serverTemplates(portal.url, token)('no-such', task)).toBeNull()
    await expect(serverTemplates(portal.url, 'another')('acceptance-notice', task)).rejects.toThrow('401')
    // when workers elsewhere run, with the address and the token of the server alone
    const pages: string[] = []
    const workers = runWorkers(config, {
      ...{ serverUrl: portal.url, token, templatesOf: serverTemplates(portal.url, token), logger, clock, rendering: true },
      ...{ objects: objectsOf(TENANT), publicUrl: portal.url, signer: await documentSigners.of(TENANT), pollIntervalMs: 20 },
      renderer: {
        render: (html) => {
          pages.push(html)
          return Promise.resolve(tinyPdf(html))
        },
        close: () => Promise.resolve(),
      },
    })
    // then
    const applicant = await login('shenqing')
    const made = async () => (await applicant.get<{ documents: { name: string }[] }>(`/api/cases/${caseId}`)).body.documents
    const found = await until('the paper', async () => (await made()).find(({ name }) => name === '受理通知书')).finally(() =>
      workers.stop(),
    )
    expect(found).toBeDefined()
    expect(pages.join('')).toContain('湖畔农机合作社')
  })

  test('taken to another county as a ZIP, and a package of the program as a draft', async () => {
    const zip = await author.download(`/api/studio/packages/${matterKey}/export`)
    expect([zip.status, zip.mediaType, zip.data.subarray(0, 2).toString()]).toEqual([200, 'application/zip', 'PK'])
    const taken = await author.upload<{ id: string; unknown: object }>('包.zip', zip.data, '/api/studio/imports')
    expect(taken).toMatchObject({ status: 201, body: { unknown: { organs: [], posts: [] } } })
    expect((await author.post('/api/studio/drafts', { name: '引进', from: { import: taken.body.id } })).status).toBe(201)
    const packages = await author.get<{ items: { key: string; releaseId: string | null }[] }>('/api/studio/packages')
    expect(packages.body.items.find(({ key }) => key === 'c3')?.releaseId).not.toBeNull()
    const draft = await author.post<{ id: string }>('/api/studio/drafts', { name: '许可', from: { package: 'c3' } })
    const errors = (await author.get<{ problems: { level: string }[] }>(`/api/studio/drafts/${draft.body.id}/problems`)).body.problems
    expect(errors.filter(({ level }) => level === 'error')).toEqual([])
    expect((await author.remove(`/api/studio/drafts/${draft.body.id}`)).status).toBe(204)
    expect((await author.get(`/api/studio/drafts/${draft.body.id}`)).status).toBe(404)
    expect((await author.get('/api/studio/people?post=approver&organ=scjg')).body).toMatchObject({ vacant: false })
    expect((await author.get<{ fields: object[] }>('/api/studio/dictionary')).body.fields.length).toBeGreaterThan(3)
  })

  test('and nobody else does', async () => {
    const clerk = await login('chengban')
    for (const path of ['drafts', 'packages', 'templates', 'releases', 'dictionary', `drafts/${id}`, `overlays/${matterKey}`])
      expect((await clerk.get(`/api/studio/${path}`)).status, path).toBe(403)
    expect((await put(clerk, `/api/studio/drafts/${id}/files`, { version: 1, changes: {} })).status).toBe(403)
    expect((await author.post('/api/studio/drafts', { name: '', from: {} })).status).toBe(400)
  })
})

describe('options of forms', () => {
  const of = (source: object, more = '') => `/api/options?source=${encodeURIComponent(JSON.stringify(source))}${more}`

  test('are looked up by whoever fills in a form; who works where, by staff only', async () => {
    const applicant = await login('shenqing')
    const regions = await applicant.get<{ label: string }[]>(of({ regions: { under: '320800' } }, '&parent=&limit=50'))
    expect(regions.body.map(({ label }) => label)).toContain('三湖县')
    const found = await applicant.post<unknown>('/api/options/find', { source: { dictionary: 'sex' }, values: ['1', '7'] })
    expect(found.body).toEqual([{ value: '1', label: '男性', leaf: true }])
    expect((await applicant.get(of({ users: { post: 'approver' } }))).status).toBe(403)
    expect((await author.get(of({ users: { post: 'approver' } }))).status).toBe(200)
    expect((await applicant.get('/api/options?source=nonsense')).status).toBe(400)
  })

  test('of a dictionary change for every form at once; one who has read an older version is told', async () => {
    const body = { version: 0, name: '泊位类型', entries: [{ code: 'road', name: '路内泊位' }] }
    expect(await put(author, '/api/dictionaries/parking-kinds', body)).toMatchObject({ status: 200, body: { version: 1 } })
    const next = { ...body, version: 1, entries: [...body.entries, { code: 'lot', name: '停车场' }] }
    await put(author, '/api/dictionaries/parking-kinds', next)
    expect(await put(second, '/api/dictionaries/parking-kinds', next)).toMatchObject({
      status: 409,
      body: { error: { code: 'DICTIONARY_CHANGED' } },
    })
    const { body: offered } = await author.get<{ value: string }[]>(of({ dictionary: 'parking-kinds' }))
    expect(offered.map(({ value }) => value)).toEqual(['road', 'lot'])
  })
})

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ApiClient } from './support/api-client.ts'
import { apply, FORM, materials, PDF, waitForTask } from './support/licence-journey.ts'
import { newDataDir, removeDataDir, startServer, type ServerProcess } from './support/server-process.ts'

const MATTER = 'food-business-licence'
const dataDir = newDataDir()
let server: ServerProcess
let applicant: ApiClient

beforeAll(async () => {
  server = await startServer({ dataDir, env: { UPLOAD_MAX_MB: '1', WORKERS: '0' } })
  applicant = await ApiClient.login(server.url, 'shenqing')
})
afterAll(async () => {
  await server.stop()
  removeDataDir(dataDir)
})

const countOfCases = async () => (await applicant.get<{ items: unknown[] }>('/api/cases?limit=200')).body.items.length

describe('an application that is wrong is refused by name, and nothing of it is stored', () => {
  const wrong: [string, Record<string, unknown>, string, RegExp][] = [
    ['an ID number with a wrong check digit', { ...FORM, citizenId: '110105194912310021' }, 'citizenId', /校验/],
    ['a credit code with a wrong check character', { ...FORM, creditCode: '91350100M000100Y44' }, 'creditCode', /校验/],
    ['a forged field', { ...FORM, decisionResult: 'grant' }, 'decisionResult', /./],
    ['a table row without its number', { ...FORM, staff: [{ name: '甲', position: '厨师', healthCertificateNo: '' }] }, 'staff', /./],
  ]
  test.each(wrong)('%s', async (_name, form, path, message) => {
    const before = await countOfCases()
    const answer = await applicant.post('/api/cases', { matterKey: MATTER, form, materials: await materials(applicant) })
    expect(answer.status).toBe(422)
    const problem = answer.body.error!.details!.problems!.find((p) => p.path.startsWith(path))
    expect(problem?.message).toMatch(message)
    expect(await countOfCases()).toBe(before)
  })

  test('what is filled into a field that the rules hide is dropped, not kept', async () => {
    const { caseId } = await apply(applicant, { ...FORM, website: '某平台' })
    const { body } = await applicant.get<{ form: { values: Record<string, unknown> } }>(`/api/cases/${caseId}`)
    expect(body.form.values).not.toHaveProperty('website')
    expect(body.form.values.operatorName).toBe(FORM.operatorName)
  })

  test('a material that is missing', async () => {
    const answer = await applicant.post('/api/cases', { matterKey: MATTER, form: FORM, materials: {} })
    expect(answer.status).toBe(422)
    expect(answer.body.error!.details!.problems!.map((p) => p.path)).toContain('materials.identity')
  })

  test("another person's upload", async () => {
    const clerk = await ApiClient.login(server.url, 'chuangkou')
    const theirs = await clerk.upload('a.pdf', PDF)
    const answer = await applicant.post('/api/cases', {
      matterKey: MATTER,
      form: FORM,
      materials: { ...(await materials(applicant)), identity: [theirs.body.fileId] },
    })
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(answer.status).toBeLessThan(500)
  })
})

describe('files', () => {
  test('a file over the limit is refused with the limit', async () => {
    const answer = await applicant.upload('big.pdf', Buffer.concat([PDF, Buffer.alloc(1024 * 1024)]))
    expect([answer.status, answer.body.error!.code]).toEqual([413, 'FILE_TOO_LARGE'])
  })

  test('a program renamed to .pdf is known by its content', async () => {
    const program = Buffer.concat([Buffer.from('MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff', 'latin1'), Buffer.alloc(200)])
    const answer = await applicant.upload('营业执照.pdf', program)
    expect([answer.status, answer.body.error!.code]).toEqual([415, 'FILE_TYPE_NOT_ALLOWED'])
  })

  test('a file that is not mine cannot be opened, and the answer does not tell that it exists', async () => {
    const mine = await applicant.upload('a.pdf', PDF)
    const other = await ApiClient.login(server.url, 'chengguan')
    expect((await other.download(`/api/files/${mine.body.fileId}`)).status).toBe(404)
    expect((await applicant.download(`/api/files/${mine.body.fileId}`)).data.equals(PDF)).toBe(true)
  })
})

describe('doing things twice, or without the right', () => {
  test('a second click with the same idempotency key gives the first answer and stores nothing more', async () => {
    const body = { matterKey: MATTER, form: FORM, materials: await materials(applicant) }
    const before = await countOfCases()
    const [first, second] = await Promise.all([
      applicant.post('/api/cases', body, 'same-key-0001'),
      applicant.post('/api/cases', body, 'same-key-0001'),
    ])
    const third = await applicant.post('/api/cases', body, 'same-key-0001')
    expect([first.status, second.status, third.status]).toEqual([201, 201, 201])
    expect(new Set([first, second, third].map((a) => (a.body as { caseNo?: string }).caseNo)).size).toBe(1)
    expect(await countOfCases()).toBe(before + 1)
  })

  test('a task is not completed by someone without the right: refused, hidden from another bureau, and still open', async () => {
    const { caseId } = await apply(applicant)
    const clerk = await ApiClient.login(server.url, 'chuangkou')
    const { taskId } = await waitForTask(clerk, caseId, 'Task_Intake')
    const attempt = async (account: string) =>
      (await (await ApiClient.login(server.url, account)).post(`/api/tasks/${taskId}/complete`, { action: 'accept' })).status
    expect(await attempt('shenqing')).toBeGreaterThanOrEqual(403)
    expect(await attempt('pizhun')).toBeGreaterThanOrEqual(403)
    expect(await attempt('chengguan')).toBe(404)
    await waitForTask(clerk, caseId, 'Task_Intake')
  })

  test('another bureau neither sees nor opens the case, and the refusal is in the log', async () => {
    const { caseId } = await apply(applicant)
    const other = await ApiClient.login(server.url, 'chengguan')
    expect((await other.get(`/api/cases/${caseId}`)).status).toBe(404)
    expect((await other.get<{ items: unknown[] }>('/api/cases?view=organ')).body.items).toEqual([])
    const auditor = await ApiClient.login(server.url, 'jianjian')
    const log = await auditor.get<{ items: { action: string; actorName: string }[] }>(`/api/supervision/cases/${caseId}/log`)
    expect(log.body.items.map((entry) => entry.action)).toContain('access.refused')
  })
})

describe('the door', () => {
  test.each([
    ['gzip', 'no gzip'],
    ['x-none', '{}'],
    ['identity', '{"a":'],
  ])('a body that is not what Content-Encoding %s says is refused, and is no mistake of ours', async (encoding, body) => {
    const answer = await applicant.send('POST', '/api/cases', body, { 'Content-Type': 'application/json', 'Content-Encoding': encoding })
    expect([answer.status, answer.body.error!.code]).toEqual([400, 'INVALID_REQUEST'])
  })

  test.each(['/api/statistics?from=0&to=', '/api/ratings/figures?from=0&to=', '/api/supervision/entries?until='])(
    'an instant whose day no calendar can write is refused: %s',
    async (path) => {
      const auditor = await ApiClient.login(server.url, 'jianjian')
      expect((await auditor.get(`${path}8640000000000000`)).status).toBe(400)
      expect((await auditor.get(`${path}${Date.UTC(9999, 11, 30)}`)).status).toBe(200)
    },
  )

  test('no session is 401; a change without the CSRF header is 403; an unknown parameter is 400', async () => {
    const stranger = new ApiClient(server.url)
    expect((await stranger.get('/api/cases')).status).toBe(401)
    const login = await fetch(`${server.url}/api/session`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ username: 'shenqing', password: 'Lianban@2026' }),
    })
    const cookie = login.headers.get('set-cookie')!.split(';')[0]!
    const forged = await fetch(`${server.url}/api/cases`, {
      method: 'POST',
      headers: { Cookie: cookie, 'Content-Type': 'application/json' },
      body: '{}',
    })
    expect(forged.status).toBe(403)
    expect((await applicant.get('/api/cases?everything=1')).status).toBe(400)
  })

  test('five wrong passwords lock the account, and the right one no longer opens it', async () => {
    const attempt = async (password: string) =>
      (await new ApiClient(server.url).post('/api/session', { username: 'anquan', password })).status
    for (let i = 0; i < 5; i++) expect([401, 423]).toContain(await attempt('wrong-Password-1'))
    expect(await attempt('Lianban@2026')).toBe(423)
  })

  test('the engine asks workers for their token', async () => {
    const answer = await fetch(`${server.url}/engine-rest/external-task/fetchAndLock`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '{}',
    })
    expect(answer.status).toBe(401)
  })
})

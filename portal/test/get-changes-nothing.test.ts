import { afterAll, beforeAll, expect, test } from 'vitest'
import { OPERATIONS } from '../src/server/routes/operations/index.ts'
import { ApiClient } from './support/api-client.ts'
import { installation, type Installation } from './support/installation.ts'
import { apply, waitForTask } from './support/licence-journey.ts'

/*
 * Links are opened by mail scanners, previews and browsers that look ahead. No GET of the API may decide anything, take a
 * task, or tell that somebody has read something: whoever sends them all, in whosever name, leaves the case as it was.
 */

/** What a GET may write: that somebody looked, and that a session is in use. */
const LOOKING = /^(supervision_|session$|login_|sqlite_)/

let it: Installation
let thing: Record<string, string>

beforeAll(async () => {
  it = await installation()
  const applicant = await ApiClient.login(it.url, 'shenqing')
  const { caseId } = await apply(applicant)
  const clerk = await ApiClient.login(it.url, 'chuangkou')
  const { taskId } = await waitForTask(clerk, caseId, 'Task_Intake')
  await clerk.post(`/api/tasks/${taskId}/claim`)
  const circulation = await clerk.post<{ id: string }>(`/api/cases/${caseId}/circulations`, { to: { users: ['juzhang'] } })
  const question = await clerk.post<{ id: string }>(`/api/tasks/${taskId}/questions`, { userId: 'juzhang', text: '请问' })
  thing = { caseId, taskId, circulationId: circulation.body.id, questionId: question.body.id }
}, 60_000)
afterAll(() => it.close())

/** Every row of every table that is not about looking. */
async function everything(): Promise<Record<string, string>> {
  const { database } = it.services
  const tables = (await database('sqlite_master').where({ type: 'table' }).pluck('name')) as string[]
  const found: Record<string, string> = {}
  for (const table of tables.filter((name) => !LOOKING.test(name)).sort()) found[table] = JSON.stringify(await database(table).select())
  return found
}

function addressOf(operation: string): string {
  const path = operation.split(' ')[1]!
  const id = path.startsWith('/api/tasks/') ? thing.taskId! : path.startsWith('/api/circulations/') ? thing.circulationId! : thing.caseId!
  const values: Record<string, string> = {
    id: encodeURIComponent(id),
    key: 'food-business-licence',
    kind: 'users',
    version: '1',
    code: 'x',
    fileId: 'x',
  }
  return path.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? 'x')
}

test('GET link opened by a bot', async () => {
  const reads = Object.keys(OPERATIONS).filter((operation) => operation.startsWith('GET ') && !operation.endsWith('/stream'))
  expect(reads.length).toBeGreaterThan(40)
  const before = await everything()
  expect(Object.keys(before)).toEqual(
    expect.arrayContaining(['case_file', 'case_event', 'case_reader', 'case_question', 'user_task', 'process_instance', 'notice']),
  )
  // a bot has no session; a browser that looks ahead has that of whoever got the link
  const callers = [
    new ApiClient(it.url),
    ...(await Promise.all(['chuangkou', 'juzhang', 'shenqing'].map((user) => ApiClient.login(it.url, user)))),
  ]
  const answered: string[] = []
  for (const caller of callers) {
    for (const operation of reads) {
      const { status } = await caller.raw('GET', addressOf(operation))
      expect(status, `${operation} failed`).toBeLessThan(500)
      if (status === 200) answered.push(operation)
    }
  }
  // most were really answered: a refusal proves nothing
  expect(new Set(answered).size).toBeGreaterThan(25)
  expect(await everything()).toEqual(before)
  // and what changes something is not to be had by a GET at all
  for (const operation of Object.keys(OPERATIONS).filter(
    (name) => name.startsWith('POST ') && !Object.hasOwn(OPERATIONS, name.replace('POST', 'GET')),
  )) {
    const { status } = await callers[1]!.raw('GET', addressOf(operation))
    expect([404, 405, 403, 400, 422], `GET ${operation.split(' ')[1]} answered ${status}`).toContain(status)
  }
  expect(await everything()).toEqual(before)
}, 120_000)

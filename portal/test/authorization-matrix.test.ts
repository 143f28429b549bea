import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { consultations } from '@lianban/storage'
import { CASE_BOUND_POSTS, TenantsError, type Action, type Caller, type Resource } from '@lianban/tenants'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { OPERATIONS } from '../src/server/routes/operations/index.ts'
import { ApiClient } from './support/api-client.ts'
import { apply, PDF, waitForTask } from './support/licence-journey.ts'
import { NORTH, SOUTH, twoCounties, type TwoCounties } from './support/two-counties.ts'

/*
 * Every operation of the API, asked by every post in the organ of the thing, in another organ, and in another tenant. The
 * right that an operation declares must be the one it asks for; who has it stands in authorization-matrix.json, which a
 * change of rules or routes changes where people see it (UPDATE_MATRIX=1). Nothing is carried out: once the declared
 * right was granted, the call ends.
 */

const MATRIX = fileURLToPath(new URL('authorization-matrix.json', import.meta.url))
const PASSWORD = 'Xun-Lu-4471'
const BY = { actor: { userId: 'system' } }
/** Organs where the posts are held: the one in charge of the case, and another. */
const PLACES = { own: 'scjg', other: 'cgj' } as const
const EXTERNAL = { own: 'yx', other: 'gdgs' } as const
type Place = keyof typeof PLACES

const WEB_HOOK = { name: '测试', url: 'https://sanhu.example/', events: ['case.closed'] }
const MATRIX_CONSULTATION = 'matrix-consultation'
const MATRIX_REPORT = 'matrix-report'
const DEFINITION = {
  ...{ kind: 'supervision', by: 'organ', period: 'week', formats: ['xlsx'] },
  schedule: { every: 'week', on: 1, hour: 8, workdays: true },
  recipients: { userIds: ['zhuguan'], posts: [] },
}
const REPORT = { name: '测试', organId: PLACES.own, definition: DEFINITION }

/** What a call without a right way in would need: a body that the schema takes, a query, what stands for {id}. */
const BODIES: Record<string, unknown> = {
  'PUT /api/account/notices': { choices: [] },
  'POST /api/account/mail': { address: 'a@sanhu.example' },
  'POST /api/account/mail/confirmation': { code: '000000' },
  'POST /api/web-hooks': WEB_HOOK,
  'PUT /api/web-hooks/{id}': WEB_HOOK,
  'PUT /api/web-hooks/{id}/state': { enabled: false },
  'POST /api/reports': REPORT,
  'POST /api/consultations': { kind: 'consultation', organId: 'scjg', text: '测试' },
  'POST /api/consultations/{id}/answer': { text: '测试' },
  'POST /api/phone-uploads': { kind: 'matter', about: 'food-business-licence', materialKey: 'business-licence' },
  'POST /api/account/password': { current: 'x', password: 'Xun-Lu-4472' },
  'POST /api/publications/{id}/correction': { version: 1, reason: '测试', fields: { content: '测试' } },
  'POST /api/publications/{id}/withdrawal': { version: 1, reason: '测试' },
  'POST /api/cases': { matterKey: 'food-business-licence', form: {}, materials: {} },
  'POST /api/cases/{id}/separation-waivers': { elementId: 'Task_Intake', userId: 'chengban', reason: '测试' },
  'POST /api/cases/{id}/debts/{material}/settlement': { materials: {} },
  'POST /api/cases/{id}/debts/{material}/waiver': { reason: '测试' },
  'POST /api/cases/{id}/check': { kept: true, finding: '测试' },
  'POST /api/files/{id}/verification': {},
  'POST /api/tasks/{id}/send-back': { to: 'previous', reason: '测试' },
  'POST /api/tasks/{id}/transfer': { to: 'chengban', reason: '测试' },
  'POST /api/tasks/{id}/delegate': { to: 'chengban', reason: '测试' },
  'POST /api/tasks/{id}/resolution': { opinion: '测试' },
  'POST /api/tasks/{id}/signs': { kind: 'before', people: ['shenhe'], reason: '测试' },
  'POST /api/tasks/{id}/signs/{signId}/removal': { reason: '测试' },
  'POST /api/tasks/{id}/voters/{userId}/removal': { reason: '测试' },
  'POST /api/tasks/{id}/signature': { verdict: 'pass' },
  'POST /api/hand-overs': { from: 'chengban', to: 'shenhe', reason: '测试' },
  'POST /api/cases/{id}/ratings': { contact: 'closing', grade: 5 },
  'POST /api/cases/{id}/ratings/comment': { contact: 'closing', text: '测试' },
  'POST /api/assessment/duties': { year: 2026, family: 'region', duty: 'setting', organ: 'x' },
  'POST /api/ratings/phone': { contact: 'closing', grade: 5, caseNo: 'x' },
  'POST /api/rating-follow-ups/{id}/contact': { result: 'founded', text: '测试' },
  'POST /api/rating-follow-ups/{id}/rectification': { text: '测试' },
  'POST /api/rating-follow-ups/{id}/appeal': { ground: 'malicious', text: '测试', fileIds: ['x'] },
  'POST /api/rating-follow-ups/{id}/review': { result: 'uphold', text: '测试' },
  'POST /api/rating-follow-ups/{id}/revisit': { result: 'resolved', text: '测试' },
  'POST /api/linkage/reports': {
    ...{ category: 'S0101', position: { longitude: 119.06, latitude: 33.14 }, place: '测试', summary: '测试', photos: [] },
  },
  'POST /api/linkage/incidents/{id}/rating': { grade: 5 },
  'PUT /api/linkage/standards/{code}': {
    version: 1,
    reason: '测试',
    content: {
      ...{ kind: 'event', className: '测试', name: '测试', filing: '测试', lead: 'cgj', owner: null, disposal: '测试' },
      ...{ targets: [{ name: '测试', n: 1, unit: 'workday' }], closing: '测试', severity: 'normal', radiusM: 50, windowHours: 24 },
      proposed: true,
    },
  },
  'POST /api/licences/{id}/reviews': { matterKey: 'food-licence-revocation', form: {} },
  'POST /api/cases/{id}/statement': { text: '测试' },
  'POST /api/matters/{key}/needs': { form: {} },
  'POST /api/cases/{id}/hearing-requests': { reason: '测试', onBehalfOf: '测试' },
  'POST /api/cases/{id}/recall': { taskId: 'x', reason: '测试' },
  'POST /api/cases/{id}/withdrawal': { reason: '测试' },
  'POST /api/cases/{id}/voiding': { reason: '测试' },
  'POST /api/cases/{id}/hold': { reason: '测试' },
  'POST /api/cases/{id}/jump': { to: 'Task_Review', reason: '测试' },
  'POST /api/organs/{id}/inbox-views': { items: [], version: 0 },
  'POST /api/organs/{id}/phrases': { items: [], version: 0 },
  'POST /api/tasks/batch': { action: 'accept', items: [{ taskId: 'x', idempotencyKey: 'matrix-batch' }] },
  'POST /api/tasks/batch/offer': { taskIds: ['x'] },
  'POST /api/cases/{id}/circulations': { to: { users: ['chengban'] } },
  'POST /api/circulations/{id}/cancellation': { reason: '测试' },
  'POST /api/circulations/{id}/reply': { text: '测试' },
  'POST /api/tasks/{id}/questions': { userId: 'chengban', text: '测试' },
  'POST /api/tasks/{id}/preview': { action: 'accept' },
  'POST /api/matters/{key}/preview': { form: {} },
  'POST /api/questions/{id}/answer': { text: '测试' },
  'POST /api/questions/{id}/follow-up': { text: '测试' },
  'POST /api/tasks/{id}/complete': { action: 'accept' },
  'POST /api/policies/changes': { put: [], remove: ['x'], reason: '测试' },
  'POST /api/policies/changes/{id}/reject': { note: '测试' },
  'POST /api/delegations': { delegateId: 'shenhe', startsAt: 0, endsAt: 1, reason: '测试' },
  'POST /api/users/{id}/identity': { subject: 'x' },
  'POST /api/api-tokens': { name: '测试', organId: 'scjg', topics: ['render-document'], rights: [], addresses: [], days: 1 },
  'POST /api/cards': { source: 'manual', colour: 'yellow', organId: 'scjg', title: '测试', text: '测试', basis: '测试' },
  'POST /api/cards/{id}/verification': { result: 'confirm', text: '测试' },
  'POST /api/cards/{id}/reply': { kind: 'explain', text: '测试' },
  'POST /api/cards/{id}/appeal': { text: '测试' },
  'POST /api/cards/{id}/review': { result: 'uphold', text: '测试' },
  'POST /api/cards/{id}/liability': { shares: [{ name: '测试', role: 'handler', percent: 100 }], measure: 'none', text: '测试' },
  'POST /api/cards/{id}/withdrawal': { reasonCode: 'other', text: '测试' },
  'POST /api/rules/proposals': { rule: {}, reason: '测试' },
  'POST /api/rules/trial': { rule: {} },
  'POST /api/calendar/trial': { content: {} },
  'POST /api/calendar/versions': { content: {}, source: '测试', reason: '测试', baseVersion: 1, confirmation: '' },
  'POST /api/cases/{id}/extension-requests': { reasons: '测试' },
  'POST /api/cases/{id}/suspension-end': { result: '测试' },
  'POST /api/rules/{id}/versions/{version}/adoption': { reason: '测试' },
  'POST /api/rules/{id}/versions/{version}/rejection': { reason: '测试' },
  'POST /api/number-schemes/{name}': { scheme: {} },
  'POST /api/queue/desk/open': { hallId: 'hall', window: 1, classes: ['A'] },
  'POST /api/queue/desk/transfer': { letter: 'A' },
  'PUT /api/queue/halls/{id}': { name: '大厅', organId: 'zwb', settings: {}, version: 1 },
  'POST /api/queue/devices': { hallId: 'hall', kind: 'kiosk', name: '测试' },
  'POST /api/queue/devices/{id}/revocation': { reason: '测试' },
  'POST /api/window/applicants/search': { kind: 'person', number: '320899198803060020' },
  'POST /api/window/applicants': { kind: 'person', name: '测试', number: '320899198803060020', phone: '13900000001' },
  'POST /api/window/applications': { applicantId: 'shenqing', matterKey: 'food-business-licence' },
  'POST /api/window/cases': { applicantId: 'shenqing', matterKey: 'food-business-licence', form: {}, materials: {} },
  'POST /api/emergency-access': { caseNo: '', reason: '测试', code: '000000' },
  'PUT /api/dictionaries/{key}': { version: 0, name: '测试', entries: [] },
  'POST /api/studio/drafts': { name: '测试', from: { template: 'dispatch' } },
  'PUT /api/studio/drafts/{id}/files': { version: 1, changes: {} },
  'POST /api/studio/drafts/{id}/releases': { note: '测试' },
  'POST /api/studio/releases/{id}/refuse': { note: '测试' },
  'POST /api/studio/releases/{id}/roll-back': { note: '测试' },
  'POST /api/emergency-access/{id}/review': { outcome: 'justified', note: '测试' },
}
const QUERIES: Record<string, string> = {
  'GET /api/tasks/{id}/people': '?post=site-officer',
  'GET /api/studio/people': '?post=approver&organ=scjg',
  'GET /api/permissions/who': '?type=case&action=read',
  'GET /api/registers': '?kind=case',
  'GET /api/registers/runs': '?kind=case&year=2026',
  'GET /api/registers/export': '?kind=case',
  'GET /api/statistics': '?from=0&to=1',
  'GET /api/queue/figures': '?hall=hall&from=2026-09-18&until=2026-09-18',
  'GET /api/assessment/duties': '?year=2026',
  'GET /api/linkage/figures': '?from=0&to=1',
  'GET /api/linkage/near': '?category=S0101&longitude=119.06&latitude=33.14',
  'PUT /api/linkage/photos/{key}/parts/{index}': '?size=4',
  'GET /api/ratings/figures': '?from=0&to=1',
  'GET /api/statistics/overview': '?from=0&to=1',
  'GET /api/statistics/cases': '?from=0&to=1&view=open',
  'GET /api/reports/readers': '?kind=overdue&organId=scjg',
  'GET /api/report-runs/{id}/file': '?format=xlsx',
  'GET /api/statistics/export': '?from=0&to=1&format=csv',
  'GET /api/supervision/consistency': '?from=1&to=2',
}

/** Ends a call whose declared right was granted. */
const GRANTED = new TenantsError(418, 'GRANTED', 'the matrix carries nothing out')

interface Asked {
  type: string
  action: string
  allowed: boolean
  /** A list that was narrowed: no right, no rows. */
  isList: boolean
}

let both: TwoCounties
let asked: Asked[] = []
let wanted = ''
const people = new Map<string, { own: ApiClient; other: ApiClient; south: ApiClient }>()
let thing: Record<'caseId' | 'caseNo' | 'taskId' | 'fileId' | 'cardId' | 'entryId' | 'circulationId' | 'ratingId' | 'licenceId', string>

const rightOf = (type: string, action: string): string => `${type}:${action.startsWith('complete:') ? 'complete' : action}`

/** Writes down what is asked, and ends the call once the declared right was granted. */
function watch(): void {
  const { authorization } = both.services.tenants
  const { assert, restrict } = authorization
  const note = (type: string, action: string, allowed: boolean, isList = false): void => {
    asked.push({ type, action, allowed, isList })
    if (allowed && rightOf(type, action) === wanted) throw GRANTED
  }
  authorization.assert = async (caller: Caller, action: Action, resource: Resource, how?: { hide?: boolean }) => {
    const decision = await assert(caller, action, resource, how).catch((error: unknown) => {
      asked.push({ type: resource.type, action, allowed: false, isList: false })
      throw error
    })
    note(resource.type, action, true)
    return decision
  }
  authorization.restrict = async (caller, action, type, columns) => {
    await authorization.ensure(caller.tenantId)
    note(type, action, authorization.grants(caller, action, type).length > 0, true)
    return restrict(caller, action, type, columns)
  }
}

async function client(post: string, place: Place, tenantId: string, host: string): Promise<ApiClient> {
  const { users } = both.services.tenants
  const organId = CASE_BOUND_POSTS.includes(post) ? EXTERNAL[place] : PLACES[place]
  const username = `${place}-${post}`
  const posts = [{ organId, post }]
  await users.create({ tenantId, id: username, username, password: PASSWORD, name: username, kind: 'staff', posts, by: BY })
  return ApiClient.login(both.url, username, PASSWORD, host)
}

beforeAll(async () => {
  both = await twoCounties()
  const { tenants, database } = both.services
  const applicant = await ApiClient.login(both.url, 'shenqing', undefined, NORTH.host)
  const { caseId } = await apply(applicant)
  const { caseNo } = (await applicant.get<{ caseNo: string }>(`/api/cases/${caseId}`)).body
  await database('case_party').insert({ tenant_id: NORTH.id, case_id: caseId, role: 'coop', organ_id: EXTERNAL.own, at: 0 })
  const clerk = await ApiClient.login(both.url, 'chuangkou', undefined, NORTH.host)
  const { taskId } = await waitForTask(clerk, caseId, 'Task_Intake')
  const { materials } = (await applicant.get<{ materials: { files: { fileId: string }[] }[] }>(`/api/cases/${caseId}`)).body
  const { fileId } = materials.flatMap(({ files }) => files)[0]!
  await tenants.supervision.seal(NORTH.id)
  await both.services.supervision.catchUp(NORTH.id)
  const supervisor = await ApiClient.login(both.url, 'zhuguan', undefined, NORTH.host)
  const card = await supervisor.post<{ id: string }>('/api/cards', {
    source: 'manual',
    colour: 'yellow',
    organId: 'scjg',
    caseNo,
    title: '测试',
    text: '测试',
    basis: '测试',
  })
  const auditor = await ApiClient.login(both.url, 'jianjian', undefined, NORTH.host)
  await auditor.post(`/api/cards/${card.body.id}/verification`, { result: 'confirm', text: '属实' })
  const circulated = await clerk.post<{ id: string }>(`/api/cases/${caseId}/circulations`, { to: { users: ['zhuguan'] } })
  const circulationId = circulated.body.id
  const place = { tenant_id: NORTH.id, case_id: caseId, organ_id: 'scjg', matter_key: 'food-business-licence', matter_name: '食品经营许可' }
  const ratingId = 'matrix-rating'
  const grade = { contact: 'supplement', grade: 1, counted_grade: 1, counted: true, tags: '[]', channel: 'web' }
  await database('rating').insert({ ...place, ...grade, id: ratingId, given_at: 0, given_on: '2026-09-18' })
  const followUp = { organ_id: 'scjg', desk_organ_id: 'zwb', state: 'contact', opened_at: 0 }
  await database('rating_follow_up').insert({ tenant_id: NORTH.id, rating_id: ratingId, ...followUp })
  const licenceId = 'matrix-licence'
  await database('licence').insert({
    ...place,
    ...{ id: licenceId, licence_no: 'JY1', kind: 'food-business-licence', name: '食品经营许可证', organ_name: '市场监督管理局' },
    ...{ paper_case_id: caseId, holder_id: 'shenqing', holder_name: '湖畔面馆', face: '[]', valid_from: '2026-09-18' },
    ...{ valid_until: '2031-09-17', state: 'valid', created_at: 0 },
  })
  await consultations(database).insert({
    ...{ tenant_id: NORTH.id, id: MATRIX_CONSULTATION, kind: 'consultation', text: '测试', organ_id: PLACES.own },
    ...{ matter_key: null, matter_name: null, case_id: null, case_no: null, asked_at: 0, due_at: 1 },
    ...{ asker_id: 'shenqing', asker_name: '测试', asker_phone: null, code_hash: null },
    ...{ answer: null, answered_by: null, answered_by_name: null, answered_at: null, grade: null, grade_text: null, graded_at: null },
  })
  const report = { tenant_id: NORTH.id, id: MATRIX_REPORT, name: '测试', organ_id: PLACES.own }
  await database('report').insert({ ...report, definition: JSON.stringify(DEFINITION), owner_id: 'zhuguan', created_at: 0 })
  const run = { report_id: MATRIX_REPORT, slot: 0, period_from: 0, period_to: 1, state: 'failed', attempts: 1, files: '[]' }
  await database('report_run').insert({ ...report, ...run })
  const [entry] = (await tenants.supervision.entries(NORTH.id, { limit: 1 })).items
  thing = { caseId, caseNo, taskId, fileId, cardId: card.body.id, entryId: entry!.id, circulationId, ratingId, licenceId }
  BODIES['POST /api/tasks/batch'] = { action: 'accept', items: [{ taskId, idempotencyKey: 'matrix-batch' }] }
  BODIES['POST /api/tasks/batch/offer'] = { taskIds: [taskId] }
  BODIES['POST /api/emergency-access'] = { caseNo, reason: '测试', code: '000000' }
  BODIES['POST /api/registers/void'] = { kind: 'case', number: caseNo, reason: '测试' }
  for (const { id: post } of await tenants.organs.postKinds(NORTH.id)) {
    people.set(post, {
      own: await client(post, 'own', NORTH.id, NORTH.host),
      other: await client(post, 'other', NORTH.id, NORTH.host),
      south: await client(post, 'own', SOUTH.id, SOUTH.host),
    })
  }
  const south = await ApiClient.login(both.url, 'shenqing', undefined, SOUTH.host)
  await tenants.users.create({
    tenantId: NORTH.id,
    id: 'other-applicant',
    username: 'other-applicant',
    password: PASSWORD,
    name: '他人',
    kind: 'applicant',
    by: BY,
  })
  people.set('applicant', { own: applicant, other: await ApiClient.login(both.url, 'other-applicant', PASSWORD, NORTH.host), south })
  watch()
}, 120_000)
afterAll(() => both.close())

const addressOf = (operation: string): string => {
  const path = operation.split(' ')[1]!
  const ids: [prefix: string, id: string][] = [
    ['/api/tasks/', thing.taskId],
    ['/api/files/', thing.fileId],
    ['/api/users/', 'own-handler'],
    ['/api/organs/', PLACES.own],
    ['/api/permissions/', 'pizhun'],
    ['/api/circulations/', thing.circulationId],
    ['/api/cards/', thing.cardId],
    ['/api/rating-follow-ups/', thing.ratingId],
    ['/api/licences/', thing.licenceId],
    ['/api/supervision/entries/', thing.entryId],
    ['/api/rules/', 'T2'],
    ['/api/reports/', MATRIX_REPORT],
    ['/api/report-runs/', MATRIX_REPORT],
    ['/api/consultations/', MATRIX_CONSULTATION],
  ]
  const id = ids.find(([prefix]) => path.startsWith(prefix))?.[1] ?? thing.caseId
  const values: Record<string, string> = { id, key: 'food-business-licence', version: '1', kind: 'users', code: 'x', index: '0' }
  return path.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? 'x') + (QUERIES[operation] ?? '')
}

async function ask(
  caller: ApiClient,
  operation: string,
  right: string,
): Promise<{ status: number; answer: 'granted' | 'refused' | 'no rows' | 'not asked'; body: string }> {
  asked = []
  wanted = right
  const method = operation.split(' ')[0]!
  const path = addressOf(operation)
  const { status, body } = await caller.raw(
    method,
    path,
    OPERATIONS[operation]!.upload ? PDF : method === 'GET' ? undefined : (BODIES[operation] ?? {}),
  )
  const mine = asked.filter(({ type, action }) => rightOf(type, action) === right)
  if (mine.some(({ allowed }) => allowed)) return { status, body, answer: 'granted' }
  // What one may not even read is refused before the right itself is asked for.
  if (mine.some(({ isList }) => isList)) return { status, body, answer: 'no rows' }
  return { status, body, answer: asked.some(({ allowed }) => !allowed) ? 'refused' : 'not asked' }
}

const operations = Object.entries(OPERATIONS)
const guarded = operations.filter(([, { right }]) => right !== 'public' && right !== 'own')
const found: Record<string, { right: string; own: string; other: string }> = {}

describe('every operation asks for the right that it declares', () => {
  test.each(guarded)('%s', async (operation, { right }) => {
    const has: Record<Place, string[]> = { own: [], other: [] }
    for (const [post, clients] of people) {
      for (const place of ['own', 'other'] as const) {
        const { status, answer } = await ask(clients[place], operation, right)
        if (answer === 'granted') has[place].push(post)
        else if (answer === 'refused') expect([403, 404], `${operation} by ${place} ${post}`).toContain(status)
        else if (answer === 'no rows') expect(status).toBe(200)
        // Not asked at all: only where something was wrong with the call itself, and then nothing may have been done.
        else expect(status, `${operation} by ${place} ${post} answered ${status} without asking for ${right}`).toBeGreaterThanOrEqual(400)
      }
      // Whoever may not even at home is nobody's danger.
      if (!operation.startsWith('GET ') || !has.own.includes(post)) continue
      // In the other tenant the call is carried out: nothing of this one may come back, whatever right one has there.
      const abroad = await ask(clients.south, operation, '')
      const says = abroad.body.replaceAll(thing.caseId, '')
      expect(says.includes(thing.caseNo) || says.includes(thing.taskId), `${operation} from another tenant by ${post}`).toBe(false)
      if (/\/(cases|tasks|files|cards|entries)\/\{id\}(?!\/log)/.test(operation) && abroad.status === 200)
        expect(JSON.parse(abroad.body)).toMatchObject({ items: [] })
    }
    found[operation] = { right, own: has.own.join(' '), other: has.other.join(' ') }
    expect(has.own.length + has.other.length, `nobody at all has ${right} at ${operation}, or it is never asked for`).toBeGreaterThan(0)
  })
})

test('who has which right is what the matrix says', () => {
  if (process.env.UPDATE_MATRIX) writeFileSync(MATRIX, `${JSON.stringify(found, null, 2)}\n`)
  expect(found, 'run again with UPDATE_MATRIX=1 if the change is meant').toEqual(JSON.parse(readFileSync(MATRIX, 'utf8')))
})

test.each(operations.filter(([, { right }]) => right !== 'public'))('%s is closed to whoever is not logged in', async (operation) => {
  const nobody = new ApiClient(both.url, NORTH.host)
  expect((await ask(nobody, operation, '')).status).toBe(401)
})

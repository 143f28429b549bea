import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { PACKAGES_FOLDER } from '@lianban/processes'
import { openOffice, type Office } from '@lianban/processes/testing'
import { cases, issuedDocuments, ratings } from '@lianban/storage'
import Koa from 'koa'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { State } from '../context.ts'
import { errors } from '../middlewares/errors.ts'
import type { Services } from '../services.ts'
import { rateRoutes } from './rate.ts'

const START = Date.parse('2026-09-18T09:00:00+08:00')
const CODE = 'ab'.repeat(16)
/** Sessions by their token. */
const KINDS: Record<string, string> = { clerk: 'staff', applicant: 'applicant' }

let office: Office
let server: Server
let url = ''
beforeAll(async () => {
  office = await openOffice({ packageFolder: `${PACKAGES_FOLDER}/c3-rating`, startAt: START })
  await cases(office.database).insert({
    ...{ tenant_id: office.tenantId, id: 'c1', case_no: 'NO1', instance_id: 'i1', matter_key: 'food', matter_version: 1 },
    ...{ matter_name: '<b>食品</b>经营许可', organ_id: 'scjg', organ_name: '市场监督管理局', applicant_id: 'shenqing' },
    ...{ applicant_name: '湖畔面馆', form: {}, status: 'granted', step_name: null, submitted_at: START, received_at: START },
    ...{ accepted_at: START, deemed_accepted: false, decided_at: START, closed_at: START, intake_due_at: START },
    ...{ promised_due_at: null, statutory_due_at: null, delivery_due_at: null, warn_at: null, card: null },
    ...{ supplement: null, decision: null },
  })
  await issuedDocuments(office.database).insertOnce({
    ...{ tenant_id: office.tenantId, id: 'd1', case_id: 'c1', template: 'receipt', name: '收件凭证', number: null },
    ...{ sha256: 'a'.repeat(64), size: 1, media_type: 'application/pdf', verify_code: CODE, public_data: null, created_at: START },
  })
  const resolve = (token: string) => Promise.resolve(token in KINDS ? { caller: { kind: KINDS[token] } } : null)
  const services = {
    ratings: office.ratings,
    tenants: { sessions: { resolve } },
    config: { rateLimitPerMinute: 20 },
    clock: () => office.clock(),
  } as unknown as Services
  const app = new Koa<State>()
  app.use(errors({ error: () => {} } as never))
  app.use((ctx, next) => {
    ctx.state.tenantId = office.tenantId
    return next()
  })
  app.use(rateRoutes(services).routes())
  server = app.listen(0)
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(async () => {
  server.close()
  await office.close()
})

const send = (path: string, fields: Record<string, string | string[]>, session?: string) => {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) form.append(name, one)
  const headers = session === undefined ? undefined : { Cookie: `lianban_session=${session}` }
  return fetch(`${url}${path}`, { method: 'POST', body: form, redirect: 'manual', headers })
}

test('a receipt rates once, on pages without a script; what was written is shown as text', async () => {
  // given the page behind the code
  const page = await (await fetch(`${url}/rate/${CODE}`)).text()
  expect(page).toContain('&#60;b&#62;食品')
  expect(page).not.toMatch(/<script|湖畔面馆|李春华/)
  expect(page.match(/type="radio"/g)).toHaveLength(5)

  // when nothing is chosen, then it says so and rates nothing
  const empty = await send(`/rate/${CODE}`, { contact: 'closing' })
  expect([empty.status, await empty.text()]).toEqual([422, expect.stringContaining('请先选择满意程度')])

  // when it is rated, then loading the page anew sends nothing, and tags of the other kind are left out
  const rated = await send(`/rate/${CODE}`, { contact: 'closing', grade: '2', tags: ['slow', 'fast'], text: '<script>alert(1)</script>' })
  expect([rated.status, rated.headers.get('location')]).toEqual([303, `/rate/${CODE}`])
  const given = await (await fetch(`${url}/rate/${CODE}`)).text()
  expect(given).toContain('已评价:不满意')
  expect(given).toContain('&#60;script&#62;')
  expect(given).toContain('办得慢')
  expect(given).not.toMatch(/<script|办事效率高|type="radio"/)

  // and a second rating is refused, one comment is taken
  const again = await send(`/rate/${CODE}`, { contact: 'closing', grade: '5' })
  expect([again.status, await again.text()]).toEqual([409, expect.stringContaining('已经评价过')])
  expect((await send(`/rate/${CODE}/comment`, { contact: 'closing', text: '补充' })).status).toBe(303)
  expect((await send(`/rate/${CODE}/comment`, { contact: 'closing', text: '再补充' })).status).toBe(409)
})

test.each([
  ['clerk', 'window'],
  ['applicant', 'code'],
  ['nobody', 'code'],
  [undefined, 'code'],
])('by which way it came is told by the session of the device (%s: %s), not by what the page says', async (session, channel) => {
  office.clock.set(office.clock() + 60_000)
  await office.database('rating').delete()
  const rated = await send(`/rate/${CODE}`, { contact: 'closing', grade: '5', pad: '1' }, session)
  expect(rated.status).toBe(303)
  expect(await ratings(office.database).ofCase(office.tenantId, 'c1')).toMatchObject([{ channel }])
})

test('every code that stands for nothing gets the same answer, and trying codes comes to an end', async () => {
  office.clock.set(office.clock() + 60_000)
  const bodies = new Set<string>()
  for (const path of [`/rate/${'ef'.repeat(16)}`, '/rate/NO1.000000', '/rate/NO2.000000', '/rate/%00']) {
    const answer = await fetch(`${url}${path}`)
    bodies.add(`${answer.status} ${await answer.text()}`)
  }
  expect(bodies.size).toBe(1)
  let last = 200
  const statuses = new Set<number>()
  for (let i = 0; i < 30 && last !== 429; i++) {
    last = (await send('/rate', { caseNo: 'NO1', queryCode: String(i).padStart(6, '0') })).status
    statuses.add(last)
  }
  // the number first, then the address
  expect([...statuses]).toEqual([404, 423, 429])
})

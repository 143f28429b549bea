import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { PACKAGES_FOLDER } from '@lianban/processes'
import { Actor, foodCase, openOffice, type Office } from '@lianban/processes/testing'
import { issuedDocuments, issuedNumbers } from '@lianban/storage'
import Koa from 'koa'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { State } from '../context.ts'
import { errors } from '../middlewares/errors.ts'
import type { Services } from '../services.ts'
import { receiptRoutes } from './receipt.ts'

const START = Date.parse('2026-09-18T09:00:00+08:00')
const CODE = 'ab'.repeat(16)
const PER_MINUTE = 20

let office: Office
let server: Server
let url = ''
let number = ''
let queryCode = ''
beforeAll(async () => {
  office = await openOffice({ packageFolder: `${PACKAGES_FOLDER}/c3-licensing`, startAt: START })
  const caseId = await foodCase(office, (userId) => new Actor(office, userId), 'Task_Intake')
  const row = (await issuedNumbers(office.database).forCase(office.tenantId, caseId)).find(({ kind }) => kind === 'case')!
  ;[number, queryCode] = [row.number, row.query_code!]
  await issuedDocuments(office.database).insertOnce({
    ...{ tenant_id: office.tenantId, id: 'd1', case_id: caseId, template: 'receipt', name: '收件凭证', number: null },
    ...{ sha256: 'a'.repeat(64), size: 1, media_type: 'application/pdf', verify_code: CODE, public_data: null, created_at: START },
  })
  const services = { receipts: office.receipts, config: { rateLimitPerMinute: PER_MINUTE }, clock: () => office.clock() }
  const app = new Koa<State>()
  app.use(errors({ error: () => {} } as never))
  app.use((ctx, next) => {
    ctx.state.tenantId = office.tenantId
    return next()
  })
  app.use(receiptRoutes(services as unknown as Services).routes())
  server = app.listen(0)
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(async () => {
  server.close()
  await office.close()
})

const ask = (fields: Record<string, string>) => {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  return fetch(`${url}/receipt`, { method: 'POST', body: form, redirect: 'manual' })
}

test('a receipt shows how its case stands, by what is printed on it or by its QR code, without a script or an address to keep', async () => {
  const asked = await ask({ number, queryCode })
  const page = await asked.text()
  expect([asked.status, asked.headers.get('location'), asked.headers.get('cache-control')]).toEqual([200, null, 'no-store'])
  for (const words of ['已提交,待受理', '食品经营许可', number, '现在不需要您办理']) expect(page).toContain(words)
  expect(page).not.toMatch(/<script|李春华|13800138000/)
  const scanned = await (await fetch(`${url}/receipt/${CODE}`)).text()
  expect(scanned).toBe(page)
})

test('what is typed wrong stays and says why; numbers that there are not and wrong codes look the same', async () => {
  office.clock.set(office.clock() + 60_000)
  const short = await ask({ number: '<b>1', queryCode: '12' })
  expect([short.status, await short.text()]).toEqual([422, expect.stringContaining('value="&#60;b&#62;1"')])
  const wrong = queryCode === '000000' ? '000001' : '000000'
  const bodies = new Set<string>()
  for (const [given, code] of [
    [number, wrong],
    ['99999', wrong],
  ] as const) {
    const answer = await ask({ number: given, queryCode: code })
    bodies.add(`${answer.status} ${(await answer.text()).replace(`value="${given}"`, '')}`)
  }
  expect(bodies.size).toBe(1)
  expect((await fetch(`${url}/receipt/${'ef'.repeat(16)}`)).status).toBe(404)
  // and the code of a case that is tried too often is locked, then the address is
  let statuses: number[] = []
  for (let n = 0; n < PER_MINUTE; n++) statuses = [...statuses, (await ask({ number, queryCode: wrong })).status]
  expect(statuses).toContain(423)
  expect(statuses.at(-1)).toBe(429)
})

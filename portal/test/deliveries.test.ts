import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mailServer, readMail, type MailServer } from '@lianban/tenants/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CHORES } from '../src/server/chores.ts'
import { ApiClient } from './support/api-client.ts'
import { installation, type Installation } from './support/installation.ts'
import { apply } from './support/licence-journey.ts'

let portal: Installation
let smtp: MailServer
let house: Server
let houseUrl: string
const got: { headers: IncomingHttpHeaders; body: string }[] = []

beforeAll(async () => {
  smtp = await mailServer()
  house = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      got.push({ headers: request.headers, body })
      response.writeHead(204).end()
    })
  })
  await new Promise<void>((resolve) => house.listen(0, '127.0.0.1', resolve))
  houseUrl = `http://127.0.0.1:${(house.address() as AddressInfo).port}/lianban`
  portal = await installation({
    SMTP_URL: `smtp://127.0.0.1:${smtp.port}`,
    MAIL_FROM: '联办 <lianban@sanhu.example>',
    HOOK_NETWORKS: '127.0.0.0/8',
  })
})
afterAll(async () => {
  await portal.close()
  house.close()
  await smtp.close()
})

const login = (username: string) => ApiClient.login(portal.url, username)
const put = async (person: ApiClient, path: string, body: unknown) => (await person.raw('PUT', path, body)).status
const mails = () => smtp.mails.map(({ to, text }) => [to[0], readMail(text).subject])

describe('what leaves the house', () => {
  test('a person proves his mailbox, chooses what comes there, and gets a notice by mail', async () => {
    const [supervisor, clerk] = [await login('zhuguan'), await login('chuangkou')]
    expect((await supervisor.get('/api/account/notices')).body).toMatchObject({ mailOffered: true, address: null })
    expect(await supervisor.post('/api/account/mail', { address: 'x' })).toMatchObject({
      status: 422,
      body: { error: { code: 'MAIL_ADDRESS_INVALID' } },
    })
    expect((await supervisor.post('/api/account/mail', { address: 'zhuguan@sanhu.example' })).status).toBe(204)
    const code = /验证码:(\d{6})/.exec(readMail(smtp.mails[0]!.text).body)![1]!
    expect((await supervisor.post('/api/account/mail/confirmation', { code })).status).toBe(204)
    expect(await put(supervisor, '/api/account/notices', { choices: [{ kind: 'circulation', app: true, mail: true }] })).toBe(204)
    expect(await put(supervisor, '/api/account/notices', { choices: [{ kind: 'card', app: false, mail: true }] })).toBe(422)

    const { caseId } = await apply(await login('shenqing'))
    expect((await clerk.post(`/api/cases/${caseId}/circulations`, { to: { users: ['zhuguan'] } })).status).toBe(201)
    await CHORES.deliveries(portal.services)
    expect(mails().slice(1)).toEqual([['zhuguan@sanhu.example', expect.stringContaining('【三湖县联办】')]])
    expect(readMail(smtp.mails[1]!.text).body).toMatch(/查看传阅件:http\S+\/reading/)
    expect((await supervisor.remove('/api/account/mail')).status).toBe(204)
  })

  test('the system administrator registers a hook, sees it called, sends again; nobody else may', async () => {
    const [admin, supervisor] = [await login('xitong'), await login('zhuguan')]
    const hook = { name: '一体化平台', url: houseUrl, events: ['case.submitted', 'task.opened'] }
    for (const person of [supervisor, await login('shenqing')]) {
      expect(await person.post('/api/web-hooks', hook)).toMatchObject({ status: 403, body: { error: { code: 'NOT_AUTHORIZED' } } })
      expect((await person.get('/api/deliveries')).status).toBe(403)
    }
    expect((await admin.post('/api/web-hooks', { ...hook, url: 'https://10.0.0.1/' })).status).toBe(422)
    const made = await admin.post<{ id: string; secret: string }>('/api/web-hooks', hook)
    expect(made).toMatchObject({ status: 201, body: { secret: expect.stringMatching(/^lbwh_/) as string } })
    expect(JSON.stringify((await admin.get('/api/web-hooks')).body)).not.toContain(made.body.secret)
    expect((await admin.post(`/api/web-hooks/${made.body.id}/ping`)).body).toMatchObject({ state: 'sent', status: 204 })

    got.length = 0
    const { caseId } = await apply(await login('shenqing'))
    await CHORES.deliveries(portal.services)
    const events = got.map(({ body }) => JSON.parse(body) as { event: string; subject: { id: string }; data: object })
    expect(events.map(({ event }) => event)).toEqual(expect.arrayContaining(['case.submitted', 'task.opened']))
    expect(events.every(({ subject }) => subject.id === caseId)).toBe(true)
    expect(got.map(({ body }) => body).join()).not.toContain('湖畔')

    const list = await admin.get<{ items: { id: string }[] }>(`/api/deliveries?channel=web-hook&target=${made.body.id}&state=sent`)
    expect((await admin.post(`/api/deliveries/${list.body.items[0]!.id}/resend`)).status).toBe(204)
    const before = got.length
    await CHORES.deliveries(portal.services)
    expect(got).toHaveLength(before + 1)
    expect((await admin.post('/api/deliveries/resend', {})).body).toEqual({ count: 0 })
    expect(await put(admin, `/api/web-hooks/${made.body.id}/state`, { enabled: false })).toBe(204)
  })

  test('a leader goes down from the county to the cases behind a number; a handler may not', async () => {
    const [supervisor, leader, handler] = [await login('zhuguan'), await login('juzhang'), await login('chengban')]
    const range = `from=${portal.time.now - 30 * 86_400_000}&to=${portal.time.now + 86_400_000}`
    const county = await supervisor.get<{ numbers: Record<string, number>; groups: { key: string; open: number }[] }>(
      `/api/statistics/overview?${range}`,
    )
    expect(county.body).toMatchObject({ organ: null, numbers: { open: 2, overdue: 0, accepted: 0 }, groups: [{ key: 'scjg', open: 2 }] })
    expect((await leader.get(`/api/statistics/overview?${range}&organId=scjg`)).body).toMatchObject({
      organ: { id: 'scjg' },
      groups: [{ key: 'food-business-licence', open: 2 }],
    })
    const cases = await leader.get<{ items: object[] }>(`/api/statistics/cases?${range}&organId=scjg&view=open&limit=1`)
    expect(cases.body).toMatchObject({
      items: [{ organName: expect.any(String) as string, stepName: expect.any(String) as string }],
      next: expect.any(String) as string,
    })
    expect(JSON.stringify(cases.body)).not.toContain('湖畔')
    expect((await leader.get(`/api/statistics/overview?${range}&organId=cgj`)).status).toBe(403)
    expect((await handler.get(`/api/statistics/overview?${range}`)).status).toBe(403)
    expect((await handler.get(`/api/statistics/cases?${range}&view=open`)).status).toBe(403)

    portal.time.now += 40 * 86_400_000
    const late = await (await login('zhuguan')).get<{ numbers: object }>(`/api/statistics/overview?${range}`)
    expect(late.body.numbers).toMatchObject({ open: 2, overdue: 2 })
  })

  test('a report is set up, made, told by mail, and downloaded', async () => {
    const supervisor = await login('zhuguan')
    await supervisor.post('/api/account/mail', { address: 'zhuguan@sanhu.example' })
    const code = /验证码:(\d{6})/.exec(readMail(smtp.mails.at(-1)!.text).body)![1]!
    await supervisor.post('/api/account/mail/confirmation', { code })
    const report = {
      name: '每周超期清单',
      organId: null,
      definition: {
        ...{ kind: 'overdue', by: 'organ', period: 'week', formats: ['xlsx'] },
        schedule: { every: 'week', on: 1, hour: 8, workdays: true },
        recipients: { userIds: ['zhuguan'], posts: [] },
      },
    }
    expect((await supervisor.post('/api/reports', { ...report, definition: { ...report.definition, formats: [] } })).status).toBe(400)
    expect((await (await login('juzhang')).post('/api/reports', report)).status).toBe(403)
    expect((await supervisor.get('/api/reports/options')).body).toMatchObject({ wholeCounty: true })
    const { id } = (await supervisor.post<{ id: string }>('/api/reports', report)).body
    expect((await supervisor.post(`/api/reports/${id}/runs`)).status).toBe(202)
    await CHORES.reports(portal.services)
    await CHORES.deliveries(portal.services)
    expect(mails().at(-1)).toEqual(['zhuguan@sanhu.example', '【三湖县联办】每周超期清单已生成'])
    const [run] = (await supervisor.get<{ items: { id: string; state: string }[] }>(`/api/report-runs?reportId=${id}`)).body.items
    expect(run).toMatchObject({ state: 'done' })
    const file = await supervisor.download(`/api/report-runs/${run!.id}/file?format=xlsx`)
    expect([file.status, file.data.subarray(0, 2).toString()]).toEqual([200, 'PK'])
    expect((await (await login('juzhang')).get(`/api/report-runs/${run!.id}/file?format=xlsx`)).status).toBe(403)
    expect((await supervisor.post(`/api/reports/${id}/stop`)).status).toBe(204)
  })
})

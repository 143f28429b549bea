import { tinyPng } from '@lianban/processes/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ApiClient } from './support/api-client.ts'
import { installation, type Installation } from './support/installation.ts'

let portal: Installation
beforeAll(async () => {
  portal = await installation()
})
afterAll(() => portal.close())

const login = (username: string) => ApiClient.login(portal.url, username)

describe('what a desk keeps for a person', () => {
  test('phrases: read, changed as a whole, bad ones refused, a unit’s only by whoever keeps them', async () => {
    const [approver, head, applicant] = [await login('pizhun'), await login('juzhang'), await login('shenqing')]
    expect((await approver.get('/api/phrases')).body).toEqual({ own: { items: [], version: 0 }, organs: [] })
    const list = { items: [{ text: '同意', kind: 'primary' }, { text: '请核实' }], version: 0 }
    const saved = await approver.post('/api/phrases', list)
    expect([saved.status, saved.body]).toMatchObject([200, { items: [{ text: '同意' }, { text: '请核实', kind: null }], version: 1 }])
    expect(await approver.post('/api/phrases', list)).toMatchObject({ status: 409, body: { error: { code: 'PHRASES_CHANGED' } } })
    for (const bad of [
      { items: [{ text: '', kind: null }], version: 1 },
      { items: [], version: 1, more: 1 },
      { items: [{ text: 1 }], version: 1 },
      {},
    ])
      expect([400, 422]).toContain((await approver.post('/api/phrases', bad)).status)

    expect((await head.get('/api/phrases/organs')).body).toMatchObject({ items: [{ organId: 'scjg' }] })
    expect((await head.post('/api/organs/scjg/phrases', { items: [{ text: '符合法定条件' }], version: 0 })).status).toBe(200)
    expect((await approver.get('/api/phrases')).body).toMatchObject({ organs: [{ organId: 'scjg', items: [{ text: '符合法定条件' }] }] })
    for (const person of [approver, applicant])
      expect(await person.post('/api/organs/scjg/phrases', { items: [], version: 1 })).toMatchObject({
        status: 403,
        body: { error: { code: 'NOT_AUTHORIZED' } },
      })
  })

  test('drafts: one’s own on every device, with a version; nobody else’s', async () => {
    const [office, phone, other] = [await login('shenqing'), await login('shenqing'), await login('pizhun')]
    const path = '/api/drafts/matter/food-business-licence'
    const draft = (value: unknown, baseVersion: number) => ({ title: '申请食品经营许可', value, baseVersion })
    expect((await office.post(path, draft({ operatorName: '湖畔面馆' }, 0))).body).toMatchObject({ version: 1 })
    expect((await phone.get(path)).body).toMatchObject({ draft: { value: { operatorName: '湖畔面馆' }, version: 1 } })
    expect((await other.get(path)).body).toEqual({ draft: null })
    expect((await other.get('/api/drafts')).body).toEqual({ items: [] })
    await phone.post(path, draft({ operatorName: '湖畔人家' }, 1))
    expect(await office.post(path, draft({}, 1))).toMatchObject({
      status: 409,
      body: { error: { code: 'DRAFT_CHANGED', details: { now: { version: 2 } } } },
    })
    for (const bad of [
      [path, { title: '', value: 1, baseVersion: 0 }],
      [path, { value: 1, baseVersion: 0 }],
      ['/api/drafts/case/x', draft(1, 0)],
      [`/api/drafts/task/${'x'.repeat(200)}`, draft(1, 0)],
    ] as const)
      expect((await office.post(bad[0], bad[1])).status).toBe(400)
    expect((await office.remove(path)).status).toBe(204)
    expect((await phone.get('/api/drafts')).body).toEqual({ items: [] })
  })

  test('a signature is a PNG of staff; keeping it asks for the password once more', async () => {
    const [approver, applicant] = [await login('pizhun'), await login('shenqing')]
    const write = (person: ApiClient, bytes: Buffer) => person.upload<{ signatureId: string }>('signature.png', bytes, '/api/signatures')
    const sent = await write(approver, tinyPng(400, 160))
    expect(sent.status).toBe(201)
    for (const bytes of [Buffer.from('<svg/>'), tinyPng(4000, 4000)])
      expect(await write(approver, bytes)).toMatchObject({ status: 422, body: { error: { code: 'SIGNATURE_INVALID' } } })
    expect((await write(approver, Buffer.alloc(300_000))).status).toBe(413)
    expect((await write(applicant, tinyPng(400, 160))).status).toBe(404)

    const { signatureId } = sent.body
    expect((await approver.post('/api/account/signature', { signatureId, password: 'wrong' })).status).toBe(403)
    expect((await approver.post('/api/account/signature', { signatureId, password: 'Lianban@2026' })).status).toBe(204)
    expect((await approver.get('/api/account/signature')).body).toMatchObject({ signature: { fileId: signatureId } })
    expect((await applicant.get('/api/account/signature')).body).toEqual({ signature: null })
    expect((await applicant.get(`/api/files/${signatureId}`)).status).toBe(404)
    expect((await approver.remove('/api/account/signature')).status).toBe(204)
    expect((await approver.get('/api/account/signature')).body).toEqual({ signature: null })
  })
})

import { existsSync } from 'node:fs'
import { afterAll, describe, expect, test } from 'vitest'
import { openDatabase } from '@lianban/storage'
import { ApiClient } from './support/api-client.ts'
import { apply, until, waitForTask, work } from './support/licence-journey.ts'
import { newDataDir, removeDataDir, startServer } from './support/server-process.ts'

const CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'
const missing = existsSync(CHROMIUM) ? null : 'Chromium is not installed'
const name = 'a document that was issued'

interface Verification {
  name: string
  number: string
  sha256: string
  signature: { state: string; signer?: string }
  voidedOn: string | null
  licence: unknown
}

describe.skipIf(missing)(missing ? `${name} (skipped: ${missing})` : name, () => {
  const dataDir = newDataDir()
  afterAll(() => removeDataDir(dataDir))

  test('is signed, checked by anyone who holds it, and found when it is altered or void', { timeout: 90_000 }, async () => {
    // given a notice of acceptance, and the code that is printed on it
    const server = await startServer({ dataDir })
    try {
      const applicant = await ApiClient.login(server.url, 'shenqing')
      const { caseId } = await apply(applicant)
      await work(await ApiClient.login(server.url, 'chuangkou'), caseId, 'Task_Intake', { action: 'accept' })
      await waitForTask(await ApiClient.login(server.url, 'chengban'), caseId, 'Task_Review')
      const documents = async () =>
        (await applicant.get<{ documents: { id: string; name: string; sha256: string }[] }>(`/api/cases/${caseId}`)).body.documents
      // The receipt of the materials is made beside the intake and may come later.
      await until('the receipt', async () => (await documents()).find(({ name }) => name === '申请材料收件凭证'))
      const document = (await documents()).find(({ name }) => name === '受理通知书')
      const { data } = await applicant.download(`/api/files/${document!.id}`)
      const leader = await ApiClient.login(server.url, 'juzhang')
      const { items } = (
        await leader.get<{ items: { number: string; document: { sha256: string } | null }[] }>('/api/registers?kind=document')
      ).body
      expect(items).toHaveLength(1)
      const { number } = items[0]!
      expect(items).toMatchObject([{ document: { sha256: document!.sha256 } }])
      // The QR code is drawn, not written: the code is taken from where it is kept.
      const code = await codeOf(dataDir, document!.sha256)
      const address = `${server.url}/api/public/verify/${code}`

      // then whoever has the code learns what is printed, and that the signature is good; nothing else
      const seen = (await (await fetch(address)).json()) as Verification
      expect(seen).toMatchObject({
        ...{ name: '受理通知书', number, sha256: document!.sha256, voidedOn: null, licence: null },
        signature: { state: 'valid', signer: '三湖县电子文书签名（测试证书）' },
      })
      expect(JSON.stringify(seen)).not.toContain('李春华')
      const page = await (await fetch(`${server.url}/verify/${code}`)).text()
      expect(page).toContain('✓ 该文书由本系统出具')
      expect(page).not.toMatch(/<script/)

      // and a file held against it is the same, or altered
      const held = async (path: string, file: Buffer) => {
        const form = new FormData()
        form.append('file', new Blob([new Uint8Array(file)], { type: 'application/pdf' }), 'a.pdf')
        return fetch(`${server.url}${path}/${code}`, { method: 'POST', body: form })
      }
      expect(await (await held('/api/public/verify', data)).json()).toMatchObject({ same: true, signature: { state: 'valid' } })
      const altered = Buffer.from(data)
      altered[1000]! ^= 1
      expect(await (await held('/api/public/verify', altered)).json()).toMatchObject({
        same: false,
        signature: { state: 'invalid', problem: 'CONTENT_ALTERED' },
      })
      expect(await (await held('/verify', altered)).text()).toContain('✕ 您提交的文件与存档的《受理通知书》不一致')
      expect((await held('/api/public/verify', Buffer.alloc(0))).status).toBe(400)

      // and every wrong code has the same answer
      for (const wrong of ['0'.repeat(32), 'x', '..%2f', code.toUpperCase()]) {
        expect((await fetch(`${server.url}/api/public/verify/${wrong}`)).status).toBe(404)
        expect((await fetch(`${server.url}/verify/${wrong}`)).status).toBe(404)
        // what is held against it is not even read
        for (const page of ['/api/public/verify', '/verify'])
          expect((await fetch(`${server.url}${page}/${wrong}`, { method: 'POST', body: 'no file' })).status).toBe(404)
      }

      // when its number is declared void, then the page says so
      const voiding = { kind: 'document', number, reason: '打印损毁' }
      expect((await applicant.post('/api/registers/void', voiding)).status).toBe(403)
      expect((await leader.post('/api/registers/void', voiding)).status).toBe(200)
      expect((await leader.post('/api/registers/void', voiding)).status).toBe(409)
      expect(await (await fetch(`${server.url}/verify/${code}`)).text()).toContain('编号已作废')
      const xlsx = await leader.download('/api/registers/export?kind=document')
      expect(xlsx.data.subarray(0, 2).toString()).toBe('PK')
    } finally {
      await server.stop()
    }
  })

  test('is not tried out by the thousand: the public pages answer sixty times a minute', { timeout: 60_000 }, async () => {
    const server = await startServer({ dataDir, env: { RATE_LIMIT_PER_MINUTE: '1200' } })
    try {
      const statuses: number[] = []
      for (let i = 0; i < 70; i++) statuses.push((await fetch(`${server.url}/api/public/verify/${'0'.repeat(32)}`)).status)
      expect(statuses.filter((status) => status === 404)).toHaveLength(60)
      expect(new Set(statuses.slice(60))).toEqual(new Set([429]))
      // the rest of the portal is not closed with them
      expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
    } finally {
      await server.stop()
    }
  })
})

async function codeOf(dataDir: string, sha256: string): Promise<string> {
  return until('the document', async () => {
    const database = openDatabase(`sqlite:${dataDir}/lianban.sqlite`)
    const row = (await database('issued_document').where({ sha256 }).first('verify_code')) as { verify_code: string } | undefined
    await database.destroy()
    return row?.verify_code
  })
}

import { existsSync } from 'node:fs'
import { mariadbMissing, mariadbUrl, minioMissing, minioUrl } from '@lianban/storage/testing'
import { afterAll, describe, expect, test } from 'vitest'
import { ApiClient } from './support/api-client.ts'
import { apply, examine, until, waitForTask, work } from './support/licence-journey.ts'
import { newDataDir, removeDataDir, startServer } from './support/server-process.ts'

const chromium = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'
const missing = mariadbMissing ?? minioMissing ?? (existsSync(chromium) ? null : 'Chromium is not installed')
const name = 'the licence on MariaDB and MinIO, by two URLs'

describe.skipIf(missing)(missing ? `${name} (skipped: ${missing})` : name, () => {
  const dataDir = newDataDir()
  afterAll(() => removeDataDir(dataDir))

  test('from the application to the PDF in the bucket, and a log that holds', { timeout: 120_000 }, async () => {
    // given a server whose database and objects are elsewhere
    const { url: databaseUrl, drop } = await mariadbUrl()
    const server = await startServer({
      dataDir,
      env: { DATABASE_URL: databaseUrl, OBJECTS_URL: await minioUrl(), CHROMIUM_PATH: chromium },
    })
    try {
      // when a case goes through to its end
      const applicant = await ApiClient.login(server.url, 'shenqing')
      const { caseId } = await apply(applicant)
      await work(await ApiClient.login(server.url, 'chuangkou'), caseId, 'Task_Intake', { action: 'accept' })
      await examine(server.url, caseId)
      await work(await ApiClient.login(server.url, 'pizhun'), caseId, 'Task_Decide', { action: 'grant' })
      const deliverer = await ApiClient.login(server.url, 'chujian')
      await waitForTask(deliverer, caseId, 'Task_Deliver')
      await work(deliverer, caseId, 'Task_Deliver', {
        action: 'deliver',
        form: { method: '窗口领取', receiver: '李春华', deliveredOn: '2026-11-24' },
      })

      // then the applicant downloads the licence, and the auditor proves the log
      const detail = await until('the grant', async () => {
        const { body } = await applicant.get<{ status: string; documents: { id: string; name: string }[] }>(`/api/cases/${caseId}`)
        return body.status === 'granted' && body
      })
      const licence = await applicant.download(`/api/files/${detail.documents.find((d) => d.name === '食品经营许可证')!.id}`)
      expect(licence.data.subarray(0, 5).toString()).toBe('%PDF-')
      const auditor = await ApiClient.login(server.url, 'jianjian')
      expect((await auditor.post('/api/supervision/verification')).body).toMatchObject({ ok: true, problem: null })
    } finally {
      await server.stop()
      await drop()
    }
  })
})

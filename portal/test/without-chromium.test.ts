import { existsSync } from 'node:fs'
import { afterAll, describe, expect, test } from 'vitest'
import { ApiClient } from './support/api-client.ts'
import { apply, until, waitForTask, work } from './support/licence-journey.ts'
import { newDataDir, removeDataDir, startServer } from './support/server-process.ts'

const CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'
const missing = existsSync(CHROMIUM) ? null : 'Chromium is not installed'
const name = 'a case whose document cannot be printed'

describe.skipIf(missing)(missing ? `${name} (skipped: ${missing})` : name, () => {
  const dataDir = newDataDir()
  afterAll(() => removeDataDir(dataDir))

  test(
    'waits as an incident with a plain message, and goes on after Chromium is there and someone retries',
    { timeout: 120_000 },
    async () => {
      // given a server that finds no Chromium
      let server = await startServer({ dataDir, env: { CHROMIUM_PATH: '/nowhere/chromium' } })
      const { caseId } = await apply(await ApiClient.login(server.url, 'shenqing'))
      await work(await ApiClient.login(server.url, 'chuangkou'), caseId, 'Task_Intake', { action: 'accept' })

      // then the case stands still, and the system administrator reads why
      const incidentsOf = async (admin: ApiClient) =>
        (await admin.get<{ items: { id: string; caseId: string; message: string }[] }>('/api/incidents')).body.items.filter(
          (one) => one.caseId === caseId,
        )
      const admin = await ApiClient.login(server.url, 'xitong')
      // of the receipt and of the notice of acceptance
      const incidents = await until('both incidents', async () => {
        const found = await incidentsOf(admin)
        return found.length === 2 && found
      })
      for (const { message } of incidents) expect(message).toMatch(/未找到 Chromium/)
      await server.stop()

      // when Chromium is there and he retries, then the case goes on
      server = await startServer({ dataDir, env: { CHROMIUM_PATH: CHROMIUM } })
      try {
        const again = await ApiClient.login(server.url, 'xitong')
        for (const { id } of incidents) expect((await again.post(`/api/incidents/${encodeURIComponent(id)}/retry`)).status).toBe(204)
        await waitForTask(await ApiClient.login(server.url, 'chengban'), caseId, 'Task_Review')
        await until('no incident', async () => (await incidentsOf(again)).length === 0)
      } finally {
        await server.stop()
      }
    },
  )
})

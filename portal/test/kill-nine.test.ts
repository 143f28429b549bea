import { afterAll, expect, test } from 'vitest'
import { ApiClient } from './support/api-client.ts'
import { apply, examine, until, waitForTask, work } from './support/licence-journey.ts'
import { newDataDir, removeDataDir, startServer } from './support/server-process.ts'

const dataDir = newDataDir()
afterAll(() => removeDataDir(dataDir))

interface Detail {
  status: string
  documents: { id: string; name: string; number: string; sha256: string }[]
}

test('a server killed between two steps goes on where it was, and the worker prints each document exactly once', async () => {
  // given a case that was accepted, and a server killed at that instant, while the notice is being printed
  let server = await startServer({ dataDir })
  const { caseId } = await apply(await ApiClient.login(server.url, 'shenqing'))
  await work(await ApiClient.login(server.url, 'chuangkou'), caseId, 'Task_Intake', { action: 'accept' })
  await server.killNine()

  // when it is started again, worked on up to the decision, and killed as soon as the decision was answered
  server = await startServer({ dataDir })
  await examine(server.url, caseId)
  await work(await ApiClient.login(server.url, 'pizhun'), caseId, 'Task_Decide', { action: 'grant' })
  await server.killNine()

  // then the third start prints what was still to be printed, and delivery can end the case
  server = await startServer({ dataDir })
  try {
    const deliverer = await ApiClient.login(server.url, 'chujian')
    await waitForTask(deliverer, caseId, 'Task_Deliver')
    await work(deliverer, caseId, 'Task_Deliver', {
      action: 'deliver',
      form: { method: '窗口领取', receiver: '李春华', deliveredOn: '2026-11-24' },
    })
    const applicant = await ApiClient.login(server.url, 'shenqing')
    const detail = await until('the end of the case', async () => {
      const { body } = await applicant.get<Detail>(`/api/cases/${caseId}`)
      return body.status === 'granted' && body.documents.length === 5 && body
    })
    const names = ['申请材料收件凭证', '准予行政许可决定书', '受理通知书', '食品经营许可证', '送达回证']
    expect(detail.documents.map((d) => d.name).sort()).toEqual(names.sort())
    // the proof of delivery has none
    expect(new Set(detail.documents.flatMap(({ number }) => number ?? [])).size).toBe(4)
  } finally {
    await server.stop()
  }
}, 180_000)

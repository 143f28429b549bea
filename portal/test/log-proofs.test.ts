import { afterAll, beforeAll, expect, test } from 'vitest'
import { ApiClient } from './support/api-client.ts'
import { newDataDir, removeDataDir, startServer } from './support/server-process.ts'

interface Items {
  items: { id: string; index: number; size: number; action: string }[]
}
interface Proof {
  index: number
  leafHash: string
  steps: { node: string }[]
  checkpoint: { size: number; root: string }
}

const dataDir = newDataDir()
let server: Awaited<ReturnType<typeof startServer>>
let auditor: ApiClient
let auditAdmin: ApiClient
let clerk: ApiClient
beforeAll(async () => {
  server = await startServer({ dataDir, env: { WORKERS: '0', LOG_SEAL_SECONDS: '1' } })
  auditor = await ApiClient.login(server.url, 'jianjian')
  auditAdmin = await ApiClient.login(server.url, 'shenji')
  clerk = await ApiClient.login(server.url, 'chuangkou')
  await auditor.post('/api/supervision/verification')
}, 120_000)
afterAll(async () => {
  await server?.stop()
  removeDataDir(dataDir)
})

test('an entry is found, shown and proved under a head that is in the list of heads', async () => {
  const found = await auditor.get<Items>('/api/supervision/entries?action=tenant.created')
  expect(found.status).toBe(200)
  const [entry] = found.body.items
  const proof = await auditor.get<Proof>(`/api/supervision/entries/${entry!.id}/proof`)
  expect(proof.body).toMatchObject({ index: entry!.index, leafHash: expect.stringMatching(/^[0-9a-f]{64}$/) as string })
  expect(proof.body.steps.at(-1)!.node).toBe(proof.body.checkpoint.root)
  const heads = (await auditor.get<Items>('/api/supervision/checkpoints')).body.items
  expect(heads.map(({ size }) => size)).toContain(proof.body.checkpoint.size)
  const consistency = await auditor.get(`/api/supervision/consistency?from=${heads.at(-1)!.size}&to=${heads[0]!.size}`)
  expect(consistency.body).toMatchObject({ holds: true })
})

test('every look-up is recorded with what was looked for', async () => {
  await auditor.get('/api/supervision/entries?subject=case:looked-for')
  const { body } = await auditor.get<Items>('/api/supervision/entries?action=supervision.looked-up&limit=5')
  expect(JSON.stringify(body.items)).toContain('case:looked-for')
})

test('the audit administrator reads the system log alone, and nothing of a case in it', async () => {
  const { body, status } = await auditAdmin.get<Items>('/api/system-log?limit=200')
  expect(status).toBe(200)
  const actions = body.items.map(({ action }) => action)
  expect(actions).toContain('login.succeeded')
  expect(actions.filter((action) => /^(case|task|document|matter|card)\./.test(action))).toEqual([])
  expect((await auditAdmin.get('/api/supervision/checkpoints')).status).toBe(200)
  expect((await auditAdmin.get('/api/supervision/entries')).status).toBe(403)
  expect((await auditor.get('/api/system-log')).status).toBe(403)
})

test.each(['entries', 'entries/x', 'entries/x/proof', 'checkpoints', 'consistency?from=1&to=2', 'public-key', 'deliveries'])(
  'a clerk is refused %s',
  async (path) => {
    expect((await clerk.get(`/api/supervision/${path}`)).status).toBe(403)
  },
)

test('what is not there or not understood is said with a code', async () => {
  expect((await auditor.get('/api/supervision/entries/none')).body.error?.code).toBe('ENTRY_NOT_FOUND')
  expect((await auditor.get('/api/supervision/consistency?from=1&to=999999')).body.error?.code).toBe('CHECKPOINT_NOT_FOUND')
  expect((await auditor.get('/api/supervision/entries?what=1')).status).toBe(400)
  expect((await auditor.get('/api/supervision/entries?after=x')).status).toBe(404)
})

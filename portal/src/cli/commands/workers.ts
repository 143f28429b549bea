import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { createPdfRenderer, fileDocumentSigners } from '@lianban/processes'
import { openObjectStore } from '@lianban/storage'
import { runWorkers } from '../../server/tenant-workers.ts'
import { workerTokenOf } from '../../server/worker-credential.ts'
import { serverTemplates } from '../../server/worker-templates.ts'
import { environment, stopSignal } from './environment.ts'
import type { Command } from './index.ts'

/** `lianban workers --tenant sanhu --server http://host:8080`: the same workers as in the server, on another machine. */
export const workers: Command = {
  summary: '单独运行工作进程 run the workers elsewhere (--tenant ID, --server URL, WORKER_TOKEN, OBJECTS_URL, PUBLIC_URL)',
  async run(args) {
    const options = {
      server: { type: 'string', default: 'http://127.0.0.1:8080' },
      tenant: { type: 'string' },
    } as const
    const { values } = parseArgs({ args, options })
    if (!values.tenant) {
      console.error('请指定租户 name the tenant: lianban workers --tenant <id>。租户列表 see: lianban tenant list')
      return 2
    }
    const { config, logger } = environment()
    const signers = fileDocumentSigners(join(config.dataDir, 'keys'), { nameOf: keyMissing(config.dataDir) })
    const signer = await signers.of(values.tenant)
    const objects = await openObjectStore(config.objectsUrl)
    const serverUrl = values.server.replace(/\/$/, '')
    const token = workerTokenOf(config.workerToken, values.tenant)
    const running = runWorkers(config, {
      ...{ serverUrl, token },
      templatesOf: serverTemplates(serverUrl, token),
      objects: objects.part(values.tenant),
      publicUrl: config.publicUrl,
      renderer: createPdfRenderer({ chromiumPath: config.chromiumPath }),
      signer,
      rendering: true,
      logger,
    })
    console.log(`工作进程已启动 workers are polling ${values.server}`)
    await stopSignal()
    await running.stop()
    await objects.close()
    return 0
  },
}

/** A key made here would be nobody's: the server verifies by the one it has. */
const keyMissing = (dataDir: string) => (tenantId: string) =>
  Promise.reject(
    new Error(
      `缺少文书签名密钥 the signing key is missing: 请从服务器复制 copy from the server keys/${tenantId}.document-key.pem → ${join(dataDir, 'keys')}`,
    ),
  )

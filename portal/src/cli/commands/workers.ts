import { parseArgs } from 'node:util'
import { openObjectStore } from '@lianban/storage'
import { runWorkers } from '../../server/serve.ts'
import { environment, stopSignal } from './environment.ts'
import type { Command } from './index.ts'

/** `lianban workers --server http://host:8080`: the same workers as in the server, on another machine. */
export const workers: Command = {
  summary: '单独运行工作进程 run the workers elsewhere (--server URL, WORKER_TOKEN, OBJECTS_URL)',
  async run(args) {
    const { values } = parseArgs({ args, options: { server: { type: 'string', default: 'http://127.0.0.1:8080' } } })
    const { config, logger } = environment()
    const objects = await openObjectStore(config.objectsUrl)
    const running = runWorkers(config, { objects, logger }, values.server.replace(/\/$/, ''))
    console.log(`工作进程已启动 workers are polling ${values.server}`)
    await stopSignal()
    await running.stop()
    await objects.close()
  },
}

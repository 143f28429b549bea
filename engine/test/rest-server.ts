import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Database } from '@lianban/storage'
import { testDatabase } from '@lianban/storage/testing'
import Koa from 'koa'
import { DEFAULT_TENANT, engineRest } from '../src/rest/index.ts'
import { createEngine, type Engine } from '../src/runtime/index.ts'
import { virtualClock, type VirtualClock } from '../src/testing/index.ts'

/** An engine on its own database in memory, behind its REST API on 127.0.0.1. */
export interface RestServer {
  engine: Engine
  clock: VirtualClock
  http: Server
  /** `http://127.0.0.1:<port>/engine-rest` */
  baseUrl: string
  /** Errors that the API answered with "not foreseen". */
  unexpected: unknown[]
  deploy(xml: string): Promise<void>
  close(): Promise<void>
}

/**
 * @param seenByRest the engine that the API gets, if a test listens in on it
 * @param given a database of the test's own, which closes it; default: one in memory
 */
export async function restServer(seenByRest: (engine: Engine) => Engine = (engine) => engine, given?: Database): Promise<RestServer> {
  const [database, clock, unexpected] = [given ?? (await testDatabase()), virtualClock(), [] as unknown[]]
  const engine = createEngine({ database, clock })
  const app = new Koa()
  app.use(engineRest({ engine: seenByRest(engine), onError: (error) => unexpected.push(error) }))
  const http = createServer(app.callback())
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  return {
    engine,
    clock,
    http,
    unexpected,
    baseUrl: `http://127.0.0.1:${(http.address() as AddressInfo).port}/engine-rest`,
    async deploy(xml) {
      await engine.deploy({ tenantId: DEFAULT_TENANT, name: 'test', resources: [{ name: 'test.bpmn', content: xml }] })
    },
    async close() {
      await engine.close()
      http.closeAllConnections()
      await new Promise((resolve) => http.close(resolve))
      if (!given) await database.destroy()
    },
  }
}

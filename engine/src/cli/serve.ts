import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { migrate, openDatabase } from '@lianban/storage'
import Koa from 'koa'
import { engineRest } from '../rest/index.ts'
import { createEngine } from '../runtime/index.ts'
import { basicAuth } from './basic-auth.ts'
import type { CliOptions } from './options.ts'

/** How long open requests may take once the server was told to stop. */
const DRAIN_MS = 5_000

export interface RunningEngine {
  /** `http://<host>:<port>/engine-rest` */
  url: string
  /** Answers waiting polls, finishes the commands that were taken, closes the database. */
  close(): Promise<void>
}

/** The bare engine: REST and timers on a database, no portal. @throws Error if the port is taken or the database cannot be opened */
export async function serve({ port, host, database: databaseUrl, auth }: CliOptions): Promise<RunningEngine> {
  const database = openDatabase(databaseUrl)
  try {
    await migrate(database)
    const engine = createEngine({ database })
    const app = new Koa()
    // Kept-alive connections would hold up the end.
    app.use(async (ctx, next) => {
      await next()
      if (engine.closing.aborted) ctx.set('Connection', 'close')
    })
    app.use(engineRest({ engine, authenticate: auth ? basicAuth(auth) : undefined, onError: (error) => console.error(error) }))
    const http = createServer(app.callback())
    await listen(http, port, host)
    engine.run()
    return {
      url: `http://${host.includes(':') ? `[${host}]` : host}:${(http.address() as AddressInfo).port}/engine-rest`,
      async close() {
        const closed = new Promise((resolve) => http.close(resolve))
        await engine.close()
        http.closeIdleConnections()
        const force = setTimeout(() => http.closeAllConnections(), DRAIN_MS)
        await closed
        clearTimeout(force)
        await database.destroy()
      },
    }
  } catch (error) {
    await database.destroy()
    throw error
  }
}

function listen(http: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    http.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? new Error(`port ${port} is in use, give another --port`) : error),
    )
    http.listen(port, host, resolve)
  })
}

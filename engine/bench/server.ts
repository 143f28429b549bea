import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { atExit } from './clean-up.ts'

/** `npm run engine`, without npm. */
const CLI = fileURLToPath(new URL('../../dist/cli/engine.js', import.meta.url))
const BYTES_PER_KIB = 1024

export interface EngineServer {
  /** `http://127.0.0.1:<port>/engine-rest` */
  url: string
  /** Resident bytes of the process. */
  memory(): number
  stop(): Promise<void>
}

/** The bare engine in a process of its own, on any free port. */
export async function startServer(databaseUrl: string, nodeArgs: readonly string[] = []): Promise<EngineServer> {
  const child = spawn(process.execPath, [...nodeArgs, CLI, '--port', '0', '--database', databaseUrl], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  const forget = atExit(() => child.kill('SIGKILL'))
  return {
    url: await toldUrl(child),
    memory: () => residentBytes(child.pid!),
    async stop() {
      child.kill('SIGTERM')
      await ended
      forget()
    },
  }
}

export const residentBytes = (pid: number): number =>
  Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) * BYTES_PER_KIB

async function toldUrl(child: ChildProcess): Promise<string> {
  for await (const line of createInterface({ input: child.stdout! })) {
    const url = /http:\S+/.exec(line)?.[0]
    if (url) return url
  }
  throw new Error('the engine ended before it was ready')
}

/** A client of the REST API that keeps its connections; node's own http, because it costs the least. */
export function restClient(url: string): {
  post(path: string, body: object): Promise<unknown>
  upload(name: string, content: string): Promise<void>
  close(): void
} {
  const agent = new Agent({ keepAlive: true, maxSockets: Infinity })
  const send = (path: string, type: string, body: string): Promise<string> =>
    new Promise<string>((resolve, reject) => {
      const call = request(
        url + path,
        { method: 'POST', agent, headers: { 'Content-Type': type, 'Content-Length': Buffer.byteLength(body) } },
        (answer) => {
          let text = ''
          answer
            .setEncoding('utf8')
            .on('data', (part: string) => (text += part))
            .once('error', reject)
          answer.once('end', () => (answer.statusCode! < 300 ? resolve(text) : reject(new Error(`${path}: ${answer.statusCode} ${text}`))))
        },
      )
      call
        .once('error', (error: NodeJS.ErrnoException) => {
          // while others had their turn the server closed a connection that was kept, it has not read the request
          if (call.reusedSocket && error.code === 'ECONNRESET') send(path, type, body).then(resolve, reject)
          else reject(error)
        })
        .end(body)
    })
  return {
    async post(path, body) {
      const text = await send(path, 'application/json', JSON.stringify(body))
      return text === '' ? null : (JSON.parse(text) as unknown)
    },
    async upload(name, content) {
      const boundary = 'lianban-bench'
      const part = (disposition: string, value: string) =>
        `--${boundary}\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n${value}\r\n`
      const body = part('name="deployment-name"', name) + part(`name="file"; filename="${name}.bpmn"`, content) + `--${boundary}--\r\n`
      await send('/deployment/create', `multipart/form-data; boundary=${boundary}`, body)
    },
    close: () => agent.destroy(),
  }
}

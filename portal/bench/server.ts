import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const CLI = fileURLToPath(new URL('../../dist/cli/lianban.js', import.meta.url))
const START_MS = 120_000

export interface Server {
  url: string
  pid: number
  stop(): Promise<void>
}

/** `lianban start` in a process of its own, on a data directory of the bench. @throws if it does not start within START_MS */
export async function startServer(given: { dataDir: string; port: string; env?: Record<string, string> }): Promise<Server> {
  const child = spawn(process.execPath, [CLI, 'start', '--port', given.port, '--data-dir', given.dataDir], {
    env: { ...process.env, NODE_OPTIONS: '', ...given.env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const url = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`the server did not start within ${START_MS} ms`)), START_MS)
    let said = ''
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      const address = /is running at\s+(http:\S+)/.exec(said)?.[1]
      if (!address) return
      clearTimeout(timer)
      resolve(address.replace('localhost', '127.0.0.1'))
    })
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)))
  })
  return {
    url,
    pid: child.pid!,
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}

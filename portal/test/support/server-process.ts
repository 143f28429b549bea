import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** `npm test` has built everything before; elsewhere what was built may be older than the source. */
const CLI = process.env.LIANBAN_BUILT
  ? [fileURLToPath(new URL('../../dist/cli/lianban.js', import.meta.url))]
  : ['--conditions=development', '--import', 'tsx', fileURLToPath(new URL('../../src/cli/lianban.ts', import.meta.url))]
const START_TIMEOUT_MS = 60_000
/** Longer than a server gives itself. */
const STOP_TIMEOUT_MS = 40_000

export interface ServerProcess {
  url: string
  dataDir: string
  pid: number
  /** Ends it without warning, as a power cut would. */
  killNine(): Promise<void>
  /** @throws Error with what it said, when it does not end by itself */
  stop(): Promise<void>
}

/** A folder for one test's data, removed with `removeDataDir`. */
export const newDataDir = (): string => mkdtempSync(join(tmpdir(), 'lianban-portal-'))
export const removeDataDir = (dir: string): void => rmSync(dir, { recursive: true, force: true })

/** Runs `lianban` with these arguments and environment. */
export function runCli(args: string[], env: Record<string, string>) {
  return spawn(process.execPath, [...CLI, ...args], {
    env: { ...process.env, NODE_OPTIONS: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

/** The portal as a process of its own, on a free port and a data folder of the test. */
export async function startServer(options: { dataDir: string; port?: number; env?: Record<string, string> }): Promise<ServerProcess> {
  const child = runCli(['start', '--port', String(options.port ?? 0), '--data-dir', options.dataDir], {
    RATE_LIMIT_PER_MINUTE: '0',
    ...options.env,
  })
  let output = ''
  const url = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`server did not start:\n${output}`)), START_TIMEOUT_MS)
    const look = (chunk: Buffer) => {
      output += chunk.toString()
      const address = /is running at\s+(http:\S+)/.exec(output)?.[1]
      if (address) {
        clearTimeout(timer)
        resolve(address.replace('localhost', '127.0.0.1'))
      }
    }
    child.stdout.on('data', look)
    child.stderr.on('data', look)
    child.once('exit', (code) => reject(new Error(`server ended with ${code}:\n${output}`)))
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal)
    await ended
  }
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const hung = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS)
    await end('SIGTERM')
    clearTimeout(hung)
    if (child.exitCode !== 0) throw new Error(`server did not stop in order:\n${output}`)
  }
  return { url, dataDir: options.dataDir, pid: child.pid!, killNine: () => end('SIGKILL'), stop }
}

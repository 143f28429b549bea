import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { connect, createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { atExit } from './clean-up.ts'

const SYSTEM_FOLDERS = ['/usr/sbin', '/usr/local/sbin', '/usr/local/bin', '/opt/homebrew/bin']
const START_WITHIN_MS = 60_000
/** More than the most clients of the floor, each of which has a connection of its own. */
const MAX_CONNECTIONS = 1200

export interface MariadbServer {
  /** Without a database: `mariadb://root@127.0.0.1:<port>`. */
  url: string
  stop(): Promise<void>
}

/** A private server in a folder of the disk, durable at every commit; null if MariaDB is not installed. */
export async function mariadbServer(): Promise<MariadbServer | null> {
  const [server, installer] = [findProgram('mariadbd'), findProgram('mariadb-install-db')]
  if (!server || !installer) return null
  const folder = mkdtempSync(join(tmpdir(), 'lianban-bench-mariadb-'))
  // mariadbd refuses to run as root unless told to; other users must not name a user at all.
  const common = ['--no-defaults', ...(process.getuid?.() === 0 ? ['--user=root'] : []), `--datadir=${join(folder, 'data')}`]
  await promisify(execFile)(installer, [...common, `--tmpdir=${folder}`, '--auth-root-authentication-method=normal', '--skip-test-db'])
  const port = await freePort()
  const log = openSync(join(folder, 'server.log'), 'a')
  const child = spawn(server, [...common, ...settings(folder, port)], { cwd: folder, stdio: ['ignore', log, log] })
  const ended = once(child, 'exit')
  const forget = atExit(() => {
    child.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  })
  if (!(await answers(port, child)))
    throw new Error(`MariaDB did not start:\n${readFileSync(join(folder, 'server.log'), 'utf8').slice(-2000)}`)
  return {
    url: `mariadb://root@127.0.0.1:${port}`,
    async stop() {
      child.kill('SIGTERM')
      await ended
      rmSync(folder, { recursive: true, force: true })
      forget()
    },
  }
}

const settings = (folder: string, port: number): string[] => [
  `--tmpdir=${folder}`,
  `--socket=${join(folder, 'socket')}`,
  `--pid-file=${join(folder, 'mariadb.pid')}`,
  `--port=${port}`,
  '--bind-address=127.0.0.1',
  '--skip-name-resolve',
  '--skip-log-bin',
  '--character-set-server=utf8mb4',
  '--collation-server=utf8mb4_unicode_ci',
  '--innodb-flush-log-at-trx-commit=1',
  '--innodb-buffer-pool-size=2G',
  '--innodb-log-file-size=1G',
  `--max-connections=${MAX_CONNECTIONS}`,
]

async function answers(port: number, child: ChildProcess): Promise<boolean> {
  const giveUpAt = Date.now() + START_WITHIN_MS
  while (child.exitCode === null && Date.now() < giveUpAt) {
    if (await greets(port)) return true
    await delay(100)
  }
  return false
}

/** A server that is ready speaks first. */
function greets(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('data', () => (resolve(true), socket.destroy()))
    socket.once('error', () => resolve(false))
    socket.once('close', () => resolve(false))
  })
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => resolve(port))
    })
  })
}

function findProgram(name: string): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...SYSTEM_FOLDERS].filter(Boolean)
  return folders.map((folder) => join(folder, name)).find((file) => existsSync(file))
}

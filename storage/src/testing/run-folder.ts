import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statfsSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

/*
 * One folder per test run holds the private servers of that run: <run>/<server>/server.pid beside the server's data.
 * Its name carries the process id of the run, so that the next run can tell a crashed run's folder from a living one's.
 */

const PREFIX = 'lianban-test-'
const MEMORY_FOLDER = '/dev/shm'
/** A MariaDB data folder takes about 120 MB; containers often have a /dev/shm of 64 MB, which is then left alone. */
const MIN_MEMORY_FREE_BYTES = 1024 * 1024 * 1024
const STOP_WITHIN_MS = 10_000

/** Creates this run's folder, in memory if there is room. */
export function createRunFolder(): string {
  return mkdtempSync(join(roomInMemory() ? MEMORY_FOLDER : tmpdir(), `${PREFIX}${process.pid}-`))
}

/** What suites leave in the system's folder for temporary files goes into one folder of this run, on disk. */
export const createTemporaryFolder = (): string => mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`))

function roomInMemory(): boolean {
  try {
    const { bavail, bsize } = statfsSync(MEMORY_FOLDER)
    return bavail * bsize >= MIN_MEMORY_FREE_BYTES
  } catch {
    return false
  }
}

/** Stops the servers of a run in good order and removes its folder. */
export async function removeRunFolder(folder: string): Promise<void> {
  const pids = serverPids(folder)
  for (const pid of pids) signal(pid, 'SIGTERM')
  const giveUpAt = Date.now() + STOP_WITHIN_MS
  while (pids.some(isAlive) && Date.now() < giveUpAt) await delay(20)
  destroyRunFolder(folder)
}

/** Kills what still runs in the folder and removes it, at once: for the end of a process. */
export function destroyRunFolder(folder: string): void {
  for (const pid of serverPids(folder)) signal(pid, 'SIGKILL')
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
}

/** Ends servers and removes folders that crashed runs of the same user left behind. Runs that live are not touched. */
export function sweepCrashedRuns(): void {
  for (const parent of new Set([MEMORY_FOLDER, tmpdir()])) {
    if (!existsSync(parent)) continue
    for (const name of readdirSync(parent)) {
      const owner = new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1]
      if (!owner || isAlive(Number(owner)) || !isMine(join(parent, name))) continue
      destroyRunFolder(join(parent, name))
    }
  }
}

/** The living servers of a run. A process id may have been given to another program since: its command line must name the folder. */
function serverPids(folder: string): number[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .map((server) => join(folder, server, 'server.pid'))
    .filter((file) => existsSync(file))
    .map((file) => Number(readFileSync(file, 'utf8').trim()))
    .filter((pid) => pid > 1 && isAlive(pid) && commandLine(pid).includes(folder))
}

function commandLine(pid: number): string {
  try {
    return execFileSync('ps', ['-p', String(pid), '-o', 'args='], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  } catch {
    return existsSync(`/proc/${pid}/cmdline`) ? readFileSync(`/proc/${pid}/cmdline`, 'utf8') : ''
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return !isZombie(pid)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** In a container without an init process a server that ended stays as a zombie; it is as good as gone. */
function isZombie(pid: number): boolean {
  try {
    return /^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

function isMine(path: string): boolean {
  try {
    return statSync(path).uid === process.getuid?.()
  } catch {
    return false
  }
}

function signal(pid: number, name: 'SIGTERM' | 'SIGKILL'): void {
  try {
    process.kill(pid, name)
  } catch {
    // Already gone: that is what was wanted.
  }
}

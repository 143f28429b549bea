import { execFileSync } from 'node:child_process'
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { cpus, release, tmpdir, totalmem, type } from 'node:os'
import { join } from 'node:path'
import { number } from './table.ts'

const SYNC_FOR_MS = 500
const SYNC_BYTES = 4096
const BYTES_PER_GIB = 1024 ** 3

/** What a reader needs to know about where the figures come from. */
export function machine(): string {
  const [cpu] = cpus()
  return [
    `${new Date().toISOString().slice(0, 10)}, commit ${commit()}`,
    `${cpu?.model.trim() ?? 'unknown cpu'}, ${cpus().length} cores, ${Math.round(totalmem() / BYTES_PER_GIB)} GiB, ${type()} ${release()}`,
    `Node ${process.version}`,
    `disk: ${number(syncsPerSecond())} durable writes of ${SYNC_BYTES} bytes per second (fdatasync, one after the other)`,
  ].join('; ')
}

function commit(): string {
  try {
    const git = (...args: string[]) => execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
    return git('rev-parse', '--short', 'HEAD') + (git('status', '--porcelain', '--', '*/src') === '' ? '' : ' with changes')
  } catch {
    return 'unknown'
  }
}

/** The disk's own limit for durable transactions one after the other. */
function syncsPerSecond(): number {
  const folder = mkdtempSync(join(tmpdir(), 'lianban-bench-sync-'))
  const file = openSync(join(folder, 'file'), 'w')
  const block = Buffer.alloc(SYNC_BYTES)
  const from = performance.now()
  let count = 0
  while (performance.now() - from < SYNC_FOR_MS) {
    writeSync(file, block, 0, SYNC_BYTES, 0)
    fdatasyncSync(file)
    count++
  }
  const perSecond = count / ((performance.now() - from) / 1000)
  closeSync(file)
  rmSync(folder, { recursive: true })
  return perSecond
}

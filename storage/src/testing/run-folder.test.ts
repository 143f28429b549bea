import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { destroyRunFolder, isAlive, removeRunFolder, sweepCrashedRuns } from './run-folder.ts'

/** A folder as a run leaves it: one server with its process id. */
function aRun(owner: number): { folder: string; server: ChildProcess } {
  const folder = mkdtempSync(join(tmpdir(), `lianban-test-${owner}-`))
  mkdirSync(join(folder, 'server'))
  const server = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', folder], { stdio: 'ignore' })
  writeFileSync(join(folder, 'server', 'server.pid'), String(server.pid))
  return { folder, server }
}

const deadPid = () => spawnSync(process.execPath, ['-e', '']).pid

test('a crashed run loses its servers and its folder at the next start; a living run keeps them', async () => {
  const crashed = aRun(deadPid())
  const living = aRun(process.pid)
  sweepCrashedRuns()
  await once(crashed.server, 'exit')
  expect(existsSync(crashed.folder)).toBe(false)
  expect(existsSync(living.folder)).toBe(true)
  expect(isAlive(living.server.pid!)).toBe(true)
  await removeRunFolder(living.folder)
  expect(isAlive(living.server.pid!)).toBe(false)
  expect(existsSync(living.folder)).toBe(false)
})

test('a process id that now belongs to another program is spared', () => {
  const run = aRun(deadPid())
  const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' })
  writeFileSync(join(run.folder, 'server', 'server.pid'), String(other.pid))
  destroyRunFolder(run.folder)
  expect(isAlive(other.pid!)).toBe(true)
  other.kill('SIGKILL')
  run.server.kill('SIGKILL')
})

import { spawn } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { delimiter, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { inject } from 'vitest'
import { isAlive } from './run-folder.ts'

const START_WITHIN_MS = 60_000
/** Somebody else may take the free port between our look and the server's bind. */
const MAX_START_ATTEMPTS = 3

export interface ServerRecipe {
  /** Name of the server's folder within the run folder. */
  name: string
  /** Runs once, before the first start. */
  prepare?(folder: string): Promise<void> | void
  command(folder: string, port: number): { program: string; args: string[]; env?: Record<string, string> }
  /** Throws as long as the server does not answer. */
  probe(port: number): Promise<void>
}

/**
 * The port of this test run's server of that name on 127.0.0.1: the first caller of all the run's processes starts it,
 * the others wait for it. Vitest's global set-up stops it at the end of the run.
 * @throws Error with the server's last words if it does not come up
 */
export async function privateServer(recipe: ServerRecipe): Promise<number> {
  const folder = join(runFolder(), recipe.name)
  const outcome = join(folder, 'outcome.json')
  if (takesTheLead(folder)) {
    let result: { port: number } | { error: string }
    try {
      result = { port: await start(recipe, folder) }
    } catch (error) {
      result = { error: String(error) }
    }
    writeFileSync(`${outcome}.part`, JSON.stringify(result))
    renameSync(`${outcome}.part`, outcome)
  }
  const giveUpAt = Date.now() + START_WITHIN_MS
  while (!existsSync(outcome)) {
    if (Date.now() > giveUpAt) throw new Error(`${recipe.name} did not start within ${START_WITHIN_MS / 1000} s (${folder})`)
    await delay(25)
  }
  const result = JSON.parse(readFileSync(outcome, 'utf8')) as { port: number } | { error: string }
  if ('error' in result) throw new Error(result.error)
  return result.port
}

function runFolder(): string {
  const folder = inject('runFolder')
  if (!folder) throw new Error('vitest.config.ts must name storage/src/testing/global-setup.ts as globalSetup')
  return folder
}

/** Creating the folder is the lock: it succeeds for one process only. */
function takesTheLead(folder: string): boolean {
  try {
    mkdirSync(folder)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

async function start(recipe: ServerRecipe, folder: string): Promise<number> {
  await recipe.prepare?.(folder)
  for (let attempt = 1; ; attempt++) {
    const port = await freePort()
    const pid = launch(recipe, folder, port)
    if (await answers(recipe, port, pid)) return port
    if (attempt === MAX_START_ATTEMPTS) throw new Error(`${recipe.name} did not start:\n${lastWords(folder)}`)
  }
}

/** Starts the server on its own, so that it outlives the test file that happened to come first. */
function launch(recipe: ServerRecipe, folder: string, port: number): number {
  const { program, args, env } = recipe.command(folder, port)
  const log = openSync(join(folder, 'server.log'), 'a')
  const child = spawn(program, args, { cwd: folder, detached: true, stdio: ['ignore', log, log], env: { ...process.env, ...env } })
  closeSync(log)
  child.on('error', () => {})
  child.unref()
  if (child.pid) writeFileSync(join(folder, 'server.pid'), String(child.pid))
  return child.pid ?? 0
}

async function answers(recipe: ServerRecipe, port: number, pid: number): Promise<boolean> {
  const giveUpAt = Date.now() + START_WITHIN_MS / MAX_START_ATTEMPTS
  while (pid && isAlive(pid) && Date.now() < giveUpAt) {
    try {
      await recipe.probe(port)
      // A stranger may be the one who answers on this port; our server would have ended then.
      return isAlive(pid)
    } catch {
      await delay(25)
    }
  }
  return false
}

const lastWords = (folder: string): string => readFileSync(join(folder, 'server.log'), 'utf8').slice(-2000)

/** A port of 127.0.0.1 that nobody listens on at this moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}

/** Where the program is: on the PATH or in one of `folders`; null if nowhere. */
export function findProgram(name: string, folders: string[] = []): string | null {
  const places = [...(process.env.PATH ?? '').split(delimiter), ...folders].filter(Boolean)
  return places.map((place) => join(place, name)).find((file) => existsSync(file)) ?? null
}

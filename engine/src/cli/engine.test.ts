import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, request, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, test } from 'vitest'

const CLI = fileURLToPath(new URL('engine.ts', import.meta.url))
const AUTH = 'li:geheim字'
const headers = { Authorization: `Basic ${Buffer.from(AUTH).toString('base64')}` }

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

function run(...args: string[]): ChildProcess {
  const child = spawn(process.execPath, ['--conditions=development', '--import', 'tsx', CLI, ...args], {
    env: { ...process.env, NODE_OPTIONS: '', ENGINE_AUTH: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  cleanups.push(() => child.kill('SIGKILL'))
  return child
}

async function exited(child: ChildProcess): Promise<{ code: number | null; errors: string }> {
  let errors = ''
  child.stderr!.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, errors }
}

/** The address that it prints. */
async function started(child: ChildProcess): Promise<string> {
  const ended = exited(child).then(({ code, errors }) => Promise.reject(new Error(`ended with ${code}: ${errors}`)))
  const [line] = (await Promise.race([once(createInterface(child.stdout!), 'line'), ended])) as [string]
  return /^Lianban engine is running at (http:\/\/127\.0\.0\.1:\d+\/engine-rest)$/.exec(line)![1]!
}

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'lianban-engine-'))
  cleanups.push(() => rmSync(path, { recursive: true, force: true }))
  return path
}

describe('the bare engine as a process', () => {
  test('makes its database, asks for the password, answers, and on SIGTERM answers waiting polls and ends with 0', async () => {
    // given
    const child = run('--port', '0', '--database', `sqlite:${join(folder(), 'new', 'engine.sqlite')}`, '--auth', AUTH)
    const end = once(child, 'exit')
    const url = await started(child)
    // then
    const stranger = await fetch(`${url}/version`)
    expect([stranger.status, stranger.headers.get('www-authenticate'), await stranger.json()]).toMatchObject([
      401,
      expect.stringMatching(/^Basic/),
      { type: 'AuthorizationException' },
    ])
    expect(
      (await fetch(`${url}/version`, { headers: { Authorization: `Basic ${Buffer.from('li:wrong').toString('base64')}` } })).status,
    ).toBe(401)
    expect(await (await fetch(`${url}/version`, { headers })).json()).toEqual({ version: '7.24.0' })
    // when it is told to stop while a worker waits
    const body = JSON.stringify({
      workerId: 'printer',
      maxTasks: 1,
      asyncResponseTimeout: 600_000,
      topics: [{ topicName: 'render', lockDuration: 1000 }],
    })
    const poll = request(`${url}/external-task/fetchAndLock`, {
      method: 'POST',
      headers: { ...headers, 'Content-Type': 'application/json', 'Content-Length': body.length, Expect: '100-continue' },
    })
    const answered = once(poll, 'response') as Promise<[IncomingMessage]>
    poll.flushHeaders()
    await once(poll, 'continue')
    poll.end(body)
    child.kill('SIGTERM')
    // then
    expect(await text((await answered)[0])).toBe('[]')
    expect(await end).toEqual([0, null])
  })

  test('under npm it ends when the shell between them was killed', async () => {
    // given npm's shell, which stays between npm and the engine
    const command = `"${process.execPath}" --conditions=development --import tsx "${CLI}" --port 0 --database sqlite::memory:; true`
    const shell = spawn('sh', ['-c', command], {
      env: { ...process.env, NODE_OPTIONS: '', ENGINE_AUTH: '', npm_lifecycle_event: 'engine' },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const closed = once(shell.stdout, 'close')
    await once(createInterface(shell.stdout), 'line')
    // when
    shell.kill('SIGTERM')
    // then the engine lets go of its output too
    await closed
  })

  test('a port that is taken and a flag that is not known are told in one sentence', async () => {
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    cleanups.push(() => other.close())
    const { port } = other.address() as AddressInfo
    const [taken, unknown] = await Promise.all([
      exited(run('--port', String(port), '--database', 'sqlite::memory:')),
      exited(run('--prot', '1')),
    ])
    expect(taken).toEqual({ code: 1, errors: `The engine did not start: port ${port} is in use, give another --port\n` })
    expect(unknown).toMatchObject({ code: 2, errors: expect.stringContaining('--prot') as string })
  })
})

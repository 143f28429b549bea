import { execFile, spawn, type ChildProcessByStdio } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { APPROVAL_COMMANDS } from './approval.ts'
import { atExit } from './clean-up.ts'
import { modelFile } from './models.ts'
import { residentBytes, type EngineServer } from './server.ts'

const FOLDER = fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? './camunda/' : '../camunda/', import.meta.url))
/** As in `camunda/pom.xml`. */
export const CAMUNDA_VERSION = '7.24'
/** Approvals that are run before anything is measured, for the compiler of the virtual machine. */
const WARM_UP = 200

/** Camunda 7 in a virtual machine of its own. */
export interface Camunda {
  /** One approval, as `Approval.runWithQueries` does it. */
  run(client: number, tick: () => void): Promise<void>
  close(): Promise<void>
}

/** Camunda's classes, fetched by Maven; null if Java or Maven is not installed. */
export async function camundaClasses(): Promise<string | null> {
  const run = promisify(execFile)
  try {
    await run('java', ['-version'])
    await run('mvn', ['-version'])
  } catch {
    console.error('Camunda 7 is left out: Java or Maven is not installed (Debian: apt-get install default-jdk-headless maven)')
    return null
  }
  const folder = mkdtempSync(join(tmpdir(), 'lianban-bench-camunda-'))
  atExit(() => rmSync(folder, { recursive: true, force: true }))
  await run('mvn', ['-q', '-B', '-f', join(FOLDER, 'pom.xml'), 'dependency:copy-dependencies', `-DoutputDirectory=${folder}`])
  return join(folder, '*')
}

/** Starts it on an empty database of MariaDB, warmed up. @param url `mariadb://root@127.0.0.1:<port>/<database>` */
export async function openCamunda(classes: string, url: string, clients: number): Promise<Camunda> {
  const { child, end } = java(classes, 'Approvals', [jdbcUrl(url), modelFile('approval'), String(clients)])
  const waiting = new Map<string, () => void>()
  const ready = new Promise<void>((resolve) => waiting.set('ready', resolve))
  createInterface({ input: child.stdout }).on('line', (line) => waiting.get(line)?.())
  await ready
  const run = (client: number, tick: () => void) =>
    new Promise<void>((resolve) => {
      let commands = 0
      waiting.set(String(client), () => {
        tick()
        if (++commands === APPROVAL_COMMANDS) resolve()
      })
      child.stdin.write(`${client}\n`)
    })
  const warm = async (client: number) => {
    for (let i = 0; i < WARM_UP / clients; i++) await run(client, () => {})
  }
  await Promise.all(Array.from({ length: clients }, (_, client) => warm(client)))
  return {
    run,
    close() {
      child.stdin.end()
      return end()
    },
  }
}

/** Its REST API on any free port, with full history, on an empty database of MariaDB. */
export async function startCamundaServer(classes: string, url: string): Promise<EngineServer> {
  const { child, end } = java(classes, 'Rest', [
    '--server.port=0',
    `--spring.datasource.url=${jdbcUrl(url)}`,
    '--spring.datasource.username=root',
    '--camunda.bpm.database.type=mysql',
    '--camunda.bpm.history-level=full',
    '--camunda.bpm.generic-properties.properties.enforceHistoryTimeToLive=false',
    '--logging.level.org.springframework.boot.web=info',
  ])
  const port = await new Promise<string>((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const found = /started on port (\d+)/.exec(line)?.[1]
      if (found) resolve(found)
    })
  })
  return {
    url: `http://127.0.0.1:${port}/engine-rest`,
    memory: () => residentBytes(child.pid!),
    stop() {
      child.kill('SIGTERM')
      return end()
    },
  }
}

function jdbcUrl(url: string): string {
  const { host, pathname } = new URL(url)
  return `jdbc:mariadb://${host}${pathname}?sessionVariables=tx_isolation='READ-COMMITTED'`
}

/** A program of `camunda/` in a virtual machine of its own. `end` waits until it has ended; if it does so before, all is over. */
function java(
  classes: string,
  program: string,
  args: string[],
): { child: ChildProcessByStdio<Writable, Readable, null>; end: () => Promise<void> } {
  const options = [`-Dlogback.configurationFile=${join(FOLDER, 'logback.xml')}`, '-cp', classes]
  const child = spawn('java', [...options, join(FOLDER, `${program}.java`), ...args], { stdio: ['pipe', 'pipe', 'inherit'] })
  const forget = atExit(() => child.kill('SIGKILL'))
  let isEnding = false
  const ended = once(child, 'exit').then(() => {
    // what it has begun would be waited for for ever
    if (!isEnding) process.exit(1)
  })
  return {
    child,
    async end() {
      isEnding = true
      await ended
      forget()
    },
  }
}

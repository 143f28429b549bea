import { execFile } from 'node:child_process'
import { connect } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { openDatabase, type Database } from '../database.ts'
import { newId } from '../ids.ts'
import { migrate } from '../migrate.ts'
import { findProgram, privateServer, type ServerRecipe } from './private-server.ts'

const SYSTEM_FOLDERS = ['/usr/sbin', '/usr/local/sbin', '/usr/local/bin', '/opt/homebrew/bin']
const GREETING_WITHIN_MS = 5_000

const server = findProgram('mariadbd', SYSTEM_FOLDERS)
const installer = findProgram('mariadb-install-db', SYSTEM_FOLDERS)

/** Why the suites cannot run on MariaDB here; null if they can. */
export const mariadbMissing: string | null =
  server && installer ? null : 'mariadbd not found: install mariadb-server (Debian: apt-get install mariadb-server)'

/** mariadbd refuses to run as root unless told to; other users must not name a user at all. */
const asUser = process.getuid?.() === 0 ? ['--user=root'] : []

const recipe: ServerRecipe = {
  name: 'mariadb',
  async prepare(folder) {
    const args = ['--no-defaults', ...asUser, `--datadir=${join(folder, 'data')}`]
    await promisify(execFile)(installer!, [...args, '--auth-root-authentication-method=normal', '--skip-test-db'])
  },
  command: (folder, port) => ({
    program: server!,
    args: [
      '--no-defaults',
      ...asUser,
      `--datadir=${join(folder, 'data')}`,
      `--tmpdir=${folder}`,
      `--socket=${join(folder, 'socket')}`,
      `--pid-file=${join(folder, 'mariadb.pid')}`,
      `--port=${port}`,
      '--bind-address=127.0.0.1',
      '--skip-log-bin',
      '--character-set-server=utf8mb4',
      '--collation-server=utf8mb4_unicode_ci',
      '--innodb-buffer-pool-size=64M',
      '--max-connections=400',
      // A test database need not survive the machine's power cut.
      '--innodb-flush-log-at-trx-commit=2',
    ],
  }),
  probe: greeting,
}

/** A server that is ready speaks first. */
function greeting(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    socket.setTimeout(GREETING_WITHIN_MS, () => socket.destroy(new Error('no greeting')))
    socket.once('data', () => (resolve(), socket.destroy()))
    socket.once('error', reject)
    socket.once('close', () => reject(new Error('closed without a greeting')))
  })
}

/** A new, empty database on this run's MariaDB server. @returns its URL and what drops it again */
export async function mariadbUrl(): Promise<{ url: string; drop: () => Promise<void> }> {
  const port = await privateServer(recipe)
  const name = `lianban_${newId()}`
  await onServer(port, async (db) => void (await db.raw('create database ?? character set utf8mb4 collate utf8mb4_unicode_ci', [name])))
  const drop = () => onServer(port, async (db) => void (await db.raw('drop database ??', [name])))
  return { url: `mariadb://root@127.0.0.1:${port}/${name}`, drop }
}

/** The same, open and migrated. */
export async function mariadbDatabase(): Promise<{ database: Database; drop: () => Promise<void> }> {
  const { url, drop: dropDatabase } = await mariadbUrl()
  const database = openDatabase(url)
  const drop = async () => {
    await database.destroy()
    await dropDatabase()
  }
  try {
    await migrate(database)
  } catch (error) {
    await drop()
    throw error
  }
  return { database, drop }
}

async function onServer(port: number, work: (db: Database) => Promise<void>): Promise<void> {
  const db = openDatabase(`mariadb://root@127.0.0.1:${port}/mysql`)
  try {
    await work(db)
  } finally {
    await db.destroy()
  }
}

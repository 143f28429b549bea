import { parseArgs } from 'node:util'

export const USAGE = `usage: npm run engine -- [--port 8081] [--host 127.0.0.1] [--database sqlite:./data/engine.sqlite] [--auth user:password]

  --port      0 takes any free port
  --host      the address to listen on; other machines are let in with --auth only
  --database  sqlite:<file>, sqlite::memory:, mysql://user:password@host:port/database or mariadb://…
  --auth      asks every caller for this user and password (HTTP Basic); ENGINE_AUTH says the same out of sight of ps`

export interface Credentials {
  user: string
  password: string
}

export interface CliOptions {
  port: number
  host: string
  database: string
  auth: Credentials | null
}

/** The command line is wrong; the message says where. */
export class UsageError extends Error {
  readonly code = 'USAGE'
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1)$/

/**
 * @param args without node and script
 * @returns null if help was asked for
 * @throws UsageError
 */
export function readOptions(args: string[], env: Record<string, string | undefined> = {}): CliOptions | null {
  const values = parsed(args)
  if (values.help) return null
  const port = /^\d{1,5}$/.test(values.port) ? Number(values.port) : NaN
  if (!(port <= 65_535)) throw new UsageError(`--port is a number from 0 to 65535, not "${values.port}"`)
  const auth = readAuth(values.auth ?? env.ENGINE_AUTH)
  if (!auth && !LOOPBACK.test(values.host))
    throw new UsageError(`--host ${values.host} lets other machines in: give --auth user:password as well`)
  return { port, host: values.host, database: values.database, auth }
}

function parsed(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        port: { type: 'string', default: '8081' },
        host: { type: 'string', default: '127.0.0.1' },
        database: { type: 'string', default: 'sqlite:./data/engine.sqlite' },
        auth: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}

function readAuth(text: string | undefined): Credentials | null {
  if (text === undefined || text === '') return null
  const colon = text.indexOf(':')
  if (colon < 1 || colon === text.length - 1) throw new UsageError('--auth is user:password')
  return { user: text.slice(0, colon), password: text.slice(colon + 1) }
}

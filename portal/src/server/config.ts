import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { RemoteServices, type RemoteService } from '@lianban/processes'
import type { IdentitySettings, OidcSettings } from '@lianban/tenants'
import { z } from 'zod'
import { LOG_ENVIRONMENT, logConfig, logProblems, type LogConfig } from './log-config.ts'
import { DELIVERY_VARIABLES, deliveryProblems, deliverySettings, type DeliverySettings } from './delivery-config.ts'
import { IDENTITY_VARIABLES, identityProblems, identitySettings, oidcSettings } from './identity-config.ts'

/** A number of the environment with bounds and a default. */
const whole = (min: number, max: number, fallback: number) => z.coerce.number().int().min(min).max(max).default(fallback)
const flag = (fallback: boolean) =>
  z
    .enum(['0', '1', 'true', 'false'])
    .transform((v) => v === '1' || v === 'true')
    .default(fallback)

/** Every variable the portal reads; docs/configuration.md says the same in a table. */
const Environment = z.object({
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: whole(0, 65_535, 8080),
  /** Where the embedded database, the objects and the keys live unless their own variables say otherwise. */
  DATA_DIR: z.string().min(1).default('./data'),
  DATABASE_URL: z
    .string()
    .regex(/^(sqlite:.+|(mysql|mariadb):\/\/[^/]+\/.+)$/, 'expected sqlite:<file>, mysql://user:password@host:port/database or mariadb://…')
    .optional(),
  /** The owner's account, for `lianban migrate` only: it changes the schema and makes the accounts. */
  DATABASE_ADMIN_URL: z
    .string()
    .regex(/^(mysql|mariadb):\/\/[^/]+\/.+/, 'expected mysql://owner:password@host:port/database')
    .optional(),
  /** The account that may erase, for `lianban erase-entry` only. */
  DATABASE_MAINTENANCE_URL: z
    .string()
    .regex(/^(mysql|mariadb):\/\/[^/]+\/.+/, 'expected mysql://user:password@host:port/database')
    .optional(),
  OBJECTS_URL: z
    .string()
    .regex(/^(file:.+|s3:\/\/[^/]+\/.+)$/, 'expected file:<folder> or s3://access:secret@host:port/bucket')
    .optional(),
  /** The address that applicants see; it stands in QR codes. */
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  CHROMIUM_PATH: z.string().min(1).optional(),
  /** Workers in the server's process; 0 when `lianban workers` runs elsewhere. */
  WORKERS: flag(true),
  /** What external-task workers log in with on /engine-rest; made and kept in DATA_DIR when absent. */
  WORKER_TOKEN: z.string().min(24, 'at least 24 characters').optional(),
  /** Loads the sample county 三湖县 and shows its demo accounts on the login page. */
  DEMO: flag(true),
  UPLOAD_MAX_MB: whole(1, 200, 20),
  /** How long a draft is kept that nobody goes on with. */
  DRAFT_DAYS: whole(1, 3650, 90),
  ...IDENTITY_VARIABLES,
  ...DELIVERY_VARIABLES,
  /** Behind nginx: believe X-Forwarded-For and -Proto. */
  TRUST_PROXY: flag(false),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
  /** Requests a minute from one address before 429; 0 turns the limit off (tests). */
  RATE_LIMIT_PER_MINUTE: whole(0, 1_000_000, 1200),
  /** A JSON file of the data services from which forms get options, see docs/configuration.md. */
  OPTION_SERVICES: z.string().min(1).optional(),
  /** Tiles of the map, `https://host/{z}/{x}/{y}.png`; their origin is let into the content security policy. @default none: a plain map of our own */
  MAP_TILES: z
    .string()
    .regex(/^https?:\/\/[\w.-]+(:\d+)?\/\S*\{z\}\S*$/, 'expected https://host/…{z}…{x}…{y}…')
    .optional(),
  ...LOG_ENVIRONMENT,
})

export interface Config {
  host: string
  port: number
  dataDir: string
  databaseUrl: string
  databaseAdminUrl: string | undefined
  databaseMaintenanceUrl: string | undefined
  objectsUrl: string
  publicUrl: string
  chromiumPath: string | undefined
  workers: boolean
  workerToken: string
  demo: boolean
  uploadMaxBytes: number
  draftDays: number
  identity: IdentitySettings
  /** null: no login by OpenID Connect. */
  oidc: OidcSettings | null
  delivery: DeliverySettings
  trustProxy: boolean
  /** Data services from which forms get options. */
  optionServices: RemoteService[]
  /** Address of the map's tiles; undefined: the plain map alone. */
  mapTiles: string | undefined
  logLevel: string
  rateLimitPerMinute: number
  log: LogConfig
}

/** The environment is wrong; `problems` names every variable at once. */
export class ConfigError extends Error {
  readonly code = 'CONFIG_INVALID'
  readonly problems: string[]
  constructor(problems: string[]) {
    super(`配置有误 / invalid configuration:\n${problems.map((p) => `  - ${p}`).join('\n')}`)
    this.problems = problems
  }
}

/**
 * Reads the configuration once.
 * @throws ConfigError listing every bad variable
 */
export function parseConfig(env: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''))
  const parsed = Environment.safeParse(given)
  if (!parsed.success) throw new ConfigError(parsed.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`))
  const e = parsed.data
  const problems = [...identityProblems(e), ...deliveryProblems(e), ...logProblems(e)]
  if (problems.length > 0) throw new ConfigError(problems)
  const dataDir = resolve(e.DATA_DIR)
  return {
    host: e.HOST,
    port: e.PORT,
    dataDir,
    databaseUrl: e.DATABASE_URL ?? `sqlite:${join(dataDir, 'lianban.sqlite')}`,
    databaseAdminUrl: e.DATABASE_ADMIN_URL,
    databaseMaintenanceUrl: e.DATABASE_MAINTENANCE_URL,
    objectsUrl: e.OBJECTS_URL ?? `file:${join(dataDir, 'objects')}`,
    publicUrl: (e.PUBLIC_URL ?? `http://${e.HOST === '0.0.0.0' || e.HOST === '127.0.0.1' ? 'localhost' : e.HOST}:${e.PORT}`).replace(
      /\/$/,
      '',
    ),
    chromiumPath: e.CHROMIUM_PATH,
    workers: e.WORKERS,
    workerToken: e.WORKER_TOKEN ?? keptSecret(join(dataDir, 'keys', 'worker-token')),
    demo: e.DEMO,
    uploadMaxBytes: e.UPLOAD_MAX_MB * 1024 * 1024,
    draftDays: e.DRAFT_DAYS,
    identity: identitySettings(e, e.DEMO),
    oidc: oidcSettings(e),
    delivery: deliverySettings(e),
    trustProxy: e.TRUST_PROXY,
    optionServices: optionServices(e.OPTION_SERVICES),
    mapTiles: e.MAP_TILES,
    logLevel: e.LOG_LEVEL,
    rateLimitPerMinute: e.RATE_LIMIT_PER_MINUTE,
    log: logConfig(e),
  }
}

/** @throws ConfigError naming what is wrong in the file */
function optionServices(file: string | undefined): RemoteService[] {
  if (file === undefined) return []
  const wrong = (what: string) => new ConfigError([`OPTION_SERVICES: ${file}: ${what}`])
  let content: unknown
  try {
    content = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw wrong(error instanceof Error ? error.message : String(error))
  }
  const parsed = RemoteServices.safeParse(content)
  if (!parsed.success) throw wrong(parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '))
  return parsed.data
}

/** A secret of this installation, made at the first start and readable by its owner only. */
function keptSecret(file: string): string {
  if (!existsSync(file)) {
    mkdirSync(resolve(file, '..'), { recursive: true, mode: 0o700 })
    writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600 })
  }
  return readFileSync(file, 'utf8').trim()
}

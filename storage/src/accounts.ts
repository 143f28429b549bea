import { isSqlite, type Database } from './database.ts'

/** Tables of the supervision log that the application inserts into and reads, and nothing else. */
const INSERT_ONLY = ['supervision_entry', 'supervision_detail', 'supervision_leaf', 'supervision_subtree', 'supervision_checkpoint']
/** What the migration tool keeps; the application only looks whether the schema is up to date. */
const SCHEMA_TABLES = ['schema_migration', 'schema_migration_lock']
/** What an erasure needs: to see the entry, to record, to delete the one detail. */
const MAINTENANCE_GRANTS: readonly [rights: string, table: string][] = [
  ['SELECT, INSERT', 'supervision_entry'],
  ['SELECT, INSERT, DELETE', 'supervision_detail'],
  ['SELECT, INSERT', 'supervision_waiting'],
  ['SELECT', 'supervision_leaf'],
  ['SELECT', 'supervision_log'],
]
const MAX_IDENTIFIER = /^[A-Za-z0-9_.%-]{1,80}$/

export interface Accounts {
  /** URL that the application connects with: its user and password are made, its host part may be `?host=10.0.0.%`. */
  applicationUrl: string
  /** The same of the account that may erase; absent: none is made. */
  maintenanceUrl?: string
}

/**
 * Creates the database accounts of MariaDB or MySQL and grants them table by table: the application may change every table
 * but those of the supervision log, where it may only INSERT and SELECT. To be run by the owner after every migration.
 * @returns the accounts, `'user'@'host'`
 * @throws Error on SQLite, or if the application's account is the owner itself
 */
export async function grantAccounts(owner: Database, accounts: Accounts): Promise<string[]> {
  if (isSqlite(owner)) throw new Error('SQLite has no accounts: its triggers guard the supervision log')
  const [[{ me, name }]] = (await owner.raw('select current_user() as me, database() as name')) as [[{ me: string; name: string }]]
  const application = accountOf(accounts.applicationUrl)
  if (application.user === me.split('@')[0])
    throw new Error(`DATABASE_URL and DATABASE_ADMIN_URL name the same account "${application.user}": the application needs one of its own`)
  await createAccount(owner, application)
  await owner.raw('revoke all privileges, grant option from ?@?', [application.user, application.host])
  for (const table of await tablesOf(owner, name)) {
    const rights = INSERT_ONLY.includes(table)
      ? 'SELECT, INSERT'
      : SCHEMA_TABLES.includes(table)
        ? 'SELECT'
        : 'SELECT, INSERT, UPDATE, DELETE'
    await grant(owner, rights, name, table, application)
  }
  if (!accounts.maintenanceUrl) return [spoken(application)]
  const maintenance = accountOf(accounts.maintenanceUrl)
  await createAccount(owner, maintenance)
  await owner.raw('revoke all privileges, grant option from ?@?', [maintenance.user, maintenance.host])
  for (const [rights, table] of MAINTENANCE_GRANTS) await grant(owner, rights, name, table, maintenance)
  return [application, maintenance].map(spoken)
}

interface Account {
  user: string
  host: string
  password: string
}

function accountOf(url: string): Account {
  const { username, password, searchParams } = new URL(url)
  const account = { user: decodeURIComponent(username), host: searchParams.get('host') ?? '%', password: decodeURIComponent(password) }
  if (!MAX_IDENTIFIER.test(account.user) || !MAX_IDENTIFIER.test(account.host))
    throw new Error(`not a database account: "${account.user}"@"${account.host}"`)
  return account
}

/** Creates it, or sets its password anew. */
async function createAccount(owner: Database, { user, host, password }: Account): Promise<void> {
  await owner.raw('create user if not exists ?@? identified by ?', [user, host, password])
  await owner.raw('alter user ?@? identified by ?', [user, host, password])
}

const grant = (owner: Database, rights: string, database: string, table: string, { user, host }: Account): Promise<unknown> =>
  // `rights` is one of the lists above; names are quoted by knex.
  owner.raw(`grant ${rights} on ??.?? to ?@?`, [database, table, user, host])

async function tablesOf(owner: Database, name: string): Promise<string[]> {
  const rows = (await owner('information_schema.tables')
    .where({ table_schema: name, table_type: 'BASE TABLE' })
    .select({ name: 'table_name' })) as { name: string }[]
  return rows.map((row) => row.name)
}

const spoken = ({ user, host }: Account): string => `'${user}'@'${host}'`

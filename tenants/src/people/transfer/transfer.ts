import { createHash } from 'node:crypto'
import { inSavepoint, inTransaction, users, type Tx } from '@lianban/storage'
import type { Action, ResourceType } from '../../authorization/permissions.ts'
import type { ByWhom } from '../../supervision/supervision.ts'
import { dayOf } from '../days.ts'
import { oneTimePassword } from '../one-time-password.ts'
import type { OrgansOptions } from '../organs.ts'
import { hashPassword, type ScryptCost } from '../passwords.ts'
import type { UsersOptions } from '../users.ts'
import { COLUMNS, KIND_LABELS, type TransferKind } from './columns.ts'
import { neutral, writeCsv } from './csv.ts'
import { exportedRows } from './export-rows.ts'
import { IMPORT_ROW } from './import-rows.ts'
import { readTable, type TableRow } from './read-table.ts'
import { importChanged, importHasProblems } from './refusals.ts'
import { formProblems, problemOf, type Outcome, type RowContext, type RowProblem } from './row-import.ts'
import { writeXlsx } from './xlsx.ts'

export interface TransferOptions extends UsersOptions, Pick<OrgansOptions, 'onChanged'> {
  /** Posts may have ended: tasks go back. */
  onPostsEndedOf(tenantId: string): Promise<void>
}

export interface ImportFile {
  tenantId: string
  kind: TransferKind
  name: string
  bytes: Buffer
  by: ByWhom
}

/** What an import would do, or did. */
export interface ImportReport {
  kind: TransferKind
  fileSha256: string
  rows: number
  counts: Record<Outcome | 'bad', number>
  /** Every row that cannot be taken. */
  problems: RowProblem[]
  /** Names this very outcome: a confirmation that brings it does what was shown, or nothing. */
  plan: string
}

export interface ImportResult extends ImportReport {
  /** New accounts with their first passwords, which are stored nowhere. */
  passwords: { username: string; name: string; password: string }[]
}

export type Format = 'xlsx' | 'csv'

/** What the caller must be allowed to do. Posts are the security administrator's, whatever file they come in. */
export const TRANSFER_RIGHTS: Record<TransferKind, { type: ResourceType; import: Action; export: Action }> = {
  organs: { type: 'organ', import: 'import', export: 'export' },
  'post-kinds': { type: 'organ', import: 'import', export: 'export' },
  users: { type: 'user', import: 'import', export: 'export' },
  posts: { type: 'user', import: 'grant', export: 'read' },
}

const ACTIONS: Record<TransferKind, string> = {
  organs: 'organ',
  'post-kinds': 'post-kind',
  users: 'user',
  posts: 'post',
}
/** The passwords are random, 90 bits: nobody guesses them, however fast a guess is. The first login makes the hash anew. */
const ONE_TIME_SCRYPT: ScryptCost = { N: 256, r: 8, p: 1 }

/** Thrown to take back what a trial run wrote. */
class TrialOver extends Error {}

/** Organs, kinds of post, accounts and posts from and to spreadsheets. */
export const createTransfer = (options: TransferOptions) => ({ ...imports(options), ...files(options) })

function imports(options: TransferOptions) {
  const { database, record } = options

  const work = async (tx: Tx, file: ImportFile, rows: TableRow[], context: RowContext): Promise<ImportReport> => {
    const outcomes = await takeRows(tx, file.kind, rows, context)
    return reportOf(file, rows, outcomes)
  }
  const contextOf = ({ tenantId, by }: ImportFile, passwordHashOf: RowContext['passwordHashOf']): RowContext => ({
    tenantId,
    by,
    options,
    passwordHashOf,
  })

  return {
    /** A trial run: everything is done as it would be, and taken back. @throws FILE_REFUSED, TOO_MANY_ROWS, COLUMNS_MISSING */
    preview: async (file: ImportFile): Promise<ImportReport> => {
      const rows = await readTable(file.kind, file.bytes)
      let report: ImportReport | undefined
      await inTransaction(database, async (tx) => {
        report = await work(
          tx,
          file,
          rows,
          contextOf(file, () => '-'),
        )
        throw new TrialOver()
      }).catch((error: unknown) => {
        if (!(error instanceof TrialOver)) throw error
      })
      return report!
    },

    /**
     * Does what the trial run showed.
     * @param plan of that run   @param mode `all`: every row or none; `good`: the rows that can be taken
     * @throws IMPORT_CHANGED, IMPORT_HAS_PROBLEMS, and as `preview`; nothing is changed then
     */
    confirm: async (file: ImportFile & { plan: string; mode: 'all' | 'good' }): Promise<ImportResult> => {
      const { tenantId, kind, by, mode } = file
      const rows = await readTable(kind, file.bytes)
      const passwords = kind === 'users' ? await newPasswords(options, tenantId, rows) : new Map<string, NewPassword>()
      const report = await inTransaction(database, async (tx) => {
        const done = await work(
          tx,
          file,
          rows,
          contextOf(file, (username) => passwords.get(username)!.hash),
        )
        if (done.plan !== file.plan) throw importChanged()
        if (mode === 'all' && done.counts.bad > 0) throw importHasProblems(done.counts.bad)
        const payload = {
          file: file.name.slice(0, 100),
          sha256: done.fileSha256,
          mode,
          rows: done.rows,
          counts: done.counts,
        }
        await record(tx, tenantId, [{ action: `${ACTIONS[kind]}.imported`, subject: `tenant:${tenantId}`, ...by, payload }])
        return done
      })
      await options.onChanged(tenantId)
      await options.onPostsEndedOf(tenantId)
      return { ...report, passwords: await created(options, tenantId, passwords) }
    },
  }
}

const files = (options: TransferOptions) => ({
  today: (): string => dayOf(options.clock()),

  /** The empty file to fill in, with one example and what each column means. */
  template: (kind: TransferKind, format: Format): Promise<Buffer> => {
    const columns = templateColumns(kind)
    const head = columns.map(({ label, required }) => (required ? `${label}*` : label))
    const rows = [columns.map(({ example }) => example)]
    if (format === 'csv') return Promise.resolve(writeCsv([head, ...rows]))
    const help = ['带 * 的列必填。请删除示例行后填写,不要改动第一行的列名。', ...columns.map(({ label, help: text }) => `${label}:${text}`)]
    return writeXlsx([{ name: KIND_LABELS[kind], head, rows, help }])
  },

  /** Everything of the kind, in the shape that an import takes. The export is in the log. */
  export: async (kind: TransferKind, format: Format, { tenantId, by }: Pick<ImportFile, 'tenantId' | 'by'>): Promise<Buffer> => {
    const head = templateColumns(kind).map(({ label }) => label)
    const rows = (await exportedRows(options, kind, tenantId)).map((row) => row.map(neutral))
    const bytes = format === 'csv' ? writeCsv([head, ...rows]) : await writeXlsx([{ name: KIND_LABELS[kind], head, rows }])
    const payload = { rows: rows.length, format, sha256: sha256(bytes) }
    await inTransaction(options.database, (tx) =>
      options.record(tx, tenantId, [{ action: `${ACTIONS[kind]}.exported`, subject: `tenant:${tenantId}`, ...by, payload }]),
    )
    return bytes
  },

  /** The rows that cannot be taken, as a file to work through. */
  problemSheet: (report: ImportReport): Promise<Buffer> =>
    writeXlsx([
      {
        name: '未通过的行',
        head: ['行', '列', '填写的内容', '问题与处理办法'],
        rows: report.problems.map(({ line, column, value, message }) => [String(line), column, neutral(value), message]),
        widths: [8, 16, 30, 80],
      },
    ]),

  /** The first passwords, to be handed out. */
  passwordSheet: (result: ImportResult): Promise<Buffer> =>
    writeXlsx([
      {
        name: '初始密码',
        head: ['用户名', '姓名', '初始密码(首次登录后须修改)'],
        rows: result.passwords.map(({ username, name, password }) => [username, neutral(name), password]),
        widths: [20, 16, 30],
      },
    ]),
})

/** Persons with their posts are one file. */
const templateColumns = (kind: TransferKind) =>
  kind === 'users' || kind === 'posts' ? [...COLUMNS.users, ...COLUMNS.posts.slice(1)] : COLUMNS[kind]

type Taken = { row: TableRow; outcome: Outcome } | { row: TableRow; problems: RowProblem[] }

/** Each row in a transaction inside the transaction: one that is refused leaves nothing behind, and the others go on. */
async function takeRows(tx: Tx, kind: TransferKind, rows: readonly TableRow[], context: RowContext): Promise<Taken[]> {
  const taken = new Map<TableRow, Taken>()
  const firstOf = new Map<string, TableRow>()
  for (let waiting = [...rows], before = -1; waiting.length > 0 && waiting.length !== before;) {
    before = waiting.length
    const again: TableRow[] = []
    for (const row of waiting) {
      const result = await takeRow(tx, kind, row, context, firstOf)
      taken.set(row, result)
      // an organ may stand above in the file and have its parent below
      if (kind === 'organs' && 'problems' in result && row.cells.parentId !== '' && result.problems[0]?.column === '上级单位标识')
        again.push(row)
    }
    waiting = again
  }
  return rows.map((row) => taken.get(row)!)
}

async function takeRow(tx: Tx, kind: TransferKind, row: TableRow, context: RowContext, firstOf: Map<string, TableRow>): Promise<Taken> {
  const problems = formProblems(kind, row)
  if (problems.length > 0) return { row, problems }
  const first = firstOf.get(identity(kind, row))
  if (first && first !== row) return repeated(kind, row, first)
  firstOf.set(identity(kind, row), row)
  try {
    return { row, outcome: await inSavepoint(tx, (piece) => IMPORT_ROW[kind](piece, context, row.cells)) }
  } catch (error) {
    const problem = problemOf(kind, row, error)
    if (!problem) throw error
    return { row, problems: [problem] }
  }
}

const identity = (kind: TransferKind, { cells }: TableRow): string =>
  JSON.stringify(
    kind === 'posts' ? [cells.username, cells.organId, cells.post, cells.from] : kind === 'users' ? [cells.username] : [cells.id],
  )

/** A person with several posts has several rows, which agree; anything else stands once. */
function repeated(kind: TransferKind, row: TableRow, first: TableRow): Taken {
  const differs = COLUMNS[kind].find(({ key }) => row.cells[key] !== first.cells[key])
  if (kind === 'users' && !differs) return { row, outcome: 'same' }
  const message = kind === 'users' ? `与第 ${first.line} 行同一用户名的内容不一致,请核对。` : `与第 ${first.line} 行重复,请删除其中一行。`
  const column = differs ?? COLUMNS[kind][0]!
  return { row, problems: [{ line: row.line, column: column.label, value: row.cells[column.key]!, message }] }
}

function reportOf({ kind, bytes }: ImportFile, rows: readonly TableRow[], taken: readonly Taken[]): ImportReport {
  const problems = taken.flatMap((one) => ('problems' in one ? one.problems : []))
  const count = (outcome: Outcome) => taken.filter((one) => 'outcome' in one && one.outcome === outcome).length
  const counts = {
    create: count('create'),
    change: count('change'),
    same: count('same'),
    bad: taken.filter((one) => 'problems' in one).length,
  }
  const fileSha256 = sha256(bytes)
  const outcomes = taken.map((one) => ('outcome' in one ? one.outcome : one.problems))
  return {
    kind,
    fileSha256,
    rows: rows.length,
    counts,
    problems,
    plan: sha256(Buffer.from(JSON.stringify([fileSha256, kind, outcomes]))),
  }
}

interface NewPassword {
  password: string
  hash: string
}

async function newPasswords({ database }: TransferOptions, tenantId: string, rows: readonly TableRow[]): Promise<Map<string, NewPassword>> {
  const names = [...new Set(rows.map(({ cells }) => cells.username!))]
  const known = new Set((await users(database).byUsernames(tenantId, names)).map(({ username }) => username))
  const made = new Map<string, NewPassword>()
  for (const username of names.filter((name) => !known.has(name))) {
    const password = oneTimePassword()
    made.set(username, { password, hash: await hashPassword(password, ONE_TIME_SCRYPT) })
  }
  return made
}

/** Of the passwords that were made those whose accounts there are now. */
async function created(
  { database }: TransferOptions,
  tenantId: string,
  passwords: Map<string, NewPassword>,
): Promise<ImportResult['passwords']> {
  const rows = await users(database).byUsernames(tenantId, [...passwords.keys()])
  return rows.map(({ username, name }) => ({ username, name, password: passwords.get(username)!.password }))
}

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

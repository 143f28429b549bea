import type { Tx } from '@lianban/storage'
import { TenantsError } from '../../errors.ts'
import type { ByWhom } from '../../supervision/supervision.ts'
import type { UsersOptions } from '../users.ts'
import { COLUMNS, type TransferKind } from './columns.ts'
import { isTooLong, type TableRow } from './read-table.ts'
import { FORMULA } from './xlsx.ts'

export type Outcome = 'create' | 'change' | 'same'

/** A row that cannot be taken: where, what stands there, what to do. */
export interface RowProblem {
  line: number
  /** Label of the column. */
  column: string
  value: string
  message: string
}

/** What the importers of rows work with. */
export interface RowContext {
  tenantId: string
  by: ByWhom
  options: UsersOptions
  /** Hash of the password for a new account; in a trial run any text. */
  passwordHashOf(username: string): string
}

/** Takes one row in the transaction. @throws TenantsError or RowRefusal that says what is wrong with it */
export type ImportRow = (tx: Tx, context: RowContext, cells: Record<string, string>) => Promise<Outcome>

/** What is wrong with one cell. */
export class RowRefusal extends Error {
  readonly key: string
  constructor(key: string, message: string) {
    super(message)
    this.key = key
  }
}

/** Which column the domain's own refusals are about, where they do not say. */
const KEY_OF_CODE: Record<string, string> = {
  ORGAN_NOT_FOUND: 'organId',
  ORGAN_NOT_VALID: 'organId',
  ORGAN_CYCLE: 'parentId',
  ORGAN_KIND_MISMATCH: 'kind',
  POST_KIND_NOT_FOUND: 'post',
  POSTS_INCOMPATIBLE: 'post',
  EXTERNAL_NEEDS_CASE_BOUND: 'post',
  TWO_MAIN_POSTS: 'holding',
  NO_MAIN_POST: 'holding',
  POST_TWICE: 'from',
  USERNAME_TAKEN: 'username',
  USER_DISABLED: 'username',
}

/** @returns null for an error that is not the row's */
export function problemOf(kind: TransferKind, { line, cells }: TableRow, error: unknown): RowProblem | null {
  const isRefusal = error instanceof RowRefusal
  if (!isRefusal && !(error instanceof TenantsError)) return null
  const field = isRefusal ? error.key : ((error.details?.field as string | undefined) ?? KEY_OF_CODE[error.code] ?? '')
  const key = kind === 'organs' && field === 'organId' ? 'parentId' : field
  const column = COLUMNS[kind].find((one) => one.key === key)
  return { line, column: column?.label ?? '整行', value: cells[key] ?? '', message: error.message }
}

/** What can be said of a row without the database. */
export function formProblems(kind: TransferKind, { line, cells }: TableRow): RowProblem[] {
  return COLUMNS[kind].flatMap(({ key, label, required }): RowProblem[] => {
    const value = cells[key]!
    const problem = (message: string) => [{ line, column: label, value: value.slice(0, 50), message }]
    if (value === FORMULA) return problem('单元格是公式,请改为填写内容本身。')
    if (isTooLong(value)) return problem('内容过长,请核对是否填错了列。')
    return required && value === '' ? problem(`“${label}”不能为空,请填写。`) : []
  })
}

/** An integer of a cell that may be empty. @throws RowRefusal */
export function integerOf(key: string, cell: string): number | undefined {
  if (cell === '') return undefined
  if (!/^-?\d{1,9}$/.test(cell)) throw new RowRefusal(key, '请填写整数,或留空。')
  return Number(cell)
}

/** A key by its label or itself. @throws RowRefusal */
export function choiceOf<T extends string>(key: string, cell: string, labels: Record<T, string>): T {
  const found = (Object.entries(labels) as [T, string][]).find(([name, label]) => label === cell || name === cell)
  if (!found) throw new RowRefusal(key, `没有“${cell}”这一项,可填:${Object.values(labels).join('、')}。`)
  return found[0]
}

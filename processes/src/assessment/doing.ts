import type { Knex } from 'knex'
import { caseEvents, type Tx } from '@lianban/storage'
import type { EffectInput } from '../cases/effects/effect.ts'
import { CaseError, formInvalid, type PlacedProblem } from '../cases/errors.ts'
import type { StepRecord } from '../cases/get-case.ts'
import { organOfTask } from '../cases/task-organ.ts'
import type { LedgerEntry, LedgerOpening, LedgerOutcome, OpeningInput } from '../ledgers/ledger.ts'
import { decimalText, thousandths } from './decimal.ts'

export type Db = Knex

/** Refuses what is handed in at one field. @throws CaseError FORM_INVALID */
export function refuse(path: string, message: string, code = 'ASSESSMENT_NOT_POSSIBLE'): never {
  throw formInvalid([{ path, code, message }])
}

/** A number of a form as decimal text. @throws CaseError FORM_INVALID */
export function decimalAt(value: unknown, path: string): string {
  try {
    return decimalText(Number(value))
  } catch {
    return refuse(path, '应当是整数部分不超过十五位的数')
  }
}

/** Points of a form in thousandths; none are 0. @throws CaseError FORM_INVALID */
export function pointsAt(value: unknown, path: string): number {
  try {
    return thousandths(Number(value ?? 0))
  } catch {
    return refuse(path, '分值应当是最多三位小数的数')
  }
}

/** What is handed in is looked at before, and again by whoever writes. @param look throws what `refuse` throws */
export const opening = <T>(
  look: (db: Db, input: OpeningInput) => Promise<T>,
  write: (tx: Tx, input: Parameters<LedgerOpening['apply']>[1], found: T) => Promise<LedgerOutcome>,
): LedgerOpening => ({
  check: (input) => problemsOf(look(input.context.database, input)),
  apply: async (tx, input) => write(tx, input, await look(tx, input)),
})

/** The same for a step's action. */
export const entry = <T>(
  look: (db: Db, input: EffectInput) => Promise<T>,
  write: (tx: Tx, input: EffectInput, found: T) => Promise<LedgerOutcome>,
): LedgerEntry => ({
  check: async (input) => void (await look(input.context.database, input)),
  apply: async (tx, input) => write(tx, input, await look(tx, input)),
})

async function problemsOf(looking: Promise<unknown>): Promise<PlacedProblem[]> {
  try {
    await looking
    return []
  } catch (error) {
    if (error instanceof CaseError && error.code === 'FORM_INVALID') return (error.details as { problems: PlacedProblem[] }).problems
    throw error
  }
}

/** The organ for which a step is done: the one whose post has it. */
export const organDoing = ({ loaded }: EffectInput): string => organOfTask(loaded.task.candidate_groups, loaded.row.organ_id)

/** The organ for which a case was opened. */
export function openerOf({ row, parties }: Pick<EffectInput['loaded'], 'row' | 'parties'>): string {
  const [organ] = parties.opener ?? []
  if (organ === undefined) throw new Error(`case ${row.id} was opened for no organ`)
  return organ
}

/** Who does it, as rows name him. */
export const by = ({ caller, at }: Pick<EffectInput, 'caller' | 'at'>) => ({ at, by_user: caller.userId, by_name: caller.name })

/** The form that a step of the case was done with last. */
export async function recordOf(db: Db, { row }: EffectInput['loaded'], elementId: string): Promise<Record<string, unknown>> {
  const events = await caseEvents(db).forCase(row.tenant_id, row.id)
  const done = events.filter((event) => event.type === 'task-completed' && event.element_id === elementId).at(-1)
  return (done?.data as StepRecord | undefined)?.form?.values ?? {}
}

/** Rows of a table of a form. */
export const rowsOf = (form: Record<string, unknown>, field: string): Record<string, unknown>[] =>
  (form[field] as Record<string, unknown>[] | undefined) ?? []

export const textOf = (value: unknown): string => (typeof value === 'string' ? value.trim() : '')
export const textsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : []

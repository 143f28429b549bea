import type { JsonValue } from '@lianban/engine'
import type { CaseRow, Tx } from '@lianban/storage'
import type { ActionManifest, DocumentKind, MatterManifest } from '../../manifest.ts'
import { dayOf } from '../../clock/index.ts'
import { allocateNumber, NumberingError } from '../../numbering/index.ts'
import type { CaseContext } from '../context.ts'
import { issuerOf } from '../first-review.ts'
import type { Caller } from '../ports.ts'
import type { LoadedTask } from '../resources.ts'

/** What an action does to its case besides setting variables. */
export interface EffectInput {
  context: CaseContext
  caller: Caller
  loaded: LoadedTask
  action: ActionManifest
  opinion: string | null
  /** Checked values of the action's own fields. */
  fields: Record<string, unknown>
  /** Checked values of the step's form. */
  form: Record<string, unknown>
  /** Epoch milliseconds. */
  at: number
}

export interface EffectOutcome {
  /** Process variables, for gateways and documents. */
  variables: Record<string, JsonValue>
  /** Changes of the case file. */
  patch: Partial<CaseRow>
  /** What supervision is to know of it besides the task that was completed. */
  entries?: EffectEntry[]
}

export interface EffectEntry {
  action: string
  payload: JsonValue
}

/** The case of a task, for what is offered. */
export interface OfferInput {
  context: CaseContext
  loaded: LoadedTask
  at: number
}

/** One verb of the law, one file. Numbers are allocated on `tx`: they follow the decision or are not given out at all. */
export interface CaseEffect {
  /** Whether it is a choice in this case at all; what is not offered is refused by `check`. */
  isOffered?(input: OfferInput): boolean | Promise<boolean>
  /** Whether the action's own fields are to be filled in here. */
  asksFields?(input: OfferInput): Promise<boolean>
  /** Refuses before anything is begun. @throws CaseError */
  check?(input: EffectInput): void | Promise<void>
  /** It stops, starts or lengthens the clock of the case: what is open is due at another time, in the same transaction. */
  movesClock?: true
  apply(tx: Tx, input: EffectInput): Promise<EffectOutcome>
}

interface Numbered {
  loaded: Pick<LoadedTask, 'matter'> & { row: Pick<CaseRow, 'tenant_id' | 'organ_id' | 'id'> & Partial<Pick<CaseRow, 'form' | 'clock'>> }
  at: number
}

/**
 * The next document number 文号 of the organ whose paper it is, of this kind and year.
 * @throws NumberingError NUMBER_SCHEME_INVALID if the matter has no document type for this kind
 */
export async function nextNumber(tx: Tx, { loaded, at }: Numbered, kind: DocumentKind): Promise<string> {
  const { matter, numbering } = loaded.matter
  const { types, numbering: scheme = 'document' } = matter.documentNumbers
  const type = types[kind]
  if (type === undefined) throw new NumberingError('NUMBER_SCHEME_INVALID', `事项“${matter.name}”没有设置“${kind}”的文种代字`)
  const { tenant_id: tenantId, id: caseId } = loaded.row
  const { organId, organCode } = issuerOf(matter, loaded.row)
  const facts = { day: dayOf(at), organCode, type, matterNo: matter.matterNo }
  const of = { tenantId, organId, runOrganId: organId === loaded.row.organ_id ? matter.organ : organId, caseId }
  return (await allocateNumber(tx, { ...of, kind: 'document', scheme, schemes: numbering, facts, at })).number
}

/** What every adverse paper says can be done against it. */
export function remediesVariable({ remedies }: MatterManifest) {
  const { reconsiderationDays, reconsiderationTo, litigationMonths, litigationTo } = remedies
  return { reconsiderationDays, reconsiderationTo, litigationMonths, litigationTo } satisfies JsonValue
}

/** The laws of the matter in one phrase: `《食品安全法》第三十五条、《…》`. */
export const basisText = ({ basis }: MatterManifest): string =>
  basis.map(({ law, article }) => `《${law}》${article === '全文' ? '' : article}`).join('、')

import {
  caseCommitments,
  caseEvents,
  inTransaction,
  isUniqueViolation,
  type CaseCommitmentRow,
  type CaseRow,
  type Tx,
} from '@lianban/storage'
import type { MatterManifest } from '../../manifest.ts'
import type { CommitmentManifest } from '../../matters/record.ts'
import { caseLine, lineActor } from '../case-lines.ts'
import { checkedReason } from '../checked-reason.ts'
import type { CaseContext } from '../context.ts'
import { checkNotOwed, checkNotYours, commitmentSigned, notFound } from '../errors.ts'
import type { Caller } from '../ports.ts'
import { loadCase, type LoadedCase } from '../resources.ts'
import { dutyDueAt } from './due.ts'
import { dutyEntry, dutyPorts, type DutyPorts } from './duty-ports.ts'
import { promisedRecord } from './promised.ts'

const MAX_FINDING_CHARS = 2000

export interface Signing {
  row: Pick<CaseRow, 'tenant_id' | 'id' | 'organ_id'>
  matter: MatterManifest
  commitment: CommitmentManifest
  /** Keys of the materials that the promise stands for. */
  materials: readonly string[]
  channel: CaseCommitmentRow['channel']
  signedName: string
  by: Caller
  at: number
}

/** The applicant promises. In the transaction that hands the case in, or accepts it. @throws CaseError COMMITMENT_SIGNED */
export async function signCommitment(tx: Tx, ports: DutyPorts, signing: Signing): Promise<CaseCommitmentRow> {
  const { row, matter, commitment, channel, by, at } = signing
  const promised = promisedRecord(matter, commitment, signing.materials)
  const signed: CaseCommitmentRow = {
    tenant_id: row.tenant_id,
    case_id: row.id,
    // Who took over an organ's duties acts for it by its id; the case has its organ already.
    organ_id: commitment.check.organ === matter.organ ? row.organ_id : commitment.check.organ,
    promised,
    paper_no: null,
    signed_at: at,
    signed_by: by.userId,
    signed_name: signing.signedName,
    channel,
    status: 'signed',
    opened_at: null,
    due_at: null,
    overdue_at: null,
    checked_at: null,
    checked_by: null,
    checked_name: null,
    finding: null,
  }
  try {
    await caseCommitments(tx).insert(signed)
  } catch (error) {
    throw isUniqueViolation(error) ? commitmentSigned() : error
  }
  await caseEvents(tx).insert([
    caseLine({
      tenant_id: row.tenant_id,
      case_id: row.id,
      at,
      type: 'commitment-signed',
      step_name: '告知承诺',
      action: 'sign-commitment',
      action_text: channel === 'web' ? '签署告知承诺书' : `${signing.signedName}当面签署告知承诺书`,
      ...lineActor(by),
    }),
  ])
  await ports.supervision.record(tx, row.tenant_id, [
    dutyEntry(by, row, 'commitment.signed', { ...promised, channel, signedName: signing.signedName }),
  ])
  return signed
}

/** A licence was granted on a promise: its check is owed from now on. In the transaction of the decision. */
export async function openCheck(tx: Tx, ports: DutyPorts, { row, matter }: Pick<LoadedCase, 'row' | 'matter'>, at: number): Promise<void> {
  const commitment = await caseCommitments(tx).ofCase(row.tenant_id, row.id)
  const { check } = matter.matter.commitment ?? {}
  if (!commitment || !check) return
  const dueAt = dutyDueAt(check.within, at, ports.calendarOf(row.tenant_id))
  if (!(await caseCommitments(tx).open(commitment, at, dueAt))) return
  const payload = { organ: commitment.organ_id, dueAt, basis: check.basis }
  await ports.supervision.record(tx, row.tenant_id, [dutyEntry(null, row, 'check.opened', payload)])
}

/** No licence came of the case: there is nothing to check. */
export async function voidCommitment(tx: Tx, row: Pick<CaseRow, 'tenant_id' | 'id'>): Promise<void> {
  await caseCommitments(tx).voidSigned({ tenant_id: row.tenant_id, case_id: row.id })
}

export interface CheckResult {
  /** Whether what was promised is true. */
  kept: boolean
  /** What was found, how and where. */
  finding: string
}

/**
 * The organ records what its check of a promise found 承诺核查. A false promise is a mark on the case, an entry and a card:
 * it opens the way to revoking the licence (行政许可法 article 69).
 * @throws CaseError NOT_FOUND, REASON_REQUIRED, CHECK_NOT_OWED, CHECK_NOT_YOURS; NOT_FOUND for one without the right
 */
export async function recordCheck(context: CaseContext, caller: Caller, caseId: string, result: CheckResult): Promise<void> {
  const { tenantId } = caller
  const loaded = await loadCase(context, tenantId, caseId, caller)
  const commitment = await caseCommitments(context.database).ofCase(tenantId, caseId)
  const organId = commitment?.organ_id ?? loaded.row.organ_id
  await context.tenants.authorization.assert(caller, 'record', { type: 'check-duty', id: caseId, organId }, { hide: true })
  if (!commitment) throw notFound('承诺核查')
  if (hasDecided(caller, loaded)) throw checkNotYours()
  const finding = checkedReason(result.finding, '核查情况', MAX_FINDING_CHARS)
  const at = context.clock()
  const { row } = loaded
  await inTransaction(context.database, async (tx) => {
    const { userId, name } = caller
    if (!(await caseCommitments(tx).check(commitment, { kept: result.kept, at, by: userId, name, finding }))) throw checkNotOwed()
    await caseEvents(tx).insert([
      caseLine({
        tenant_id: tenantId,
        case_id: caseId,
        at,
        type: 'commitment-checked',
        step_name: '承诺核查',
        action: 'record-check',
        action_text: result.kept ? '核查属实' : '核查不实,可以依法撤销许可',
        opinion: finding,
        started_at: commitment.opened_at,
        ...lineActor(caller),
      }),
    ])
    const payload = { kept: result.kept, finding, late: commitment.due_at !== null && at > commitment.due_at, dueAt: commitment.due_at }
    await dutyPorts(context).supervision.record(tx, tenantId, [
      dutyEntry(caller, { ...row, organ_id: commitment.organ_id }, 'check.completed', payload),
    ])
  })
}

/** 审管分离: whoever granted the licence does not check what he granted it on. */
export function hasDecided(caller: Caller, { matter, participants }: Pick<LoadedCase, 'matter' | 'participants'>): boolean {
  const deciding = Object.entries(matter.matter.tasks).filter(([, { actions }]) => actions.some(({ effect }) => effect === 'grant'))
  return deciding.some(([element]) => participants[element]?.includes(caller.userId))
}

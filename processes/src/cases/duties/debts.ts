import { caseDebts, caseEvents, inTransaction, newId, type CaseDebtRow, type CaseRow, type Tx } from '@lianban/storage'
import type { MaterialManifest } from '../../manifest.ts'
import { caseLine, lineActor } from '../case-lines.ts'
import { checkedReason } from '../checked-reason.ts'
import type { CaseContext } from '../context.ts'
import { debtNotOwed } from '../errors.ts'
import { refuseProblems } from '../forms.ts'
import { once } from '../idempotency.ts'
import { logEntry, SYSTEM_ACTOR } from '../log-entries.ts'
import { byHimself } from '../filing.ts'
import { handIn, materialProblems, type HandedIn } from '../materials.ts'
import type { Caller } from '../ports.ts'
import { caseResource, readableCase, type LoadedCase } from '../resources.ts'
import { dutyEntry, type DutyPorts } from './duty-ports.ts'
import { missingOf } from './missing.ts'
import { isOwed, newDebts, refuseOwed, termsOf, waivedSaid } from './new-debts.ts'

type LoadedPart = { row: Omit<LoadedCase['row'], 'lamp'>; matter: LoadedCase['matter'] }

/** Rounds of a case's materials: with the application, with the supplement, and what was owed. */
const DEBT_ROUND = 2

export interface NewDebts {
  row: Pick<CaseRow, 'tenant_id' | 'id' | 'organ_id'>
  materials: readonly MaterialManifest[]
  paperNo: string | null
  /** Null: silence accepted the case. */
  by: Caller | null
  at: number
}

/** The case was accepted without these materials: each is owed until its day. In the transaction of the acceptance. */
export async function incurDebts(tx: Tx, ports: DutyPorts, { row, materials, paperNo, by, at }: NewDebts): Promise<CaseDebtRow[]> {
  const debts = newDebts({ row, materials, paperNo, at, calendar: ports.calendarOf(row.tenant_id), newId })
  await caseDebts(tx).insert(debts)
  const entries = debts.map((debt, index) =>
    dutyEntry(by, row, 'debt.opened', { ...debtPayload(debt), basis: termsOf(materials[index]!).basis }),
  )
  if (entries.length > 0) await ports.supervision.record(tx, row.tenant_id, entries)
  return debts
}

/** A debt as the log tells it. */
export const debtPayload = ({ id, material_key, material_name, due_at, paper_no }: CaseDebtRow) => ({
  debt: id,
  material: material_key,
  name: material_name,
  dueAt: due_at,
  paperNo: paper_no,
})

/** Accepted by silence with materials missing: they are owed as if the organ had said so. */
export async function incurBySilence(tx: Tx, ports: DutyPorts, loaded: LoadedPart, at: number): Promise<void> {
  const { missing } = await missingOf(tx, loaded, at)
  await incurDebts(tx, ports, { row: loaded.row, materials: missing, paperNo: null, by: null, at })
}

/** A licence is not granted while something is owed or missing. @throws CaseError DEBTS_OWED */
export async function refuseWhileOwed(context: CaseContext, loaded: LoadedCase): Promise<void> {
  const debts = await caseDebts(context.database).ofCase(loaded.row.tenant_id, loaded.row.id)
  refuseOwed(debts, (await missingOf(context.database, loaded, context.clock())).missing)
}

export interface Settlement extends HandedIn {
  idempotencyKey: string
}

/**
 * The applicant hands in a material that his case was accepted without. Of two at once, one does.
 * @throws CaseError NOT_FOUND, DEBT_NOT_OWED, FORM_INVALID, IDEMPOTENCY_KEY_REUSED; NOT_AUTHORIZED
 */
export async function settleDebt(
  context: CaseContext,
  caller: Caller,
  caseId: string,
  materialKey: string,
  settlement: Settlement,
): Promise<void> {
  const { idempotencyKey, ...body } = settlement
  const loaded = await readableCase(context, caller, caseId)
  await context.tenants.authorization.assert(caller, 'supplement', caseResource(loaded))
  await once(context, { caller, key: idempotencyKey, operation: `case.settle ${caseId} ${materialKey}`, body }, async (remember) => {
    const debt = await owedDebt(context, loaded, materialKey)
    const given: HandedIn = { ...body, materials: { [materialKey]: body.materials[materialKey] ?? [] } }
    if ((given.materials[materialKey]?.length ?? 0) + (given.reuse?.[materialKey]?.length ?? 0) === 0)
      refuseProblems([{ path: `materials.${materialKey}`, code: 'MATERIAL_MISSING', message: `请上传“${debt.material_name}”` }])
    refuseProblems(await materialProblems(context, byHimself(caller), loaded.matter.matter, given, null))
    await inTransaction(context.database, async (tx) => {
      await settleIn(tx, context, caller, { loaded, debt, given })
      await remember(tx, true)
    })
    return true
  })
}

async function settleIn(
  tx: Tx,
  context: CaseContext,
  caller: Caller,
  { loaded, debt, given }: { loaded: LoadedCase; debt: CaseDebtRow; given: HandedIn },
): Promise<void> {
  const at = context.clock()
  const { row } = loaded
  if (!(await caseDebts(tx).close(debt, { status: 'settled', at, by: caller.userId, name: caller.name, reason: null }))) throw debtNotOwed()
  const { materials } = await handIn(tx, context, byHimself(caller), { row, matter: loaded.matter.matter, round: DEBT_ROUND, given, at })
  await caseEvents(tx).insert([
    caseLine({
      tenant_id: row.tenant_id,
      case_id: row.id,
      at,
      type: 'debt-settled',
      step_name: '容缺补交',
      action: 'settle-debt',
      action_text: `补交${debt.material_name}`,
      started_at: debt.opened_at,
      ...lineActor(caller),
    }),
  ])
  const payload = { ...debtPayload(debt), files: materials[debt.material_key] ?? [], late: at > debt.due_at }
  await context.tenants.supervision.record(tx, row.tenant_id, [
    logEntry(caller, 'debt.settled', { caseId: row.id, organId: row.organ_id, payload }),
  ])
}

async function owedDebt(context: CaseContext, { row }: LoadedCase, materialKey: string): Promise<CaseDebtRow> {
  const debt = (await caseDebts(context.database).ofCase(row.tenant_id, row.id)).find(
    (one) => one.material_key === materialKey && isOwed(one),
  )
  if (!debt) throw debtNotOwed()
  return debt
}

/**
 * The unit's leader lets a case go on without a material that is owed. He answers for it: his reason is on the time line.
 * @throws CaseError NOT_FOUND, REASON_REQUIRED, DEBT_NOT_OWED; NOT_AUTHORIZED
 */
export async function waiveDebt(
  context: CaseContext,
  caller: Caller,
  caseId: string,
  materialKey: string,
  request: { reason: string },
): Promise<void> {
  const loaded = await readableCase(context, caller, caseId)
  const { row } = loaded
  await context.tenants.authorization.assert(caller, 'waive', { type: 'case-debt', id: caseId, organId: row.organ_id })
  const reason = checkedReason(request.reason)
  const debt = await owedDebt(context, loaded, materialKey)
  const at = context.clock()
  await inTransaction(context.database, async (tx) => {
    if (!(await caseDebts(tx).close(debt, { status: 'waived', at, by: caller.userId, name: caller.name, reason }))) throw debtNotOwed()
    await caseEvents(tx).insert([
      caseLine({
        tenant_id: row.tenant_id,
        case_id: row.id,
        at,
        ...waivedSaid(debt, reason),
        ...lineActor(caller),
      }),
    ])
    await context.tenants.supervision.record(tx, row.tenant_id, [
      logEntry(caller, 'debt.waived', { caseId: row.id, organId: row.organ_id, payload: { ...debtPayload(debt), reason } }),
    ])
  })
}

/** Nothing came of the case: nothing is owed for it any more. */
export async function lapseDebts(tx: Tx, ports: DutyPorts, row: Pick<CaseRow, 'tenant_id' | 'id' | 'organ_id'>, at: number): Promise<void> {
  const owed = (await caseDebts(tx).ofCase(row.tenant_id, row.id)).filter(isOwed)
  for (const debt of owed) {
    if (await caseDebts(tx).close(debt, { status: 'lapsed', at, by: null, name: SYSTEM_ACTOR.name, reason: null }))
      await ports.supervision.record(tx, row.tenant_id, [dutyEntry(null, row, 'debt.lapsed', debtPayload(debt))])
  }
}

import { caseEvents, cases, inTransaction, issuedNumbers, type NumberKind } from '@lianban/storage'
import { checkedReason } from '@lianban/tenants'
import { caseLine, lineActor } from '../cases/case-lines.ts'
import { logEntry } from '../cases/log-entries.ts'
import type { Caller } from '../cases/ports.ts'
import { NumberingError } from '../numbering/index.ts'
import type { RegisterEntry, RegistersOptions } from './register-views.ts'

/**
 * 作废: the number stays in the register and is never given out again.
 * @throws NOT_AUTHORIZED, REASON_MISSING, NumberingError NUMBER_NOT_FOUND, NUMBER_ALREADY_VOID, NUMBER_IN_USE for the number of a case
 *   that is still open, and for that of an archive
 */
export async function voidNumber(
  { database, tenants, clock }: RegistersOptions,
  caller: Caller,
  { kind, number, reason }: { kind: NumberKind; number: string; reason: string },
): Promise<RegisterEntry['void']> {
  const { tenantId } = caller
  const row = await issuedNumbers(database).get(tenantId, kind, number)
  await tenants.authorization.assert(caller, 'void', { type: 'register', organId: row?.organ_id ?? null })
  if (!row) throw new NumberingError('NUMBER_NOT_FOUND', `登记簿中没有编号“${number}”`)
  if (kind === 'archive') throw new NumberingError('NUMBER_IN_USE', `档号“${number}”随档案保留，不能作废`)
  const because = checkedReason(reason)
  const at = clock()
  return inTransaction(database, async (tx) => {
    const file = await cases(tx).get(tenantId, row.case_id, at)
    if (kind === 'case' && file && file.closed_at === null)
      throw new NumberingError('NUMBER_IN_USE', `办件“${number}”尚未办结，编号不能作废。请先办结或者终止该办件`)
    const by = { voided_at: at, voided_by: caller.userId, voided_by_name: caller.name, void_reason: because }
    if (!(await issuedNumbers(tx).markVoid(row, by)))
      throw new NumberingError('NUMBER_ALREADY_VOID', `编号“${number}”已经作废，不能再次作废`)
    await caseEvents(tx).insert([
      caseLine({
        ...{ tenant_id: tenantId, case_id: row.case_id, at, type: 'number-voided', step_name: '编号' },
        ...{ action_text: `作废编号 ${number}`, opinion: because },
        ...lineActor(caller),
      }),
    ])
    const payload = { kind, number, reason: because, type: row.type, sequence: row.sequence }
    await tenants.supervision.record(tx, tenantId, [
      logEntry(caller, 'number.voided', { caseId: row.case_id, organId: row.organ_id, payload }),
    ])
    return { at, byName: caller.name, reason: because }
  })
}

import { caseEvents, cases, type CaseSuspensionRow, type Tx } from '@lianban/storage'
import { SUSPENSION_KINDS, type SuspensionKind } from '../clock/index.ts'
import { caseLine, lineActor } from './case-lines.ts'
import { checkedReason } from './checked-reason.ts'
import type { CaseContext } from './context.ts'
import { openSuspensionOf, resumeClock, type ClockMove } from './effects/stop-clock.ts'
import { refuseSuspensionEnd, suspensionNotOpen } from './effects/outcomes/requests.ts'
import { once } from './idempotency.ts'
import { logEntry } from './log-entries.ts'
import type { Caller } from './ports.ts'
import { caseResource, readableCase, type LoadedCase } from './resources.ts'

export interface SuspensionEnd {
  /** What came out of the procedure. */
  result: string
  idempotencyKey: string
}

/**
 * A special procedure is over 特别程序结束: the clock goes on from the next day, and the case goes back to the examination.
 * @throws CaseError REASON_REQUIRED, SUSPENSION_NOT_OPEN, IDEMPOTENCY_KEY_REUSED; NOT_FOUND, NOT_AUTHORIZED
 */
export async function endSuspension(context: CaseContext, caller: Caller, caseId: string, request: SuspensionEnd): Promise<void> {
  const { idempotencyKey, ...body } = request
  const loaded = await readableCase(context, caller, caseId)
  await context.tenants.authorization.assert(caller, 'end-suspension', caseResource(loaded))
  const result = checkedReason(request.result, '特别程序的结果')
  await once(context, { caller, key: idempotencyKey, operation: `case.end-suspension ${caseId}`, body }, async (remember) => {
    const open = await openSuspensionOf(context.database, loaded)
    refuseSuspensionEnd(loaded, open !== undefined)
    await end(context, caller, loaded, { open: open!, result, remember: (tx) => remember(tx, true) })
    return true
  })
}

interface Ending {
  open: CaseSuspensionRow
  result: string
  remember: (tx: Tx) => Promise<void>
}

async function end(context: CaseContext, caller: Caller, loaded: LoadedCase, { open, result, remember }: Ending): Promise<void> {
  const { row, matter } = loaded
  const { tenantId } = caller
  const at = context.clock()
  let move: ClockMove | undefined
  try {
    await context.engine.correlate({
      tenantId,
      messageName: matter.matter.messages.suspensionEnded!,
      instanceId: row.instance_id,
      actor: { userId: caller.userId },
      recalculateTimers: true,
      prepare: async (tx) => {
        move = await resumeClock(tx, { context, caller, loaded, at }, result)
        return move.variables
      },
      within: async (tx) => {
        const { patch, entries } = move!
        await cases(tx).update(tenantId, row.id, patch)
        await caseEvents(tx).insert([
          caseLine({
            tenant_id: tenantId,
            case_id: row.id,
            at,
            type: 'suspension-ended',
            step_name: '特别程序',
            action: 'end-suspension',
            action_text: `${SUSPENSION_KINDS[open.kind as SuspensionKind]}结束,恢复计时`,
            opinion: result,
            started_at: open.decided_at,
            ...lineActor(caller),
          }),
        ])
        const about = { caseId: row.id, organId: row.organ_id }
        await context.tenants.supervision.record(
          tx,
          tenantId,
          entries.map(({ action, payload }) => logEntry(caller, action, { ...about, payload })),
        )
        await remember(tx)
      },
    })
  } catch (error) {
    throw (error as { code?: string }).code === 'MESSAGE_NOT_CORRELATED' ? suspensionNotOpen() : error
  }
}

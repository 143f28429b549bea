import type { JsonValue } from '@lianban/engine'
import { caseClocks, caseEvents, cases, type CaseSuspensionRow } from '@lianban/storage'
import { caseClockOf, dayOf, SUSPENSION_KINDS, type CaseClock, type SuspensionKind } from '../clock/index.ts'
import { caseLine, lineActor } from './case-lines.ts'
import { checkedReason } from './checked-reason.ts'
import type { CaseContext } from './context.ts'
import { CaseError } from './errors.ts'
import { once } from './idempotency.ts'
import { logEntry } from './log-entries.ts'
import { freshClock, movedClock } from './move-clock.ts'
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
    const { row } = loaded
    const open = (await caseClocks(context.database).suspensions(row.tenant_id, row.id)).find(({ state }) => state === 'open')
    if (!open || !loaded.matter.matter.messages.suspensionEnded) throw notOpen()
    await end(context, caller, loaded, { open, result, remember: (tx) => remember(tx, true) })
    return true
  })
}

const notOpen = (): CaseError =>
  new CaseError('SUSPENSION_NOT_OPEN', '本办件没有正在进行的特别程序,或者告知书还没有出具。请刷新页面查看办理进度')

interface Ending {
  open: CaseSuspensionRow
  result: string
  remember: (tx: Parameters<typeof caseClocks>[0]) => Promise<void>
}

async function end(context: CaseContext, caller: Caller, { row, matter }: LoadedCase, { open, result, remember }: Ending): Promise<void> {
  const { tenantId } = caller
  const at = context.clock()
  const kind = open.kind as SuspensionKind
  let clock: CaseClock = caseClockOf(row.clock)
  try {
    await context.engine.correlate({
      tenantId,
      messageName: matter.matter.messages.suspensionEnded!,
      instanceId: row.instance_id,
      actor: { userId: caller.userId },
      recalculateTimers: true,
      prepare: async (tx) => {
        const { stops, extension } = caseClockOf((await freshClock(tx, row, at)).clock)
        clock = { extension, stops: stops.map((stop) => ({ ...stop, to: stop.to ?? at })) }
        return { clock: clock as unknown as JsonValue }
      },
      within: async (tx) => {
        await cases(tx).update(tenantId, row.id, {
          ...movedClock(row, matter, clock, context.calendarOf(tenantId)),
          suspended_at: null,
        })
        const ended = { state: 'closed', ended_by: caller.userId, ended_by_name: caller.name, ended_at: at, result } as const
        await caseClocks(tx).updateSuspension(tenantId, open.id, ended)
        await caseEvents(tx).insert([
          caseLine({
            tenant_id: tenantId,
            case_id: row.id,
            at,
            type: 'suspension-ended',
            step_name: '特别程序',
            action: 'end-suspension',
            action_text: `${SUSPENSION_KINDS[kind]}结束,恢复计时`,
            opinion: result,
            started_at: open.decided_at,
            ...lineActor(caller),
          }),
        ])
        const about = { caseId: row.id, organId: row.organ_id }
        await context.tenants.supervision.record(tx, tenantId, [
          logEntry(caller, 'clock.resumed', { ...about, payload: { kind, suspension: open.id, overran: open.planned_end < dayOf(at) } }),
          logEntry(caller, 'special-procedure.closed', { ...about, payload: { kind: SUSPENSION_KINDS[kind], result } }),
        ])
        await remember(tx)
      },
    })
  } catch (error) {
    throw (error as { code?: string }).code === 'MESSAGE_NOT_CORRELATED' ? notOpen() : error
  }
}

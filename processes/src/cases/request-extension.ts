import { caseClocks, caseEvents, newId, type CaseExtensionRow } from '@lianban/storage'
import { caseLine, lineActor } from './case-lines.ts'
import { checkedReason } from './checked-reason.ts'
import type { CaseContext } from './context.ts'
import { UNDECIDED } from './effects/outcomes/clock.ts'
import { extensionNotPossible, extensionRefusal, extensionRequested } from './effects/outcomes/requests.ts'
import type { CaseError } from './errors.ts'
import { refuseExtension } from './extension-rules.ts'
import { once } from './idempotency.ts'
import { logEntry } from './log-entries.ts'
import type { Caller } from './ports.ts'
import { caseResource, readableCase, type LoadedCase } from './resources.ts'

export interface ExtensionRequest {
  /** As the applicant will be told them. */
  reasons: string
  idempotencyKey: string
}

/**
 * Asks the head of the organ for more time 申请延期: once, before the limit has passed, from wherever the examination
 * stands. What is refused by the rules is on record. Source: 行政许可法 article 42.
 * @throws CaseError REASON_REQUIRED, EXTENSION_NOT_POSSIBLE, EXTENSION_ONCE, EXTENSION_TOO_LATE, IDEMPOTENCY_KEY_REUSED; NOT_FOUND, NOT_AUTHORIZED
 */
export async function requestExtension(context: CaseContext, caller: Caller, caseId: string, request: ExtensionRequest): Promise<void> {
  const { idempotencyKey, ...body } = request
  const loaded = await readableCase(context, caller, caseId)
  await context.tenants.authorization.assert(caller, 'request-extension', caseResource(loaded))
  const reasons = checkedReason(request.reasons)
  await once(context, { caller, key: idempotencyKey, operation: `case.request-extension ${caseId}`, body }, async (remember) => {
    const refusal = await refusalOf(context, loaded)
    if (refusal) throw await refuseExtension(context, caller, loaded, refusal)
    await ask(context, caller, loaded, reasons, (tx) => remember(tx, true))
    return true
  })
}

/** What stands in the way, or null. */
async function refusalOf(context: CaseContext, { row, matter }: LoadedCase): Promise<CaseError | null> {
  const earlier = await caseClocks(context.database).extensions(row.tenant_id, row.id)
  return extensionRefusal({ row, matter, calendar: context.calendarOf(row.tenant_id), at: context.clock() }, earlier)
}

async function ask(
  context: CaseContext,
  caller: Caller,
  { row, matter }: LoadedCase,
  reasons: string,
  remember: (tx: Parameters<typeof caseClocks>[0]) => Promise<void>,
): Promise<void> {
  const { tenantId } = caller
  const at = context.clock()
  const { amount, unit, words, variables } = extensionRequested({ matter }, reasons, caller.name)
  const request: CaseExtensionRow = {
    tenant_id: tenantId,
    id: newId(),
    case_id: row.id,
    state: 'requested',
    reasons,
    amount,
    unit,
    requested_by: caller.userId,
    requested_by_name: caller.name,
    requested_at: at,
    ...UNDECIDED,
  }
  try {
    await context.engine.correlate({
      tenantId,
      messageName: matter.matter.messages.extension!,
      instanceId: row.instance_id,
      actor: { userId: caller.userId },
      variables,
      within: async (tx) => {
        await caseClocks(tx).addExtension(request)
        await caseEvents(tx).insert([
          caseLine({
            tenant_id: tenantId,
            case_id: row.id,
            at,
            type: 'extension-requested',
            step_name: '延期',
            action: 'request-extension',
            action_text: `申请延长${words}`,
            opinion: reasons,
            ...lineActor(caller),
          }),
        ])
        const payload = { extension: request.id, amount: request.amount, unit: request.unit, reasons }
        await context.tenants.supervision.record(tx, tenantId, [
          logEntry(caller, 'extension.requested', { caseId: row.id, organId: row.organ_id, payload }),
        ])
        await remember(tx)
      },
    })
  } catch (error) {
    // The decision was made between the look and the message, or the case runs on a model that knows no extension.
    throw (error as { code?: string }).code === 'MESSAGE_NOT_CORRELATED' ? extensionNotPossible() : error
  }
}

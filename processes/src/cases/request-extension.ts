import { caseClocks, caseEvents, newId, type CaseExtensionRow } from '@lianban/storage'
import { countOf, lengthWords } from '../clock/index.ts'
import { caseLine, lineActor } from './case-lines.ts'
import { checkedReason } from './checked-reason.ts'
import type { CaseContext } from './context.ts'
import { UNDECIDED } from './effects/request-suspension.ts'
import { CaseError } from './errors.ts'
import { lateFor, refuseExtension } from './extension-rules.ts'
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
async function refusalOf(context: CaseContext, loaded: LoadedCase): Promise<CaseError | null> {
  const { row, matter } = loaded
  const { limits, messages } = matter.matter
  if (!limits.extension || !messages.extension || row.accepted_at === null || row.decided_at !== null) return notPossible()
  const earlier = await caseClocks(context.database).extensions(row.tenant_id, row.id)
  if (earlier.some(({ state }) => state === 'granted'))
    return new CaseError('EXTENSION_ONCE', '本办件已经延长过一次,只能延长一次,不能再次申请;这次申请已记入监察日志')
  if (earlier.some(({ state }) => state === 'requested'))
    return new CaseError('EXTENSION_ONCE', '延期申请正在等待本单位负责人审批,不用重复申请')
  return lateFor(loaded, context.clock(), context.calendarOf(row.tenant_id))
}

const notPossible = (): CaseError =>
  new CaseError('EXTENSION_NOT_POSSIBLE', '本办件不能延期:只有已经受理、尚未作出决定,并且事项规定了延期的办件可以申请')

async function ask(
  context: CaseContext,
  caller: Caller,
  { row, matter }: LoadedCase,
  reasons: string,
  remember: (tx: Parameters<typeof caseClocks>[0]) => Promise<void>,
): Promise<void> {
  const { tenantId } = caller
  const at = context.clock()
  const length = matter.matter.limits.extension!
  const words = lengthWords(length)
  const request: CaseExtensionRow = {
    tenant_id: tenantId,
    id: newId(),
    case_id: row.id,
    state: 'requested',
    reasons,
    amount: countOf(length),
    unit: length.unit,
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
      variables: { extension: { reasons, length: words, requestedBy: caller.name, number: '' } },
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
    throw (error as { code?: string }).code === 'MESSAGE_NOT_CORRELATED' ? notPossible() : error
  }
}

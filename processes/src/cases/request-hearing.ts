import { caseEvents, cases, type Tx } from '@lianban/storage'
import { caseLine, lineActor } from './case-lines.ts'
import { checkedReason } from './checked-reason.ts'
import type { CaseContext } from './context.ts'
import { hearingNotExpected, hearingRequested, refuseHearingRequest } from './effects/outcomes/requests.ts'
import { once } from './idempotency.ts'
import { logEntry } from './log-entries.ts'
import type { Caller } from './ports.ts'
import { caseResource, readableCase, type LoadedCase } from './resources.ts'

export interface HearingRequest {
  /** What is to be heard. */
  reason: string
  /** Who asks, where the organ writes down for an interested person 利害关系人 what he asked for. */
  onBehalfOf?: string
  idempotencyKey: string
}

/**
 * 要求听证: by the applicant, or by the organ for an interested person who came to it; within five workdays of being told.
 * Source: 行政许可法 article 47.
 * @throws CaseError REASON_REQUIRED, HEARING_NOT_EXPECTED, IDEMPOTENCY_KEY_REUSED; NOT_FOUND, NOT_AUTHORIZED
 */
export async function requestHearing(context: CaseContext, caller: Caller, caseId: string, request: HearingRequest): Promise<void> {
  const { idempotencyKey, ...body } = request
  const loaded = await readableCase(context, caller, caseId)
  await context.tenants.authorization.assert(caller, 'request-hearing', caseResource(loaded))
  const reason = checkedReason(request.reason, '听证的事由')
  const isApplicant = loaded.row.applicant_id === caller.userId
  const askedFor = isApplicant ? loaded.row.applicant_name : checkedReason(request.onBehalfOf ?? '', '利害关系人的姓名或者名称')
  await once(context, { caller, key: idempotencyKey, operation: `case.request-hearing ${caseId}`, body }, async (remember) => {
    refuseHearingRequest(loaded)
    await ask(context, caller, loaded, { reason, askedFor, remember: (tx) => remember(tx, true) })
    return true
  })
}

async function ask(
  context: CaseContext,
  caller: Caller,
  { row, matter }: LoadedCase,
  { reason, askedFor, remember }: { reason: string; askedFor: string; remember: (tx: Tx) => Promise<void> },
): Promise<void> {
  const { tenantId } = caller
  const at = context.clock()
  const { variables, patch } = hearingRequested({ row, at }, { by: caller, askedFor, reason })
  try {
    await context.engine.correlate({
      tenantId,
      messageName: matter.matter.messages.hearing!,
      instanceId: row.instance_id,
      actor: { userId: caller.userId },
      variables,
      within: async (tx) => {
        await cases(tx).update(tenantId, row.id, patch)
        await caseEvents(tx).insert([
          caseLine({
            tenant_id: tenantId,
            case_id: row.id,
            at,
            type: 'hearing-requested',
            step_name: '听证',
            action: 'request-hearing',
            action_text: `${askedFor}要求听证`,
            opinion: reason,
            ...lineActor(caller),
          }),
        ])
        await context.tenants.supervision.record(tx, tenantId, [
          logEntry(caller, 'hearing.requested', { caseId: row.id, organId: row.organ_id, payload: { by: askedFor, reason } }),
        ])
        await remember(tx)
      },
    })
  } catch (error) {
    // The five days ended between the look and the message, or somebody else was quicker.
    throw (error as { code?: string }).code === 'MESSAGE_NOT_CORRELATED' ? hearingNotExpected() : error
  }
}

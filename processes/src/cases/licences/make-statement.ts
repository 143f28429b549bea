import { caseEvents, type Tx } from '@lianban/storage'
import { caseLine, lineActor } from '../case-lines.ts'
import type { CaseContext } from '../context.ts'
import { statementMade } from '../effects/outcomes/requests.ts'
import { formInvalid, statementNotExpected } from '../errors.ts'
import { once } from '../idempotency.ts'
import { logEntry } from '../log-entries.ts'
import type { Caller } from '../ports.ts'
import { caseResource, readableCase, type LoadedCase } from '../resources.ts'

export const MAX_STATEMENT_CHARS = 4000

export interface Statement {
  text: string
  idempotencyKey: string
}

/**
 * The holder defends himself 陈述申辩 before anything is decided about his licence; once, and the procedure goes on.
 * Source: 行政许可法 article 7.
 * @throws CaseError FORM_INVALID, STATEMENT_NOT_EXPECTED, IDEMPOTENCY_KEY_REUSED; NOT_FOUND, NOT_AUTHORIZED
 */
export async function makeStatement(context: CaseContext, caller: Caller, caseId: string, request: Statement): Promise<void> {
  const { idempotencyKey, ...body } = request
  const loaded = await readableCase(context, caller, caseId)
  await context.tenants.authorization.assert(caller, 'make-statement', caseResource(loaded))
  const text = request.text.trim()
  if (text === '' || text.length > MAX_STATEMENT_CHARS)
    throw formInvalid([{ path: 'text', code: 'REQUIRED', message: `请填写陈述、申辩意见,不超过${MAX_STATEMENT_CHARS}字` }])
  await once(context, { caller, key: idempotencyKey, operation: `case.statement ${caseId}`, body }, async (remember) => {
    await correlate(context, caller, { loaded, text, remember: (tx) => remember(tx, true) })
    return true
  })
}

async function correlate(
  context: CaseContext,
  caller: Caller,
  { loaded: { row, matter }, text, remember }: { loaded: LoadedCase; text: string; remember: (tx: Tx) => Promise<void> },
): Promise<void> {
  const { tenantId } = caller
  const at = context.clock()
  const messageName = matter.matter.messages.statement
  if (messageName === undefined) throw statementNotExpected()
  try {
    await context.engine.correlate({
      tenantId,
      messageName,
      instanceId: row.instance_id,
      actor: { userId: caller.userId },
      variables: statementMade(text, at),
      within: async (tx) => {
        const line = { tenant_id: tenantId, case_id: row.id, at, type: 'statement-made', step_name: '陈述申辩', action: 'make-statement' }
        await caseEvents(tx).insert([caseLine({ ...line, action_text: '提出陈述、申辩', opinion: text, ...lineActor(caller) })])
        await context.tenants.supervision.record(tx, tenantId, [
          logEntry(caller, 'statement.made', { caseId: row.id, organId: row.organ_id, payload: { text } }),
        ])
        await remember(tx)
      },
    })
  } catch (error) {
    // The time is over, or a second window was quicker.
    if ((error as { code?: string }).code === 'MESSAGE_NOT_CORRELATED') throw statementNotExpected()
    throw error
  }
}

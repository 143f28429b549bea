import type { JsonValue } from '@lianban/engine'
import { caseEvents, cases, type Tx } from '@lianban/storage'
import { byHimself } from './filing.ts'
import { formOf } from '../matters/matter-definition.ts'
import { caseLine, lineActor } from './case-lines.ts'
import type { CaseContext } from './context.ts'
import { supplementNotExpected } from './errors.ts'
import { formFileProblems, tieFormFiles } from './form-files.ts'
import { checkChangedForm, refuseProblems } from './forms.ts'
import { optionsIn } from './options.ts'
import { once } from './idempotency.ts'
import { isSupplementExpected, supplemented } from './effects/outcomes/requests.ts'
import { logEntry } from './log-entries.ts'
import { handIn, materialProblems, type HandedIn } from './materials.ts'
import type { Caller } from './ports.ts'
import { caseResource, readableCase, type LoadedCase } from './resources.ts'

export interface Supplement extends HandedIn {
  /** The whole application form as changed; absent: unchanged. */
  form?: Record<string, unknown>
  idempotencyKey: string
}

/**
 * The applicant hands in what was missing 补正; the intake limit begins anew with the receipt.
 * @throws CaseError NOT_FOUND, SUPPLEMENT_NOT_EXPECTED, FORM_INVALID, FIELD_NOT_WRITABLE, UNKNOWN_FIELD, IDEMPOTENCY_KEY_REUSED; NOT_AUTHORIZED
 */
export async function supplement(context: CaseContext, caller: Caller, caseId: string, request: Supplement): Promise<void> {
  const { idempotencyKey, ...body } = request
  const loaded = await readableCase(context, caller, caseId)
  await context.tenants.authorization.assert(caller, 'supplement', caseResource(loaded))
  await once(context, { caller, key: idempotencyKey, operation: `case.supplement ${caseId}`, body }, async (remember) => {
    if (!isSupplementExpected(loaded.row)) throw supplementNotExpected()
    const form = await checkedForm(context, caller, loaded, request)
    await correlate(context, caller, {
      loaded,
      form,
      given: { materials: request.materials, reuse: request.reuse },
      remember: (tx) => remember(tx, true),
    })
    return true
  })
}

async function checkedForm(
  context: CaseContext,
  caller: Caller,
  { row, matter }: LoadedCase,
  request: Supplement,
): Promise<Record<string, unknown>> {
  const schema = formOf(matter, matter.matter.applicationForm)
  const form = request.form ?? row.form
  const options = await optionsIn(context, caller.tenantId, [schema, form])
  const checked = checkChangedForm(schema, row.form, form, matter.matter.supplementAccess, context.clock(), options)
  const files = checked.problems.length === 0 ? await formFileProblems(context.database, caller, row, checked.values) : []
  refuseProblems([...checked.problems, ...files, ...(await materialProblems(context, byHimself(caller), matter.matter, request, null))])
  return checked.values
}

interface Correlation {
  loaded: LoadedCase
  form: Record<string, unknown>
  given: HandedIn
  remember: (tx: Tx) => Promise<void>
}

async function correlate(
  context: CaseContext,
  caller: Caller,
  { loaded: { row, matter }, form, given, remember }: Correlation,
): Promise<void> {
  const at = context.clock()
  const { tenantId } = caller
  const { variables, patch, line } = supplemented({ row, matter, calendar: context.calendarOf(tenantId), at }, form)
  try {
    await context.engine.correlate({
      tenantId,
      // A case that waits for a supplement has asked for it, so its matter has the message.
      messageName: matter.matter.messages.supplement!,
      instanceId: row.instance_id,
      actor: { userId: caller.userId },
      variables,
      within: async (tx) => {
        await cases(tx).update(tenantId, row.id, patch)
        await tieFormFiles(tx, caller, row.id, form)
        const { materials } = await handIn(tx, context, byHimself(caller), { row, matter: matter.matter, round: 1, given, at })
        await caseEvents(tx).insert([
          caseLine({
            tenant_id: tenantId,
            case_id: row.id,
            at,
            type: 'supplemented',
            ...line,
            ...lineActor(caller),
          }),
        ])
        const payload = { form: form as JsonValue, materials }
        await context.tenants.supervision.record(tx, tenantId, [
          logEntry(caller, 'case.supplemented', { caseId: row.id, organId: row.organ_id, payload }),
        ])
        await remember(tx)
      },
    })
  } catch (error) {
    // The case left the waiting state between the look and the message: lapsed, or a second window was quicker.
    if ((error as { code?: string }).code === 'MESSAGE_NOT_CORRELATED') throw supplementNotExpected()
    throw error
  }
}

import { wrongCreditCode } from '@lianban/forms'
import { inTransaction, publications, type PublicationChangeRow, type PublicationRow } from '@lianban/storage'
import { checkedReason } from '@lianban/tenants'
import { notFound } from '../cases/errors.ts'
import { logEntry } from '../cases/log-entries.ts'
import type { Caller } from '../cases/ports.ts'
import { holdsCitizenId, maskedName } from './holder.ts'
import { PublicationError } from './publication-error.ts'
import type { PublicationsOptions } from './publications-options.ts'
import { CORRECTABLE, type CorrectableField } from './publication-views.ts'

export interface Correction {
  /** The version that was looked at. */
  version: number
  /** New values; null empties a field that may be empty. */
  fields: Partial<Record<CorrectableField, string | null>>
  reason: string
}

/** What must never be empty. */
const NEEDED: readonly CorrectableField[] = ['holderName', 'documentName', 'content', 'validity']
const DAY = /^\d{4}-\d{2}-\d{2}$/

/**
 * Corrects what was published wrongly; what stood there is kept with the reason.
 * @throws NOT_AUTHORIZED, NOT_FOUND, REASON_MISSING, PublicationError CORRECTION_INVALID, PUBLICATION_NOT_PUBLIC, PUBLICATION_CHANGED
 */
export async function correctPublication(options: PublicationsOptions, caller: Caller, id: string, asked: Correction): Promise<void> {
  const row = await corrigible(options, caller, id)
  const fields = Object.entries(asked.fields).map(([name, value]) => {
    const field = name as CorrectableField
    return { field, after: correctedValue(row, field, value?.trim() || null) }
  })
  const changed = fields.filter(({ field, after }) => row[CORRECTABLE[field].column] !== after)
  if (changed.length === 0) throw new PublicationError('CORRECTION_INVALID', '没有需要更正的内容，请修改至少一项后再提交')
  const patch = Object.fromEntries(changed.map(({ field, after }) => [CORRECTABLE[field].column, after])) as Partial<PublicationRow>
  const next = { ...row, ...patch }
  if (next.valid_from !== null && next.valid_until !== null && next.valid_until < next.valid_from)
    throw new PublicationError('CORRECTION_INVALID', '有效期至早于有效期自，请核对')
  await change(options, caller, row, {
    deed: 'correct',
    version: asked.version,
    reason: asked.reason,
    patch,
    fields: Object.fromEntries(changed.map(({ field, after }) => [field, { before: row[CORRECTABLE[field].column], after }])),
  })
}

/**
 * Takes a publication back: it stays on record with the reason and is shown to nobody outside.
 * @throws NOT_AUTHORIZED, NOT_FOUND, REASON_MISSING, PublicationError PUBLICATION_NOT_PUBLIC, PUBLICATION_CHANGED
 */
export async function withdrawPublication(
  options: PublicationsOptions,
  caller: Caller,
  id: string,
  { version, reason }: Pick<Correction, 'version' | 'reason'>,
): Promise<void> {
  const row = await corrigible(options, caller, id)
  const patch = { state: 'withdrawn' as const, state_reason: checkedReason(reason) }
  await change(options, caller, row, { deed: 'withdraw', version, reason, patch, fields: { state: { before: '公示', after: '撤下' } } })
}

async function corrigible({ database, tenants }: PublicationsOptions, caller: Caller, id: string): Promise<PublicationRow> {
  const row = await publications(database).get(caller.tenantId, id)
  await tenants.authorization.assert(caller, 'correct', { type: 'publication', id, organId: row?.organ_id ?? null })
  if (!row) throw notFound('公示信息')
  if (row.state !== 'public') throw new PublicationError('PUBLICATION_NOT_PUBLIC', '该决定没有公示或者已经撤下，不需要更正')
  return row
}

interface Change {
  deed: PublicationChangeRow['deed']
  version: number
  reason: string
  patch: Partial<PublicationRow>
  fields: PublicationChangeRow['fields']
}

async function change(
  { database, tenants, clock }: PublicationsOptions,
  caller: Caller,
  row: PublicationRow,
  { deed, version, reason, patch, fields }: Change,
): Promise<void> {
  const because = checkedReason(reason)
  const { tenant_id, id, case_id: caseId, organ_id: organId } = row
  await inTransaction(database, async (tx) => {
    const by = { by_id: caller.userId, by_name: caller.name, at: clock() }
    const kept = { tenant_id, publication_id: id, version: version + 1, deed, fields, reason: because, ...by }
    if (!(await publications(tx).change(kept, patch)))
      throw new PublicationError('PUBLICATION_CHANGED', '该公示信息刚刚被他人修改，请刷新后再操作')
    const payload = { publication: id, number: row.document_number, reason: because, fields }
    const action = deed === 'correct' ? 'publication.corrected' : 'publication.withdrawn'
    await tenants.supervision.record(tx, tenant_id, [logEntry(caller, action, { caseId, organId, payload })])
  })
}

function correctedValue(row: PublicationRow, field: CorrectableField, value: string | null): string | null {
  const { label } = CORRECTABLE[field]
  const invalid = (why: string) => new PublicationError('CORRECTION_INVALID', `${label}${why}`, { field })
  if (value === null) {
    if (NEEDED.includes(field)) throw invalid('不能为空')
    return null
  }
  if (holdsCitizenId(value)) throw invalid('中含有身份证号码，不能公示')
  if (field === 'holderName' && row.holder_kind === '自然人') return maskedName(value)
  if (field === 'holderCode') {
    if (row.holder_kind === '自然人') throw invalid('不能填写：自然人不公示证件号码')
    const wrong = wrongCreditCode(value)
    if (wrong) throw invalid(`有误：${wrong}`)
  }
  if ((field === 'validFrom' || field === 'validUntil') && !(DAY.test(value) && !Number.isNaN(Date.parse(value))))
    throw invalid('应为 2026-01-31 这样的日期')
  if (field === 'validity' && value !== 'valid' && value !== 'invalid') throw invalid('应为有效或者无效')
  return value
}

import type { Tx } from '@lianban/storage'
import { commitmentSigned, materialsMissing } from '../errors.ts'
import { missingOf, namesOf } from '../duties/missing.ts'
import { acceptanceVariable, examinationLimits } from '../limits.ts'
import { nextNumber, type CaseEffect, type EffectInput, type EffectOutcome } from './effect.ts'

/** 受理: both time limits begin to count today. Source: 行政许可法 articles 32, 42, 82. */
export const accept: CaseEffect = {
  async isOffered({ context, loaded, at }) {
    const { missing, commitment } = await missingOf(context.database, loaded, at)
    return missing.length === 0 && !commitment
  },
  async check({ context, loaded, at }) {
    const { missing, commitment } = await missingOf(context.database, loaded, at)
    if (commitment) throw commitmentSigned()
    if (missing.length === 0) return
    const hint = missing.every(({ deferral }) => deferral !== null) ? '这些材料可以容缺后补,请选择“容缺受理”' : '请一次性告知申请人补正'
    throw materialsMissing(namesOf(missing), hint)
  },
  apply: acceptCase,
}

/** What every way of accepting does. */
export async function acceptCase(tx: Tx, input: EffectInput): Promise<EffectOutcome> {
  const { at, context, loaded } = input
  const { matter } = loaded.matter
  const number = await nextNumber(tx, input, 'acceptance')
  return {
    variables: {
      clockFrom: at,
      acceptance: acceptanceVariable(
        matter,
        { receivedAt: loaded.row.received_at, acceptedAt: at, number },
        context.calendarOf(loaded.row.tenant_id),
      ),
    },
    patch: { status: 'accepted', ...examinationLimits(matter, at, context.calendarOf(loaded.row.tenant_id)) },
  }
}

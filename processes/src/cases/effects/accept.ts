import type { Tx } from '@lianban/storage'
import { missingOf } from '../duties/missing.ts'
import { deedOf, nextNumber, type CaseEffect, type EffectInput, type EffectOutcome } from './effect.ts'
import { accepted, isComplete, refuseIncomplete } from './outcomes/intake.ts'

/** 受理: both time limits begin to count today. Source: 行政许可法 articles 32, 42, 82. */
export const accept: CaseEffect = {
  isOffered: async ({ context, loaded, at }) => isComplete(await missingOf(context.database, loaded, at)),
  check: async ({ context, loaded, at }) => refuseIncomplete(await missingOf(context.database, loaded, at)),
  apply: acceptCase,
}

/** What every way of accepting does. */
export async function acceptCase(tx: Tx, input: EffectInput): Promise<EffectOutcome> {
  return accepted(deedOf(input), await nextNumber(tx, input, 'acceptance'))
}

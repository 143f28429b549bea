import type { ActionEffect } from '../../manifest.ts'
import { acceptCommitment } from './accept-commitment.ts'
import { acceptDeferred } from './accept-deferred.ts'
import { accept } from './accept.ts'
import { deliver } from './deliver.ts'
import type { CaseEffect } from './effect.ts'
import { grant } from './grant.ts'
import { notAccept } from './not-accept.ts'
import { refuse } from './refuse.ts'
import { requestSupplement } from './request-supplement.ts'

/** Every verb that a manifest may name. */
export const EFFECTS: Record<ActionEffect, CaseEffect> = {
  accept,
  'accept-deferred': acceptDeferred,
  'accept-commitment': acceptCommitment,
  'request-supplement': requestSupplement,
  'not-accept': notAccept,
  grant,
  refuse,
  deliver,
}
export type { CaseEffect, EffectInput, EffectOutcome, OfferInput } from './effect.ts'

import type { ActionEffect } from '../../manifest.ts'
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
  'request-supplement': requestSupplement,
  'not-accept': notAccept,
  grant,
  refuse,
  deliver,
}
export type { CaseEffect, EffectInput, EffectOutcome } from './effect.ts'

import type { ActionEffect } from '../../manifest.ts'
import { accept } from './accept.ts'
import type { CaseEffect } from './effect.ts'
import { extend, refuseExtensionRequest } from './extend.ts'
import { grant } from './grant.ts'
import { notAccept } from './not-accept.ts'
import { openSuspension } from './open-suspension.ts'
import { refuse } from './refuse.ts'
import { refuseSuspension } from './refuse-suspension.ts'
import { requestSuspension } from './request-suspension.ts'
import { requestSupplement } from './request-supplement.ts'

/** Every verb that a manifest may name. */
export const EFFECTS: Record<ActionEffect, CaseEffect> = {
  accept,
  'request-supplement': requestSupplement,
  'not-accept': notAccept,
  grant,
  refuse,
  'request-suspension': requestSuspension,
  'open-suspension': openSuspension,
  'refuse-suspension': refuseSuspension,
  extend,
  'refuse-extension': refuseExtensionRequest,
}
export type { CaseEffect, EffectEntry, EffectInput, EffectOutcome } from './effect.ts'

import type { ActionEffect } from '../../manifest.ts'
import { acceptCommitment } from './accept-commitment.ts'
import { acceptDeferred } from './accept-deferred.ts'
import { accept } from './accept.ts'
import { advise, requestCorrection } from './amendment.ts'
import { deliver } from './deliver.ts'
import { deliverAll } from './deliver-all.ts'
import { distribute } from './distribute.ts'
import { deedOf, type CaseEffect } from './effect.ts'
import { extend, refuseExtensionRequest } from './extend.ts'
import { grant } from './grant.ts'
import { arrangeHearing, dropHearing, holdHearing, tellHearingRights } from './hearing-effects.ts'
import { notAccept } from './not-accept.ts'
import { notRequired } from './not-required.ts'
import { openSuspension } from './open-suspension.ts'
import { recordInspection } from './record-inspection.ts'
import { amendedApplication } from './outcomes/amend.ts'
import { refuse } from './refuse.ts'
import { refuseSuspension } from './refuse-suspension.ts'
import { reportUp } from './report-up.ts'
import { requestSuspension } from './request-suspension.ts'
import { requestSupplement } from './request-supplement.ts'
import { transferCase } from './transfer-case.ts'

/** Every verb that a manifest may name. */
export const EFFECTS: Record<ActionEffect, CaseEffect> = {
  accept,
  'accept-deferred': acceptDeferred,
  'accept-commitment': acceptCommitment,
  'request-supplement': requestSupplement,
  'not-accept': notAccept,
  'not-required': notRequired,
  'request-correction': requestCorrection,
  advise,
  grant,
  refuse,
  transfer: transferCase,
  'report-up': reportUp,
  'record-inspection': recordInspection,
  deliver,
  'request-suspension': requestSuspension,
  'open-suspension': openSuspension,
  'refuse-suspension': refuseSuspension,
  'tell-hearing-rights': tellHearingRights,
  'arrange-hearing': arrangeHearing,
  'drop-hearing': dropHearing,
  'hold-hearing': holdHearing,
  extend,
  'refuse-extension': refuseExtensionRequest,
  distribute,
  'deliver-all': deliverAll,
  amend: { apply: (_tx, input) => Promise.resolve(amendedApplication(deedOf(input))) },
}
export type { CaseEffect, EffectEntry, EffectInput, EffectOutcome, OfferInput } from './effect.ts'

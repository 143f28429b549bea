import type { LicenceRow, LicenceState } from '@lianban/storage'
import type { Day } from '../../clock/index.ts'
import { LICENCE_ACT_TEXTS, statusText } from '../../labels.ts'
import type { ActAfterGrant, DocumentKind, MatterManifest } from '../../manifest.ts'

/** What a licence is on a day: what is stored, or past its end. */
export type LicenceStanding = LicenceState | 'lapsed'

/** What the law says of each act. */
interface Act {
  label: string
  /** Of the 行政许可法; null: it knows no such act. */
  article: string | null
  /** What its decision is numbered as. */
  paper: DocumentKind
  /** What a licence must be on the day of the application, and of the decision. */
  on: readonly LicenceStanding[]
}

export const ACTS: Record<ActAfterGrant, Act> = {
  alter: { label: LICENCE_ACT_TEXTS.alter!, article: '第四十九条', paper: 'alteration', on: ['valid'] },
  renew: { label: LICENCE_ACT_TEXTS.renew!, article: '第五十条', paper: 'renewal', on: ['valid'] },
  reissue: { label: LICENCE_ACT_TEXTS.reissue!, article: null, paper: 'reissue', on: ['valid'] },
  withdraw: { label: LICENCE_ACT_TEXTS.withdraw!, article: '第八条', paper: 'withdrawal', on: ['valid'] },
  revoke: { label: LICENCE_ACT_TEXTS.revoke!, article: '第六十九条', paper: 'revocation', on: ['valid', 'lapsed'] },
  // What is withdrawn or revoked is struck off 注销 too: article 70 (4).
  cancel: { label: LICENCE_ACT_TEXTS.cancel!, article: '第七十条', paper: 'cancellation', on: ['valid', 'lapsed', 'withdrawn', 'revoked'] },
}

/** @param today the day in question: nobody has to do anything for a licence to lapse */
export const standingOn = ({ state, valid_until }: Pick<LicenceRow, 'state' | 'valid_until'>, today: Day): LicenceStanding =>
  state === 'valid' && valid_until !== null && valid_until < today ? 'lapsed' : state

/** The status of a case in words; a decision on a licence that there is, is named for what it does. */
export function caseStatusText(status: string, { licenceAct }: Pick<MatterManifest, 'licenceAct'>): string {
  if (!licenceAct) return statusText(status)
  const { label } = ACTS[licenceAct.act]
  if (status === 'refused') return `不予${label}`
  if (status === 'closed' && licenceAct.by === 'organ') return '终结审查,不作处理'
  if (status !== 'granted') return statusText(status)
  return licenceAct.by === 'organ' ? `决定${label}` : `准予${label}`
}

import { licenceEvents, licences, type CaseRow, type LicenceRow, type OpenLicenceCase, type Tx } from '@lianban/storage'
import { chineseDay, dayOf } from '../../clock/index.ts'
import { LICENCE_STANDING_TEXTS } from '../../labels.ts'
import type { ActAfterGrant, LicenceActManifest, MatterManifest } from '../../manifest.ts'
import { caseLine } from '../case-lines.ts'
import type { CaseContext } from '../context.ts'
import { formInvalid, type PlacedProblem } from '../errors.ts'
import { SYSTEM_ACTOR } from '../log-entries.ts'
import type { Caller } from '../ports.ts'
import { ACTS, standingOn } from './acts.ts'
import { licenceEvent } from './grant-licence.ts'
import { renewalTiming, silenceAt, type RenewalTiming } from './renewal.ts'

/** The licence that an application names, and when it was named if it is about a renewal. */
export interface Claim {
  licence: LicenceRow
  entry: LicenceActManifest
  timing: RenewalTiming | null
}

/**
 * The licence named in the form of an application about it: one of the applicant's own, of the right kind, in the right
 * state. Somebody else's licence is answered like one that does not exist.
 */
export async function claimOf(
  context: CaseContext,
  caller: Caller,
  { licenceAct: entry }: MatterManifest,
  form: Record<string, unknown>,
): Promise<{ claim: Claim | null; problems: PlacedProblem[] }> {
  if (!entry) return { claim: null, problems: [] }
  const given = form[entry.field]
  const licenceNo = typeof given === 'string' ? given.trim() : ''
  const licence = licenceNo === '' ? undefined : await licences(context.database).byNumber(caller.tenantId, licenceNo)
  const isTheirs = entry.by === 'organ' ? true : licence?.holder_id === caller.userId
  if (!licence || !isTheirs || !entry.kinds.includes(licence.kind))
    return refused(
      entry,
      'LICENCE_UNKNOWN',
      `没有找到${entry.by === 'organ' ? '' : '您名下'}编号为“${licenceNo}”、可以办理本事项的证照,请核对编号`,
    )
  const blocked = await blockOf(context, licence, entry)
  if (blocked !== null) return refused(entry, 'LICENCE_NOT_FIT', blocked)
  return { claim: { licence, entry, timing: timingOf(context, licence, entry) }, problems: [] }
}

const refused = ({ field }: LicenceActManifest, code: string, message: string) => ({
  claim: null,
  problems: [{ path: field, code, message }],
})

/** When a renewal is asked for now; null for every other act. */
export const timingOf = (context: CaseContext, { tenant_id, valid_until }: LicenceRow, entry: LicenceActManifest): RenewalTiming | null =>
  entry.act === 'renew' ? renewalTiming(entry, valid_until, dayOf(context.clock()), context.calendarOf(tenant_id)) : null

/** Why an act cannot be asked for with this licence now, for its holder or its organ; null: it can. */
export async function blockOf(
  context: Pick<CaseContext, 'clock'> & { database: Tx },
  licence: LicenceRow,
  entry: LicenceActManifest,
): Promise<string | null> {
  const { label, on } = ACTS[entry.act]
  const standing = standingOn(licence, dayOf(context.clock()))
  // A holder has nothing to strike off once the organ has taken it from him; the organ does that.
  const allowed = entry.by === 'holder' ? on.filter((one) => one === 'valid' || one === 'lapsed') : on
  if (!allowed.includes(standing)) {
    const ended = standing === 'lapsed' ? `已于${chineseDay(licence.valid_until!)}到期` : LICENCE_STANDING_TEXTS[standing]
    const hint = entry.act === 'renew' && standing === 'lapsed' ? ',请重新申请许可' : ''
    return `这本证照${ended},不能${label}${hint}`
  }
  if (entry.act === 'renew' && licence.valid_until === null) return '这本证照长期有效,不需要延续'
  const open = await licenceEvents(context.database).openCases(licence.tenant_id, licence.id)
  const same = open.find(({ act }) => act === entry.act)
  if (same) return `这本证照的${label}正在办理(办件编号${same.caseNo}),办结后才能再次办理`
  const other = open.find((one) => standsInTheWay(one, licence, entry))
  if (!other) return null
  const remedy = other.openedBy === licence.holder_id ? '作出决定或者撤回该申请后' : '作出决定后'
  return `这本证照的${ACTS[other.act as ActAfterGrant].label}正在办理(办件编号${other.caseNo}),${remedy}才能申请${label}`
}

/**
 * Whether an undecided case about a licence keeps another act from being asked for. One application at a time: each is examined
 * against the licence as it is. Two exceptions: what the organ begins itself 依职权 waits for nobody's application, and a renewal,
 * whose day the law sets (行政许可法 article 50), is kept off by nothing but the holder's own wish to have it struck off.
 */
function standsInTheWay({ act, openedBy, isDecided }: OpenLicenceCase, { holder_id }: LicenceRow, entry: LicenceActManifest): boolean {
  if (isDecided || entry.by === 'organ') return false
  return entry.act !== 'renew' || (act === 'cancel' && openedBy === holder_id)
}

/**
 * Puts on record that a case asks for it, in the transaction that hands it in; of two that come at once the second is refused.
 * @throws CaseError FORM_INVALID
 */
export async function recordOpened(
  tx: Tx,
  context: CaseContext,
  caller: Caller,
  { claim, row }: { claim: Claim; row: Omit<CaseRow, 'instance_id'> },
) {
  const { entry, timing } = claim
  const licence = (await licences(tx).lock(claim.licence))!
  const blocked = await blockOf({ ...context, database: tx }, licence, entry)
  if (blocked !== null) throw formInvalid([{ path: entry.field, code: 'LICENCE_NOT_FIT', message: blocked }])
  const silence_at = timing && silenceAt(licence, timing)
  await licenceEvents(tx).insert(
    licenceEvent(licence, { act: entry.act, stage: 'opened', case_id: row.id, at: row.submitted_at, by: caller, silence_at }),
  )
  if (!timing?.notice) return []
  const told = { tenant_id: row.tenant_id, case_id: row.id, at: row.submitted_at, type: 'renewal-timing', step_name: '申请' }
  return [caseLine({ ...told, action_text: timing.notice, actor_name: SYSTEM_ACTOR.name })]
}

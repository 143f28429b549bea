import { licences, MAX_LICENCE_PAGE, type LicenceRow, type LicenceState } from '@lianban/storage'
import { dayOf, DAY_MS, plusDays, startOfDay } from '../../clock/index.ts'
import { LICENCE_STANDING_TEXTS } from '../../labels.ts'
import type { CaseContext } from '../context.ts'
import type { Caller } from '../ports.ts'
import type { Page } from '../views.ts'
import { standingOn, type LicenceStanding } from './acts.ts'
import { maskedCode } from './face.ts'

/** Licences that end within so many days are due. */
export const DUE_DAYS = 60

/** Columns by which lists of licences are narrowed to what somebody may see. */
export const LICENCE_COLUMNS = { organId: 'licence.organ_id', applicantId: 'licence.holder_id', matterKey: 'licence.matter_key' }

export interface LicenceListQuery {
  /** `mine`: held by the caller; `all`: every one that he may see. */
  view: 'mine' | 'all'
  state?: LicenceState | 'lapsed'
  kind?: string
  /** Valid, and at its end within 60 days. */
  due?: boolean
  /** Part of the number or of the holder's name. */
  q?: string
  /** 1 to 200. */
  limit: number
  after?: string
}

export interface LicenceSummary {
  id: string
  licenceNo: string
  name: string
  kind: string
  matterName: string
  organName: string
  holderName: string
  /** Masked. */
  holderCode: string | null
  /** Days, YYYY-MM-DD; `validUntil` null: without end. */
  validFrom: string
  validUntil: string | null
  standing: LicenceStanding
  standingText: string
  /** Days to the last one, which counts; null: without end, or not valid. */
  daysLeft: number | null
}

/** The licences that the caller may list, newest first. @throws NOT_AUTHORIZED */
export async function listLicences(
  context: CaseContext,
  caller: Caller,
  query: LicenceListQuery,
): Promise<Page<LicenceSummary> & { kinds: { kind: string; name: string }[] }> {
  const restrict = await context.tenants.authorization.restrict(caller, 'list', 'licence', LICENCE_COLUMNS)
  const today = dayOf(context.clock())
  const limit = Math.min(query.limit, MAX_LICENCE_PAGE)
  const rows = await licences(context.database).list({
    tenantId: caller.tenantId,
    restrict,
    holderId: query.view === 'mine' ? caller.userId : undefined,
    kind: query.kind,
    state: query.state,
    dueBy: query.due ? plusDays(today, DUE_DAYS) : undefined,
    today,
    q: query.q?.trim() || undefined,
    after: query.after,
    limit,
  })
  const kinds = await licences(context.database).kinds(caller.tenantId, restrict)
  return { items: rows.map((row) => presentLicence(row, today)), next: rows.length === limit ? rows.at(-1)!.id : null, kinds }
}

/** One licence as lists show it. */
export function presentLicence(row: LicenceRow, today: string): LicenceSummary {
  const standing = standingOn(row, today)
  const left = standing === 'valid' && row.valid_until !== null ? (startOfDay(row.valid_until) - startOfDay(today)) / DAY_MS : null
  return {
    id: row.id,
    licenceNo: row.licence_no,
    name: row.name,
    kind: row.kind,
    matterName: row.matter_name,
    organName: row.organ_name,
    holderName: row.holder_name,
    holderCode: maskedCode(row.holder_code),
    validFrom: row.valid_from,
    validUntil: row.valid_until,
    standing,
    standingText: LICENCE_STANDING_TEXTS[standing]!,
    daysLeft: left,
  }
}

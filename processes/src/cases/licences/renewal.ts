import { licenceEvents, type CaseRow, type LicenceRow, type Tx } from '@lianban/storage'
import { ClockError, countWorkdays, DAY_MS, endOfDay, startOfDay, type Calendar, type Day } from '../../clock/index.ts'
import type { LicenceActManifest } from '../../manifest.ts'
import { licenceRenewedBySilence } from '../errors.ts'

type Window = NonNullable<LicenceActManifest['window']>

/** 届满三十日前: the law counts natural days here; what the law of the matter says otherwise stands in its window. */
const LAW: Window = { unit: 'day', latest: 30, basis: '行政许可法第五十条' }
const UNIT_TEXTS = { day: '日', workday: '个工作日' }

/** When a renewal is asked for, seen from the end of the licence. */
export interface RenewalTiming {
  /** Early enough: if nobody decides before the end, it counts as renewed. */
  inTime: boolean
  /** What the applicant is told, or null. */
  notice: string | null
}

/**
 * An application that comes early or late is taken, and the applicant is told what that means; one that comes after the end
 * finds no licence to renew. Source: 行政许可法 article 50.
 * @param end last day of the licence; null: without end
 */
export function renewalTiming(
  { window = LAW }: Pick<LicenceActManifest, 'window'>,
  end: Day | null,
  today: Day,
  calendar: Calendar,
): RenewalTiming {
  if (end === null) return { inTime: false, notice: '本证照长期有效,不需要延续' }
  const { unit, latest, earliest, basis } = window
  const left = daysLeft(unit, { today, end, calendar })
  if (left < latest)
    return {
      inTime: false,
      notice: `应当在有效期届满${latest}${UNIT_TEXTS[unit]}前申请延续(${basis})。现在申请仍可受理,但到期前没有作出决定的,不视为准予延续,到期后证照失效`,
    }
  const isEarly = earliest !== undefined && left > earliest
  return {
    inTime: true,
    notice: isEarly ? `一般在有效期届满前${earliest}${UNIT_TEXTS[unit]}以内申请延续(${basis})。您的申请时间较早,仍按规定办理` : null,
  }
}

/** Days from today to the end; a calendar that does not reach the end yet counts as natural days. */
function daysLeft(unit: Window['unit'], { today, end, calendar }: { today: Day; end: Day; calendar: Calendar }): number {
  const natural = Math.round((startOfDay(end) - startOfDay(today)) / DAY_MS)
  if (unit === 'day') return natural
  try {
    return countWorkdays(today, end, calendar)
  } catch (error) {
    if (error instanceof ClockError && error.code === 'CALENDAR_NOT_COVERED') return natural
    throw error
  }
}

/** From when silence answers an application for renewal; null: it does not. */
export const silenceAt = ({ valid_until }: Pick<LicenceRow, 'valid_until'>, { inTime }: RenewalTiming): number | null =>
  inTime && valid_until !== null ? endOfDay(valid_until) : null

/** @throws CaseError LICENCE_RENEWED_BY_SILENCE */
export async function refuseAfterSilence(db: Tx, row: Pick<CaseRow, 'tenant_id' | 'id'>): Promise<void> {
  const events = await licenceEvents(db).ofCase(row.tenant_id, row.id)
  if (events.some(({ stage }) => stage === 'silence')) throw licenceRenewedBySilence()
}

import { dayOf, type Day } from '../clock/index.ts'

/*
 * 听证: the right is told, asked for within five days, the hearing arranged and held, and the case decided on its minutes.
 * Source: 行政许可法 articles 46 to 48.
 */

/** What is stored in `case_file.hearing`; null before anything of it. Instants are UTC epoch milliseconds. */
export interface HearingRecord {
  /** Where the right was told: when, under which number, to whom besides the applicant. */
  told: { at: number; number: string; interested: string; dueAt: number | null } | null
  asked: { at: number; by: string; byName: string; for: string } | null
  notice: { at: number; number: string; heldAt: number; place: string; presiderName: string; manner: string } | null
  /** How it ended: held, dropped, or not asked for in time. */
  ended: { at: number; result: 'held' | 'dropped' | 'not-asked' } | null
}

export const NO_HEARING: HearingRecord = { told: null, asked: null, notice: null, ended: null }

export const hearingOf = (hearing: unknown): HearingRecord | null => (hearing ?? null) as HearingRecord | null

/** 五日: to ask for a hearing; counted in workdays, the reading that favours the applicant. */
export const ASK_WITHIN = 5
/** 七日前: notice ahead of the hearing. */
export const NOTICE_AHEAD = 7
/** 二十日内: from the asking to the hearing. */
export const HOLD_WITHIN = 20

/** What a case page shows of it. */
export interface HearingView {
  toldAt: number | null
  /** Last day to ask for it, or null. */
  askUntil: Day | null
  askedAt: number | null
  askedFor: string | null
  heldAt: number | null
  place: string | null
  presider: string | null
  manner: string | null
  result: 'held' | 'dropped' | 'not-asked' | null
}

export function hearingView(hearing: unknown): HearingView | null {
  const record = hearingOf(hearing)
  if (!record) return null
  const { told, asked, notice, ended } = record
  return {
    toldAt: told?.at ?? null,
    askUntil: told?.dueAt == null ? null : dayOf(told.dueAt - 1),
    askedAt: asked?.at ?? null,
    askedFor: asked?.for ?? null,
    heldAt: notice?.heldAt ?? null,
    place: notice?.place ?? null,
    presider: notice?.presiderName ?? null,
    manner: notice?.manner ?? null,
    result: ended?.result ?? null,
  }
}

/** Told, waiting, and nobody has asked yet. */
export function mayAskForHearing(hearing: unknown): boolean {
  const record = hearingOf(hearing)
  return record?.told?.dueAt != null && record.asked === null && record.ended === null
}

/** A day is fixed: the special procedure ends with the minutes, not by a word of the handler. */
export function isHearingFixed(hearing: unknown): boolean {
  const record = hearingOf(hearing)
  return record?.notice != null && record.ended === null
}

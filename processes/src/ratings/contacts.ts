import type { CaseRow, RatingContact, RatingRow } from '@lianban/storage'
import type { SupplementRecord } from '../cases/views.ts'

/** A contact of a case that its applicant may rate, or has rated. */
export interface RatableContact {
  contact: RatingContact
  /** When he was served, UTC epoch milliseconds. */
  at: number
  rating: RatingView | null
}

/** A rating as the rater himself sees it. */
export interface RatingView {
  grade: number
  tags: string[]
  text: string | null
  channel: RatingRow['channel']
  givenAt: number
  comment: string | null
  commentAt: number | null
}

/**
 * When the organ served the applicant in a way that he can judge: it told him what was missing 补正, or it closed his case.
 * What happens inside the organ is no contact.
 */
export function contactsOf(row: Pick<CaseRow, 'supplement' | 'closed_at'>): { contact: RatingContact; at: number }[] {
  const supplement = row.supplement as SupplementRecord | null
  const notifiedAt = supplement && supplement.kind === undefined ? supplement.notifiedAt : null
  return [
    ...(row.closed_at === null ? [] : [{ contact: 'closing' as const, at: row.closed_at }]),
    ...(notifiedAt === null ? [] : [{ contact: 'supplement' as const, at: notifiedAt }]),
  ]
}

/** The contacts of a case with their ratings, the end of the case first. */
export const ratableContacts = (row: Pick<CaseRow, 'supplement' | 'closed_at'>, given: readonly RatingRow[]): RatableContact[] =>
  contactsOf(row).map(({ contact, at }) => {
    const rating = given.find((one) => one.contact === contact)
    return { contact, at, rating: rating ? presentOwn(rating) : null }
  })

const presentOwn = (row: RatingRow): RatingView => ({
  grade: row.grade,
  tags: row.tags,
  text: row.text,
  channel: row.channel,
  givenAt: row.given_at,
  comment: row.comment,
  commentAt: row.comment_at,
})

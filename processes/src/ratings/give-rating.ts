import { randomUUID } from 'node:crypto'
import {
  inTransaction,
  isUniqueViolation,
  newId,
  ratingFollowUps,
  ratings,
  userPosts,
  type CaseRow,
  type RatingChannel,
  type RatingContact,
  type RatingRow,
  type Tx,
} from '@lianban/storage'
import { SYSTEM_ACTOR } from '../cases/log-entries.ts'
import { dayOf } from '../clock/index.ts'
import { contactsOf } from './contacts.ts'
import { RATER, type RatingContext } from './context.ts'
import { commentGiven, contactNotRatable, ratingGiven, ratingNotFound, ratingTagsInvalid } from './errors.ts'
import { startFollowUps } from './follow-up/start-follow-ups.ts'
import { POOR_GRADE, ratingGradeText, tagsFor } from './words.ts'

/** The post of those who contact and revisit raters. */
export const FOLLOW_UP_POST = 'follow-up-officer'

export interface Given {
  contact: RatingContact
  /** 1 to 5. */
  grade: number
  /** Of RATING_TAGS, those that go with the grade. */
  tags: readonly string[]
  /** At most 500 characters. */
  text?: string | null
}

/** How a rating came, where it is not the applicant's own account: who wrote it down. */
export interface How {
  channel: RatingChannel
  recordedBy?: { userId: string; name: string; ip?: string }
}

/**
 * Writes the rating of a contact, which is the only one that it gets; a poor one opens its follow-up. Whoever may rate was
 * settled before. The applicant is told of what came in another way than by his account, so that nobody rates in his place.
 * @throws CONTACT_NOT_RATABLE, RATING_TAGS_INVALID, RATING_GIVEN
 */
export async function giveRating(context: RatingContext, file: CaseRow, given: Given, { channel, recordedBy }: How): Promise<void> {
  if (!contactsOf(file).some(({ contact }) => contact === given.contact)) throw contactNotRatable()
  const fitting = new Set(tagsFor(given.grade).map(({ value }) => value))
  if (given.tags.some((tag) => !fitting.has(tag))) throw ratingTagsInvalid()
  const { database, clock } = context
  const now = clock()
  const row: RatingRow = {
    tenant_id: file.tenant_id,
    id: randomUUID(),
    case_id: file.id,
    contact: given.contact,
    organ_id: file.organ_id,
    matter_key: file.matter_key,
    matter_name: file.matter_name,
    grade: given.grade,
    counted_grade: given.grade,
    counted: true,
    tags: [...new Set(given.tags)],
    text: given.text?.trim() || null,
    channel,
    recorded_by: recordedBy?.userId ?? null,
    given_at: now,
    given_on: dayOf(now),
    comment: null,
    comment_at: null,
  }
  try {
    await inTransaction(database, async (tx) => {
      await ratings(tx).insert(row)
      await tellLog(context, tx, row, recordedBy)
      if (channel !== 'web') await tellApplicant(context, tx, file, row)
      if (row.grade <= POOR_GRADE) await openFollowUp(context, tx, row)
    })
  } catch (error) {
    if (isUniqueViolation(error)) throw ratingGiven()
    throw error
  }
  if (row.grade <= POOR_GRADE) await startFollowUps(context, row.tenant_id)
}

/** The one comment 追评 that a rating gets. @throws RATING_NOT_FOUND, COMMENT_GIVEN */
export async function commentRating(context: RatingContext, file: CaseRow, contact: RatingContact, text: string): Promise<void> {
  const { database, clock, record } = context
  await inTransaction(database, async (tx) => {
    const row = (await ratings(tx).ofCase(file.tenant_id, file.id)).find((one) => one.contact === contact)
    if (!row) throw ratingNotFound()
    if (!(await ratings(tx).comment(row.tenant_id, row.id, text.trim(), clock()))) throw commentGiven()
    const payload = { rating: row.id, contact }
    await record(tx, row.tenant_id, [
      { action: 'case.rating-commented', subject: `case:${row.case_id}`, organId: row.organ_id, actor: RATER, payload },
    ])
  })
}

/** The entry stands with the case, which only those may look up who may know who rated. */
function tellLog({ record }: RatingContext, tx: Tx, row: RatingRow, by: How['recordedBy']): Promise<void> {
  const { id: rating, contact, grade, channel, tags, matter_key: matter } = row
  return record(tx, row.tenant_id, [
    {
      action: 'case.rated',
      subject: `case:${row.case_id}`,
      organId: row.organ_id,
      actor: by ? { userId: by.userId, name: by.name } : RATER,
      ...(by?.ip !== undefined && { ip: by.ip }),
      payload: { rating, contact, grade, channel, tags, matter },
    },
  ])
}

const tellApplicant = ({ notices }: RatingContext, tx: Tx, file: CaseRow, row: RatingRow): Promise<unknown> =>
  notices.send(tx, file.tenant_id, {
    kind: 'rating',
    to: { userIds: [file.applicant_id] },
    title: `您的办件已收到评价:${ratingGradeText(row.grade)}`,
    text: `${file.matter_name},办件 ${file.case_no}。不是您本人或者您委托的人评价的,请追加评价说明,或者拨打 12345 反映。`,
    link: `/my-cases/${file.id}`,
  })

async function openFollowUp({ clock }: RatingContext, tx: Tx, row: RatingRow): Promise<void> {
  const now = clock()
  const desks = (await userPosts(tx).organsWith(row.tenant_id, FOLLOW_UP_POST, now)).filter((id) => id !== row.organ_id)
  await ratingFollowUps(tx).insert({
    tenant_id: row.tenant_id,
    rating_id: row.id,
    organ_id: row.organ_id,
    desk_organ_id: desks[0] ?? null,
    instance_id: null,
    state: 'contact',
    due_at: null,
    overdue: false,
    rounds: 0,
    complex: false,
    appealed: false,
    review_of: null,
    proposed_grade: null,
    verified_by: null,
    outcome: null,
    opened_at: now,
    closed_at: null,
  })
  await ratingFollowUps(tx).addLines([
    {
      tenant_id: row.tenant_id,
      rating_id: row.id,
      id: newId(),
      at: now,
      verb: 'opened',
      actor_id: SYSTEM_ACTOR.userId,
      actor_name: SYSTEM_ACTOR.name,
      text: null,
      note: null,
      data: null,
    },
  ])
}

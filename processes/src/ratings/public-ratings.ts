import { ratings, type CaseRow, type RatingContact } from '@lianban/storage'
import type { RatableContact } from './contacts.ts'
import { ratableContacts } from './contacts.ts'
import type { RatingContext } from './context.ts'
import { ratingCodeUnknown } from './errors.ts'
import { commentRating, giveRating, type Given } from './give-rating.ts'

/** What is said to whoever has the code of a receipt: what stands on it, and whether it is rated. */
export interface PublicRatable {
  matterName: string
  organName: string
  contacts: RatableContact[]
}

/** Rating with a receipt and no account. A code that stands for nothing gets one answer, whatever is wrong with it. */
export function publicRatings(context: RatingContext) {
  const { database } = context

  const caseOf = async (tenantId: string, code: string, ip: string | undefined): Promise<CaseRow> => {
    try {
      return await context.findCase(tenantId, code, ip)
    } catch (error) {
      throw (error as { code?: string }).code === 'RECEIPT_UNKNOWN' ? ratingCodeUnknown() : error
    }
  }

  return {
    /** @throws RATING_CODE_UNKNOWN, RECEIPT_LOCKED */
    get: async (tenantId: string, code: string, ip?: string): Promise<PublicRatable> => {
      const file = await caseOf(tenantId, code, ip)
      const given = await ratings(database).ofCase(tenantId, file.id)
      return { matterName: file.matter_name, organName: file.organ_name, contacts: ratableContacts(file, given) }
    },

    /** @throws RATING_CODE_UNKNOWN, RECEIPT_LOCKED, CONTACT_NOT_RATABLE, RATING_TAGS_INVALID, RATING_GIVEN */
    rate: async (
      tenantId: string,
      code: string,
      given: Given,
      { channel, ip }: { channel: 'code' | 'window'; ip?: string },
    ): Promise<void> => giveRating(context, await caseOf(tenantId, code, ip), given, { channel }),

    /** @throws RATING_CODE_UNKNOWN, RECEIPT_LOCKED, RATING_NOT_FOUND, COMMENT_GIVEN */
    comment: async (
      tenantId: string,
      code: string,
      { contact, text }: { contact: RatingContact; text: string },
      ip?: string,
    ): Promise<void> => commentRating(context, await caseOf(tenantId, code, ip), contact, text),
  }
}

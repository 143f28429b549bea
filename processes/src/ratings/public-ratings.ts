import { timingSafeEqual } from 'node:crypto'
import { cases, issuedDocuments, issuedNumbers, ratings, type CaseRow, type RatingContact } from '@lianban/storage'
import type { RatableContact } from './contacts.ts'
import { ratableContacts } from './contacts.ts'
import type { RatingContext } from './context.ts'
import { ratingCodeUnknown } from './errors.ts'
import { commentRating, giveRating, type Given } from './give-rating.ts'

/** The papers that an applicant is handed as a receipt; what hangs on a wall or lies in a file gives nobody a rating. */
const RECEIPTS = ['receipt', 'acceptance-notice']
const VERIFY_CODE = /^[0-9a-f]{32}$/
const QUERY_CODE = /^(\S{1,64})\.(\d{6})$/

/** What is said to whoever has the code of a receipt: what stands on it, and whether it is rated. */
export interface PublicRatable {
  matterName: string
  organName: string
  contacts: RatableContact[]
}

/** The code of an address: of the receipt's QR code, or made of what is printed on it. */
export const rateCodeOf = (caseNo: string, queryCode: string): string => `${caseNo.trim()}.${queryCode.trim()}`

/** Rating with a receipt and no account. A code that stands for nothing gets one answer, whatever is wrong with it. */
export function publicRatings(context: RatingContext) {
  const { database, clock } = context

  const caseOf = async (tenantId: string, code: string): Promise<CaseRow> => {
    const id = VERIFY_CODE.test(code) ? await byReceipt(tenantId, code) : await byQueryCode(tenantId, code)
    const file = id === null ? undefined : await cases(database).get(tenantId, id, clock())
    if (!file) throw ratingCodeUnknown()
    return file
  }

  async function byReceipt(tenantId: string, code: string): Promise<string | null> {
    const paper = await issuedDocuments(database).byVerifyCode(tenantId, code)
    return paper && RECEIPTS.includes(paper.template) ? paper.case_id : null
  }

  async function byQueryCode(tenantId: string, code: string): Promise<string | null> {
    const [, caseNo, queryCode] = QUERY_CODE.exec(code) ?? []
    const row = caseNo === undefined ? undefined : await issuedNumbers(database).get(tenantId, 'case', caseNo)
    if (!row?.query_code || row.voided_at !== null) return null
    return timingSafeEqual(Buffer.from(row.query_code.padStart(6)), Buffer.from(queryCode!)) ? row.case_id : null
  }

  return {
    /** @throws RATING_CODE_UNKNOWN */
    get: async (tenantId: string, code: string): Promise<PublicRatable> => {
      const file = await caseOf(tenantId, code)
      const given = await ratings(database).ofCase(tenantId, file.id)
      return { matterName: file.matter_name, organName: file.organ_name, contacts: ratableContacts(file, given) }
    },

    /** @throws RATING_CODE_UNKNOWN, CONTACT_NOT_RATABLE, RATING_TAGS_INVALID, RATING_GIVEN */
    rate: async (tenantId: string, code: string, given: Given, channel: 'code' | 'window'): Promise<void> =>
      giveRating(context, await caseOf(tenantId, code), given, { channel }),

    /** @throws RATING_CODE_UNKNOWN, RATING_NOT_FOUND, COMMENT_GIVEN */
    comment: async (tenantId: string, code: string, contact: RatingContact, text: string): Promise<void> =>
      commentRating(context, await caseOf(tenantId, code), contact, text),
  }
}

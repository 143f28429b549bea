import { createHash, timingSafeEqual } from 'node:crypto'
import {
  cases,
  inTransaction,
  issuedDocuments,
  issuedNumbers,
  lookupFailures,
  type CaseWithLamp,
  type Database,
  type IssuedNumberRow,
  type Tx,
} from '@lianban/storage'
import type { EntryInput } from '@lianban/tenants'
import { receiptLocked, receiptUnknown } from './receipt-error.ts'

/** The papers that an applicant is handed as a receipt; what hangs on a wall or lies in a file opens nothing. */
const RECEIPTS = ['receipt', 'acceptance-notice']
const VERIFY_CODE = /^[0-9a-f]{32}$/
const PRINTED = /^(\S{1,64})\.(\d{6})$/
/** Actor of an attempt by nobody known. */
const NOBODY = { userId: '-' }

export interface FindCaseOptions {
  database: Database
  record: (tx: Tx, tenantId: string, entries: EntryInput[]) => Promise<void>
  clock: () => number
  /** Wrong query codes in a row that lock a number, and for how long. */
  lockOut: { maxFailures: number; lockMs: number }
}

/**
 * The case of a receipt: by the code in its QR code, or by a number and the query code printed on it.
 * @throws ReceiptError RECEIPT_UNKNOWN, the same whatever is wrong; RECEIPT_LOCKED
 */
export type FindCase = (tenantId: string, code: string, ip?: string) => Promise<CaseWithLamp>

/**
 * The code of an address, made of what is printed on a receipt: the case's number or the receipt's own, and the query code.
 * The brackets of a document number 〔〕 stand on no keyboard: any others are taken for them.
 */
export const receiptCode = (number: string, queryCode: string): string =>
  `${number
    .replaceAll(/\s/g, '')
    .replaceAll(/[[(（【]/g, '〔')
    .replaceAll(/[\])）】]/g, '〕')}.${queryCode.trim()}`

/**
 * Makes the look-up. A query code has six digits and could be tried, so wrong ones are counted for the number that was given,
 * whether or not there is such a number: whoever asks learns nothing from being locked out, and every try is in the log.
 */
export function createFindCase({ database, record, clock, lockOut }: FindCaseOptions): FindCase {
  const caseById = async (tenantId: string, caseId: string | null): Promise<CaseWithLamp> => {
    const file = caseId === null ? undefined : await cases(database).get(tenantId, caseId, clock())
    if (!file) throw receiptUnknown()
    return file
  }

  return async (tenantId, code, ip) => {
    if (VERIFY_CODE.test(code)) {
      const paper = await issuedDocuments(database).byVerifyCode(tenantId, code)
      return caseById(tenantId, paper && RECEIPTS.includes(paper.template) ? paper.case_id : null)
    }
    const [, number, queryCode] = PRINTED.exec(code) ?? []
    if (number === undefined) throw receiptUnknown()
    const numberHash = createHash('sha256').update(number).digest('hex')
    const lockedUntil = await lookupFailures(database).lockedUntil(tenantId, numberHash)
    if (lockedUntil !== null && lockedUntil > clock()) throw receiptLocked(lockedUntil, clock())
    const caseNumber = await numberOf(database, tenantId, number)
    if (caseNumber && sameCode(caseNumber.query_code!, queryCode!)) {
      await lookupFailures(database).clear(tenantId, numberHash)
      return caseById(tenantId, caseNumber.case_id)
    }
    throw await refused({ tenantId, number, numberHash, ip })
  }

  async function refused(of: { tenantId: string; number: string; numberHash: string; ip: string | undefined }): Promise<Error> {
    const at = clock()
    const until = at + lockOut.lockMs
    const locked = await inTransaction(database, async (tx) => {
      const isLocked = await lookupFailures(tx).count({ ...of, at }, { maxFailures: lockOut.maxFailures, until })
      const about = { subject: 'receipt:-', actor: NOBODY, ip: of.ip }
      await record(tx, of.tenantId, [
        { action: 'receipt.lookup-failed', ...about, payload: { number: of.number } },
        ...(isLocked ? [{ action: 'receipt.lookup-locked', ...about, payload: { number: of.number, lockedUntil: until } }] : []),
      ])
      return isLocked
    })
    return locked ? receiptLocked(until, at) : receiptUnknown()
  }
}

/** The number of the case that has the query code, by itself or by the receipt's own number; void ones open nothing. */
async function numberOf(database: Database, tenantId: string, number: string): Promise<IssuedNumberRow | undefined> {
  const numbers = issuedNumbers(database)
  const given = (await numbers.get(tenantId, 'case', number)) ?? (await numbers.get(tenantId, 'receipt', number))
  if (!given || given.voided_at !== null) return undefined
  const found = given.kind === 'case' ? given : (await numbers.forCase(tenantId, given.case_id)).find(({ kind }) => kind === 'case')
  return found?.query_code && found.voided_at === null ? found : undefined
}

const sameCode = (a: string, b: string): boolean => timingSafeEqual(Buffer.from(a.padStart(6)), Buffer.from(b))

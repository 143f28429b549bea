import { numberSequences, type Tx } from '@lianban/storage'
import { checkedPart, NumberingError } from './numbering-error.ts'

/** What a document number is made of: `三市监许受〔2026〕1号` = organ 三市监, type 许受, year 2026, sequence 1. */
export interface DocumentNumberParts {
  /** 机关代字, e.g. `三市监`. */
  organCode: string
  /** Kind of document, e.g. `许受` acceptance, `许补` supplement, `许准` grant; may be empty. */
  type: string
  year: number
  sequence: number
}

/**
 * A document number 发文字号: organ code, full year in hexagonal brackets, sequence without 第 and without leading zeros.
 * @throws NumberingError NUMBER_PART_INVALID
 * Source: GB/T 9704-2012, 7.2.5.
 */
export function documentNumber({ organCode, type, year, sequence }: DocumentNumberParts): string {
  if (!Number.isInteger(sequence) || sequence < 1)
    throw new NumberingError('NUMBER_PART_INVALID', `document number: ${sequence} is not a sequence number`)
  return `${checkedPart('organ code', organCode, HAN)}${checkedPart('document type', type, HAN_OR_NONE)}〔${checkedPart('year', String(year), /^\d{4}$/)}〕${sequence}号`
}

/**
 * Gives out the next document number of an organ, a type and a year, inside the transaction that issues the document.
 * @throws NumberingError NUMBER_PART_INVALID
 */
export async function allocateDocumentNumber(
  tx: Tx,
  run: { tenantId: string; organId: string; organCode: string; type: string; year: number },
): Promise<string> {
  const { tenantId, organId, organCode, type, year } = run
  const sequence = await numberSequences(tx).allocate({ tenantId, organId, type: `document:${type}`, period: year })
  return documentNumber({ organCode, type, year, sequence })
}

const HAN = /^\p{Script=Han}{1,10}$/u
const HAN_OR_NONE = /^\p{Script=Han}{0,10}$/u

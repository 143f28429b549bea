import { numberSequences, type Tx } from '@lianban/storage'
import { checkedPart, paddedSequence } from './numbering-error.ts'

const SEQUENCE_DIGITS = 5

/** What a case number is made of. */
export interface CaseNumberParts {
  /** GB/T 2260 code of the county, 6 digits. */
  region: string
  /** Day of receipt in China, `YYYY-MM-DD`. */
  day: string
  /** Number of the matter in the county's catalogue, 1 to 10 digits or capitals. */
  matterNo: string
  sequence: number
}

/**
 * A case number 办件编号 `{region6}{yyyyMMdd}{matterNo}{seq5}`. There is no national format; this is the county's pattern.
 * @throws NumberingError NUMBER_PART_INVALID, NUMBER_EXHAUSTED after 99999 cases on one day
 */
export function caseNumber({ region, day, matterNo, sequence }: CaseNumberParts): string {
  return [
    checkedPart('region code', region, /^[1-9]\d{5}$/),
    checkedPart('day', day, /^\d{4}-\d{2}-\d{2}$/).replaceAll('-', ''),
    checkedPart('matter number', matterNo, /^[0-9A-Z]{1,10}$/),
    paddedSequence('case number', sequence, SEQUENCE_DIGITS),
  ].join('')
}

/** Gives out the next case number of the tenant's day (one run for all matters), inside the transaction that files the case. */
export async function allocateCaseNumber(
  tx: Tx,
  run: { tenantId: string; region: string; day: string; matterNo: string },
): Promise<string> {
  const { tenantId, ...parts } = run
  const sequence = await numberSequences(tx).allocate({ tenantId, organId: '', type: 'case', period: Number(run.day.replaceAll('-', '')) })
  return caseNumber({ ...parts, sequence })
}

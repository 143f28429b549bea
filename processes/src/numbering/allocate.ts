import { randomInt } from 'node:crypto'
import { issuedNumbers, numberSequences, type Tx } from '@lianban/storage'
import { NumberingError } from './numbering-error.ts'
import { runOf, type NumberRequest } from './request.ts'
import type { PatternPiece } from './scheme.ts'
import { schemeOf } from './schemes.ts'
import { writeNumber } from './write-number.ts'

const QUERY_CODES = 1_000_000

export interface GivenNumber {
  number: string
  /** Six digits for looking a case up without logging in; null for everything but case numbers. */
  queryCode: string | null
}

/**
 * Gives out the next number and enters it in the register, in the transaction of what is numbered: both stay or neither.
 * The run is locked until that transaction ends, so numbers follow commits without a gap.
 * @throws NumberingError NUMBER_PART_INVALID, NUMBER_EXHAUSTED, NUMBER_SCHEME_INVALID, NUMBER_TAKEN if the register has
 *   this number already (a changed scheme met an old number)
 */
export async function allocateNumber(tx: Tx, request: NumberRequest): Promise<GivenNumber> {
  const { tenantId, kind, scheme: name = kind, organId, caseId, facts, at } = request
  const { scheme, pieces } = await schemeOf(tx, tenantId, name, request.schemes)
  const run = runOf(request, scheme)
  const sequence = await numberSequences(tx).allocate(run)
  const number = writeNumber(pieces, scheme, facts, sequence)
  const queryCode = kind === 'case' ? String(randomInt(QUERY_CODES)).padStart(6, '0') : null
  if (await issuedNumbers(tx).get(tenantId, kind, number))
    throw new NumberingError('NUMBER_TAKEN', `编号“${number}”已经发出过，请检查编号规则“${name}”的序号范围`)
  await issuedNumbers(tx).insert({
    tenant_id: tenantId,
    kind,
    number,
    organ_id: organId,
    run_organ: run.organId,
    run_type: run.type,
    run_period: run.period,
    sequence,
    type: typeOf(request, pieces),
    year: Number(facts.day.slice(0, 4)),
    case_id: caseId,
    query_code: queryCode,
    issued_at: at,
    voided_at: null,
    voided_by: null,
    voided_by_name: null,
    void_reason: null,
  })
  return { number, queryCode }
}

/** What the register lists the number under: the document's type, or the scheme. */
const typeOf = ({ kind, scheme = kind, facts }: NumberRequest, pieces: readonly PatternPiece[]): string =>
  pieces.some((piece) => piece.kind === 'part' && piece.name === 'type') ? facts.type! : scheme

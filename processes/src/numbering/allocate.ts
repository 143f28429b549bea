import { randomInt } from 'node:crypto'
import { issuedNumbers, numberSequences, type NumberKind, type NumberSequenceKey, type Tx } from '@lianban/storage'
import { NumberingError } from './numbering-error.ts'
import type { NumberScheme, PatternPiece } from './scheme.ts'
import { schemeOf, type Schemes } from './schemes.ts'
import { codeOf, partOf, writeNumber, type NumberFacts } from './write-number.ts'

const QUERY_CODES = 1_000_000

export interface NumberRequest {
  tenantId: string
  kind: NumberKind
  /** Name of the scheme. @default the kind */
  scheme?: string
  /** Schemes of the matter's package. */
  schemes?: Schemes
  /** Organ that the number belongs to, in whose register it stands. */
  organId: string
  /** Organ whose code stands in the number and whose run it draws from: a successor goes on with both. @default organId */
  runOrganId?: string
  /** Case that the number is of. */
  caseId: string
  facts: NumberFacts
  /** Epoch milliseconds. */
  at: number
}

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

/** The run of numbers that a request draws from. */
export function runOf(
  { tenantId, kind, scheme: name = kind, organId, runOrganId = organId, facts }: NumberRequest,
  scheme: NumberScheme,
): NumberSequenceKey {
  const parts = scheme.scope.flatMap((by) => {
    if (by === 'organ') return []
    if (by === 'type') return [partOf('type', facts)]
    return [by === 'matter' ? partOf('matterNo', facts) : codeOf(by, scheme, facts)]
  })
  const head = name === kind ? kind : `${kind}:${name}`
  return {
    tenantId,
    organId: scheme.scope.includes('organ') ? runOrganId : '',
    type: [head, ...parts].join(':'),
    period: periodOf(scheme, facts),
  }
}

function periodOf({ period }: NumberScheme, { day }: NumberFacts): number {
  const digits = day.replaceAll('-', '')
  return { year: Number(digits.slice(0, 4)), month: Number(digits.slice(0, 6)), day: Number(digits), none: 0 }[period]
}

/** What the register lists the number under: the document's type, or the scheme. */
const typeOf = ({ kind, scheme = kind, facts }: NumberRequest, pieces: readonly PatternPiece[]): string =>
  pieces.some((piece) => piece.kind === 'part' && piece.name === 'type') ? facts.type! : scheme

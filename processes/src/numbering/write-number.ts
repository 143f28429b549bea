import { CHECK_FUNCTIONS } from './check-digit.ts'
import { checkedPart, NumberingError } from './numbering-error.ts'
import { PARTS, type NumberScheme, type Part, type PatternPiece } from './scheme.ts'

/** What a number is made of besides its sequence. Only what the pattern names is needed. */
export interface NumberFacts {
  /** Day in China that the number is given out on, `YYYY-MM-DD`; the county's year changes with it. */
  day: string
  /** GB/T 2260 code of the county, 6 digits. */
  region?: string
  /** Number of the matter in the county's catalogue. */
  matterNo?: string
  /** 机关代字, e.g. `三市监`. */
  organCode?: string
  /** Kind of document, e.g. `许受`; may be empty. */
  type?: string
  /** 保管期限代码 of an archive number, e.g. `D30`. */
  retention?: string
  /** The application form, for codes that depend on a field. */
  form?: Record<string, unknown>
}

/**
 * Writes one number.
 * @throws NumberingError NUMBER_PART_INVALID if a part lacks or has another shape, NUMBER_EXHAUSTED if the sequence has
 *   outgrown its digits: a number never changes its length by itself
 */
export function writeNumber(pieces: readonly PatternPiece[], scheme: NumberScheme, facts: NumberFacts, sequence: number): string {
  let number = ''
  // What the check is computed over: everything but the fixed text (`JY`).
  let counted = ''
  for (const piece of pieces) {
    if (piece.kind === 'check') number += checkOf(scheme, counted)
    else {
      const text = textOf(piece, scheme, facts, sequence)
      number += text
      if (piece.kind !== 'literal') counted += text
    }
  }
  return number
}

function textOf(piece: Exclude<PatternPiece, { kind: 'check' }>, scheme: NumberScheme, facts: NumberFacts, sequence: number): string {
  if (piece.kind === 'literal') return piece.text
  if (piece.kind === 'part') return partOf(piece.name, facts)
  return piece.kind === 'code' ? codeOf(piece.name, scheme, facts) : sequenceText(sequence, piece.digits)
}

/** The value of a part as text. @throws NumberingError NUMBER_PART_INVALID */
export function partOf(name: Part, { day, region, matterNo, organCode, type, retention }: NumberFacts): string {
  const digits = checkedPart('day', day, /^\d{4}-\d{2}-\d{2}$/).replaceAll('-', '')
  const values: Record<Part, string | undefined> = {
    region6: region,
    yyyyMMdd: digits,
    yyyyMM: digits.slice(0, 6),
    year: digits.slice(0, 4),
    matterNo,
    organCode,
    type,
    retention,
  }
  const value = values[name]
  if (value === undefined) throw new NumberingError('NUMBER_PART_INVALID', `编号需要 {${name}}，但没有给出`)
  return checkedPart(name, value, PARTS[name])
}

/** What stands in the number for a field's value. @throws NumberingError NUMBER_PART_INVALID */
export function codeOf(name: string, { codes }: NumberScheme, { form = {} }: NumberFacts): string {
  const { field, values } = codes[name]!
  const value = String(form[field] ?? '')
  if (!Object.hasOwn(values, value))
    throw new NumberingError('NUMBER_PART_INVALID', `“${value}”没有对应的编号代码 {${name}}，请在编号规则中补充`)
  return values[value]!
}

function sequenceText(sequence: number, digits: number): string {
  if (!Number.isInteger(sequence) || sequence < 1) throw new NumberingError('NUMBER_PART_INVALID', `${sequence} is not a sequence number`)
  const text = String(sequence)
  if (digits > 0 && text.length > digits) throw new NumberingError('NUMBER_EXHAUSTED', `${digits} 位序号已经用完，请修改编号规则`)
  return text.padStart(digits, '0')
}

function checkOf({ check }: NumberScheme, counted: string): string {
  const { of, over } = CHECK_FUNCTIONS[check!]
  return of((counted.match(over) ?? []).join(''))
}

import { z } from 'zod'
import { CHECK_FUNCTIONS, type CheckFunction } from './check-digit.ts'
import { NumberingError } from './numbering-error.ts'

/*
 * A numbering scheme: how one kind of number is written and which numbers make one run. It is data (the county's file, a
 * package's manifest or the tenant's own table), so a county changes its numbers without a programmer.
 */

export const PERIODS = ['year', 'month', 'day', 'none'] as const
export type Period = (typeof PERIODS)[number]

const MAX_SEQUENCE_DIGITS = 9

/** Parts that every number may have, with the shape their value must have. */
export const PARTS = {
  region6: /^[1-9]\d{5}$/,
  yyyyMMdd: /^\d{8}$/,
  yyyyMM: /^\d{6}$/,
  year: /^\d{4}$/,
  matterNo: /^[0-9A-Z]{1,10}$/,
  organCode: /^\p{Script=Han}{1,10}$/u,
  type: /^\p{Script=Han}{0,10}$/u,
  /** 保管期限代码: 永久, 30年, 10年 (DA/T 13-2022). */
  retention: /^(Y|D30|D10)$/,
} as const
export type Part = keyof typeof PARTS

/** What a run may be kept apart by, with the part that must then stand in the number. */
const SCOPE_PARTS = { organ: 'organCode', type: 'type', matter: 'matterNo' } as const
const PERIOD_PARTS: Record<Period, readonly string[]> = {
  year: ['year', 'yyyyMM', 'yyyyMMdd'],
  month: ['yyyyMM', 'yyyyMMdd'],
  day: ['yyyyMMdd'],
  none: [],
}

export const NumberScheme = z.strictObject({
  /** Literal text and `{tokens}`: the parts above, `{seq}` or `{seqN}`, `{check1}`, and the names under `codes`. */
  pattern: z.string().min(1).max(100),
  /** Each organ, document type or matter has a run of its own, and each value of a code. */
  scope: z.array(z.string()).max(6).default([]),
  /** When a run begins anew. */
  period: z.enum(PERIODS),
  check: z.enum(Object.keys(CHECK_FUNCTIONS) as [CheckFunction, ...CheckFunction[]]).optional(),
  /** Token name → field of the application form and what stands in the number for each of its values. */
  codes: z
    .record(
      z.string().regex(/^[a-z][A-Za-z]{1,30}$/),
      z.strictObject({ field: z.string().min(1), values: z.record(z.string(), z.string().regex(/^[0-9A-Z]{1,6}$/)) }),
    )
    .default({}),
})
export type NumberScheme = z.infer<typeof NumberScheme>

/** One piece of a pattern. */
export type PatternPiece =
  | { kind: 'literal'; text: string }
  | { kind: 'part'; name: Part }
  | { kind: 'code'; name: string }
  | { kind: 'sequence'; /** 0: as many as it needs, without zeros in front. */ digits: number }
  | { kind: 'check' }

export interface ParsedScheme {
  scheme: NumberScheme
  pieces: PatternPiece[]
}

const TOKEN = /\{([^{}]*)\}/
const LITERAL = /^[\p{Script=Han}0-9A-Za-z〔〕()（）·\-/.]*$/u

/**
 * Reads a scheme. What it accepts cannot write one number twice: whatever keeps runs apart stands in the number.
 * @throws NumberingError NUMBER_SCHEME_INVALID; details.problems lists everything that is wrong
 */
export function parseScheme(input: unknown): ParsedScheme {
  const parsed = NumberScheme.safeParse(input)
  if (!parsed.success)
    throw invalid(parsed.error.issues.map(({ path, message }) => `${path.map(String).join('.') || '编号规则'}：${message}`))
  const problems: string[] = []
  const pieces = piecesOf(parsed.data, problems)
  problems.push(...sequenceProblems(pieces), ...scopeProblems(parsed.data, pieces), ...checkProblems(parsed.data, pieces))
  if (problems.length > 0) throw invalid(problems)
  return { scheme: parsed.data, pieces }
}

const invalid = (problems: string[]): NumberingError =>
  new NumberingError('NUMBER_SCHEME_INVALID', `编号规则有误：${problems.join('；')}`, { problems })

function piecesOf({ pattern, codes }: NumberScheme, problems: string[]): PatternPiece[] {
  return pattern.split(TOKEN).flatMap((text, index): PatternPiece[] => {
    if (index % 2 === 1) return pieceOf(text, codes, problems)
    if (!LITERAL.test(text)) problems.push(`“${text}”含有编号中不能出现的字符`)
    return text === '' ? [] : [{ kind: 'literal', text }]
  })
}

function pieceOf(name: string, codes: NumberScheme['codes'], problems: string[]): PatternPiece[] {
  if (Object.hasOwn(PARTS, name)) return [{ kind: 'part', name: name as Part }]
  if (Object.hasOwn(codes, name)) return [{ kind: 'code', name }]
  if (name === 'check1') return [{ kind: 'check' }]
  const sequence = /^seq(\d?)$/.exec(name)
  if (sequence && sequence[1] !== '0') return [{ kind: 'sequence', digits: Number(sequence[1] || 0) }]
  problems.push(
    `不认识的标记“{${name}}”，可用的有 ${[...Object.keys(PARTS), ...Object.keys(codes), 'seq', `seq1…seq${MAX_SEQUENCE_DIGITS}`, 'check1'].join('、')}`,
  )
  return []
}

function sequenceProblems(pieces: PatternPiece[]): string[] {
  const count = pieces.filter(({ kind }) => kind === 'sequence').length
  if (count !== 1) return [`应当有且只有一个序号标记 {seq} 或 {seqN}，现有 ${count} 个`]
  const index = pieces.findIndex(({ kind }) => kind === 'sequence')
  const free = (pieces[index] as { digits: number }).digits === 0
  return free && [pieces[index - 1], pieces[index + 1]].some(runsInto)
    ? ['不定长的 {seq} 前后应当是汉字或括号等固定文字，否则编号会混同']
    : []
}

/** Whether a sequence without fixed length beside it could not be told from it. */
const runsInto = (piece: PatternPiece | undefined): boolean =>
  piece !== undefined && (piece.kind !== 'literal' || /^[0-9A-Za-z]|[0-9A-Za-z]$/.test(piece.text))

function scopeProblems({ scope, period, codes }: NumberScheme, pieces: PatternPiece[]): string[] {
  const names = new Set(pieces.flatMap((piece) => ('name' in piece ? [piece.name as string] : [])))
  const problems: string[] = []
  for (const by of scope) {
    const needed = Object.hasOwn(SCOPE_PARTS, by) ? SCOPE_PARTS[by as keyof typeof SCOPE_PARTS] : Object.hasOwn(codes, by) ? by : null
    if (needed === null) problems.push(`序号范围“${by}”不存在，可用的有 ${[...Object.keys(SCOPE_PARTS), ...Object.keys(codes)].join('、')}`)
    else if (!names.has(needed)) problems.push(`序号按“${by}”分别编排，编号中应当有 {${needed}}，否则会重号`)
  }
  const dates = PERIOD_PARTS[period]
  if (dates.length > 0 && !dates.some((name) => names.has(name)))
    problems.push(`序号按 ${period} 重新编排，编号中应当有 ${dates.map((name) => `{${name}}`).join(' 或 ')}，否则会重号`)
  return problems
}

function checkProblems({ check }: NumberScheme, pieces: PatternPiece[]): string[] {
  const checks = pieces.filter(({ kind }) => kind === 'check').length
  if (checks === 0) return check === undefined ? [] : ['写了校验算法 check，编号中却没有 {check1}']
  if (checks > 1 || pieces.at(-1)?.kind !== 'check') return ['{check1} 只能有一个，并且在最后']
  if (check === undefined) return [`有 {check1} 就应当写明校验算法 check：${Object.keys(CHECK_FUNCTIONS).join('、')}`]
  const text = pieces.some((piece) => piece.kind === 'part' && (piece.name === 'organCode' || piece.name === 'type'))
  return text ? ['校验位只能由数字和字母计算，编号中不能同时有 {organCode} 或 {type}'] : []
}

import type { BotMonthRow } from '@lianban/storage'
import { COUNTY_RULES, type BotRules } from './county-rules.ts'
import { lateInterest } from './money.ts'

/*
 * The money of an operation that is paid by the month (BOT), pure: the months of its contract, and what is deducted for poor
 * service. Fen; scores in thousandths of a point, availability in thousandths of a percent.
 */

type Period = Pick<BotRules, 'firstMonth' | 'months'>

const monthsSince = (from: string, month: string): number =>
  (Number(month.slice(0, 4)) - Number(from.slice(0, 4))) * 12 + Number(month.slice(5)) - Number(from.slice(5))

/** Which month of the contract it is, from 1 on; null: none of them. @param month YYYY-MM */
export function monthNo(month: string, { firstMonth, months }: Period): number | null {
  const no = monthsSince(firstMonth, month) + 1
  return no >= 1 && no <= months ? no : null
}

/** The month of the contract with this number, YYYY-MM. */
export function monthOf(no: number, { firstMonth }: Pick<Period, 'firstMonth'>): string {
  const at = Number(firstMonth.slice(0, 4)) * 12 + Number(firstMonth.slice(5)) - 1 + no - 1
  return `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`
}

/** Months before this one that nobody filed, oldest first. */
export function gapsBefore(no: number, filed: readonly Pick<BotMonthRow, 'no'>[], period: Pick<Period, 'firstMonth'>): string[] {
  const known = new Set(filed.map((one) => one.no))
  return Array.from({ length: no - 1 }, (_, at) => at + 1)
    .filter((one) => !known.has(one))
    .map((one) => monthOf(one, period))
}

/** The mean of what the using units scored, rounded half up. Requires at least one. */
export const meanScore = (scores: readonly number[]): number =>
  Math.floor(scores.reduce((sum, score) => sum + score, 0) / scores.length + 0.5)

type Formula = Pick<BotRules, 'fullScore' | 'perMyriadPerPoint' | 'availability' | 'perMyriadPerTenth'>

/**
 * What is deducted: for each point below the full score, and for each tenth of a percent that the availability lacks, a share of
 * the fee, in proportion; no more than the fee. Rounded once, half up to the fen.
 */
export function deduction(feeFen: number, score: number, availability: number, rules: Formula): number {
  const points = Math.max(0, rules.fullScore - score) * rules.perMyriadPerPoint
  const tenths = Math.max(0, rules.availability - availability) * rules.perMyriadPerTenth
  // A point is 1 000 thousandths, a tenth of a percent 100: both as shares of ten million.
  return Math.min(feeFen, Math.floor((feeFen * (points + tenths * 10)) / 10_000_000 + 0.5))
}

/**
 * What is added to a month that is paid late, by the rule of all payments: the operator is a company that the county owes.
 * Source: 国令802 articles 8, 17.
 */
export const monthInterest = (
  { fee_fen, deduction_fen, accepted_on: acceptedOn }: Pick<BotMonthRow, 'fee_fen' | 'deduction_fen' | 'accepted_on'>,
  paidOn: string,
): number => (acceptedOn === null ? 0 : lateInterest(fee_fen - (deduction_fen ?? 0), { acceptedOn, paidOn, payDays: COUNTY_RULES.payDays }))

/** Thousandths as people write them: `87.333`, `99.9`. */
export const thousandths = (value: number): string => String(value / 1000)

/** The formula in words, with the county's values. */
export const formulaText = ({ fullScore, perMyriadPerPoint, availability, perMyriadPerTenth }: Formula): string =>
  `平均得分低于 ${thousandths(fullScore)} 分的,每低 1 分扣 ${perMyriadPerPoint / 100}%;可用率低于 ${thousandths(availability)}% 的,` +
  `每低 0.1 个百分点扣 ${perMyriadPerTenth / 100}%;合计不超过当月服务费`

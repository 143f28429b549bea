import type { Board } from '../../api/window.ts'

type Call = Board['calls'][number]

const DIGITS = ['零', '幺', '二', '三', '四', '五', '六', '七', '八', '九']

/** `请 A零幺二号到3号窗口办理`: a number is read digit by digit, one as 幺, as one hears it in a hall. */
export const spokenCall = ({ label, window }: Pick<Call, 'label' | 'window'>): string =>
  `请 ${label.replace(/\d/g, (digit) => DIGITS[Number(digit)]!)} 号,到 ${window} 号窗口办理`

/** What was called since, the oldest first: each once, also where the same number was called again. */
export function newCalls(before: readonly Call[], now: readonly Call[]): Call[] {
  const known = new Set(before.map(({ callNo }) => callNo))
  return now.filter(({ callNo }) => !known.has(callNo)).reverse()
}

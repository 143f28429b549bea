import type { FundGrantRow } from '@lianban/storage'
import { type MoneyProblem } from './money.ts'
import { yuan } from './yuan.ts'

/* The money rules of the yearly special fund, pure: what is granted and not given back never exceeds the fund. Fen. */

type Granted = Pick<FundGrantRow, 'granted_fen' | 'returned_fen'>

/** What of a year's fund is spoken for. */
export const committed = (grants: readonly Granted[]): number =>
  grants.reduce((sum, { granted_fen, returned_fen }) => sum + (granted_fen === null ? 0 : granted_fen - returned_fen), 0)

interface NewGrant {
  fen: number
  asked: number
  /** The fund of the year. */
  fund: number
  /** Every other grant of the year. */
  others: readonly Granted[]
}

/** A grant is no more than was asked for, and fits into what the year has left. */
export function grantProblem({ fen, asked, fund, others }: NewGrant): MoneyProblem | null {
  if (fen <= 0 || fen > asked) return { code: 'GRANT_OVER_ASKED', message: `审定金额应当大于零,且不得超过申报金额 ${yuan(asked)} 元` }
  const left = fund - committed(others)
  if (fen <= left) return null
  return { code: 'GRANT_OVER_FUND', message: `本年度专项资金 ${yuan(fund)} 元,尚可安排 ${yuan(Math.max(0, left))} 元,审定金额超过该数` }
}

/** No more is paid out than was issued. */
export function allocationProblem({ granted_fen }: Pick<FundGrantRow, 'granted_fen'>, fen: number): MoneyProblem | null {
  if (fen > 0 && fen <= (granted_fen ?? 0)) return null
  return { code: 'ALLOCATION_OVER_GRANT', message: `拨付金额应当大于零,且不得超过下达金额 ${yuan(granted_fen ?? 0)} 元` }
}

/** No more is used than was paid out. */
export function balanceProblem({ allocated_fen }: Pick<FundGrantRow, 'allocated_fen'>, used: number): MoneyProblem | null {
  if (used >= 0 && used <= allocated_fen) return null
  return { code: 'USED_OVER_ALLOCATED', message: `使用金额不得超过已拨付金额 ${yuan(allocated_fen)} 元` }
}

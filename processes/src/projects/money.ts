import type { ProjectAmountRow, ProjectContractRow, ProjectMilestoneRow, ProjectPaymentRow } from '@lianban/storage'
import { COUNTY_RULES } from './county-rules.ts'
import { yuan } from './yuan.ts'

/*
 * The money rules of government investment, pure: reservations + paid ≤ contract with its changes ≤ 概算, and in each year ≤ the
 * budget of that year. All amounts are fen, whole numbers. Sources: 政府投资条例 (国令712) articles 12, 21 to 23;
 * 保障中小企业款项支付条例 (国令802) articles 8, 17; 建设工程质量保证金管理办法 (3 %).
 */

/** A rule that is broken: a stable code, and words that say what, by how much and what to do. */
export interface MoneyProblem {
  code: string
  message: string
}

export interface ProjectMoney {
  /** Latest of each kind; null: none yet. */
  need: number | null
  proposal: number | null
  /** 可研估算. */
  feasibility: number | null
  /** 概算: what the whole project may cost. */
  design: number | null
  /** Year → budget. */
  budgets: Record<number, number>
  contract: number
  changes: number
  reserved: number
  paid: number
  /** Year → reserved and paid. */
  used: Record<number, number>
  interest: number
}

type Amount = Pick<ProjectAmountRow, 'kind' | 'year' | 'fen'>
type Payment = Pick<ProjectPaymentRow, 'state' | 'fen' | 'year' | 'interest_fen'>

/** What the rows of one project come to. @param amounts in the order in which they were decided */
export function moneyOf(amounts: readonly Amount[], payments: readonly Payment[]): ProjectMoney {
  const latest = (kind: Amount['kind']) => amounts.filter((row) => row.kind === kind).at(-1)?.fen ?? null
  const sum = (kind: Amount['kind']) => total(amounts.filter((row) => row.kind === kind))
  const live = payments.filter(({ state }) => state !== 'released')
  return {
    ...{ need: latest('need'), proposal: latest('proposal'), feasibility: latest('feasibility'), design: latest('design') },
    budgets: byYear(amounts.filter(({ kind }) => kind === 'budget')),
    ...{ contract: sum('contract'), changes: sum('change') },
    reserved: total(live.filter(({ state }) => state === 'reserved')),
    paid: total(live.filter(({ state }) => state === 'paid')),
    used: byYear(live),
    interest: live.reduce((fen, { interest_fen }) => fen + interest_fen, 0),
  }
}

const total = (rows: readonly { fen: number }[]): number => rows.reduce((sum, { fen }) => sum + fen, 0)

function byYear(rows: readonly { year: number | null; fen: number }[]): Record<number, number> {
  const years: Record<number, number> = {}
  for (const { year, fen } of rows) if (year !== null) years[year] = (years[year] ?? 0) + fen
  return years
}

/** Fen of an amount that a form holds as yuan text, `"1250.00"`. Requires a value that the form's own check let through. */
export function fenOf(text: unknown): number {
  if (typeof text !== 'string' || !/^-?\d{1,12}\.\d{2}$/.test(text)) throw new TypeError(`${String(text)} is no amount of money`)
  return Number(text.replace('.', ''))
}

/** 概算 over the 可研估算 by more than the county's percentage: a new feasibility study first. Source: 国令712 article 12. */
export function designProblem({ feasibility }: Pick<ProjectMoney, 'feasibility'>, design: number): MoneyProblem | null {
  const { estimateOverrunPercent: percent } = COUNTY_RULES
  if (feasibility === null || design * 100 <= feasibility * (100 + percent)) return null
  const over = ((design - feasibility) / feasibility) * 100
  return {
    code: 'DESIGN_OVER_ESTIMATE',
    message: `投资概算 ${yuan(design)} 元超过可行性研究报告估算 ${yuan(feasibility)} 元的 ${over.toFixed(1)}%(允许 ${percent}%),不能报批。请重新报送可行性研究报告`,
  }
}

/** Nothing is concluded beyond the 概算, and what was concluded already counts. Source: 国令712 article 23. */
function overDesign({ design, contract, changes }: ProjectMoney, more: number): MoneyProblem | null {
  if (design === null) return { code: 'DESIGN_MISSING', message: '项目没有批复的投资概算,不能签订合同。请先报批初步设计和概算' }
  const sum = contract + changes + more
  if (sum <= design) return null
  const message = `合同金额合计 ${yuan(sum)} 元,超过批复概算 ${yuan(design)} 元。请先向原审批部门报批概算调整`
  return { code: 'CONTRACT_OVER_DESIGN', message }
}

interface NewContract {
  fen: number
  /** What was bid. */
  bidFen: number
  retentionFen: number
  milestones: readonly { fen: number }[]
}

/** A contract is what was bid, within the 概算, its milestones come to it, and no more than 3 % is kept back. */
export function contractProblems(money: ProjectMoney, { fen, bidFen, retentionFen, milestones }: NewContract): MoneyProblem[] {
  const { retentionPercent } = COUNTY_RULES
  const over = overDesign(money, fen)
  return [
    ...(over ? [over] : []),
    ...(fen === bidFen
      ? []
      : [{ code: 'CONTRACT_NOT_BID', message: `合同金额 ${yuan(fen)} 元与中标金额 ${yuan(bidFen)} 元不一致,合同应当与中标结果一致` }]),
    ...(retentionFen * 100 <= fen * retentionPercent
      ? []
      : [
          {
            code: 'RETENTION_OVER',
            message: `质量保证金不得超过合同金额的 ${retentionPercent}%,即 ${yuan(Math.floor((fen * retentionPercent) / 100))} 元`,
          },
        ]),
    ...(total(milestones) === fen
      ? []
      : [{ code: 'MILESTONES_DIFFER', message: `付款计划合计 ${yuan(total(milestones))} 元,应当等于合同金额 ${yuan(fen)} 元` }]),
  ]
}

/** A change stays within the 概算 and takes no more away than there is. */
export function changeProblem(money: ProjectMoney, fen: number): MoneyProblem | null {
  const left = money.contract + money.changes + fen
  if (left < money.paid + money.reserved)
    return {
      code: 'CHANGE_BELOW_PAID',
      message: `变更后合同金额 ${yuan(left)} 元,少于已支付和在途金额 ${yuan(money.paid + money.reserved)} 元`,
    }
  return fen > 0 ? overDesign(money, fen) : null
}

/** Whether the changes together reach the share of the contract from which the level above decides (拟). */
export const changeGoesUp = ({ contract }: Pick<ProjectMoney, 'contract'>, changes: readonly number[]): boolean =>
  changes.reduce((sum, fen) => sum + Math.abs(fen), 0) * 100 >= contract * COUNTY_RULES.changeUpgradePercent

interface NewPayment {
  fen: number
  year: number
  contract: Pick<ProjectContractRow, 'fen' | 'retention_fen'>
  /** Changes of this contract. */
  changes: number
  milestone: Pick<ProjectMilestoneRow, 'name' | 'fen' | 'accepted_on'> | undefined
  /** Payments of this contract. */
  payments: readonly Pick<ProjectPaymentRow, 'state' | 'fen' | 'milestone_no'>[]
  milestoneNo: number
  /** Whether the project has passed its final acceptance: before it, the retention is not paid. */
  isAccepted: boolean
}

/** Everything that speaks against a payment, as the money stands; none: it may be reserved. */
export function paymentProblems(money: ProjectMoney, given: NewPayment): MoneyProblem[] {
  const { fen, year, contract, changes, milestone, payments, milestoneNo, isAccepted } = given
  if (!milestone) return [{ code: 'MILESTONE_UNKNOWN', message: `合同没有第 ${milestoneNo} 个付款节点` }]
  const live = payments.filter(({ state }) => state !== 'released')
  const problems: MoneyProblem[] = []
  const limit = (code: string, most: number, used: number, what: string) => {
    if (used + fen <= most) return
    const message = `${what} ${yuan(most)} 元,已支付和在途 ${yuan(used)} 元,本次最多可申请 ${yuan(Math.max(0, most - used))} 元`
    problems.push({ code, message })
  }
  if (milestone.accepted_on === null)
    problems.push({ code: 'MILESTONE_NOT_ACCEPTED', message: `付款节点“${milestone.name}”尚未验收,不能申请付款` })
  limit(
    'OVER_MILESTONE',
    milestone.fen + Math.max(0, changes),
    total(live.filter(({ milestone_no: no }) => no === milestoneNo)),
    '付款节点金额',
  )
  limit('OVER_CONTRACT', contract.fen + changes, total(live), '合同金额(含变更)')
  if (!isAccepted)
    limit('RETENTION_KEPT', contract.fen + changes - contract.retention_fen, total(live), '竣工验收前可支付的合同金额(扣除质量保证金)')
  limit('OVER_DESIGN', money.design ?? 0, money.paid + money.reserved, '批复概算')
  limit('OVER_BUDGET', money.budgets[year] ?? 0, money.used[year] ?? 0, `${year} 年度预算`)
  return problems
}

const DAY_MS = 86_400_000
/** Days from one day to another, YYYY-MM-DD. */
export const daysFrom = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS)
/** The day that comes `days` after another. */
export const dayAfter = (day: string, days: number): string => new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10)

/**
 * Interest for paying late, rounded half up to the fen: 0.05 % a day for each day after the last one on which payment was in time.
 * @param payDays what the contract agrees, 30 unless it says otherwise, 60 at most   Source: 国令802 articles 8, 17.
 */
export function lateInterest(
  fen: number,
  { acceptedOn, paidOn, payDays }: { acceptedOn: string; paidOn: string; payDays: number },
): number {
  const late = Math.max(0, daysFrom(acceptedOn, paidOn) - Math.min(payDays, COUNTY_RULES.payDaysMost))
  return Math.floor((fen * late * COUNTY_RULES.lateRatePerMyriad) / 10_000 + 0.5)
}

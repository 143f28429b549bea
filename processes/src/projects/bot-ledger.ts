import { botMonths, type BotMonthRow, type Database, type Tx } from '@lianban/storage'
import { CaseError, formInvalid, type PlacedProblem } from '../cases/errors.ts'
import type { EffectInput } from '../cases/effects/effect.ts'
import { organOfTask } from '../cases/task-organ.ts'
import { dayOf } from '../clock/index.ts'
import type { Ledger, LedgerEntry, LedgerOpening, OpeningInput } from '../ledgers/ledger.ts'
import { deduction, formulaText, gapsBefore, meanScore, monthInterest, monthNo, thousandths } from './bot-money.ts'
import { COUNTY_RULES } from './county-rules.ts'
import { dayAfter, fenOf } from './money.ts'
import { yuan } from './yuan.ts'

const RULES = COUNTY_RULES.bot

/** 月报: the operator files each month once, after it has passed, for the fee of the contract. */
const month: LedgerOpening = {
  check: (input) => monthProblems(input.context.database, input),
  async apply(tx, input) {
    const { form, row, at, caller } = input
    const problems = await monthProblems(tx, input)
    if (problems.length > 0) throw formInvalid(problems)
    const no = monthNo(String(form.month), RULES)!
    const gaps = gapsBefore(no, await botMonths(tx).list(caller.tenantId, RULES.contract), RULES)
    await botMonths(tx).insert({
      ...{ tenant_id: caller.tenantId, contract: RULES.contract, no, month: String(form.month), case_id: row.id },
      ...{ invoice_no: String(form.invoiceNo), fee_fen: RULES.feeFen, report: form, score: null, deduction_fen: null },
      ...{ state: 'filed', filed_at: at, paid_on: null, accepted_on: null, interest_fen: 0 },
    })
    const isLate = dayOf(at) > lastDayToFile(String(form.month))
    return {
      variables: {
        ...{ units: RULES.units, monthNo: no, isLast: no === RULES.months, feeText: yuan(RULES.feeFen), formulaText: formulaText(RULES) },
        ...{ monthText: `第 ${no} 个月(共 ${RULES.months} 个月)`, gapsText: gaps.join('、') },
      },
      entries: [{ action: 'bot.filed', payload: { month: String(form.month), no, isLate, gaps } }],
      parties: [{ role: 'payee', organ: RULES.payee }],
    }
  },
}

/** The day of the following month until which a month is to be filed, YYYY-MM-DD. */
export function lastDayToFile(filed: string): string {
  const [year, month] = filed.split('-').map(Number) as [number, number]
  return new Date(Date.UTC(year, month, RULES.fileByDay)).toISOString().slice(0, 10)
}

async function monthProblems(db: Database | Tx, { caller, form, openerOrgan, at }: OpeningInput): Promise<PlacedProblem[]> {
  const filed = String(form.month)
  const no = monthNo(filed, RULES)
  if (openerOrgan !== RULES.payee) return [{ path: 'month', code: 'NOT_OPERATOR', message: `“${RULES.name}”的月报只能由运营单位报送` }]
  if (no === null)
    return [{ path: 'month', code: 'MONTH_OUTSIDE', message: `该月不在合同期内(自 ${RULES.firstMonth} 起 ${RULES.months} 个月)` }]
  if (dayOf(at).slice(0, 7) <= filed) return [{ path: 'month', code: 'MONTH_NOT_OVER', message: '该月尚未结束,请在月末后报送' }]
  const months = await botMonths(db).list(caller.tenantId, RULES.contract)
  const problems: PlacedProblem[] = []
  if (months.some((one) => one.no === no))
    problems.push({ path: 'month', code: 'MONTH_TWICE', message: '该月的月报已经报送,每月只能报送一次' })
  if (months.some((one) => one.invoice_no === form.invoiceNo))
    problems.push({ path: 'invoiceNo', code: 'INVOICE_USED', message: '该发票已用于其他月份,请核对发票号码' })
  if (fenOf(form.amount) !== RULES.feeFen)
    problems.push({ path: 'amount', code: 'FEE_DIFFERS', message: `当月服务费按合同为 ${yuan(RULES.feeFen)} 元` })
  return problems
}

async function monthOfCase(tx: Tx, { loaded: { row } }: EffectInput): Promise<BotMonthRow> {
  const found = await botMonths(tx).ofCase(row.tenant_id, row.id)
  if (!found) throw new Error(`case ${row.id} is about no month`)
  return found
}

/** 评分 of one using unit: the one that has the task. */
const score: LedgerEntry = {
  async apply(tx, { loaded, form, caller, at }) {
    const { tenant_id, id } = loaded.row
    const organ = organOfTask(loaded.task.candidate_groups, loaded.row.organ_id)
    const points = Number(form.score) * 1000
    await botMonths(tx).setScore({
      ...{ tenant_id, case_id: id, organ_id: organ, score: points, reason: form.reason ? String(form.reason) : null },
      ...{ scored_by: caller.userId, at },
    })
    return { entries: [{ action: 'bot.scored', payload: { organ, score: points } }] }
  },
}

/** 汇总: the mean of all units and what is deducted by the formula. */
const collect: LedgerEntry = {
  async apply(tx, input) {
    const { row } = input.loaded
    const found = await monthOfCase(tx, input)
    const scores = await botMonths(tx).scores(row.tenant_id, [row.id])
    const silent = RULES.units.filter((unit) => !scores.some(({ organ_id }) => organ_id === unit))
    if (silent.length > 0) throw new CaseError('ACTION_INVALID', `还有 ${silent.length} 个使用单位没有评分`)
    const mean = meanScore(scores.map((one) => one.score))
    const availability = Math.round(Number(found.report.availability) * 1000)
    const fen = deduction(found.fee_fen, mean, availability, RULES)
    const today = dayOf(input.at)
    await botMonths(tx).update(row.tenant_id, row.id, { score: mean, deduction_fen: fen, state: 'scored', accepted_on: today })
    return {
      variables: {
        ...{ scoreText: thousandths(mean), isBelow: mean < RULES.rectifyBelow, deductionText: yuan(fen) },
        ...{ payText: yuan(found.fee_fen - fen), payBy: dayAfter(today, COUNTY_RULES.payDays) },
      },
      entries: [{ action: 'bot.collected', payload: { month: found.month, score: mean, deductionFen: fen } }],
    }
  },
}

/** 国库支付 of the fee without what is deducted, with interest where it is late. */
const pay: LedgerEntry = {
  async apply(tx, input) {
    const { row } = input.loaded
    const found = await monthOfCase(tx, input)
    if (found.state !== 'scored') throw new CaseError('ACTION_INVALID', '该月服务费尚未汇总或者已经支付')
    const paidOn = String(input.form.paidOn)
    const interest = monthInterest(found, paidOn)
    await botMonths(tx).update(row.tenant_id, row.id, { state: 'paid', paid_on: paidOn, interest_fen: interest })
    const months = await botMonths(tx).list(row.tenant_id, RULES.contract)
    const fen = found.fee_fen - found.deduction_fen!
    return {
      variables: { paidToDateText: yuan(paidToDate(months)), interestText: yuan(interest) },
      entries: [{ action: 'bot.paid', payload: { month: found.month, fen, paidOn, interestFen: interest } }],
    }
  },
}

/** What was paid of all months, fen. */
export const paidToDate = (months: readonly Pick<BotMonthRow, 'paid_on' | 'fee_fen' | 'deduction_fen'>[]): number =>
  months.reduce((sum, { paid_on, fee_fen, deduction_fen }) => sum + (paid_on === null ? 0 : fee_fen - (deduction_fen ?? 0)), 0)

/** 移交 at the end of the last month. */
const hand: LedgerEntry = {
  async apply(tx, input) {
    const { row } = input.loaded
    const found = await monthOfCase(tx, input)
    await botMonths(tx).update(row.tenant_id, row.id, { state: 'handed' })
    return { entries: [{ action: 'bot.handed-over', payload: { contract: RULES.contract, no: found.no } }] }
  },
}

/** 运营服务费: an operation that is paid by the month, for the service that its using units judge. */
export const botLedger: Ledger = {
  openings: { month },
  entries: { score, collect, pay, hand },
  async closed(tx, { tenant_id, id }) {
    const found = await botMonths(tx).ofCase(tenant_id, id)
    // A month that came to nothing is filed anew; what was scored stays in the log.
    if (found?.paid_on === null) await botMonths(tx).remove(tenant_id, id)
  },
}

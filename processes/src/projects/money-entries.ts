import { projectMoney } from '@lianban/storage'
import { CaseError } from '../cases/errors.ts'
import type { LedgerEntry } from '../ledgers/ledger.ts'
import { heldProject, refuse } from './about-project.ts'
import { fenOf, lateInterest } from './money.ts'
import { yuan } from './yuan.ts'
import { amountRow, namedContract } from './form-money.ts'

/** 年度预算: all budgets together never exceed the 概算. */
export const budget: LedgerEntry = {
  async apply(tx, input) {
    const { row } = input.loaded
    const { project, money } = await heldProject(tx, input)
    const fen = fenOf(row.form.amount)
    const given = Object.values(money.budgets).reduce((sum, one) => sum + one, 0)
    if (money.design === null || given + fen > money.design)
      throw refuse({
        code: 'BUDGET_OVER_DESIGN',
        message: `各年度预算合计 ${yuan(given + fen)} 元,超过批复概算 ${yuan(money.design ?? 0)} 元`,
      })
    const year = Number(row.form.year)
    await projectMoney(tx).addAmounts([amountRow(project, { kind: 'budget', year, fen, case_id: row.id, at: input.at })])
    return { entries: [{ action: 'project.budget-given', payload: { projectCode: project.code, year, fen } }] }
  },
}

/** 节点验收: from that day the law counts the days until it must be paid. */
export const accept: LedgerEntry = {
  async apply(tx, input) {
    const { row } = input.loaded
    const { project } = await heldProject(tx, input)
    const { contract } = await namedContract(tx, project, row.form)
    const no = Number(row.form.milestoneNo)
    const acceptedOn = String(row.form.acceptedOn)
    const milestone = { tenant_id: row.tenant_id, contract_id: contract.id, no }
    const isNew = await projectMoney(tx).acceptMilestone(milestone, { accepted_on: acceptedOn, case_id: row.id, accepted_at: input.at })
    if (!isNew) throw refuse({ code: 'MILESTONE_ACCEPTED', message: '该付款节点已经验收' })
    return {
      entries: [
        { action: 'project.milestone-accepted', payload: { projectCode: project.code, contractNo: contract.number, no, acceptedOn } },
      ],
    }
  },
}

/** 国库支付: what was reserved is paid, with interest where it is late. */
export const pay: LedgerEntry = {
  async apply(tx, input) {
    const { row } = input.loaded
    const { project } = await heldProject(tx, input)
    const payment = await projectMoney(tx).payment(row.tenant_id, row.id)
    if (!payment) throw new CaseError('ACTION_INVALID', '台账中没有这笔付款')
    const { contract } = await namedContract(tx, project, row.form)
    const paidOn = String(input.form.paidOn)
    const interest = lateInterest(payment.fen, { acceptedOn: payment.accepted_on, paidOn, payDays: contract.pay_days })
    const patch = { state: 'paid' as const, paid_on: paidOn, settled_at: input.at, interest_fen: interest }
    if (!(await projectMoney(tx).settle(row.tenant_id, row.id, patch)))
      throw refuse({ code: 'PAYMENT_SETTLED', message: '这笔付款已经支付或者取消' })
    return {
      variables: { interestText: yuan(interest) },
      entries: [{ action: 'project.paid', payload: { projectCode: project.code, fen: payment.fen, paidOn, interestFen: interest } }],
    }
  },
}

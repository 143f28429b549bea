import { projectMoney } from '@lianban/storage'
import type { LedgerEntry } from '../ledgers/ledger.ts'
import { heldProject, refuse } from './about-project.ts'
import { changeProblem, daysFrom, fenOf } from './money.ts'
import { amountRow, milestonesIn, namedContract, signedFen } from './form-money.ts'
import { passGate } from './stage-entries.ts'
import { COUNTY_RULES } from './county-rules.ts'

/** 中标(成交): the tender was out for as long as the law asks, and its result is what the contract must be. Source: 招标投标法 article 24. */
export const award: LedgerEntry = {
  check: ({ form, loaded }) => {
    const { tenderDays } = COUNTY_RULES
    const out = daysFrom(String(form.publishedOn), String(form.closedOn))
    if (loaded.task.element_id === 'Task_Tender' && out < tenderDays)
      throw refuse({ code: 'TENDER_TOO_SHORT', message: `招标文件发出到截标只有 ${out} 日,不得少于 ${tenderDays} 日,本次招标无效` })
    return Promise.resolve()
  },
  async apply(tx, input) {
    const { form, loaded } = input
    const { project, money } = await heldProject(tx, input)
    const fen = fenOf(form.bid)
    if (money.design !== null && fen > money.design) throw refuse({ code: 'BID_OVER_DESIGN', message: '中标金额超过批复概算,不能确定中标' })
    await projectMoney(tx).addAward({
      ...{ tenant_id: project.tenant_id, id: loaded.row.id, project_id: project.id, method: String(form.method ?? 'tender') },
      ...{ supplier_name: String(form.supplierName), supplier_code: String(form.supplierCode), fen, awarded_on: String(form.awardedOn) },
    })
    return passGate(tx, input, project)
  },
}

/** 合同签订: contract and milestones stand from now on. */
export const sign: LedgerEntry = {
  async apply(tx, input) {
    const { loaded, at } = input
    const { form, id, case_no } = loaded.row
    const { project } = await heldProject(tx, input)
    const { tenant_id } = project
    const fen = fenOf(form.amount)
    await projectMoney(tx).addContract(
      {
        ...{ tenant_id, id, project_id: project.id, number: String(form.contractNo), payee_name: String(form.payeeName) },
        ...{ payee_code: String(form.payeeCode), payee_organ: form.payeeOrgan ? String(form.payeeOrgan) : null, fen },
        ...{ retention_fen: fenOf(form.retention), pay_days: Number(form.payDays), signed_on: String(form.signedOn), published_at: null },
      },
      milestonesIn(form).map((one) => ({ ...one, tenant_id, contract_id: id, accepted_on: null, case_id: null, accepted_at: null })),
    )
    await projectMoney(tx).addAmounts([amountRow(project, { kind: 'contract', fen, case_id: id, contract_id: id, at })])
    const { entries = [] } = await passGate(tx, input, project)
    return { entries: [{ action: 'project.contract-signed', payload: { projectCode: project.code, caseNo: case_no, fen } }, ...entries] }
  },
}

/** 合同公告. */
export const publish: LedgerEntry = {
  async apply(tx, { loaded, at }) {
    await projectMoney(tx).publishContract(loaded.row.tenant_id, loaded.row.id, at)
    return {}
  },
}

/** 变更批准: judged again, for money may have been asked for meanwhile. */
export const change: LedgerEntry = {
  async apply(tx, input) {
    const { row } = input.loaded
    const { project, money } = await heldProject(tx, input)
    const fen = signedFen(row.form)
    const problem = changeProblem(money, fen)
    if (problem) throw refuse(problem)
    const { contract } = await namedContract(tx, project, row.form)
    await projectMoney(tx).addAmounts([
      amountRow(project, { kind: 'change', fen, case_id: row.id, contract_id: contract.id, at: input.at }),
    ])
    return { entries: [{ action: 'project.contract-changed', payload: { projectCode: project.code, contractNo: contract.number, fen } }] }
  },
}

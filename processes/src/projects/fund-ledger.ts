import { fundGrants, organs, type Database, type FundGrantRow, type Tx } from '@lianban/storage'
import { formInvalid, type PlacedProblem } from '../cases/errors.ts'
import type { EffectInput } from '../cases/effects/effect.ts'
import { dayOf } from '../clock/index.ts'
import type { Ledger, LedgerEntry, LedgerOpening, OpeningInput } from '../ledgers/ledger.ts'
import { refuse } from './about-project.ts'
import { allocationProblem, balanceProblem, committed, grantProblem } from './fund-money.ts'
import { fenOf } from './money.ts'
import { yuan } from './yuan.ts'
import { expertPanel } from './review-entries.ts'

/** 年度安排: what is asked to be set aside for a year; a year that has its fund is called anew to change it. */
const call: LedgerOpening = {
  async check({ context, caller, form }) {
    const given = committed(await fundGrants(context.database).ofYear(caller.tenantId, Number(form.year)))
    if (fenOf(form.amount) >= given) return []
    return [{ path: 'amount', code: 'FUND_BELOW_GRANTED', message: `本年度已审定 ${yuan(given)} 元,年度总额不得少于该数` }]
  },
  apply: () => Promise.resolve({}),
}

/** The year is open: from now on organs can apply. */
const open: LedgerEntry = {
  async apply(tx, { loaded: { row } }) {
    const year = Number(row.form.year)
    const fen = fenOf(row.form.amount)
    await fundGrants(tx).lockYear(row.tenant_id, year)
    const given = committed(await fundGrants(tx).ofYear(row.tenant_id, year))
    if (fen < given) throw refuse({ code: 'FUND_BELOW_GRANTED', message: `本年度已审定 ${yuan(given)} 元,年度总额不得少于该数` })
    await fundGrants(tx).setYear({ tenant_id: row.tenant_id, year, fen, closes_on: String(row.form.closesOn), case_id: row.id })
    return { entries: [{ action: 'fund.opened', payload: { year, fen } }] }
  },
}

/** 申报: of a year that is open, and not twice for the same. */
const application: LedgerOpening = {
  check: (input) => applicationProblems(input.context.database, input),
  async apply(tx, input) {
    const { form, row, caller, openerOrgan, at } = input
    const problems = await applicationProblems(tx, input)
    if (problems.length > 0) throw formInvalid(problems)
    const organ = openerOrgan ?? row.organ_id
    const name = String(form.projectName).trim()
    const year = Number(form.year)
    const known = await fundGrants(tx).ofYear(caller.tenantId, year)
    await fundGrants(tx).insert({
      ...{ tenant_id: caller.tenantId, id: row.id, year, name, organ_id: organ },
      ...{ organ_name: (await organs(tx).nameOn(caller.tenantId, organ, dayOf(at)))?.name ?? organ, asked_fen: fenOf(form.amount) },
      ...{ granted_fen: null, allocated_fen: 0, returned_fen: 0, state: 'asked', asked_at: at },
    })
    const similar = known.filter((one) => one.name.includes(name) || name.includes(one.name))
    return {
      // For whoever looks for what is built twice.
      variables: { similarText: similar.map((one) => `${one.organ_name}“${one.name}”`).join('、') },
      entries: [{ action: 'fund.asked', payload: { year, fen: fenOf(form.amount) } }],
    }
  },
}

async function applicationProblems(db: Database | Tx, { caller, form, openerOrgan, at }: OpeningInput): Promise<PlacedProblem[]> {
  const year = Number(form.year)
  const fund = (await fundGrants(db).years(caller.tenantId)).find((one) => one.year === year)
  if (!fund) return [{ path: 'year', code: 'FUND_NOT_CALLED', message: `${year} 年度专项资金尚未发布申报通知` }]
  if (dayOf(at) > fund.closes_on) return [{ path: 'year', code: 'FUND_CLOSED', message: `${year} 年度申报已于 ${fund.closes_on} 截止` }]
  const problems: PlacedProblem[] = []
  if (fenOf(form.amount) > fund.fen)
    problems.push({ path: 'amount', code: 'FUND_OVER_YEAR', message: `申报金额超过本年度专项资金总额 ${yuan(fund.fen)} 元` })
  const twin = (await fundGrants(db).ofYear(caller.tenantId, year)).find(
    (one) => one.organ_id === openerOrgan && one.state !== 'refused' && one.name === String(form.projectName).trim(),
  )
  if (twin) problems.push({ path: 'projectName', code: 'FUND_TWICE', message: '本单位本年度已申报同名项目,不能重复申报' })
  return problems
}

async function grantOf(tx: Tx, { loaded: { row } }: EffectInput): Promise<FundGrantRow> {
  const found = await fundGrants(tx).get(row.tenant_id, row.id)
  if (!found) throw new Error(`case ${row.id} asks for no grant`)
  return found
}

/** 审定: how much is granted. The row of the year is held: two grants at once never exceed it. */
const decide: LedgerEntry = {
  async apply(tx, input) {
    const found = await grantOf(tx, input)
    const { tenant_id, id, year, asked_fen } = found
    const fen = fenOf(input.form.granted)
    const fund = await fundGrants(tx).lockYear(tenant_id, year)
    const others = (await fundGrants(tx).ofYear(tenant_id, year)).filter((one) => one.id !== id)
    const problem = grantProblem({ fen, asked: asked_fen, fund: fund?.fen ?? 0, others })
    if (problem) throw refuse(problem)
    await fundGrants(tx).update(tenant_id, id, { granted_fen: fen })
    return { variables: { grantedText: yuan(fen) }, entries: [{ action: 'fund.decided', payload: { year, fen } }] }
  },
}

/** 下达. */
const issue: LedgerEntry = {
  async apply(tx, input) {
    const { tenant_id, id, year, granted_fen } = await grantOf(tx, input)
    await fundGrants(tx).update(tenant_id, id, { state: 'issued' })
    return { entries: [{ action: 'fund.issued', payload: { year, fen: granted_fen } }] }
  },
}

/** 拨付 of what was issued, or a part of it. */
const allocate: LedgerEntry = {
  async apply(tx, input) {
    const found = await grantOf(tx, input)
    const fen = fenOf(input.form.amount)
    const problem = allocationProblem(found, fen)
    if (problem) throw refuse(problem)
    await fundGrants(tx).update(found.tenant_id, found.id, { state: 'allocated', allocated_fen: fen })
    return { entries: [{ action: 'fund.allocated', payload: { year: found.year, fen } }] }
  },
}

/** 绩效评价: what was not used is free again for the year. */
const evaluate: LedgerEntry = {
  async apply(tx, input) {
    const found = await grantOf(tx, input)
    const used = fenOf(input.form.used)
    const problem = balanceProblem(found, used)
    if (problem) throw refuse(problem)
    const returned = found.granted_fen! - used
    await fundGrants(tx).update(found.tenant_id, found.id, { state: 'evaluated', returned_fen: returned })
    // What was never allocated need not be paid back.
    const hasBalance = found.allocated_fen > used
    return {
      variables: { hasBalance, returnedText: yuan(found.allocated_fen - used) },
      entries: [{ action: 'fund.evaluated', payload: { year: found.year, usedFen: used, score: Number(input.form.score) } }],
    }
  },
}

/** 专项资金: what a year has for it, who asked, and what became of it. */
export const fundLedger: Ledger = {
  openings: { call, application },
  entries: { open, ...expertPanel(async (tx, input) => [(await grantOf(tx, input)).organ_id]), decide, issue, allocate, evaluate },
  async closed(tx, { tenant_id, id }) {
    const found = await fundGrants(tx).get(tenant_id, id)
    if (found?.state === 'asked') await fundGrants(tx).update(tenant_id, id, { state: 'refused', granted_fen: null })
    // Ended between 下达 and 拨付: nothing of it was spent.
    if (found?.state === 'issued') await fundGrants(tx).update(tenant_id, id, { state: 'refused', returned_fen: found.granted_fen! })
  },
}

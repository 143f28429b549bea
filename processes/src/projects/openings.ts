import { dictionaries, inTransaction, projectMoney, projects, type Database, type Tx } from '@lianban/storage'
import { logEntry } from '../cases/log-entries.ts'
import { dayOf } from '../clock/index.ts'
import type { LedgerOpening } from '../ledgers/ledger.ts'
import { aboutProject, placed } from './about-project.ts'
import { COUNTY_RULES } from './county-rules.ts'
import { contractOf, estimateProblem, milestonesIn, signedFen } from './form-money.ts'
import { changeGoesUp, changeProblem, contractProblems, dayAfter, fenOf, paymentProblems } from './money.ts'
import { permits } from './permit-entries.ts'
import { yuan } from './yuan.ts'

/** 入库: a need of which the register has none yet; there is no project before the leading group has listed it. */
const entry: LedgerOpening = {
  async check({ context, caller, form }) {
    const same = await projects(context.database).named(caller.tenantId, String(form.projectName).trim())
    const twin = same.find(({ name }) => name === String(form.projectName).trim())
    if (!twin) return []
    return [
      { path: 'projectName', code: 'PROJECT_TWICE', message: `项目库中已有同名项目(${twin.code},${twin.organ_name}),请合并申报或者改名` },
    ]
  },
  async apply(tx, { caller, form }) {
    const name = String(form.projectName).trim()
    const similar = await projects(tx).named(caller.tenantId, name)
    return { variables: { projectName: name, similarProjects: similar.map(({ code, name: other }) => `${code} ${other}`) } }
  },
}

/** 可研, 初步设计, 实施方案: the estimate that is asked to be approved. */
const estimate = aboutProject({
  problems: ({ input, money }) => placed('estimate', [estimateProblem(input.matter.matter.key, input.form, money)]),
})

/** 招标采购: within 概算, with a budget, and not by an agent on the blacklist, of which supervision is told. */
const tender = aboutProject({
  async problems({ db, input, money, project }) {
    const { form, context, caller } = input
    const problems = placed('amount', [
      money.design !== null && fenOf(form.amount) > money.design
        ? { code: 'TENDER_OVER_DESIGN', message: `采购预算超过批复概算 ${yuan(money.design)} 元` }
        : null,
      Object.values(money.budgets).some((fen) => fen > 0)
        ? null
        : { code: 'BUDGET_MISSING', message: '项目没有年度预算,不能采购。请先申请年度预算' },
    ])
    const barred = await barredAgent(db, caller.tenantId, form.agentCode)
    if (barred === null) return problems
    await inTransaction(context.database, (tx) =>
      context.tenants.supervision.record(tx, caller.tenantId, [
        {
          ...logEntry(caller, 'project.agent-refused', {
            ...{ caseId: '', organId: project.organ_id },
            payload: { projectCode: project.code, agentCode: String(form.agentCode), agentName: String(form.agentName ?? '') },
          }),
          subject: `project:${project.code}`,
        },
      ]),
    )
    return [...problems, { path: 'agentCode', code: 'AGENT_BARRED', message: `该代理机构已列入禁止参加采购代理的名单(${barred}),不能委托` }]
  },
})

/** Dictionary of the county with the agents that are barred: credit code and why. */
export const BARRED_AGENTS = 'barred-procurement-agents'

async function barredAgent(db: Database | Tx, tenantId: string, code: unknown): Promise<string | null> {
  if (typeof code !== 'string' || code === '') return null
  const entries = (await dictionaries(db).get(tenantId, BARRED_AGENTS))?.entries ?? []
  return entries.find((one) => one.code === code && !one.withdrawn)?.name ?? null
}

/** 合同: what was bid, in time, with whoever won. */
const contract = aboutProject({
  async problems({ db, input, money, project }) {
    const { form } = input
    const award = (await projectMoney(db).awards({ tenantId: project.tenant_id, projectIds: [project.id] }))[0]
    if (!award) return [{ path: 'projectCode', code: 'AWARD_MISSING', message: '项目没有中标(成交)结果,不能签订合同' }]
    const fen = fenOf(form.amount)
    const terms = { fen, bidFen: award.fen, retentionFen: fenOf(form.retention), milestones: milestonesIn(form) }
    const latest = dayAfter(award.awarded_on, COUNTY_RULES.contractDays)
    return [
      ...placed('amount', contractProblems(money, terms)),
      ...placed('payeeCode', [
        form.payeeCode === award.supplier_code
          ? null
          : { code: 'PAYEE_NOT_WINNER', message: `合同对方应当是中标单位“${award.supplier_name}”` },
      ]),
      ...placed('signedOn', [
        String(form.signedOn) <= latest
          ? null
          : {
              code: 'CONTRACT_LATE',
              message: `中标通知书 ${award.awarded_on} 发出,合同应当在 ${COUNTY_RULES.contractDays} 日内(${latest} 前)签订`,
            },
      ]),
    ]
  },
  apply: ({ input }) => Promise.resolve(payeeOf(String(input.form.payeeOrgan ?? ''))),
})

const payeeOf = (organ: string | null) => (organ ? { parties: [{ role: 'payee' as const, organ }] } : {})

/** 变更: within the 概算; from 10 % of the contract on, the level above decides. */
const change = aboutProject({
  problems: ({ input, money }) => placed('amount', [changeProblem(money, signedFen(input.form))]),
  async apply({ db, project, money, input }) {
    const of = { tenantId: project.tenant_id, projectIds: [project.id] }
    const before = (await projectMoney(db).amounts(of)).filter(({ kind }) => kind === 'change').map(({ fen }) => fen)
    return { variables: { goesUp: changeGoesUp(money, [...before, signedFen(input.form)]) }, ...(await payeeOfProject(db, of)) }
  },
})

async function payeeOfProject(db: Tx, of: { tenantId: string; projectIds: string[] }) {
  const organs = new Set((await projectMoney(db).contracts(of)).flatMap(({ payee_organ }) => payee_organ ?? []))
  return { parties: [...organs].map((organ) => ({ role: 'payee' as const, organ })) }
}

/** 资金拨付: checked, and reserved until it is paid or the case ends. */
const payment = aboutProject({
  async problems({ db, input, money, project }) {
    const { form } = input
    const found = await contractOf({ db, project, form })
    if (!found) return [{ path: 'contractNo', code: 'CONTRACT_UNKNOWN', message: '该项目没有此编号的合同' }]
    const no = Number(form.milestoneNo)
    const isAccepted = ['accepted', 'settled', 'operating'].includes(project.stage)
    const given = { fen: fenOf(form.amount), year: Number(dayOf(input.at).slice(0, 4)), milestoneNo: no, isAccepted }
    const milestone = found.milestones.find((one) => one.no === no)
    return [
      ...placed('amount', paymentProblems(money, { ...given, ...found, milestone })),
      ...placed('invoiceNo', [
        (await projectMoney(db).isInvoiceUsed(project.tenant_id, String(form.invoiceNo)))
          ? { code: 'INVOICE_USED', message: '该发票已用于其他付款申请,请核对发票号码' }
          : null,
      ]),
    ]
  },
  async apply({ db, input, project, caseId }) {
    const { form, at } = input
    const found = (await contractOf({ db, project, form }))!
    const milestone = found.milestones.find((one) => one.no === Number(form.milestoneNo))!
    const invoice = String(form.invoiceNo)
    await projectMoney(db).addPayment({
      ...{ tenant_id: project.tenant_id, id: caseId, project_id: project.id, contract_id: found.contract.id },
      ...{ milestone_no: milestone.no, invoice_no: invoice, invoice_used: invoice, fen: fenOf(form.amount) },
      ...{ year: Number(dayOf(at).slice(0, 4)), state: 'reserved', asked_at: at, accepted_on: milestone.accepted_on! },
      ...{ paid_on: null, settled_at: null, interest_fen: 0 },
    })
    const payBy = dayAfter(milestone.accepted_on!, found.contract.pay_days)
    return {
      variables: { payBy, payeeName: found.contract.payee_name, amountText: yuan(fenOf(form.amount)) },
      entries: [{ action: 'project.money-reserved', payload: { projectCode: project.code, fen: fenOf(form.amount), invoice, payBy } }],
      ...payeeOf(found.contract.payee_organ),
    }
  },
})

/** 付款节点验收, and what else names a milestone of a contract. */
const milestone = aboutProject({
  async problems({ db, project, input: { form } }) {
    const found = await contractOf({ db, project, form })
    if (!found) return [{ path: 'contractNo', code: 'CONTRACT_UNKNOWN', message: '该项目没有此编号的合同' }]
    const one = found.milestones.find(({ no }) => no === Number(form.milestoneNo))
    if (!one) return [{ path: 'milestoneNo', code: 'MILESTONE_UNKNOWN', message: '合同没有这个付款节点' }]
    return one.accepted_on === null
      ? []
      : [{ path: 'milestoneNo', code: 'MILESTONE_ACCEPTED', message: `该节点已于 ${one.accepted_on} 验收` }]
  },
  apply: async ({ db, project }) => payeeOfProject(db, { tenantId: project.tenant_id, projectIds: [project.id] }),
})

/** 验收: whoever is paid for it is a party, and judges nothing of it. */
const acceptance = aboutProject({
  apply: async ({ db, project }) => payeeOfProject(db, { tenantId: project.tenant_id, projectIds: [project.id] }),
})

export const OPENINGS: Record<string, LedgerOpening> = {
  ...{ entry, estimate, tender, contract, change, payment, milestone, acceptance, permits },
  stage: aboutProject(),
}

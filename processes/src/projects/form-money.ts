import { newId, projectMoney, type ProjectAmountRow, type Tx } from '@lianban/storage'
import type { AboutProject } from './about-project.ts'
import { COUNTY_RULES } from './county-rules.ts'
import { designProblem, fenOf } from './money.ts'
import { yuan } from './yuan.ts'

/* What forms of projects say of money, for whoever checks what is handed in and whoever writes what is approved. */

/** The pay plan of a contract form: rows `milestones` of `{name, plannedOn, amount}`. */
export const milestonesIn = ({ milestones }: Record<string, unknown>) =>
  (Array.isArray(milestones) ? (milestones as Record<string, unknown>[]) : []).map((row, at) => ({
    no: at + 1,
    name: String(row.name),
    planned_on: String(row.plannedOn),
    fen: fenOf(row.amount),
  }))

/** Also asked when it is approved: what was handed in may have been changed since. */
export function estimateProblem(matterKey: string, form: Record<string, unknown>, money: AboutProject['money']) {
  const fen = fenOf(form.estimate)
  if (matterKey === 'implementation-plan')
    return fen < COUNTY_RULES.mergeBelowFen
      ? null
      : {
          code: 'PLAN_TOO_LARGE',
          message: `总投资 ${yuan(COUNTY_RULES.mergeBelowFen)} 元以上的项目应当分别报批项目建议书、可行性研究报告和初步设计`,
        }
  if (matterKey === 'preliminary-design') return designProblem(money, fen)
  const concluded = money.contract + money.changes
  if (matterKey === 'design-adjustment' && fen < concluded)
    return { code: 'DESIGN_BELOW_CONTRACT', message: `调整后概算不得少于已签合同金额 ${yuan(concluded)} 元` }
  return null
}

/** A change adds or takes away. */
export const signedFen = ({ direction, amount }: Record<string, unknown>): number => (direction === 'less' ? -1 : 1) * fenOf(amount)

/** The contract of the project that a form names, with all that counts for a payment; null: there is none. */
export async function contractOf({ db, project, form }: Pick<AboutProject, 'db' | 'project'> & { form: Record<string, unknown> }) {
  const money = projectMoney(db)
  const of = { tenantId: project.tenant_id, projectIds: [project.id] }
  const contract = (await money.contracts(of)).find(({ number }) => number === form.contractNo)
  if (!contract) return null
  const [amounts, payments, milestones] = [
    await money.amounts(of),
    await money.payments(of),
    await money.milestones(of.tenantId, [contract.id]),
  ]
  const changes = amounts.filter((row) => row.kind === 'change' && row.contract_id === contract.id).reduce((sum, { fen }) => sum + fen, 0)
  return { contract, milestones, changes, payments: payments.filter(({ contract_id: id }) => id === contract.id) }
}

/** The contract that a form names. Requires one that the opening found. */
export async function namedContract(tx: Tx, project: AboutProject['project'], form: Record<string, unknown>) {
  const found = await contractOf({ db: tx, project, form })
  if (!found) throw new Error(`project ${project.code} has no contract ${String(form.contractNo)}`)
  return found
}

/** A row of the money ledger of a project. */
export const amountRow = (
  { tenant_id, id: project_id }: AboutProject['project'],
  row: Pick<ProjectAmountRow, 'kind' | 'fen' | 'case_id' | 'at'> & Partial<Pick<ProjectAmountRow, 'year' | 'contract_id'>>,
) => ({ year: null, contract_id: null, ...row, tenant_id, id: newId(), project_id })

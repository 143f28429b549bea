import { projectMoney, projectParts, projects, type Database, type ProjectRow, type Tx } from '@lianban/storage'
import { CaseError, formInvalid, type PlacedProblem } from '../cases/errors.ts'
import type { EffectInput } from '../cases/effects/effect.ts'
import type { LedgerOpening, LedgerOutcome, OpeningInput } from '../ledgers/ledger.ts'
import { moneyOf, type MoneyProblem, type ProjectMoney } from './money.ts'
import { PERMIT_STAGES } from './construction.ts'
import { closedGate, GATES, type ProjectStanding } from './stages.ts'

/* What every matter about a project of the register shares: it names its project, whose gate is open, and nobody else moves it. */

/** What an opening is judged by, and works with. */
export interface AboutProject {
  db: Database | Tx
  project: ProjectRow
  money: ProjectMoney
  input: OpeningInput
}

interface Opening {
  /** What speaks against it beyond the gate. */
  problems?(about: AboutProject): Promise<PlacedProblem[]> | PlacedProblem[]
  apply?(about: AboutProject & { db: Tx; caseId: string }): Promise<LedgerOutcome>
}

/** An opening about the project that the form names in `projectCode` and, so that none is mistaken, in `projectName`. */
export function aboutProject({ problems, apply }: Opening = {}): LedgerOpening {
  const judged = async (db: Database | Tx, input: OpeningInput, project: ProjectRow | undefined) => {
    const refused = await gateProblems(db, input, project)
    if (refused.length > 0 || !project) return { refused, about: null }
    const about = { db, project, money: await moneyOfProject(db, project), input }
    return { refused: (await problems?.(about)) ?? [], about }
  }
  return {
    async check(input) {
      const { database } = input.context
      const { refused } = await judged(database, input, await projects(database).byCode(input.caller.tenantId, codeIn(input.form)))
      return refused
    },
    async apply(tx, input) {
      const { refused, about } = await judged(tx, input, await projects(tx).lock(input.caller.tenantId, codeIn(input.form)))
      if (refused.length > 0 || !about) throw formInvalid(refused)
      const { project } = about
      const { id: case_id, case_no, matter_key, matter_name, tenant_id } = input.row
      await projects(tx).addCase({
        ...{ tenant_id, project_id: project.id, case_id, case_no, matter_key, matter_name },
        ...{ opened_at: input.at, closed_at: null, status: null },
      })
      const outcome = (await apply?.({ ...about, db: tx, caseId: case_id })) ?? {}
      return { ...outcome, variables: { projectCode: project.code, projectName: project.name, ...outcome.variables } }
    },
  }
}

const codeIn = (form: Record<string, unknown>): string => String(form.projectCode ?? '').trim()

async function gateProblems(
  db: Database | Tx,
  { form, openerOrgan, matter }: OpeningInput,
  project: ProjectRow | undefined,
): Promise<PlacedProblem[]> {
  const { key } = matter.matter
  const at = (code: string, message: string, path = 'projectCode'): PlacedProblem[] => [{ path, code, message }]
  // Whether another organ has such a project is not told.
  if (!project || project.organ_id !== openerOrgan)
    return at('PROJECT_UNKNOWN', '本单位在项目库中没有此代码的项目。未入库的项目不安排预算、不得申报,请先申请入库')
  if (project.name !== String(form.projectName ?? '').trim())
    return at('PROJECT_NAME_DIFFERS', `项目名称与项目库不一致,该代码的项目是“${project.name}”`, 'projectName')
  const closed = closedGate(key, await standingOf(db, project))
  if (closed !== null) return at('GATE_CLOSED', closed)
  if (!ALONE.has(key)) return []
  const open = (await projects(db).cases(project.tenant_id, project.id)).find((one) => one.matter_key === key && one.closed_at === null)
  return open ? at('MATTER_UNDER_WAY', `该项目的“${open.matter_name}”正在办理(${open.case_no}),办结后才能再次申报`) : []
}

/** Matters of which a project has one at a time: those that move it, and those that are added up. */
const ALONE = new Set([
  ...Object.entries(GATES).flatMap(([key, { to, permits }]) => (to === undefined && permits === undefined ? [] : [key])),
  ...['design-adjustment', 'change-order', 'annual-budget'],
])

/** What the gates of a project are judged by. */
export async function standingOf(db: Database | Tx, { tenant_id, id, kind, stage }: ProjectRow): Promise<ProjectStanding> {
  if (kind !== 'construction') return { kind, stage, passed: [], parts: [] }
  const passed = (await projects(db).stages(tenant_id, id)).flatMap((one) => (one.passed_at === null ? [] : [one.stage]))
  return {
    ...{ kind, stage, passed: PERMIT_STAGES.flatMap(({ key }) => (passed.includes(key) ? [key] : [])) },
    parts: await projectParts(db).ofProject(tenant_id, id),
  }
}

/** Money problems at the field that has the amount. */
export const placed = (path: string, problems: readonly (MoneyProblem | null)[]): PlacedProblem[] =>
  problems.flatMap((problem) => (problem ? [{ path, ...problem }] : []))

export async function moneyOfProject(db: Database | Tx, { tenant_id: tenantId, id }: ProjectRow): Promise<ProjectMoney> {
  const of = { tenantId, projectIds: [id] }
  return moneyOf(await projectMoney(db).amounts(of), await projectMoney(db).payments(of))
}

/** The project of a step's case, held until the end of the transaction, and its money. */
export async function heldProject(tx: Tx, { loaded }: EffectInput): Promise<{ project: ProjectRow; money: ProjectMoney }> {
  const found = await projects(tx).ofCase(loaded.row.tenant_id, loaded.row.id)
  const project = found && (await projects(tx).lock(found.tenant_id, found.code))
  if (!project) throw new Error(`case ${loaded.row.id} is about no project`)
  return { project, money: await moneyOfProject(tx, project) }
}

/** A step cannot be done as the ledger stands. */
export const refuse = ({ message, code }: MoneyProblem): CaseError => new CaseError('ACTION_INVALID', message, { reason: code })

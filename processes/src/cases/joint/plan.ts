import { cases, jointChildren, type CaseRow, type JointChildRow, type Tx } from '@lianban/storage'
import type { FieldAccess } from '@lianban/forms'
import { formOfPart, neededParts, pathInTheme, takenFields, type JointManifest, type JointPart } from '../../joint/index.ts'
import { formOf, type Matter } from '../../matters/matter-definition.ts'
import { openMatter } from '../../matters/open-matter.ts'
import type { CaseContext } from '../context.ts'
import { CaseError, type PlacedProblem } from '../errors.ts'
import { checkNewForm } from '../forms.ts'
import { optionsIn } from '../options.ts'

/** The matters that a case of a theme needs, in the versions that are in force when it is handed in. */
export interface Plan {
  parts: { part: JointPart; matter: Matter }[]
  /** What keeps it from being handed in, at the places of the theme's form. */
  problems: PlacedProblem[]
}

/** What was answered decides which matters are needed; each must take cases now, and find its own form filled in rightly. */
export async function planParts(
  context: CaseContext,
  tenantId: string,
  joint: JointManifest,
  form: Record<string, unknown>,
): Promise<Plan> {
  const plan: Plan = { parts: [], problems: [] }
  const needed = neededParts(joint, form, context.clock())
  if (needed.length === 0)
    plan.problems.push({ path: 'joint', code: 'NOTHING_NEEDED', message: '按您的回答,不需要办理本主题的任何事项,请核对开头几个问题的回答' })
  for (const part of needed) {
    try {
      const matter = await openMatter(context, tenantId, part.matter)
      plan.parts.push({ part, matter })
      plan.problems.push(...(await problemsOf(context, tenantId, { part, matter, form })))
    } catch (error) {
      if (!(error instanceof CaseError)) throw error
      plan.problems.push({ path: 'joint', code: error.code, message: `“${part.name}”现在不能办理:${error.message}` })
    }
  }
  // One field may serve several matters: what is wrong with it is said once.
  plan.problems = plan.problems.filter(
    ({ path, message }, at, all) => all.findIndex((one) => one.path === path && one.message === message) === at,
  )
  return plan
}

/** What the applicant may fill in of a matter's form: what a decision will give is not his. */
const accessOf = (part: JointPart, { matter }: Matter): FieldAccess => ({
  ...matter.applicantAccess,
  ...Object.fromEntries(takenFields(part).map((field) => [field, 'read' as const])),
})

async function problemsOf(
  context: CaseContext,
  tenantId: string,
  { part, matter, form }: { part: JointPart; matter: Matter; form: Record<string, unknown> },
): Promise<PlacedProblem[]> {
  const schema = formOf(matter, matter.matter.applicationForm)
  const own = formOfPart(part, schema, form)
  const options = await optionsIn(context, tenantId, [schema, own])
  const { problems } = checkNewForm(schema, own, accessOf(part, matter), context.clock(), options)
  return problems.map((problem) => ({ ...problem, path: pathInTheme(part, problem.path) }))
}

/** Puts on record what a case of a theme will need, and that these organs take part in it. In the transaction that hands it in. */
export async function planned(
  tx: Tx,
  row: Pick<CaseRow, 'tenant_id' | 'id' | 'organ_id' | 'submitted_at'>,
  { parts }: Plan,
): Promise<void> {
  await jointChildren(tx).insert(parts.map(({ matter }, position) => plannedRow(row, matter, position)))
  const organs = [...new Set(parts.map(({ matter }) => matter.matter.organ))].filter((id) => id !== row.organ_id)
  const { tenant_id, id: case_id, submitted_at: at } = row
  await cases(tx).addParties(organs.map((organ_id) => ({ tenant_id, case_id, role: 'coop', organ_id, at })))
}

const plannedRow = (
  { tenant_id, id }: Pick<CaseRow, 'tenant_id' | 'id'>,
  { matter, version }: Matter,
  position: number,
): JointChildRow => ({
  tenant_id,
  parent_id: id,
  matter_key: matter.key,
  matter_version: version,
  position,
  state: 'planned',
  is_open: true,
  case_id: null,
  result: null,
  reason: null,
  started_at: null,
  settled_at: null,
})

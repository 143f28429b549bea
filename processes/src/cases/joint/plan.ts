import { cases, jointChildren, type CaseRow, type Tx } from '@lianban/storage'
import { formOfPart, neededParts, type JointManifest, type JointPart } from '../../joint/index.ts'
import { formOf, type Matter } from '../../matters/matter-definition.ts'
import { openMatter } from '../../matters/open-matter.ts'
import type { CaseContext } from '../context.ts'
import { CaseError, type PlacedProblem } from '../errors.ts'
import { optionsIn } from '../options.ts'
import { NOTHING_NEEDED, partProblems, plannedRow, saidOnce } from './rules.ts'

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
  { form, answers }: { form: Record<string, unknown>; answers: Record<string, unknown> },
): Promise<Plan> {
  const plan: Plan = { parts: [], problems: [] }
  const needed = neededParts(joint, answers, context.clock())
  if (needed.length === 0) plan.problems.push(NOTHING_NEEDED)
  for (const part of needed) {
    try {
      const matter = await openMatter(context, tenantId, part.matter)
      plan.parts.push({ part, matter })
      const schema = formOf(matter, matter.matter.applicationForm)
      const options = await optionsIn(context, tenantId, [schema, formOfPart(part, schema, form)])
      plan.problems.push(...partProblems(part, matter, form, { now: context.clock(), options }))
    } catch (error) {
      if (!(error instanceof CaseError)) throw error
      plan.problems.push({ path: 'joint', code: error.code, message: `“${part.name}”现在不能办理:${error.message}` })
    }
  }
  return { ...plan, problems: saidOnce(plan.problems) }
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

import { newId, organs, projectParts, projects, type ProjectPartRow, type ProjectRow, type Tx } from '@lianban/storage'
import type { EffectInput } from '../cases/effects/effect.ts'
import { regionOf } from '../cases/people.ts'
import { dayOf } from '../clock/index.ts'
import type { LedgerEntry, LedgerInput } from '../ledgers/ledger.ts'
import { allocateNumber } from '../numbering/index.ts'
import { aboutProject, heldProject, refuse } from './about-project.ts'
import { openParts, partProblem, partRule, permitStage, plannedParts, type PartRule, type StageRule } from './construction.ts'
import { GATES, hasReached } from './stages.ts'

/* The stages of a construction project: one application, whose parts are opened, decided by their organs side by side, and concluded. */

/** Numbering scheme of opinions that are no permits. */
const OPINION = 'construction-opinion'

const stageOf = (matterKey: string): StageRule => permitStage(GATES[matterKey]!.permits!)

/** 申报一个阶段: its parts are opened for their organs, which take part in the case. */
export const permits = aboutProject({
  async apply({ db, project, input, caseId }) {
    const stage = stageOf(input.matter.matter.key)
    const opened = await openStage(db, project, { stage, caseId, form: input.form })
    return {
      variables: { stageName: stage.name, parts: await inWords(db, project.tenant_id, dayOf(input.at), opened) },
      parties: [...new Set(opened.map(({ organ }) => organ))].map((organ) => ({ role: 'coop' as const, organ })),
      entries: [{ action: 'project.permits-asked', payload: { projectCode: project.code, ...named(stage, opened) } }],
    }
  },
})

const named = (stage: StageRule, parts: readonly PartRule[]) => ({ stage: stage.key, parts: parts.map(({ key }) => key) })

/** What is not decided yet is opened; the first stage says what later ones consist of. */
async function openStage(
  tx: Tx,
  { tenant_id, id: project_id }: ProjectRow,
  { stage, caseId, form }: { stage: StageRule; caseId: string; form: Record<string, unknown> },
): Promise<PartRule[]> {
  const blank = { tenant_id, project_id, decided_at: null }
  if (stage.key === 'land')
    await projectParts(tx).plan(
      ...([tenant_id, project_id] as const),
      plannedParts(form).map(({ key, stage: of, organ, state }) => ({
        ...{ ...blank, part: key, stage: of, organ_id: organ, state, case_id: null },
        number: state === 'reused' ? String(form.regionalNo) : null,
      })),
    )
  const open = openParts(stage, await projectParts(tx).ofProject(tenant_id, project_id))
  await projectParts(tx).put(
    open.map(({ key, organ }) => ({
      ...{ ...blank, part: key, stage: stage.key, organ_id: organ, state: 'open', number: null, case_id: caseId },
    })),
  )
  return open
}

/** As the process has them: who, by when, and how papers call it. */
const inWords = (tx: Tx, tenantId: string, day: string, parts: readonly PartRule[]) =>
  Promise.all(
    parts.map(async ({ key, name, organ, days }) => ({
      ...{ key, name, organ, days, organName: (await organs(tx).nameOn(tenantId, organ, day))?.name ?? organ },
    })),
  )

/** 受理: what is still to be decided goes to its organs; where the case came back to its acceptance, that may be less than was handed in. */
export const permitAccept: LedgerEntry = {
  async apply(tx, input) {
    const { row } = input.loaded
    const { project } = await heldProject(tx, input)
    const open = await openStage(tx, project, { stage: stageOf(row.matter_key), caseId: row.id, form: row.form })
    return { variables: { parts: await inWords(tx, row.tenant_id, dayOf(input.at), open) } }
  },
}

/** 一次性告知: it lies with the applicant from now on. */
export const permitReturn: LedgerEntry = {
  async apply(tx, input) {
    const { project } = await heldProject(tx, input)
    await waits(tx, input, project)
    return {}
  },
}

const waits = (tx: Tx, { loaded: { row }, at }: EffectInput, project: ProjectRow) =>
  projectParts(tx).wait({ tenant_id: row.tenant_id, id: newId(), case_id: row.id, project_id: project.id, since: at })

/** 修改后重新提交: what has not passed is opened again. */
export const permitAgain: LedgerEntry = {
  async apply(tx, input) {
    const { row } = input.loaded
    const { project } = await heldProject(tx, input)
    await projectParts(tx).endWait(row.tenant_id, row.id, input.at)
    const stage = stageOf(row.matter_key)
    const opened = await openStage(tx, project, { stage, caseId: row.id, form: input.form })
    return {
      variables: { parts: await inWords(tx, row.tenant_id, dayOf(input.at), opened) },
      entries: [{ action: 'project.permits-asked', payload: { projectCode: project.code, ...named(stage, opened) } }],
    }
  },
}

const RESULTS = { pass: 'passed', rectify: 'rectify', refuse: 'refused' } as const
const RESULT_TEXTS = { pass: '同意', rectify: '需要整改', refuse: '不予同意' } as const

/** 一个部门的决定; with the last of them it is known what becomes of the stage. */
export const permitDecide: LedgerEntry = {
  async apply(tx, input) {
    const { row } = input.loaded
    const { project } = await heldProject(tx, input)
    const rows = await projectParts(tx).ofProject(row.tenant_id, project.id)
    const rule = partRule((input.variables.part as { key: string }).key)
    const own = rows.find(({ part, case_id, state }) => part === rule.key && case_id === row.id && state === 'open')
    if (!own) throw refuse({ code: 'PART_DECIDED', message: `“${rule.name}”已经作出决定` })
    const result = input.action.set.partResult as keyof typeof RESULTS
    const problem = result === 'pass' ? partProblem(rule, rows, (stage) => hasReached(project.stage, stage)) : null
    if (problem) throw refuse(problem)
    // The organ that it was opened for decides, also where the county has given the part to another since.
    const organ = own.organ_id
    const number = await partNumber(tx, input, result === 'pass' ? (rule.numbering ?? OPINION) : OPINION, organ)
    const decided = { ...own, state: RESULTS[result], number: result === 'pass' ? number : null, decided_at: input.at }
    await projectParts(tx).put([decided])
    const states = rows.filter(({ case_id }) => case_id === row.id).map((one) => (one === own ? decided.state : one.state))
    const outcome = outcomeOf(states)
    if (outcome === 'rectify' && !states.includes('open')) await waits(tx, input, project)
    return {
      variables: { partNumber: number, partText: RESULT_TEXTS[result], partReason: input.opinion ?? '', partsResult: outcome },
      entries: [{ action: 'project.part-decided', payload: { projectCode: project.code, part: rule.key, organ, result, number } }],
    }
  },
}

const outcomeOf = (states: readonly ProjectPartRow['state'][]): 'refused' | 'rectify' | 'passed' =>
  (['refused', 'rectify'] as const).find((one) => states.includes(one)) ?? 'passed'

async function partNumber(tx: Tx, { loaded, context, at }: LedgerInput, scheme: string, organId: string): Promise<string> {
  const { row, matter } = loaded
  const { number } = await allocateNumber(tx, {
    ...{ tenantId: row.tenant_id, kind: 'document', scheme, schemes: matter.numbering, organId, caseId: row.id, at },
    facts: { day: dayOf(at), region: await regionOf({ ...context, database: tx }, row.tenant_id) },
  })
  return number
}

/** 阶段办结: every part has passed, which stands in the project's record from now on. */
export const permitConclude: LedgerEntry = {
  async apply(tx, input) {
    const { row } = input.loaded
    const { project } = await heldProject(tx, input)
    const { to, permits: stage } = GATES[row.matter_key]!
    const parts = (await projectParts(tx).ofProject(row.tenant_id, project.id)).filter(({ case_id }) => case_id === row.id)
    if (parts.some(({ state }) => state !== 'passed')) throw refuse({ code: 'PARTS_OPEN', message: '本阶段还有事项没有通过,不能办结' })
    const before = await projects(tx).stages(row.tenant_id, project.id)
    const passed = [stage!, ...(to === undefined ? [] : [to])]
    await projects(tx).setStages(
      passed.map((one) => ({
        ...{ tenant_id: row.tenant_id, project_id: project.id, stage: one, passed_at: input.at, case_id: row.id, number: null },
        planned_on: before.find((station) => station.stage === one)?.planned_on ?? null,
      })),
    )
    if (to !== undefined) await projects(tx).move(project, to, input.at)
    return { entries: [{ action: 'project.permits-concluded', payload: { projectCode: project.code, stage: stage! } }] }
  },
}

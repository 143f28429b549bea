import { newId, organs, projectMoney, projects, type ProjectRow, type Tx } from '@lianban/storage'
import type { EffectInput } from '../cases/effects/effect.ts'
import { regionOf } from '../cases/people.ts'
import { dayOf } from '../clock/index.ts'
import type { LedgerEntry, LedgerOutcome } from '../ledgers/ledger.ts'
import { allocateNumber } from '../numbering/index.ts'
import { heldProject, refuse, standingOf } from './about-project.ts'
import { fenOf } from './money.ts'
import { amountRow, estimateProblem } from './form-money.ts'
import { closedGate, GATES, type ProjectStage } from './stages.ts'

/** Days that the application plans → stage. */
const PLANNED: Record<string, ProjectStage> = { designOn: 'designed', contractOn: 'contracted', acceptOn: 'accepted' }

/** 入库: the project gets its code, which stays with it. */
export const list: LedgerEntry = {
  async apply(tx, { loaded, context, at }) {
    const { row, matter } = loaded
    const { form, tenant_id: tenantId } = row
    const name = String(form.projectName).trim()
    const twin = (await projects(tx).named(tenantId, name)).find((one) => one.name === name)
    if (twin) throw refuse({ code: 'PROJECT_TWICE', message: `项目库中已有同名项目(${twin.code}),不能重复入库` })
    const { number: code } = await allocateNumber(tx, {
      ...{ tenantId, kind: 'document', scheme: 'project', schemes: matter.numbering, organId: row.organ_id, caseId: row.id, at },
      facts: { day: dayOf(at), region: await regionOf({ ...context, database: tx }, tenantId) },
    })
    const opener = loaded.parties.opener?.[0] ?? row.organ_id
    const project: ProjectRow = {
      ...{ tenant_id: tenantId, id: newId(), code, name, kind: form.kind === 'construction' ? 'construction' : 'informatisation' },
      ...{ organ_id: opener, organ_name: (await organs(tx).nameOn(tenantId, opener, dayOf(at)))?.name ?? opener, stage: 'entered' },
      ...{ need: String(form.need), case_id: row.id, entered_at: at, moved_at: at },
    }
    await projects(tx).insert(project)
    await projects(tx).setStages([
      { tenant_id: tenantId, project_id: project.id, stage: 'entered', planned_on: null, passed_at: at, case_id: row.id, number: null },
      ...Object.entries(PLANNED).flatMap(([field, stage]) =>
        form[field]
          ? [
              {
                tenant_id: tenantId,
                project_id: project.id,
                stage,
                planned_on: String(form[field]),
                passed_at: null,
                case_id: null,
                number: null,
              },
            ]
          : [],
      ),
    ])
    await projectMoney(tx).addAmounts([amountRow(project, { kind: 'need', fen: fenOf(form.estimate), case_id: row.id, at })])
    await projects(tx).addCase({
      ...{ tenant_id: tenantId, project_id: project.id, case_id: row.id, case_no: row.case_no },
      ...{ matter_key: row.matter_key, matter_name: row.matter_name, opened_at: row.submitted_at, closed_at: null, status: null },
    })
    return {
      variables: { projectCode: code, projectName: name },
      entries: [{ action: 'project.entered', payload: { projectCode: code, name, organ: opener } }],
    }
  },
}

/** The gate of the case's matter is passed; where the project stands elsewhere by now nothing is done. */
export async function passGate(tx: Tx, { loaded: { row }, at }: EffectInput, project: ProjectRow): Promise<LedgerOutcome> {
  const closed = closedGate(row.matter_key, await standingOf(tx, project))
  if (closed !== null) throw refuse({ code: 'GATE_CLOSED', message: closed })
  const { to } = GATES[row.matter_key]!
  if (to === undefined) return {}
  await projects(tx).move(project, to, at)
  const before = (await projects(tx).stages(project.tenant_id, project.id)).find(({ stage }) => stage === to)
  await projects(tx).setStages([
    {
      ...{ tenant_id: project.tenant_id, project_id: project.id, stage: to, planned_on: before?.planned_on ?? null },
      ...{ passed_at: at, case_id: row.id, number: null },
    },
  ])
  return { entries: [{ action: 'project.stage-passed', payload: { projectCode: project.code, from: project.stage, to } }] }
}

/** What a matter does besides: approved as it was handed in. */
export const pass: LedgerEntry = {
  async apply(tx, input) {
    const { project } = await heldProject(tx, input)
    return passGate(tx, input, project)
  },
}

/** Which amount an approval sets. */
const APPROVED = {
  'project-proposal': 'proposal',
  'feasibility-study': 'feasibility',
  'preliminary-design': 'design',
  'implementation-plan': 'design',
  'design-adjustment': 'design',
} as const

/** 批复: the amount that was asked for is approved, judged once more as it stands now. */
export const approve: LedgerEntry = {
  async apply(tx, input) {
    const { row } = input.loaded
    const { project, money } = await heldProject(tx, input)
    const problem = estimateProblem(row.matter_key, row.form, money)
    if (problem) throw refuse(problem)
    const kind = APPROVED[row.matter_key as keyof typeof APPROVED]
    const fen = fenOf(row.form.estimate)
    await projectMoney(tx).addAmounts([amountRow(project, { kind, fen, case_id: row.id, at: input.at })])
    const { entries = [] } = await passGate(tx, input, project)
    return { entries: [{ action: 'project.estimate-approved', payload: { projectCode: project.code, kind, fen } }, ...entries] }
  },
}

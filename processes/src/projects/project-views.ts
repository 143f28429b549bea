import type {
  ProjectAmountRow,
  ProjectCaseRow,
  ProjectContractRow,
  ProjectMilestoneRow,
  ProjectPaymentRow,
  ProjectRow,
  ProjectStageRow,
} from '@lianban/storage'
import type { Lamp } from '../clock/lamp.ts'
import { moneyOf, type ProjectMoney } from './money.ts'
import { projectLamp } from './project-lamp.ts'
import { closedGate, GATES, stagesOf, stageText, type ProjectStanding } from './stages.ts'

/* What the screens show of projects, from the rows. Money in fen, days YYYY-MM-DD, instants epoch milliseconds. */

export interface ProjectSummary {
  id: string
  code: string
  name: string
  organName: string
  stage: string
  stageText: string
  lamp: Lamp
  design: number | null
  /** With its changes. */
  contract: number
  reserved: number
  paid: number
}

export interface Station {
  stage: string
  text: string
  plannedOn: string | null
  passedAt: number | null
  number: string | null
  caseId: string | null
  state: 'passed' | 'skipped' | 'ahead'
  isLate: boolean
}

export interface ContractView {
  number: string
  payeeName: string
  fen: number
  retentionFen: number
  signedOn: string
  publishedAt: number | null
  milestones: {
    no: number
    name: string
    plannedOn: string
    fen: number
    acceptedOn: string | null
    paidFen: number
    reservedFen: number
    isLate: boolean
  }[]
}

export function presentSummary(
  project: ProjectRow,
  stations: readonly ProjectStageRow[],
  money: ProjectMoney,
  today: string,
): ProjectSummary {
  return {
    ...{ id: project.id, code: project.code, name: project.name, organName: project.organ_name },
    ...{ stage: project.stage, stageText: stageText(project.stage), lamp: projectLamp(project.stage, stations, today) },
    ...{ design: money.design, contract: money.contract + money.changes, reserved: money.reserved, paid: money.paid },
  }
}

/** The life line in its order; a small project skips what its plan of one piece merges. */
export function stationsOf(
  { stage: now, kind }: Pick<ProjectRow, 'stage' | 'kind'>,
  rows: readonly ProjectStageRow[],
  today: string,
): Station[] {
  const stages = stagesOf(kind)
  const reached = stages.findIndex((stage) => stage === now)
  return stages.map((stage, at) => {
    const row = rows.find((one) => one.stage === stage)
    const passedAt = row?.passed_at ?? null
    const plannedOn = row?.planned_on ?? null
    return {
      ...{ stage, text: stageText(stage), plannedOn, passedAt, number: row?.number ?? null, caseId: row?.case_id ?? null },
      state: passedAt !== null ? 'passed' : at < reached ? 'skipped' : 'ahead',
      isLate: passedAt === null && at > reached && plannedOn !== null && plannedOn < today,
    }
  })
}

/** What may be handed in for a project now, and what not and why; only matters that the caller may open. */
export function gatesOf(
  project: ProjectStanding,
  matters: readonly { key: string; name: string }[],
): { matterKey: string; name: string; closed: string | null }[] {
  return matters
    .filter(({ key }) => key in GATES && (GATES[key]!.kind ?? project.kind) === project.kind)
    .map(({ key, name }) => ({ matterKey: key, name, closed: closedGate(key, project) }))
    .sort((a, b) => Number(a.closed !== null) - Number(b.closed !== null))
}

export function contractsOf(
  contracts: readonly ProjectContractRow[],
  milestones: readonly ProjectMilestoneRow[],
  payments: readonly ProjectPaymentRow[],
  today: string,
): ContractView[] {
  return contracts.map((contract) => ({
    ...{ number: contract.number, payeeName: contract.payee_name, fen: contract.fen, retentionFen: contract.retention_fen },
    ...{ signedOn: contract.signed_on, publishedAt: contract.published_at },
    milestones: milestones
      .filter(({ contract_id }) => contract_id === contract.id)
      .map(({ no, name, planned_on, fen, accepted_on }) => {
        const sum = (state: ProjectPaymentRow['state']) =>
          payments
            .filter((one) => one.contract_id === contract.id && one.milestone_no === no && one.state === state)
            .reduce((total, one) => total + one.fen, 0)
        return {
          ...{ no, name, plannedOn: planned_on, fen, acceptedOn: accepted_on, paidFen: sum('paid'), reservedFen: sum('reserved') },
          isLate: accepted_on === null && planned_on < today,
        }
      }),
  }))
}

export const presentCase = ({ case_id, case_no, matter_name, opened_at, closed_at, status }: ProjectCaseRow) => ({
  ...{ caseId: case_id, caseNo: case_no, matterName: matter_name, openedAt: opened_at, closedAt: closed_at, status },
})

/** The money of each of several projects. */
export const moneyByProject = (
  ids: readonly string[],
  amounts: readonly ProjectAmountRow[],
  payments: readonly ProjectPaymentRow[],
): Map<string, ProjectMoney> =>
  new Map(
    ids.map((id) => [
      id,
      moneyOf(
        amounts.filter(({ project_id }) => project_id === id),
        payments.filter(({ project_id }) => project_id === id),
      ),
    ]),
  )

import { query } from './client.ts'
import type { CaseDocument, LampName } from './cases.ts'
import type { Page } from './page.ts'

/* Projects, the operation paid by the month, the special fund: wire shapes and addresses. Fen, days YYYY-MM-DD, instants epoch milliseconds. */

export interface Project {
  id: string
  code: string
  name: string
  organName: string
  stage: string
  stageText: string
  lamp: LampName
  design: number | null
  contract: number
  reserved: number
  paid: number
}

export interface ProjectPage extends Page<Project> {
  stages: { stage: string; text: string; count: number }[]
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

export interface ProjectMoney {
  need: number | null
  proposal: number | null
  feasibility: number | null
  design: number | null
  budgets: Record<string, number>
  contract: number
  changes: number
  reserved: number
  paid: number
  used: Record<string, number>
  interest: number
}

export interface Milestone {
  no: number
  name: string
  plannedOn: string
  fen: number
  acceptedOn: string | null
  paidFen: number
  reservedFen: number
  isLate: boolean
}

export interface Contract {
  number: string
  payeeName: string
  fen: number
  retentionFen: number
  signedOn: string
  publishedAt: number | null
  milestones: Milestone[]
}

export interface ProjectCase {
  caseId: string
  caseNo: string
  matterName: string
  openedAt: number
  closedAt: number | null
  status: string | null
  /** Those that the reader may open, oldest first. */
  documents: CaseDocument[]
}

export interface PermitPart {
  part: string
  name: string
  organName: string
  state: 'ahead' | 'planned' | 'reused' | 'open' | 'passed' | 'rectify' | 'refused'
  number: string | null
  decidedAt: number | null
}

export interface PermitStage {
  stage: string
  name: string
  leadName: string
  state: 'ahead' | 'open' | 'passed' | 'none'
  passedAt: number | null
  number: string | null
  parts: PermitPart[]
}

export interface ProjectDetail extends Project {
  need: string
  enteredAt: number
  stations: Station[]
  gates: { matterKey: string; name: string; closed: string | null }[]
  money: ProjectMoney
  contracts: Contract[]
  cases: ProjectCase[]
  /** Of a construction project; `time` in workdays. */
  permits: { stages: PermitStage[]; time: { used: number; applicant: number; limit: number } } | null
}

export interface BotMonth {
  no: number
  month: string
  state: 'filed' | 'scored' | 'paid' | 'handed' | 'gap' | 'ahead'
  /** Thousandths of a point. */
  score: number | null
  deduction: number | null
  interest: number
  caseId: string | null
}

export interface BotBoard {
  name: string
  months: BotMonth[]
  feeFen: number
  deductedFen: number
  paidFen: number
  interestFen: number
}

export interface FundGrant {
  caseId: string
  name: string
  organName: string
  askedFen: number
  grantedFen: number | null
  allocatedFen: number
  returnedFen: number
  state: 'asked' | 'issued' | 'allocated' | 'evaluated' | 'refused'
}

export interface FundYear {
  year: number
  fen: number
  askedFen: number
  committedFen: number
  allocatedFen: number
  returnedFen: number
  grants: FundGrant[]
}

export interface FundBoard {
  /** The latest first. */
  years: FundYear[]
}

export const projectPaths = {
  list: (of: { stage?: string; q?: string }) => `/api/projects${query(of)}`,
  get: (id: string) => `/api/projects/${encodeURIComponent(id)}`,
  bot: '/api/bot-months',
  fund: '/api/special-fund',
}

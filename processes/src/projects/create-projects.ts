import { botMonths, fundGrants, projectMoney, projects, type BotMonthRow, type Database, type FundGrantRow } from '@lianban/storage'
import type { Caller, ListColumns, Tenants } from '@lianban/tenants'
import { notFound } from '../cases/errors.ts'
import type { Cases } from '../cases/create-cases.ts'
import type { CaseDetail } from '../cases/views.ts'
import { dayOf, type CalendarOf } from '../clock/index.ts'
import type { Notices } from '../notices/index.ts'
import { standingOf } from './about-project.ts'
import { lastDayToFile, paidToDate } from './bot-ledger.ts'
import { monthOf } from './bot-money.ts'
import { COUNTY_RULES } from './county-rules.ts'
import { committed } from './fund-money.ts'
import { sweepMonths } from './missing-months.ts'
import type { ProjectMoney } from './money.ts'
import { permitsOf, type PermitsView } from './permit-views.ts'
import {
  contractsOf,
  gatesOf,
  moneyByProject,
  presentCase,
  presentSummary,
  stationsOf,
  type ContractView,
  type ProjectSummary,
  type Station,
} from './project-views.ts'
import { stageText, STAGES } from './stages.ts'

const COLUMNS: ListColumns = { organId: 'project.organ_id' }
const MAX_PAGE = 100
const BOT = COUNTY_RULES.bot

export interface ProjectListQuery {
  stage?: string
  q?: string
  after?: string
  limit: number
}

export interface ProjectPage {
  items: ProjectSummary[]
  next: string | null
  /** Every stage in its order, with how many of the listed stand there. */
  stages: { stage: string; text: string; count: number }[]
}

export interface ProjectDetail extends ProjectSummary {
  need: string
  enteredAt: number
  stations: Station[]
  gates: ReturnType<typeof gatesOf>
  money: ProjectMoney
  contracts: ContractView[]
  /** Newest first, each with the papers that the caller may read. */
  cases: (ReturnType<typeof presentCase> & { documents: CaseDetail['documents'] })[]
  /** Null: it is no construction project. */
  permits: PermitsView | null
}

export interface BotBoard {
  name: string
  months: {
    no: number
    month: string
    state: BotMonthRow['state'] | 'gap' | 'ahead'
    score: number | null
    deduction: number | null
    /** For paying late. */
    interest: number
    caseId: string | null
  }[]
  feeFen: number
  deductedFen: number
  paidFen: number
  /** Interest for paying late, of all months. */
  interestFen: number
}

export interface FundBoard {
  years: {
    year: number
    fen: number
    askedFen: number
    committedFen: number
    allocatedFen: number
    returnedFen: number
    grants: FundGrantView[]
  }[]
}

type FundGrantView = ReturnType<typeof presentGrant>

export interface Projects {
  /** Projects that the caller may list, newest first. */
  list(caller: Caller, query: ProjectListQuery): Promise<ProjectPage>
  /** @throws NOT_FOUND where there is none or he may not read it */
  get(caller: Caller, id: string): Promise<ProjectDetail>
  /** Every month of the operation. @throws NOT_AUTHORIZED */
  bot(caller: Caller): Promise<BotBoard>
  /** The special fund year by year. @throws NOT_AUTHORIZED */
  fund(caller: Caller): Promise<FundBoard>
  /** See `sweepMonths`. */
  sweepMonths(tenantId: string): Promise<number>
}

interface ProjectsOptions {
  database: Database
  tenants: Tenants
  cases: Pick<Cases, 'listMatters' | 'documentsOf'>
  notices: Pick<Notices, 'send'>
  calendarOf: CalendarOf
  clock: () => number
}

/** What the screens read of the county's projects; they are written by cases alone, see `ledger.ts`. */
export function createProjects(options: ProjectsOptions): Projects {
  const { database, tenants, clock } = options
  const today = () => dayOf(clock())
  return {
    async list(caller, { stage, q, after, limit }) {
      const restrict = await tenants.authorization.restrict(caller, 'list', 'project', COLUMNS)
      const page = Math.min(limit, MAX_PAGE)
      const { tenantId } = caller
      const rows = await projects(database).list({ tenantId, restrict, stage, q: q?.trim() || undefined, after, limit: page })
      const ids = rows.map(({ id }) => id)
      const [stations, amounts, payments, counts] = await Promise.all([
        projects(database).stages(tenantId, ...ids),
        projectMoney(database).amounts({ tenantId, projectIds: ids }),
        projectMoney(database).payments({ tenantId, projectIds: ids }),
        projects(database).counts(tenantId, restrict),
      ])
      const money = moneyByProject(ids, amounts, payments)
      return {
        items: rows.map((row) => {
          const own = stations.filter(({ project_id }) => project_id === row.id)
          return presentSummary(row, own, money.get(row.id)!, today())
        }),
        next: rows.length === page ? rows.at(-1)!.id : null,
        stages: STAGES.map((one) => ({ stage: one, text: stageText(one), count: counts.find((row) => row.stage === one)?.count ?? 0 })),
      }
    },

    get: (caller, id) => projectDetail(options, caller, id),
    sweepMonths: (tenantId) => sweepMonths(options, tenantId),

    async bot(caller) {
      await tenants.authorization.assert(caller, 'read', { type: 'bot-month', organId: BOT.payee })
      const rows = await botMonths(database).list(caller.tenantId, BOT.contract)
      return {
        ...{ name: BOT.name, feeFen: BOT.feeFen, paidFen: paidToDate(rows) },
        deductedFen: rows.reduce((sum, { deduction_fen }) => sum + (deduction_fen ?? 0), 0),
        interestFen: rows.reduce((sum, { interest_fen }) => sum + interest_fen, 0),
        months: Array.from({ length: BOT.months }, (_, at) => presentMonth(at + 1, rows, today())),
      }
    },

    async fund(caller) {
      await tenants.authorization.assert(caller, 'read', { type: 'fund' })
      const years = await fundGrants(database).years(caller.tenantId)
      return {
        years: await Promise.all(
          years.reverse().map(async ({ year, fen }) => {
            const grants = await fundGrants(database).ofYear(caller.tenantId, year)
            const sum = (of: (grant: FundGrantRow) => number) => grants.reduce((total, grant) => total + of(grant), 0)
            return {
              ...{ year, fen, committedFen: committed(grants), grants: grants.map(presentGrant) },
              ...{ askedFen: sum((one) => one.asked_fen), allocatedFen: sum((one) => one.allocated_fen) },
              returnedFen: sum((one) => one.returned_fen),
            }
          }),
        ),
      }
    },
  }
}

async function projectDetail(options: ProjectsOptions, caller: Caller, id: string): Promise<ProjectDetail> {
  const { database, tenants, clock } = options
  const today = dayOf(clock())
  const { tenantId } = caller
  const row = await projects(database).get(tenantId, id)
  await tenants.authorization.assert(caller, 'read', { type: 'project', id, organId: row?.organ_id }, { hide: true })
  if (!row) throw notFound('项目')
  const of = { tenantId, projectIds: [id] }
  const [rows, amounts, payments, contracts, touched] = await Promise.all([
    projects(database).stages(tenantId, id),
    projectMoney(database).amounts(of),
    projectMoney(database).payments(of),
    projectMoney(database).contracts(of),
    projects(database).cases(tenantId, id),
  ])
  const money = moneyByProject([id], amounts, payments).get(id)!
  const ids = contracts.map((one) => one.id)
  const papers = await options.cases.documentsOf(
    caller,
    touched.map(({ case_id }) => case_id),
  )
  return {
    ...presentSummary(row, rows, money, today),
    ...{ need: row.need, enteredAt: row.entered_at, money },
    stations: stationsOf(row, rows, today),
    gates: gatesOf(await standingOf(database, row), await ownMatters(options, caller, row.organ_id)),
    contracts: contractsOf(contracts, await projectMoney(database).milestones(tenantId, ids), payments, today),
    cases: touched.map((one) => ({ ...presentCase(one), documents: papers.get(one.case_id) ?? [] })),
    permits: row.kind === 'construction' ? await permitsOf(options, row, { stations: rows, cases: touched }) : null,
  }
}

/** Matters that he may hand in for this organ: nobody acts for another's project. */
async function ownMatters({ cases }: ProjectsOptions, caller: Caller, organId: string) {
  if (!caller.posts.some((post) => post.organId === organId)) return []
  return (await cases.listMatters(caller)).items
}

function presentMonth(no: number, rows: readonly BotMonthRow[], today: string): BotBoard['months'][number] {
  const month = monthOf(no, BOT)
  const row = rows.find((one) => one.no === no)
  if (row)
    return {
      ...{ no, month, state: row.state, score: row.score, deduction: row.deduction_fen },
      ...{ interest: row.interest_fen, caseId: row.case_id },
    }
  return { no, month, state: lastDayToFile(month) < today ? 'gap' : 'ahead', score: null, deduction: null, interest: 0, caseId: null }
}

const presentGrant = ({ id, name, organ_name, asked_fen, granted_fen, allocated_fen, returned_fen, state }: FundGrantRow) => ({
  ...{ caseId: id, name, organName: organ_name, askedFen: asked_fen, grantedFen: granted_fen },
  ...{ allocatedFen: allocated_fen, returnedFen: returned_fen, state },
})

import { organs, projectParts, type Database, type ProjectCaseRow, type ProjectRow, type ProjectStageRow } from '@lianban/storage'
import { dayOf, type CalendarOf } from '../clock/index.ts'
import { approvalTime, neededParts, openParts, PERMIT_STAGES } from './construction.ts'
import { COUNTY_RULES } from './county-rules.ts'
import { GATES } from './stages.ts'

/* What the page of a construction project shows of its stages. Instants are epoch milliseconds. */

export interface PermitPartView {
  part: string
  name: string
  organName: string
  state: 'ahead' | 'planned' | 'reused' | 'open' | 'passed' | 'rectify' | 'refused'
  number: string | null
  decidedAt: number | null
}

export interface PermitStageView {
  stage: string
  name: string
  leadName: string
  /** `none`: the project needs nothing of it. */
  state: 'ahead' | 'open' | 'passed' | 'none'
  passedAt: number | null
  number: string | null
  parts: PermitPartView[]
}

export interface PermitsView {
  stages: PermitStageView[]
  /** Workdays: of the government, of the applicant alone, and how many of the former the county allows. */
  time: { used: number; applicant: number; limit: number }
}

export async function permitsOf(
  { database, clock, calendarOf }: { database: Database; clock: () => number; calendarOf: CalendarOf },
  { tenant_id: tenantId, id }: ProjectRow,
  { stations, cases }: { stations: readonly ProjectStageRow[]; cases: readonly ProjectCaseRow[] },
): Promise<PermitsView> {
  const now = clock()
  const [parts, waits] = [await projectParts(database).ofProject(tenantId, id), await projectParts(database).waits(tenantId, id)]
  const names = new Map<string, string>()
  for (const organ of new Set(PERMIT_STAGES.flatMap((stage) => [stage.lead, ...stage.parts.map((one) => one.organ)])))
    names.set(organ, (await organs(database).nameOn(tenantId, organ, dayOf(now)))?.name ?? organ)
  const stageCases = cases.filter(({ matter_key }) => GATES[matter_key]?.permits !== undefined)
  const times = stageCases.map((one) => ({
    ...{ openedAt: one.opened_at, closedAt: one.closed_at },
    waits: waits.filter(({ case_id }) => case_id === one.case_id),
  }))
  return {
    time: { ...approvalTime(times, now, calendarOf(tenantId)), limit: COUNTY_RULES.construction.ceilingWorkdays },
    stages: PERMIT_STAGES.map((stage) => {
      const station = stations.find((one) => one.stage === stage.key)
      const isOpen = stageCases.some((one) => GATES[one.matter_key]!.permits === stage.key && one.closed_at === null)
      const needed = neededParts(stage, parts)
      const isPassed = (station?.passed_at ?? null) !== null && openParts(stage, parts).length === 0
      return {
        ...{ stage: stage.key, name: stage.name, leadName: names.get(stage.lead)! },
        state: isOpen ? 'open' : isPassed ? 'passed' : needed.length === 0 ? 'none' : 'ahead',
        ...{ passedAt: station?.passed_at ?? null, number: station?.number ?? null },
        parts: needed.map(({ key, name, organ }) => {
          const row = parts.find(({ part }) => part === key)
          return {
            ...{ part: key, name, organName: names.get(organ)!, state: row?.state ?? 'ahead' },
            ...{ number: row?.number ?? null, decidedAt: row?.decided_at ?? null },
          }
        }),
      }
    }),
  }
}

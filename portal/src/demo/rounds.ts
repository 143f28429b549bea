import { plusDays, timeOfDay } from '@lianban/processes'
import type { Applicant } from './applicants.ts'
import { createApplicantsRound } from './applicants-round.ts'
import { assessmentConduct } from './assessment-conduct.ts'
import { assessmentErrands } from './assessment-errands.ts'
import { yearPlayed } from './calendar.ts'
import { createClerks, type Conduct, type OpenTask } from './clerks.ts'
import { createErrands } from './errands.ts'
import { createHallRound } from './hall-round.ts'
import { leadersRound } from './leaders-round.ts'
import { linkageConduct } from './linkage-conduct.ts'
import { DUTY_HOURS, DUTY_ROUND_MS, SLOW_FROM } from './linkage-plan.ts'
import { createLinkageRound } from './linkage-round.ts'
import { APPLICANT_ROUNDS, ERRAND_ROUNDS, LEADER_ROUND, OFFICE_ROUNDS, QUESTION_ROUNDS, type Plan } from './plan.ts'
import { projectsConduct } from './projects-conduct.ts'
import { projectErrands } from './projects-errands.ts'
import { createQuestionsRound } from './questions-round.ts'
import { ANSWERERS, CLERKS, LINKAGE_STAFF, OFFICES } from './staff.ts'
import { timed, type Round, type Town } from './town.ts'

export interface RoundsOptions {
  town: Town
  applicants: readonly Applicant[]
  /** What comes in. */
  plan: Plan
  days: number
  /** `YYYY-MM-DD`, the first day that is not played. */
  until: string
  openTasks: () => Promise<OpenTask[]>
}

/** Everybody with something to do, by what they do. */
export function createRounds({ town, applicants, plan, days, until, openTasks }: RoundsOptions) {
  const desk = (isMeant: (process: string) => boolean, conduct?: Conduct) =>
    createClerks(town, CLERKS, async () => (await openTasks()).filter(({ process }) => isMeant(process)), conduct)
  const people = createApplicantsRound(town, applicants, plan)
  const incidents = createLinkageRound(town, applicants, LINKAGE_STAFF)
  return {
    people,
    clerks: desk((process) => process !== INCIDENTS && !PROJECT_PROCESSES.has(process) && !ASSESSMENT_PROCESSES.has(process)),
    incidents,
    duty: desk(
      (process) => process === INCIDENTS,
      linkageConduct(incidents.repeats, town.isWorkday, timeOfDay(plusDays(until, -1), SLOW_FROM)),
    ),
    projects: desk((process) => PROJECT_PROCESSES.has(process), projectsConduct),
    assessment: desk((process) => ASSESSMENT_PROCESSES.has(process), assessmentConduct(yearPlayed(until))),
    hall: createHallRound(town, applicants, people.assisted),
    questions: createQuestionsRound(town, applicants, ANSWERERS),
    errands: createErrands(town, [...projectErrands(days, until), ...assessmentErrands(days, until)]),
  }
}

type Rounds = ReturnType<typeof createRounds>

/** What happens on a day, in the order of the clock. */
export function roundsOf(town: Town, rounds: Rounds, day: number, isWorking: boolean): Round[] {
  const { people, clerks, projects, assessment, errands, hall, questions } = rounds
  const times = APPLICANT_ROUNDS[isWorking ? 'workday' : 'free']
  const athome = times.map((time, i) =>
    timed(time, () => [...people.looks(day, i, times.length), ...people.arrivals(day, i, times.length, isWorking)]),
  )
  const atwork = [
    ...OFFICE_ROUNDS.map((time) =>
      timed(time, async () => [...(await clerks.round()), ...(await projects.round()), ...(await assessment.round())]),
    ),
    ...ERRAND_ROUNDS.map((time) => timed(time, () => errands(day))),
    timed(LEADER_ROUND, () => leadersRound(town, OFFICES, day)),
    timed(QUESTION_ROUNDS.asked, () => questions.asked(day)),
    timed(QUESTION_ROUNDS.answered, () => questions.answers(day)),
    ...hall(day),
  ]
  return [...athome, ...watch(rounds, day, isWorking), ...(isWorking ? atwork : [])].sort((a, b) => (a.time < b.time ? -1 : 1))
}

/** The command centre of 大联动 and whoever disposes, on every day. */
const watch = ({ incidents, duty }: Rounds, day: number, isWorking: boolean): Round[] =>
  DUTY_TIMES.map((time, i) => ({
    ...{ time, ms: DUTY_ROUND_MS },
    deedsOf: async () => [
      ...(i === 0 ? [...incidents.looks(day), ...incidents.hotline(day)] : []),
      ...(await duty.round()),
      ...incidents.arrivals(day, i, DUTY_TIMES.length, isWorking),
    ],
  }))

const DUTY_TIMES: readonly string[] = Array.from({ length: (DUTY_HOURS.until - DUTY_HOURS.from) / DUTY_HOURS.everyMinutes + 1 }, (_, i) =>
  timeText(DUTY_HOURS.from + i * DUTY_HOURS.everyMinutes),
)

function timeText(minutes: number): string {
  return [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':')
}

/** The process of 大联动. */
const INCIDENTS = 'grid-incident'
/** Projects, the operation that is paid by the month, the special fund. */
const PROJECT_PROCESSES: ReadonlySet<string> = new Set([
  ...['project-entry', 'project-review', 'procurement', 'project-contract', 'change-order', 'payment-request', 'final-acceptance'],
  ...['project-record', 'bot-monthly-payment', 'fund-call', 'special-fund'],
])
/** 绩效考核. */
const ASSESSMENT_PROCESSES: ReadonlySet<string> = new Set([
  ...['assessment-frame', 'target-decomposition', 'progress-report', 'assessment-inspection', 'target-adjustment'],
  ...['year-end-assessment', 'score-appeal', 'result-publication'],
])

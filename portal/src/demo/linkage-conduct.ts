import { dayOf, plusDays, timeOfDay, type TaskDetail } from '@lianban/processes'
import type { Conduct } from './clerks.ts'
import { AREAS, DISPOSAL_PACE, DUTY_PACE, LINKAGE_OPINIONS, LINKAGE_WEIGHTS, LINKAGE_WORDS, SIGHTS, URGENT } from './linkage-plan.ts'
import { paceOf } from './town.ts'

/** Outweighs everything else. */
const ALWAYS = 10_000
/** A deferral is reviewed after so many rounds. */
const REVIEW_ROUNDS = [250, 700] as const
/** The same of a step in the last hours. */
const LAST_ROUNDS = [1, 9] as const
/** Keys of steps whose pace is that of their own limit. */
const DISPOSE = 'Task_Dispose'

/** What has to be done within so long is done at night and on Sundays, too; milliseconds. */
const URGENT_MS = 9 * 3_600_000
const OFFICE = { from: '08:40', until: '17:20' } as const

/** The same instant, or the next morning on which offices are open. */
function inOfficeHours(at: number, isWorkday: (day: string) => boolean): number {
  let day = dayOf(at)
  if (isWorkday(day) && at <= timeOfDay(day, OFFICE.until)) return Math.max(at, timeOfDay(day, OFFICE.from))
  do day = plusDays(day, 1)
  while (!isWorkday(day))
  return timeOfDay(day, OFFICE.from)
}

/** What was reported, as whoever has a task about it sees it. */
const reportOf = ({ case: { form } }: TaskDetail) =>
  form.values as { category: string; selfHandled?: boolean; location: { address?: string } }

const townOf = (task: TaskDetail) => AREAS.find(({ name }) => reportOf(task).location.address?.startsWith(name)) ?? AREAS[0]!

/**
 * How the people of 大联动 work: the command centre within minutes, whoever disposes within the limit of his target as a rule.
 * @param repeats case number of a report that repeats another one, and the number of that
 * @param isWorkday by the county's calendar   @param slowFrom instant after which the command centre takes its time, so that the
 * month ends with incidents in every state
 */
export const linkageConduct = (repeats: ReadonlyMap<string, string>, isWorkday: (day: string) => boolean, slowFrom: number): Conduct => ({
  pace({ elementId, createdAt, dueAt }, _visit, dice) {
    if (elementId === 'Task_DeferReview') return { rounds: dice.whole(...REVIEW_ROUNDS) }
    if (elementId !== DISPOSE || dueAt === null)
      return { rounds: createdAt < slowFrom ? paceOf(dice, DUTY_PACE) : dice.whole(...LAST_ROUNDS) }
    const at = createdAt + ((dueAt - createdAt) * paceOf(dice, DISPOSAL_PACE)) / 100
    return { at: dueAt - createdAt < URGENT_MS ? at : inOfficeHours(at, isWorkday) }
  },

  weights(task, visit, now) {
    const { elementId, dueAt } = task.task
    const weights = LINKAGE_WEIGHTS[elementId] ?? {}
    switch (elementId) {
      case 'Task_Accept':
        return repeats.has(task.case.caseNo) ? { duplicate: ALWAYS } : visit > 0 ? { ...weights, check: 0 } : weights
      case 'Task_File':
        return reportOf(task).selfHandled ? { ...weights, self: ALWAYS } : weights
      case DISPOSE:
        // Asked for once, and not when it is too late.
        return visit > 0 || (dueAt ?? now) <= now || URGENT.test(reportOf(task).category) ? { ...weights, extend: 0, defer: 0 } : weights
      case 'Task_Verify':
        return visit > 0 ? { ...weights, rework: 0 } : weights
      case 'Task_Receive':
        // Whoever was ruled on receives it.
        return visit > 0 ? { ...weights, refuse: 0 } : weights
      default:
        return weights
    }
  },

  answers(task) {
    const { category } = reportOf(task)
    const sight = SIGHTS.find((one) => one.category === category)
    const { organ } = townOf(task)
    return {
      original: () => repeats.get(task.case.caseNo),
      category: () => category,
      coops: () => [],
      lead: ({ options }) => (options.includes(organ) ? organ : options[0]),
      text: ({ dice }) => dice.pick(LINKAGE_WORDS.ruling),
      code: ({ dice }) => dice.weighted({ territory: 35, ownership: 45, overlap: 20 }),
      basis: ({ dice }) => dice.pick(LINKAGE_WORDS.basis),
      found: ({ dice }) => dice.pick(LINKAGE_WORDS.found),
      measure: ({ dice }) => dice.pick(sight?.measures ?? LINKAGE_WORDS.finding),
      finding: ({ dice }) => dice.pick(LINKAGE_WORDS.finding),
      way: ({ dice }) => dice.weighted({ site: 75, call: 25 }),
      answer: ({ dice }) => dice.pick(LINKAGE_WORDS.answer),
      fraud: ({ dice }) => dice.chance(0.12),
      n: () => 1,
      reason: ({ dice }) =>
        dice.pick(
          task.task.elementId === 'Task_Verify'
            ? LINKAGE_WORDS.rework
            : task.task.elementId === DISPOSE
              ? [...LINKAGE_WORDS.extension, ...LINKAGE_WORDS.deferral]
              : ['按类别标准和权属派遣'],
        ),
      kind: ({ dice }) => dice.weighted({ postponed: 40, listed: 60 }),
    }
  },

  /** What came back is not dispatched to the same organ again. */
  instead(task, visit) {
    if (task.task.elementId !== 'Task_Dispatch' || visit === 0) return {}
    const { organ } = townOf(task)
    return { lead: task.form?.values.lead === organ ? 'cgj' : organ, coops: [] }
  },

  opinions: LINKAGE_OPINIONS,
})

import type { ExecutableProcess } from '@lianban/engine'
import { countOf, fitsWithin, lengthFeel, lengthWords, UNITS, type Length } from '../clock/index.ts'
import { limitVariable, type LimitName } from '../cases/limits.ts'
import type { MatterManifest, TimerMeaning } from '../manifest.ts'
import type { CheckedMatter } from './check-package.ts'
import { constantsOf, openElements, openFlows } from './open-flows.ts'

/**
 * Limits add up: the promise is within the law, the steps of the examination within the promise, and the model's timers
 * and due dates say what the manifest says.
 */
export function checkLimits({ matter, process, report }: CheckedMatter): void {
  const place = `manifest.json /matters/${matter.key}/limits`
  const { intake, promised, statutory, delivery, extension } = matter.limits
  for (const [name, limit] of Object.entries({ intake, promised, statutory, delivery })) {
    if (limit.unit === 'day')
      report(
        `${place}/${name}`,
        'LIMIT_UNIT',
        'limits on the organ are counted in workdays or hours, not in natural days (行政许可法 article 82)',
      )
  }
  checkSum(place, { promised, statutory, steps: matter.steps }, report)
  if (extension && (extension.unit !== promised.unit || extension.unit !== statutory.unit))
    report(
      `${place}/extension`,
      'EXTENSION_UNIT',
      `the extension (${extension.unit}) is added to the promise (${promised.unit}) and to the law's limit (${statutory.unit}): all three need one unit`,
    )
  for (const [name, needed] of [
    ['firstReview', matter.procedure.firstReview !== null],
    ['inspection', matter.procedure.inspection],
  ] as const)
    if (needed !== (matter.limits[name] !== undefined))
      report(
        `${place}/${name}`,
        'LIMIT_AND_PROCEDURE_DIFFER',
        needed ? `procedure.${name} needs a limit of its own` : `there is a limit, but procedure.${name} is not set`,
      )
  checkStepDueDates({ matter, process, report })
  checkStepLimits({ matter, process, report })
  checkTimers(process, matter, report)
}

/** What depends on the calendar or on office hours cannot be promised: it is refused with the words why. */
function checkSum(
  place: string,
  { promised, statutory, steps }: { promised: Length; statutory: Length; steps: MatterManifest['steps'] },
  report: CheckedMatter['report'],
): void {
  const within = fitsWithin([promised], statutory)
  if (within === false) report(place, 'PROMISE_OVER_STATUTE', `promised ${lengthWords(promised)}, the law allows ${lengthWords(statutory)}`)
  if (within === null) report(place, 'LIMIT_UNITS_MIXED', `${mixed([promised, statutory])}: give the promise in the unit of the law`)
  const examination = steps.filter(({ phase }) => phase === 'examination').map(({ limit }) => limit)
  if (examination.length === 0) return
  const steppingWithin = fitsWithin(examination, promised)
  if (steppingWithin === false)
    report(place, 'STEPS_OVER_PROMISE', `the steps of the examination take ${sumWords(examination)}, ${lengthWords(promised)} are promised`)
  if (steppingWithin === null)
    report(place, 'LIMIT_UNITS_MIXED', `${mixed([...examination, promised])}: give the steps of the examination in the unit of the promise`)
}

const mixed = (lengths: Length[]): string =>
  `whether ${[...new Set(lengths.map(lengthWords))].join(' and ')} fit into each other depends on the calendar and the office hours`

function sumWords(lengths: Length[]): string {
  const sums = new Map<Length['unit'], number>()
  for (const one of lengths) sums.set(one.unit, (sums.get(one.unit) ?? 0) + countOf(one))
  return [...sums].map(([unit, sum]) => `${sum}${UNITS[unit].short}`).join('+')
}

function checkStepDueDates({ matter, process, report }: Pick<CheckedMatter, 'matter' | 'process' | 'report'>): void {
  for (const { name, task, limit, each, phase, from } of matter.steps) {
    const node = process.nodes[task]
    if (node?.kind !== 'userTask') continue
    const source = node.dueDate?.kind === 'feel' ? node.dueDate.source : null
    const due = dueDates({ task, limit, each }, phase === 'intake' || from === 'acceptance')
    if (source === null || !due.includes(source))
      report(
        `${matter.process.file} ${task}`,
        'DUE_DATE_DIFFERS',
        `step ${name}: the manifest says ${lengthFeel(limit)}; the model's due date ${source ?? 'nothing'} is none of ${due.join(', ')}`,
      )
  }
}

/**
 * How a model may say the due date of a step: as a number or as the variable `stepLimits.<task>` of a common model; counted
 * by each instance of a multi-instance as its own variable; counted from its own beginning, an intake also from the receipt, a step
 * that says so from the acceptance; and standing still with the clock of the case or not.
 */
function dueDates({ task, limit, each }: { task: string; limit: Length; each?: string }, fromClock: boolean): string[] {
  const { fn } = UNITS[limit.unit]
  const calls = each === undefined ? [lengthFeel(limit), `${fn}(stepLimits.${task})`] : [`${fn}(${each})`]
  return calls.flatMap((call) =>
    ['', ', null, clock', ...(fromClock ? [', clockFrom'] : [])].map((rest) => call.replace(/\)$/, `${rest})`)),
  )
}

const STEP_LIMIT = /\bstepLimits\.([A-Za-z_][\w-]*)/g

/** A common model asks the matter for the limits of the steps it goes through. */
function checkStepLimits({ matter, process, report }: Pick<CheckedMatter, 'matter' | 'process' | 'report'>): void {
  const given = new Set(matter.steps.map(({ task }) => task))
  for (const id of openElements(process, openFlows(process, constantsOf(matter)))) {
    const node = process.nodes[id]!
    const timer = node.kind === 'boundaryEvent' && node.trigger.type === 'timer' ? node.trigger.value : null
    const expression = node.kind === 'userTask' ? node.dueDate : timer
    if (expression?.kind !== 'feel') continue
    for (const [, task] of expression.source.matchAll(STEP_LIMIT))
      if (!given.has(task!))
        report(`manifest.json /matters/${matter.key}/steps`, 'STEP_LIMIT_MISSING', `${id} asks for the limit of ${task}`)
  }
}

/** Timers whose length stands in the manifest; promised and statutory come as variables from there. */
const TIMER_LIMITS: Partial<Record<TimerMeaning, LimitName>> = {
  'deemed-accepted': 'intake',
  'distribution-passed': 'intake',
  'supplement-lapsed': 'supplement',
  'delivery-passed': 'delivery',
  'first-review-passed': 'firstReview',
  'inspection-passed': 'inspection',
}

/** How the model may say a timer; null: its length is the model's own affair. */
function expectedTimer(meaning: TimerMeaning, { limits }: MatterManifest): string[] | null {
  const ofCase = (name: 'promised' | 'statutory') =>
    `${UNITS[limits[name].unit].fn}(${limitVariable(name, limits[name])}, clockFrom, clock)`
  if (meaning === 'promised-passed') return [ofCase('promised')]
  if (meaning === 'statutory-passed') return [ofCase('statutory')]
  if (meaning === 'suspension-overran') return ['suspension.plannedEndAt']
  if (meaning === 'statement-passed') return limits.statement ? [lengthFeel(limits.statement)] : ['limits.statement of the manifest']
  const name = TIMER_LIMITS[meaning]
  if (!name) return null
  const limit = limits[name]
  // What a matter has no limit for it does not go through: that is checked with its procedure.
  if (!limit) return null
  // Both run beside the limits of the decision, from the same instant.
  if (name === 'firstReview' || name === 'inspection') return [`${UNITS[limit.unit].fn}(${limitVariable(name, limit)}, clockFrom)`]
  const byVariable = `${UNITS[limit.unit].fn}(${limitVariable(name, limit)})`
  // Silence is counted from the receipt, whatever came between it and the intake.
  return [lengthFeel(limit), byVariable].flatMap((call) => [call, ...(name === 'intake' ? [call.replace(/\)$/, ', clockFrom)')] : [])])
}

/** Whether anything can stop or lengthen the clock of a case; else its timers need not ask. */
const canMove = ({ limits, tasks }: MatterManifest): boolean =>
  limits.extension !== undefined || Object.values(tasks).some(({ actions }) => actions.some(({ effect }) => effect === 'open-suspension'))

function checkTimers(process: ExecutableProcess, matter: MatterManifest, report: CheckedMatter['report']): void {
  for (const [id, meaning] of Object.entries(matter.timers)) {
    const node = process.nodes[id]
    if (node?.kind !== 'boundaryEvent' || node.trigger.type !== 'timer') continue
    const expected = expectedTimer(meaning, matter)
    const source = node.trigger.value.kind === 'feel' ? node.trigger.value.source : null
    if (
      !expected ||
      (source !== null && expected.some((one) => source === one || (!canMove(matter) && source === one.replace(', clock)', ')'))))
    )
      continue
    report(id, 'TIMER_DIFFERS', `the timer must be =${expected[0]!}, the model says ${source === null ? 'something else' : `=${source}`}`)
  }
}

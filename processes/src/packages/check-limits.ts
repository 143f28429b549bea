import type { ExecutableProcess } from '@lianban/engine'
import { countOf, fitsWithin, lengthFeel, lengthWords, UNITS, type Length } from '../clock/index.ts'
import { limitVariable } from '../cases/limits.ts'
import type { MatterManifest } from '../manifest.ts'
import type { CheckedMatter } from './check-package.ts'

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
  checkStepDueDates({ matter, process, report })
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
  for (const { name, task, limit } of matter.steps) {
    const node = process.nodes[task]
    if (node?.kind !== 'userTask') continue
    const source = node.dueDate?.kind === 'feel' ? node.dueDate.source : null
    if (source !== lengthFeel(limit) && source !== stoppable(limit))
      report(
        `${matter.process.file} ${task}`,
        'DUE_DATE_DIFFERS',
        `step ${name}: the manifest says ${lengthFeel(limit)}, or ${stoppable(limit)} if it stands still with the case's clock; the model's due date ${source ?? 'nothing'}`,
      )
  }
}

/** A step that goes on beside a special procedure may stand still with the case. */
const stoppable = (limit: Length): string => lengthFeel(limit).replace(')', ', null, clock)')

/** Timers whose length stands in the manifest; promised and statutory come as variables from there. */
const TIMER_LIMITS = {
  'deemed-accepted': 'intake',
  'distribution-passed': 'intake',
  'supplement-lapsed': 'supplement',
  'delivery-passed': 'delivery',
} as const

function expectedTimer(meaning: MatterManifest['timers'][string], { limits }: MatterManifest): string {
  const ofCase = (name: 'promised' | 'statutory') =>
    `${UNITS[limits[name].unit].fn}(${limitVariable(name, limits[name])}, clockFrom, clock)`
  if (meaning === 'promised-passed') return ofCase('promised')
  if (meaning === 'statutory-passed') return ofCase('statutory')
  if (meaning === 'suspension-overran') return 'suspension.plannedEndAt'
  return lengthFeel(limits[TIMER_LIMITS[meaning]])
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
    if (source !== expected && (canMove(matter) || source !== expected.replace(', clock)', ')')))
      report(id, 'TIMER_DIFFERS', `the timer must be =${expected}, the model says ${source === null ? 'something else' : `=${source}`}`)
  }
}

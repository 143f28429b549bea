import type { ExecutableProcess } from '@lianban/engine'
import type { LimitManifest } from '../manifest.ts'
import type { CheckedMatter } from './check-package.ts'

/**
 * Limits add up: the promise is within the law, the steps of the examination within the promise, and the model's timers
 * and due dates say what the manifest says.
 */
export function checkLimits({ matter, process, report }: CheckedMatter): void {
  const place = `manifest.json /matters/${matter.key}/limits`
  const { intake, supplement, promised, statutory, delivery } = matter.limits
  for (const [name, limit] of Object.entries({ intake, promised, statutory, delivery })) {
    if (limit.unit !== 'workday')
      report(`${place}/${name}`, 'LIMIT_UNIT', 'limits on the organ are counted in workdays (行政许可法 article 82)')
  }
  if (promised.days > statutory.days)
    report(place, 'PROMISE_OVER_STATUTE', `promised ${promised.days} workdays, the law allows ${statutory.days}`)
  const steps = matter.steps.filter(({ phase }) => phase === 'examination').reduce((sum, { limit }) => sum + limit.days, 0)
  if (steps > promised.days)
    report(place, 'STEPS_OVER_PROMISE', `the steps of the examination take ${steps} workdays, ${promised.days} are promised`)
  checkStepDueDates({ matter, process, report })
  checkTimers(process, matter.timers, { intake, supplement, delivery }, report)
}

function checkStepDueDates({ matter, process, report }: Pick<CheckedMatter, 'matter' | 'process' | 'report'>): void {
  for (const { name, task, limit } of matter.steps) {
    const node = process.nodes[task]
    if (node?.kind !== 'userTask') continue
    const source = node.dueDate?.kind === 'feel' ? node.dueDate.source : null
    if (source !== counted(limit))
      report(
        `${matter.process.file} ${task}`,
        'DUE_DATE_DIFFERS',
        `step ${name}: the manifest says ${counted(limit)}, the model's due date ${source ?? 'nothing'}`,
      )
  }
}

/** Timers whose length stands in the manifest; promised and statutory come as variables from there. */
const TIMER_LIMITS = { 'deemed-accepted': 'intake', 'supplement-lapsed': 'supplement', 'delivery-passed': 'delivery' } as const
const VARIABLE_TIMERS: Record<string, string> = {
  'promised-passed': 'workdays(promisedDays, clockFrom)',
  'statutory-passed': 'workdays(statutoryDays, clockFrom)',
}

function checkTimers(
  process: ExecutableProcess,
  timers: CheckedMatter['matter']['timers'],
  limits: Record<'intake' | 'supplement' | 'delivery', LimitManifest>,
  report: CheckedMatter['report'],
): void {
  for (const [id, meaning] of Object.entries(timers)) {
    const node = process.nodes[id]
    if (node?.kind !== 'boundaryEvent' || node.trigger.type !== 'timer') continue
    const expected = VARIABLE_TIMERS[meaning] ?? counted(limits[TIMER_LIMITS[meaning as keyof typeof TIMER_LIMITS]])
    const source = node.trigger.value.kind === 'feel' ? node.trigger.value.source : null
    if (source !== expected)
      report(id, 'TIMER_DIFFERS', `the timer must be =${expected}, the model says ${source === null ? 'something else' : `=${source}`}`)
  }
}

const counted = ({ days, unit }: Pick<LimitManifest, 'days' | 'unit'>): string => `${unit === 'workday' ? 'workdays' : 'days'}(${days})`

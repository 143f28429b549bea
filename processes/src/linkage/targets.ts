import type { LinkageTargetRow } from '@lianban/storage'
import { dueOf, type Calendar } from '../clock/index.ts'
import type { Category, CategoryTarget, TargetUnit } from './category.ts'

/* What is to be reached in an incident, by whom and until when. Pure. */

/** An unfinished target, before it has an id. */
export type PlannedTarget = Pick<LinkageTargetRow, 'round' | 'seq' | 'name' | 'organ' | 'role' | 'n' | 'unit' | 'from_at' | 'due_at'>

export interface Assignment {
  lead: string
  coops: readonly string[]
}

const dueAt = (from: number, { n, unit }: Pick<CategoryTarget, 'n' | 'unit'>, calendar: Calendar, extension = 0): number =>
  dueOf({ startAt: from, n, unit, extension }, from, calendar).dueAt

/**
 * The targets of a dispatch: each of the category goes to its own organ if that cooperates, else to the lead; whoever cooperates
 * without one has 协同处置 with the longest limit of the lead. All count from the first dispatch: a refusal stops no clock.
 * @param from epoch milliseconds of the first dispatch
 */
export function targetsOf(category: Category, { lead, coops }: Assignment, from: number, calendar: Calendar): PlannedTarget[] {
  const given = category.targets.map((target) => ({
    target,
    organ: target.organ !== undefined && coops.includes(target.organ) ? target.organ : lead,
  }))
  const longest = [...category.targets].sort((a, b) => dueAt(from, b, calendar) - dueAt(from, a, calendar))[0]!
  const idle = coops.filter((coop) => coop !== lead && !given.some(({ organ }) => organ === coop))
  const all = [...given, ...idle.map((organ) => ({ target: { ...longest, name: '协同处置' }, organ }))]
  return all.map(({ target: { name, n, unit }, organ }, i) => ({
    ...{ round: 1, seq: i + 1, name, organ, role: organ === lead ? 'lead' : 'coop', n, unit },
    ...{ from_at: from, due_at: dueAt(from, { n, unit }, calendar) },
  }))
}

/** A short new limit for what has to be done again 返工 (拟): one workday, or four urgent hours where the category is urgent. */
export const reworkLimit = ({ severity }: Pick<Category, 'severity'>): { n: number; unit: TargetUnit } =>
  severity === 'urgent' ? { n: 4, unit: 'urgent-hour' } : { n: 1, unit: 'workday' }

/** What each organ has to do again, from now. */
export function reworkTargets(
  category: Pick<Category, 'severity'>,
  done: readonly LinkageTargetRow[],
  { round, name, from }: { round: number; name: string; from: number },
  calendar: Calendar,
): PlannedTarget[] {
  const limit = reworkLimit(category)
  const organs = new Map(done.map(({ organ, role }) => [organ, role]))
  return [...organs].map(([organ, role], i) => ({
    ...{ round, seq: i + 1, name, organ, role, ...limit },
    ...{ from_at: from, due_at: dueAt(from, limit, calendar) },
  }))
}

/** When an extended target is due. @throws ClockError LIMIT_INVALID */
export const extendedDue = ({ from_at, n, unit }: LinkageTargetRow, extension: number, calendar: Calendar): number =>
  dueAt(from_at, { n, unit: unit as TargetUnit }, calendar, extension)

/**
 * When a target is due that goes on after a deferral 缓办: what was left of its time when it was deferred is left again; what was
 * over its time is due at once.
 */
export const resumedDue = ({ due_at, deferred_at }: LinkageTargetRow, now: number): number =>
  now + Math.max(0, due_at - (deferred_at ?? now))

import { evaluateDue, type Node } from '@lianban/engine'
import { countOf, dueOf, isProvisional, dayOf, type Calendar } from '../../clock/index.ts'
import type { MatterManifest } from '../../manifest.ts'
import { instancesOf, type CourseOptions } from './course.ts'
import type { PathGraph } from './graph.ts'
import { forwardOrder } from './items.ts'
import { isKnown, type Knowledge } from './knowledge.ts'

type UserTask = Extract<Node, { kind: 'userTask' }>

/** More than a case is ever passed on at one step. */
const MAX_COUNTED = 200

/** When a step is expected. Epoch milliseconds; null: it has no limit, or the calendar does not reach so far. */
export interface StepDates {
  /** It begins then at the latest, if every step before it takes its whole limit. */
  startBy: number | null
  dueAt: number | null
  /** The calendar of a year on the way is not official yet 暂定. */
  provisional: boolean
}

/** An open step: since when, until when, and how many are still to come of one that several do one after the other. */
export interface Running {
  since: number
  dueAt: number | null
  toCome: number
}

export interface DateOptions extends Pick<CourseOptions, 'process' | 'isStable'> {
  knowledge: Knowledge
  calendar: Calendar
  /** Functions of expressions as of an instant: `workdays(3)` counts from there. */
  functionsAt: (now: number) => Knowledge['functions']
  matter: Pick<MatterManifest, 'steps'>
  running: ReadonlyMap<string, Running>
}

/**
 * Expected dates by the limits of the steps: each takes its whole limit, one after the other, side by side where the process
 * does so. What is late already is expected now.
 */
export function expectedDates(options: DateOptions, graph: PathGraph, back: ReadonlySet<string>): Map<string, StepDates> {
  const { process, knowledge, running } = options
  const dates = new Map<string, StepDates>()
  /** The latest that each element is come to; null: not to be told. */
  const come = new Map<string, number | null>()
  for (const { id, next } of forwardOrder(graph.from, graph.courses, back)) {
    const node = process.nodes[id]
    const since = graph.from.includes(id) ? (running.get(id)?.since ?? knowledge.now) : (come.get(id) ?? null)
    const due = node && since !== null ? dueOfStep(options, node, since) : null
    if (node?.kind === 'userTask') dates.set(id, { startBy: since, dueAt: due, provisional: due !== null && provisional(options, due) })
    const left = due ?? (node?.kind === 'userTask' ? null : since)
    for (const to of next) if (node) come.set(to, later(come.get(to), left === null ? null : Math.max(left, knowledge.now)))
  }
  return dates
}

/** undefined: nothing has come to it yet. A way without a date leaves no date for what is behind it. */
function later(known: number | null | undefined, at: number | null): number | null {
  if (known === undefined) return at
  return known === null || at === null ? null : Math.max(known, at)
}

const provisional = ({ calendar }: DateOptions, at: number): boolean => {
  try {
    return isProvisional(dayOf(at - 1), calendar)
  } catch {
    return true
  }
}

function dueOfStep(options: DateOptions, node: Node, since: number): number | null {
  const open = options.running.get(node.id)
  if (node.kind !== 'userTask') return open?.dueAt ?? null
  const { now } = options.knowledge
  const more = toCome(options, node, open)
  if (more === null) return null
  try {
    let due = open?.dueAt ?? ownDue(options, node, since)
    // Each has his own limit from when it is his turn.
    for (let n = 0; n < more && due !== null; n++) due = ownDue(options, node, Math.max(due, now))
    return due
  } catch {
    // beyond the days that the calendar can answer for
    return null
  }
}

const ownDue = (options: DateOptions, node: UserTask, since: number): number | null =>
  byModel(options, node, since) ?? byMatter(options, node.id, since)

/** How many do the step after the first one, or after the one whose turn it is; null: not known, or too many to count days for. */
function toCome(options: DateOptions, node: UserTask, open: Running | undefined): number | null {
  if (node.loop?.type !== 'multiInstance' || !node.loop.sequential) return 0
  const more = open ? open.toCome : (instancesOf(options, node, { names: new Set(), all: true }) ?? NaN) - 1
  return more <= MAX_COUNTED ? Math.max(0, more) : null
}

/** As the engine will set it, where its expression looks at nothing unknown. */
function byModel({ knowledge, functionsAt, isStable }: DateOptions, node: UserTask, since: number): number | null {
  const { dueDate } = node
  if (dueDate === null || !isKnown(dueDate, knowledge, { names: new Set(), all: true }, isStable)) return null
  const execution = { processInstanceId: '', processBusinessKey: null, currentActivityId: node.id }
  return evaluateDue(dueDate, { variables: knowledge.values, functions: functionsAt(since), now: since, execution })
}

function byMatter({ matter, calendar }: DateOptions, elementId: string, since: number): number | null {
  const limit = matter.steps.find(({ task }) => task === elementId)?.limit
  return limit ? dueOf({ startAt: since, n: countOf(limit), unit: limit.unit }, since, calendar).dueAt : null
}

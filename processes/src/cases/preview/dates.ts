import { evaluateDue, type Node } from '@lianban/engine'
import { countOf, dueOf, isProvisional, dayOf, type Calendar } from '../../clock/index.ts'
import type { MatterManifest } from '../../manifest.ts'
import type { CourseOptions } from './course.ts'
import type { PathGraph } from './graph.ts'
import { forwardOrder } from './items.ts'
import { isKnown, type Knowledge } from './knowledge.ts'

/** When a step is expected. Epoch milliseconds; null: it has no limit, or the calendar does not reach so far. */
export interface StepDates {
  /** It begins then at the latest, if every step before it takes its whole limit. */
  startBy: number | null
  dueAt: number | null
  /** The calendar of a year on the way is not official yet 暂定. */
  provisional: boolean
}

export interface DateOptions extends Pick<CourseOptions, 'process' | 'isStable'> {
  knowledge: Knowledge
  calendar: Calendar
  /** Functions of expressions as of an instant: `workdays(3)` counts from there. */
  functionsAt: (now: number) => Knowledge['functions']
  matter: Pick<MatterManifest, 'steps'>
  /** Of open tasks: since when, and until when. */
  running: ReadonlyMap<string, { since: number; dueAt: number | null }>
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
  if (open?.dueAt != null) return open.dueAt
  if (node.kind !== 'userTask') return null
  try {
    return byModel(options, node, since) ?? byMatter(options, node.id, since)
  } catch {
    // beyond the days that the calendar can answer for
    return null
  }
}

/** As the engine will set it, where its expression looks at nothing unknown. */
function byModel(
  { knowledge, functionsAt, isStable }: DateOptions,
  node: Extract<Node, { kind: 'userTask' }>,
  since: number,
): number | null {
  const { dueDate } = node
  if (dueDate === null || !isKnown(dueDate, knowledge, { names: new Set(), all: true }, isStable)) return null
  const execution = { processInstanceId: '', processBusinessKey: null, currentActivityId: node.id }
  return evaluateDue(dueDate, { variables: knowledge.values, functions: functionsAt(since), now: since, execution })
}

function byMatter({ matter, calendar }: DateOptions, elementId: string, since: number): number | null {
  const limit = matter.steps.find(({ task }) => task === elementId)?.limit
  return limit ? dueOf({ startAt: since, n: countOf(limit), unit: limit.unit }, since, calendar).dueAt : null
}

import { SEPARATION_RULES } from '@lianban/tenants'
import type { MatterManifest } from '../manifest.ts'
import type { CheckedMatter } from './check-package.ts'

/** Separation of duties is named, compares steps that exist, and keeps intake, handling, review and decision apart. */
export function checkSeparation({ matter, process, report }: CheckedMatter): void {
  const place = `manifest.json /matters/${matter.key}/separation`
  // Whoever opens a procedure ex officio is a participant at its start.
  const isOpened = matter.licenceAct?.by === 'organ'
  for (const { rule, elements } of matter.separation) {
    if (!Object.hasOwn(SEPARATION_RULES, rule))
      report(
        `${place}/${rule}`,
        'RULE_UNKNOWN',
        `there is no separation rule ${rule}; there are ${Object.keys(SEPARATION_RULES).join(', ')}`,
      )
    for (const id of elements)
      if (process.nodes[id]?.kind !== 'userTask' && !(isOpened && process.nodes[id]?.kind === 'startEvent'))
        report(`${place}/${rule}`, 'ELEMENT_MISSING', `the model has no user task ${id}`)
  }
  if (matter.separation.length === 0 && !matter.openedBy) report(place, 'SEPARATION_MISSING', 'no rule keeps any steps apart')
  const apart = new Set(matter.separation.flatMap((rule) => apartPairs(rule).map(([a, b]) => pairKey(a, b))))
  for (const [first, second] of postPairs(matter)) {
    if (!apart.has(pairKey(first, second))) report(place, 'SEPARATION_MISSING', `no rule keeps ${first} and ${second} apart`)
  }
}

/** Posts that no one person may fill in one case: intake and handling, and the chain of handling, review and decision. */
const APART = [
  ['window-clerk', 'handler'],
  ['window-clerk', 'reviewer'],
  ['window-clerk', 'approver'],
  ['handler', 'reviewer'],
  ['handler', 'approver'],
  ['reviewer', 'approver'],
] as const

function postPairs(matter: CheckedMatter['matter']): [string, string][] {
  const tasksOf = (post: string) => Object.entries(matter.tasks).flatMap(([id, task]) => (task.post === post ? [id] : []))
  const chain = APART.flatMap(([a, b]) => tasksOf(a).flatMap((first) => tasksOf(b).map((second): [string, string] => [first, second])))
  // Two officers who must be different persons take the steps that they are named for.
  const named = Object.values(matter.tasks).flatMap(({ distinct = [] }) => distinct)
  const tasksFor = (field: string) => Object.entries(matter.tasks).flatMap(([id, task]) => (task.assignedBy === field ? [id] : []))
  const officers = named.flatMap((fields) =>
    fields.flatMap((a, index) =>
      fields
        .slice(index + 1)
        .flatMap((b) => tasksFor(a).flatMap((first) => tasksFor(b).map((second): [string, string] => [first, second]))),
    ),
  )
  return [...chain, ...officers]
}

const pairKey = (a: string, b: string): string => [a, b].sort().join(' ')

/** The pairs of steps that a rule keeps apart: all but those that one person may do together. */
export const apartPairs = ({ elements, together = [] }: MatterManifest['separation'][number]): [string, string][] =>
  elements
    .flatMap((a, index) => elements.slice(index + 1).map((b): [string, string] => [a, b]))
    .filter(([a, b]) => !together.some((group) => group.includes(a) && group.includes(b)))

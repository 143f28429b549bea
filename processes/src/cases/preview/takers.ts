import { evaluateList, evaluateText, type Expression, type Node } from '@lianban/engine'
import type { CourseOptions } from './course.ts'
import { instancesOf } from './course.ts'
import { isKnown, valueOf, type Rewritten } from './knowledge.ts'

/** Who will take a user task, as far as it can be told now. */
export interface Takers {
  /** User ids by name: assignee, candidates, one for each of several. */
  users: string[]
  /** `${organId}:${post}`. */
  groups: string[]
  /** How many do it, each for himself 会签; 1 for most, null: not known. */
  instances: number | null
}

/** What the model says of who takes it. Nobody: a step on the way decides it. */
export function takersOf(options: CourseOptions, node: Extract<Node, { kind: 'userTask' }>, rewritten: Rewritten): Takers {
  const { knowledge, isStable } = options
  const { loop } = node
  const variable = loop?.type === 'multiInstance' ? loop.elementVariable : null
  // One element after the other of a list that is known stands for the local variable.
  const items = loop?.type === 'multiInstance' && loop.collection ? valueOf(loop.collection, knowledge, rewritten, isStable) : undefined
  const each = variable !== null && Array.isArray(items) ? items.map((item) => ({ [variable]: item as unknown })) : [{}]
  const read = <T>(expression: Expression, evaluate: (expression: Expression, values: Record<string, unknown>) => T, none: T): T[] =>
    each.map((local) => {
      const values = { ...knowledge.values, ...local }
      const names = new Set([...rewritten.names].filter((name) => !Object.hasOwn(local, name)))
      const stable = (name: string) => isStable(name) || Object.hasOwn(local, name)
      if (!isKnown(expression, { ...knowledge, values }, { ...rewritten, names }, stable)) return none
      try {
        return evaluate(expression, values)
      } catch {
        return none
      }
    })
  const context = (variables: Record<string, unknown>) => ({
    variables,
    functions: knowledge.functions,
    now: knowledge.now,
    execution: { processInstanceId: '', processBusinessKey: null, currentActivityId: node.id },
  })
  const text = (expression: Expression) => read(expression, (one, values) => evaluateText(one, context(values)), null)
  const list = (expression: Expression) => read(expression, (one, values) => evaluateList(one, context(values)), [])
  const assignees = node.assignee === null ? [] : text(node.assignee).filter((id) => id !== null)
  return {
    users: [...new Set([...assignees, ...node.candidateUsers.flatMap((one) => list(one).flat())])],
    groups: [...new Set(node.candidateGroups.flatMap((one) => list(one).flat()))],
    instances: instancesOf(options, node, rewritten),
  }
}

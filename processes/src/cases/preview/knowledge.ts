import { evaluateCondition, evaluateExpression, evaluateInteger, type EvaluationContext, type Expression } from '@lianban/engine'
import { readsOf } from './reads.ts'

/** What is known when the path is looked ahead. */
export interface Knowledge {
  /** Process variables as they are now. */
  values: Readonly<Record<string, unknown>>
  /**
   * Variables whose members may still be filled in: a form that is not handed in yet. What is blank in them is unknown,
   * while in all others it is blank for good.
   */
  open?: readonly string[]
  functions: EvaluationContext['functions']
  /** Epoch milliseconds. */
  now: number
}

/** Variables that may have another value by the time it matters; `all` but for `stable` ones. */
export interface Rewritten {
  names: ReadonlySet<string>
  all: boolean
}

/** Whether every value that the expression looks at is known now and stays what it is. */
export function isKnown(expression: Expression, knowledge: Knowledge, rewritten: Rewritten, stable: (name: string) => boolean): boolean {
  const paths = readsOf(expression)
  return paths !== null && paths.every((path) => isPathKnown(path, knowledge, rewritten, stable))
}

function isPathKnown(path: string, { values, open = [] }: Knowledge, rewritten: Rewritten, stable: (name: string) => boolean): boolean {
  const [name, ...members] = path.split('.') as [string, ...string[]]
  if (!Object.hasOwn(values, name)) return false
  if (rewritten.names.has(name) || (rewritten.all && !stable(name))) return false
  if (!open.includes(name)) return true
  // of an open form: the field itself must be filled in, and a row of a table with all its columns is for whoever fills it in
  const value = (values[name] as Record<string, unknown> | null)?.[members[0] ?? '']
  return members.length > 0 && value !== undefined && value !== null && value !== ''
}

const contextOf = ({ values, functions, now }: Knowledge): EvaluationContext => ({
  variables: values,
  functions,
  now,
})

/** true or false where the engine would say so with these values, null where it cannot be told. */
export function verdict(
  expression: Expression,
  knowledge: Knowledge,
  rewritten: Rewritten,
  stable: (name: string) => boolean,
): boolean | null {
  if (!isKnown(expression, knowledge, rewritten, stable)) return null
  try {
    return evaluateCondition(expression, contextOf(knowledge))
  } catch {
    // The engine would stop here with an incident: nothing that could be promised.
    return null
  }
}

/** The value, or undefined where it cannot be told. */
export function valueOf(expression: Expression, knowledge: Knowledge, rewritten: Rewritten, stable: (name: string) => boolean): unknown {
  if (!isKnown(expression, knowledge, rewritten, stable)) return undefined
  try {
    return evaluateExpression(expression, contextOf(knowledge))
  } catch {
    return undefined
  }
}

export function countOf(
  expression: Expression,
  knowledge: Knowledge,
  rewritten: Rewritten,
  stable: (name: string) => boolean,
): number | undefined {
  if (!isKnown(expression, knowledge, rewritten, stable)) return undefined
  try {
    return evaluateInteger(expression, contextOf(knowledge)) ?? 0
  } catch {
    return undefined
  }
}

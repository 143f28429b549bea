import type { EvaluationContext } from '../expression/expression.ts'
import { ExpressionFailure } from '../expression/expression.ts'
import { MAX_CALL_DEPTH, MAX_CALLS, MAX_INTERPRETED_EXPRESSIONS } from './limits.ts'

/** What an expression sees, and the account of the evaluation it belongs to. */
export interface Scope {
  context: EvaluationContext
  account: Account
}

/** Spaces in a name may be written in several ways, its first word in one only. */
const FIRST_WORD = /[\p{L}\p{N}_?]+/u

/** What one evaluation has used up so far. */
export interface Account {
  interpreted: number
  calls: number
  callDepth: number
}

/** The scope with more variables, which hide others of their names. */
export function extend(scope: Scope, variables: Record<string, unknown>): Scope {
  return { account: scope.account, context: { ...scope.context, variables: { ...scope.context.variables, ...variables } } }
}

/** The scope with these variables and no others. */
export function isolate(scope: Scope, variables: Record<string, unknown>): Scope {
  return { account: scope.account, context: { ...scope.context, variables } }
}

/**
 * The context in which the interpreter is given an expression: with the variables whose names can stand in it, because
 * feelin copies all it is given, e.g. a whole form for each cell of a table.
 * @throws ExpressionFailure if the evaluation has interpreted too many already
 */
export function forInterpreter({ account, context }: Scope, source: string): EvaluationContext {
  account.interpreted++
  if (account.interpreted > MAX_INTERPRETED_EXPRESSIONS) {
    throw new ExpressionFailure(source, `more than ${MAX_INTERPRETED_EXPRESSIONS} expressions had to be interpreted for one decision`)
  }
  const named = Object.entries(context.variables).filter(([name]) => source.includes(FIRST_WORD.exec(name)?.[0] ?? ''))
  return { ...context, variables: Object.fromEntries(named) }
}

/** Runs the body of a function. @throws ExpressionFailure */
export function nested<T>({ account }: Scope, name: string, act: () => T): T {
  if (account.callDepth >= MAX_CALL_DEPTH) {
    throw new ExpressionFailure(name, `calls are nested deeper than ${MAX_CALL_DEPTH}: does the function never end?`)
  }
  account.calls++
  if (account.calls > MAX_CALLS) {
    throw new ExpressionFailure(name, `more than ${MAX_CALLS} calls of functions in one decision: does the function never end?`)
  }
  account.callDepth++
  try {
    return act()
  } finally {
    account.callDepth--
  }
}

import { compileExpression, evaluateExpression, ExpressionSyntaxError, type Expression } from '@lianban/engine'
import { addWorkdays, usedOf, type Calendar } from '../../clock/index.ts'
import { warnAtOf } from './warn-at.ts'

/** What an expression of a rule can see. */
export interface RuleContext {
  event: Record<string, unknown>
  state: Record<string, unknown>
  facts: Record<string, unknown>
  matter: Record<string, unknown>
  parameters: Record<string, unknown>
}

/** Null if the text is FEEL, else what is wrong with it. */
export function checkFeelText(source: string): string | null {
  try {
    compileExpression(source, 'feel')
    return null
  } catch (error) {
    if (error instanceof ExpressionSyntaxError) return error.message
    throw error
  }
}

export const compileFeel = (source: string): Expression => compileExpression(source, 'feel')

/** The value of a rule's expression. @param now epoch milliseconds @throws ExpressionFailure */
export function valueOf(expression: Expression, context: RuleContext, functions: RuleFunctions, now: number): unknown {
  return evaluateExpression(expression, {
    variables: context as unknown as Record<string, unknown>,
    functions,
    now,
  })
}

export type RuleFunctions = Readonly<Record<string, (...args: never[]) => unknown>>

/**
 * The functions of rules, on instants in epoch milliseconds: `workdaysAfter(n, from)` is the close of business of the
 * n-th workday after; `warnAt(from, due)` when no more than one workday, or a fifth of the limit, is left;
 * `workdaysUsed(from, to)`.
 */
export const ruleFunctions = (calendar: Calendar): RuleFunctions => ({
  workdaysAfter: (n: number, from: number) => addWorkdays(from, n, calendar),
  warnAt: (from: number, due: number) => warnAtOf(from, due, calendar),
  workdaysUsed: (from: number, to: number) => usedOf({ startAt: from, n: 1, unit: 'workday' }, to, calendar),
})

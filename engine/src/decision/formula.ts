import { ExpressionFailure } from '../expression/expression.ts'
import { checkFeel, evaluateFeel } from '../expression/feel.ts'
import { evaluateJuel } from '../expression/juel-evaluate.ts'
import { isJuel, parseJuel } from '../expression/juel-parse.ts'
import type { Formula, Scalar } from './model.ts'
import type { Scope } from './scope.ts'
import { forInterpreter } from './scope.ts'

export type Language = 'feel' | 'juel'

const CONSTANT = /^(?:"([^"\\\r\n]*)"|(-?\d{1,15}(?:\.\d{1,9})?)|true|false|null)$/
const NAME = /^[\p{L}_][\p{L}\p{N}_]*$/u
/** Names that mean something else to FEEL, or that are never read from the variables. */
const NO_NAMES = new Set(['now', 'today', 'true', 'false', 'null', 'if', 'for', 'some', 'every', 'function', 'not'])

/**
 * A text that gives a value.
 * @throws ExpressionSyntaxError
 */
export function compileFormula(text: string, language: Language): Formula {
  const source = text.trim()
  if (source === '') return { kind: 'empty' }
  if (language === 'juel') return compileJuel(source)
  const constant = constantOf(source)
  if (constant) return { kind: 'constant', source, value: constant.value }
  if (NAME.test(source) && !NO_NAMES.has(source)) return { kind: 'variable', source }
  checkFeel(source)
  return { kind: 'feel', source }
}

/** camunda reads a JUEL text without braces as if it had them. @throws ExpressionSyntaxError */
export function compileJuel(text: string): Extract<Formula, { kind: 'juel' }> {
  const source = isJuel(text) ? text : `\${${text}}`
  return { kind: 'juel', source, template: parseJuel(source) }
}

/** @throws ExpressionFailure */
export function evaluateFormula(formula: Formula, scope: Scope): unknown {
  const { variables } = scope.context
  switch (formula.kind) {
    case 'empty':
      return null
    case 'constant':
      return formula.value
    case 'variable': {
      const value = Object.hasOwn(variables, formula.source) ? variables[formula.source] : undefined
      return value === undefined ? interpret(formula.source, scope) : value
    }
    case 'feel':
      return interpret(formula.source, scope)
    case 'juel':
      return evaluateJuel(formula.source, formula.template, scope.context)
  }
}

/** A text literal without escapes, a plain number, true, false or null; null if the text is none of these. */
export function constantOf(source: string): { value: Scalar } | null {
  const match = CONSTANT.exec(source)
  if (!match) return null
  if (match[1] !== undefined) return { value: match[1] }
  if (match[2] !== undefined) return { value: Number(match[2]) }
  return { value: source === 'null' ? null : source === 'true' }
}

function interpret(source: string, scope: Scope): unknown {
  return evaluateFeel(source, forInterpreter(scope, source))
}

/** Puts the place in front of a failure: `"许可证类型": rule 3 ("r3"), input "类型": "x + 1": unknown variable x`. */
export function at<T>(decision: string, where: () => string, act: () => T): T {
  try {
    return act()
  } catch (error) {
    if (!(error instanceof ExpressionFailure)) throw error
    throw new ExpressionFailure(decision, `${where()}: ${error.message}`)
  }
}

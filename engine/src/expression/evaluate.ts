import type { EvaluationContext, Expression } from './expression.ts'
import { ExpressionFailure } from './expression.ts'
import { dueAt } from './due.ts'
import { checkFeel, evaluateFeel } from './feel.ts'
import { isTemporalValue } from './feel-values.ts'
import { show, toBoolean } from './juel-coerce.ts'
import { evaluateJuel } from './juel-evaluate.ts'
import { isJuel, parseJuel } from './juel-parse.ts'

/**
 * Text of a model as an expression: `=…` is FEEL, text with `${…}` or `#{…}` is JUEL, any other is literal.
 * @param language 'feel' reads the whole text as FEEL
 * @throws ExpressionSyntaxError
 */
export function compileExpression(text: string, language?: 'feel'): Expression {
  const trimmed = text.trim()
  if (language === 'feel' || trimmed.startsWith('=')) {
    const source = trimmed.replace(/^=\s*/, '')
    checkFeel(source)
    return { kind: 'feel', source }
  }
  if (isJuel(text)) return { kind: 'juel', source: trimmed, template: parseJuel(trimmed) }
  return { kind: 'literal', text }
}

/** @throws ExpressionFailure */
export function evaluateExpression(expression: Expression, context: EvaluationContext): unknown {
  switch (expression.kind) {
    case 'literal':
      return expression.text
    case 'feel':
      return evaluateFeel(expression.source, context)
    case 'juel':
      return evaluateJuel(expression.source, expression.template, context)
    case 'script':
      if (!context.runScript) throw new ExpressionFailure(shorten(expression.source), 'scripts are switched off')
      return context.runScript(expression.source)
  }
}

/**
 * A condition. JUEL is coerced. FEEL must say true or false; null – nothing can be said, as what is compared was left empty –
 * does not hold, as in FEEL's own `if` and in the cells of decision tables. @throws ExpressionFailure
 */
export function evaluateCondition(expression: Expression, context: EvaluationContext): boolean {
  const value = evaluateExpression(expression, context)
  if (typeof value === 'boolean') return value
  if (value === null && expression.kind === 'feel') return false
  const source = sourceOf(expression)
  if (expression.kind === 'feel') throw new ExpressionFailure(source, `the condition gave ${show(value)}, not true or false`)
  return toBoolean(value, source)
}

/** Text; null and '' are null. @throws ExpressionFailure if it is a list or an object */
export function evaluateText(expression: Expression, context: EvaluationContext): string | null {
  return asText(evaluateExpression(expression, context), sourceOf(expression))
}

/** Users or groups: a comma list, or a list of them. @throws ExpressionFailure */
export function evaluateList(expression: Expression, context: EvaluationContext): string[] {
  const value = evaluateExpression(expression, context)
  const items = Array.isArray(value) ? value : [value]
  return items
    .flatMap((item) => (asText(item, sourceOf(expression)) ?? '').split(','))
    .map((item) => item.trim())
    .filter((item) => item !== '')
}

/** A whole number; null and '' are null. @throws ExpressionFailure */
export function evaluateInteger(expression: Expression, context: EvaluationContext): number | null {
  const value = evaluateExpression(expression, context)
  if (value === null || value === '') return null
  const number = typeof value === 'string' ? Number(value) : value
  if (typeof number === 'number' && Number.isSafeInteger(number)) return number
  throw new ExpressionFailure(sourceOf(expression), `${show(value)} is not a whole number`)
}

/** UTC epoch milliseconds, see `dueAt`; null and '' are null. @throws ExpressionFailure */
export function evaluateDue(expression: Expression, context: EvaluationContext): number | null {
  const value = evaluateExpression(expression, context)
  if (value === null || value === '') return null
  const due = dueAt(value, context.now)
  if (due === null) throw new ExpressionFailure(sourceOf(expression), `${show(value)} is neither a date nor a duration (ISO 8601)`)
  return due
}

/** A script's first line is enough to tell which one it is. */
const shorten = (source: string) => source.trim().split('\n')[0]!.slice(0, 80)

function sourceOf(expression: Expression): string {
  return expression.kind === 'literal' ? expression.text : expression.source
}

function asText(value: unknown, source: string): string | null {
  if (value === null || value === '') return null
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean' || isTemporalValue(value)) return String(value)
  throw new ExpressionFailure(source, `${show(value)} is not text`)
}

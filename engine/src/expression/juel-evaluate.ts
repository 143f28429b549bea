import { Bean } from './bean.ts'
import type { EvaluationContext } from './expression.ts'
import { ExpressionFailure } from './expression.ts'
import { equal, less, toBoolean, toNumber, toText } from './juel-coerce.ts'
import { callMethod } from './juel-methods.ts'
import { callBean, callFunction, readProperty, readVariable } from './juel-names.ts'
import type { JuelBinaryOperator, JuelNode, JuelTemplate } from './juel-syntax.ts'

/**
 * The value of a JUEL text: of the expression itself where it is the whole text, else the parts joined as text.
 * @throws ExpressionFailure
 */
export function evaluateJuel(source: string, template: JuelTemplate, context: EvaluationContext): unknown {
  const evaluate = (node: JuelNode) => evaluateNode(node, context, source)
  const [only] = template
  if (template.length === 1 && only !== undefined && typeof only !== 'string') return evaluate(only)
  return template.map((part) => (typeof part === 'string' ? part : toText(evaluate(part)))).join('')
}

/** A value. Beans are none: they can only be asked for their properties and methods. */
function evaluateNode(node: JuelNode, context: EvaluationContext, source: string): unknown {
  const value = evaluateTarget(node, context, source)
  if (value instanceof Bean) throw new ExpressionFailure(source, `${labelOf(node)} is not a value`)
  return value
}

function evaluateTarget(node: JuelNode, context: EvaluationContext, source: string): unknown {
  const evaluate = (child: JuelNode) => evaluateNode(child, context, source)
  switch (node.type) {
    case 'literal':
      return node.value
    case 'variable':
      return readVariable(node.name, context, source)
    case 'property':
      return readProperty(evaluateTarget(node.target, context, source), evaluate(node.key), source)
    case 'call':
      return callFunction(node.name, node.arguments.map(evaluate), context, source)
    case 'method': {
      const target = evaluateTarget(node.target, context, source)
      const values = node.arguments.map(evaluate)
      return target instanceof Bean
        ? callBean(target, labelOf(node.target), node.name, values, source)
        : callMethod(target, node.name, values, source)
    }
    case 'unary': {
      const operand = evaluate(node.operand)
      if (node.operator === '!') return !toBoolean(operand, source)
      return node.operator === '-' ? -toNumber(operand, source) : isEmpty(operand)
    }
    case 'binary':
      return evaluateBinary(node.operator, node.left, node.right, evaluate, source)
    case 'choice':
      return toBoolean(evaluate(node.condition), source) ? evaluate(node.then) : evaluate(node.otherwise)
  }
}

function evaluateBinary(
  operator: JuelBinaryOperator,
  leftNode: JuelNode,
  rightNode: JuelNode,
  evaluate: (node: JuelNode) => unknown,
  source: string,
): unknown {
  const left = evaluate(leftNode)
  // and, or: the right side is read only if it decides
  if (operator === '&&') return toBoolean(left, source) && toBoolean(evaluate(rightNode), source)
  if (operator === '||') return toBoolean(left, source) || toBoolean(evaluate(rightNode), source)
  const right = evaluate(rightNode)
  switch (operator) {
    case '==':
      return equal(left, right, source)
    case '!=':
      return !equal(left, right, source)
    case '<':
      return less(left, right, source)
    case '>':
      return less(right, left, source)
    case '<=':
      return less(left, right, source) || equal(left, right, source)
    case '>=':
      return less(right, left, source) || equal(left, right, source)
    default:
      return calculate(operator, toNumber(left, source), toNumber(right, source), source)
  }
}

function calculate(operator: '+' | '-' | '*' | '/' | '%', left: number, right: number, source: string): number {
  if ((operator === '/' || operator === '%') && right === 0) throw new ExpressionFailure(source, 'division by zero')
  switch (operator) {
    case '+':
      return left + right
    case '-':
      return left - right
    case '*':
      return left * right
    case '/':
      return left / right
    case '%':
      return left % right
  }
}

/** How an error names a bean. */
function labelOf(node: JuelNode): string {
  return node.type === 'variable' ? node.name : 'object'
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === '') return true
  if (Array.isArray(value)) return value.length === 0
  return typeof value === 'object' && Object.keys(value).length === 0
}

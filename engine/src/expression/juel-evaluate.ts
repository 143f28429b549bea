import type { EvaluationContext } from './expression.ts'
import { ExpressionFailure } from './expression.ts'
import { equal, less, show, toBoolean, toNumber, toText } from './juel-coerce.ts'
import { callMethod } from './juel-methods.ts'
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

function evaluateNode(node: JuelNode, context: EvaluationContext, source: string): unknown {
  const evaluate = (child: JuelNode) => evaluateNode(child, context, source)
  switch (node.type) {
    case 'literal':
      return node.value
    case 'variable':
      return readVariable(node.name, context, source)
    case 'property':
      return readProperty(evaluate(node.target), evaluate(node.key), source)
    case 'call':
      return callFunction(node.name, node.arguments.map(evaluate), context, source)
    case 'method': {
      if (isExecution(node.target, context)) return callExecution(node.name, node.arguments.map(evaluate), context, source)
      return callMethod(evaluate(node.target), node.name, node.arguments.map(evaluate), source)
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

function isEmpty(value: unknown): boolean {
  if (value === null || value === '') return true
  if (Array.isArray(value)) return value.length === 0
  return typeof value === 'object' && Object.keys(value).length === 0
}

function readVariable(name: string, context: EvaluationContext, source: string): unknown {
  if (Object.hasOwn(context.variables, name)) return context.variables[name] ?? null
  if (name === 'execution') return context.execution
  throw new ExpressionFailure(source, `unknown variable ${name}`)
}

/** Only own properties: nothing of JavaScript's own shows through. */
function readProperty(target: unknown, key: unknown, source: string): unknown {
  if (target === null) throw new ExpressionFailure(source, `cannot read ${show(key)} of null`)
  if (Array.isArray(target)) {
    const value: unknown = target[toNumber(key, source)]
    return value ?? null
  }
  const name = toText(key)
  if (typeof target === 'object' && Object.hasOwn(target, name)) return (target as Record<string, unknown>)[name] ?? null
  throw new ExpressionFailure(source, `unknown property ${name}`)
}

function callFunction(name: string, values: unknown[], context: EvaluationContext, source: string): unknown {
  if (!Object.hasOwn(context.functions, name)) throw new ExpressionFailure(source, `unknown function ${name}`)
  const call = context.functions[name] as (...values: unknown[]) => unknown
  try {
    return call(...values) ?? null
  } catch (error) {
    throw new ExpressionFailure(source, `${name}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function isExecution(node: JuelNode, context: EvaluationContext): boolean {
  return node.type === 'variable' && node.name === 'execution' && !Object.hasOwn(context.variables, 'execution')
}

function callExecution(name: string, values: unknown[], context: EvaluationContext, source: string): unknown {
  const [key] = values
  if (name === 'getVariable') return context.variables[toText(key)] ?? null
  if (name === 'hasVariable') return Object.hasOwn(context.variables, toText(key))
  const property = name.startsWith('get') ? name.charAt(3).toLowerCase() + name.slice(4) : name
  if (values.length === 0 && Object.hasOwn(context.execution, property)) return readProperty(context.execution, property, source)
  throw new ExpressionFailure(source, `unknown method execution.${name}`)
}

import { FeelFunction } from 'feelin'
import { ExpressionFailure } from '../expression/expression.ts'
import type { FunctionLogic } from './model.ts'
import type { Scope } from './scope.ts'
import { nested } from './scope.ts'

/**
 * A function of the model that FEEL can call, by position or by name. Unlike feelin's own it wants every parameter,
 * because a missing one would be null in silence.
 */
export class DecisionFunction extends FeelFunction {
  private readonly call: (values: unknown[]) => unknown
  private readonly label: string

  constructor(label: string, parameters: string[], call: (values: unknown[]) => unknown) {
    super(() => null, parameters)
    // feelin compares and prints what is enumerable
    this.call = call
    this.label = label
    Object.defineProperty(this, 'call', { enumerable: false })
    Object.defineProperty(this, 'label', { enumerable: false })
  }

  override invoke(values: unknown[] | Record<string, unknown>): unknown {
    const { parameterNames } = this
    const given = Array.isArray(values) ? values.length : Object.keys(values).length
    const named = Array.isArray(values) ? values : parameterNames.map((name) => (Object.hasOwn(values, name) ? values[name] : undefined))
    if (given !== parameterNames.length || named.includes(undefined)) {
      const got = Array.isArray(values) ? `${given} values` : Object.keys(values).join(', ')
      throw new ExpressionFailure(this.label, `the parameters are (${parameterNames.join(', ')}), given were ${got || 'none'}`)
    }
    return this.call(named)
  }
}

/** The function of a FunctionLogic whose body is evaluated in `scopeOf(its parameters)`. */
export function functionOf(
  label: string,
  logic: FunctionLogic,
  scopeOf: (parameters: Record<string, unknown>) => Scope,
  evaluateBody: (logic: FunctionLogic['body'], scope: Scope) => unknown,
): DecisionFunction {
  return new DecisionFunction(label, logic.parameters, (values) => {
    const scope = scopeOf(Object.fromEntries(logic.parameters.map((name, index) => [name, values[index]])))
    return nested(scope, label, () => evaluateBody(logic.body, scope))
  })
}

/** Calls what a FEEL expression gave with named arguments. @throws ExpressionFailure */
export function invokeByName(target: unknown, label: string, values: Record<string, unknown>): unknown {
  const builtin = typeof target === 'function' && '$args' in target ? (target as Builtin) : null
  const called = builtin ? new FeelFunction(builtin, builtin.$args) : target
  if (!(called instanceof FeelFunction)) throw new ExpressionFailure(label, 'it is not a function')
  const result: unknown = called.invoke(values)
  if (isRefusal(result)) throw new ExpressionFailure(label, `it cannot be called with (${Object.keys(values).join(', ')})`)
  return result
}

type Builtin = ((...values: unknown[]) => unknown) & { $args: string[] }

/** feelin's InvocationFailure, which it does not export. */
function isRefusal(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'warning' in value && 'template' in value && value.constructor !== Object
}

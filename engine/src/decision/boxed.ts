import { ExpressionFailure } from '../expression/expression.ts'
import { show } from '../expression/juel-coerce.ts'
import { coerce, toJson } from './coerce.ts'
import { evaluateFormula } from './formula.ts'
import { functionOf, invokeByName } from './functions.ts'
import type { ContextEntry, Logic } from './model.ts'
import type { Scope } from './scope.ts'
import { extend } from './scope.ts'
import { evaluateTable } from './table.ts'

/**
 * The value of any expression of DMN. Clause 7.3 and 10.2.1.
 * @param name what the expression gives the value of, for failures
 * @throws ExpressionFailure
 */
export function evaluateLogic(logic: Logic, name: string, scope: Scope): unknown {
  const evaluate = (part: Logic, inner = scope) => evaluateLogic(part, name, inner)
  switch (logic.kind) {
    case 'formula':
      return evaluateFormula(logic.formula, scope)
    case 'table':
      return evaluateTable(logic, name, scope).value
    case 'function':
      return functionOf(
        name,
        logic,
        (parameters) => extend(scope, parameters),
        (body, inner) => evaluate(body, inner),
      )
    case 'context':
      return evaluateContext(logic.entries, name, scope)
    case 'list':
      return logic.items.map((item) => evaluate(item))
    case 'relation':
      return logic.rows.map((row) => Object.fromEntries(logic.columns.map((column, index) => [column, evaluate(row[index]!)])))
    case 'invocation': {
      const values = logic.bindings.map(({ parameter, value }) => [parameter, evaluate(value)] as const)
      return invokeByName(evaluate(logic.function), calledName(logic.function, name), Object.fromEntries(values)) ?? null
    }
    case 'conditional':
      return isTrue(evaluate(logic.if), name) ? evaluate(logic.then) : evaluate(logic.otherwise)
    case 'filter':
      return listOf(evaluate(logic.in)).filter((item) => isTrue(evaluate(logic.match, extend(scope, { ...entriesOf(item), item })), name))
    case 'iteration':
      return iterate(logic, listOf(evaluate(logic.in)), name, scope)
  }
}

/** Each entry sees those before it; one without a name gives the value of the whole. */
function evaluateContext(entries: ContextEntry[], name: string, scope: Scope): unknown {
  const values: [string, unknown][] = []
  let inner = scope
  for (const entry of entries) {
    if (entry.name === null) return coerce(evaluateLogic(entry.value, name, inner), entry.type)
    const value = entryValue(entry.name, entry, `${name}.${entry.name}`, inner)
    values.push([entry.name, value])
    inner = extend(inner, { [entry.name]: value })
  }
  return Object.fromEntries(values)
}

/** A function may call itself by its entry's name. */
function entryValue(name: string, { value, type }: ContextEntry, label: string, scope: Scope): unknown {
  if (value.kind !== 'function') return coerce(evaluateLogic(value, label, scope), type)
  const self: unknown = functionOf(
    label,
    value,
    (parameters) => extend(scope, { [name]: self, ...parameters }),
    (body, inner) => evaluateLogic(body, label, inner),
  )
  return self
}

function iterate(logic: Extract<Logic, { kind: 'iteration' }>, items: unknown[], name: string, scope: Scope): unknown {
  const results: unknown[] = []
  const evaluate = (item: unknown) => evaluateLogic(logic.body, name, extend(scope, { [logic.variable]: item, partial: results }))
  if (logic.operator === 'every') return items.every((item) => isTrue(evaluate(item), name))
  if (logic.operator === 'some') return items.some((item) => isTrue(evaluate(item), name))
  for (const item of items) results.push(evaluate(item))
  return results
}

/** null is not true; anything but true, false and null is a mistake. */
function isTrue(value: unknown, name: string): boolean {
  if (typeof value === 'boolean' || value === null) return value === true
  throw new ExpressionFailure(name, `a condition gave ${show(toJson(value))}, not true or false`)
}

/** FEEL takes a single value for a list of one. */
function listOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value
  return value === null ? [] : [value]
}

/** The entries of a context; in a filter they can be named without `item.` */
function entriesOf(item: unknown): Record<string, unknown> {
  return typeof item === 'object' && item !== null && Object.getPrototypeOf(item) === Object.prototype
    ? (item as Record<string, unknown>)
    : {}
}

function calledName(logic: Logic, name: string): string {
  return logic.kind === 'formula' && 'source' in logic.formula ? logic.formula.source : name
}

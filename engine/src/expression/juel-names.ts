import { Bean, lastWrite } from './bean.ts'
import type { EvaluationContext } from './expression.ts'
import { ExpressionFailure, NO_EXECUTION, NotYetKnown } from './expression.ts'
import { localInstant } from './iso-time.ts'
import { show, toNumber, toText } from './juel-coerce.ts'

/** Camunda's expression functions that need nothing but the command. What the runtime hands in comes before them. */
const FUNCTIONS: Record<string, (context: EvaluationContext) => unknown> = {
  now: ({ now }) => localInstant(now),
  dateTime: ({ now }) => localInstant(now),
  currentUser: ({ beans }) => beans?.authenticatedUserId ?? null,
}

/** A bean (they come before variables, as in camunda), a variable or what the expression has just set. */
export function readVariable(name: string, context: EvaluationContext, source: string): unknown {
  const { beans, variables, writes } = context
  if (beans && Object.hasOwn(beans, name)) return beans[name]
  const write = writes && lastWrite(writes, name)
  if (write && 'value' in write) return write.value
  if (!write && Object.hasOwn(variables, name)) return variables[name] ?? null
  if (name === 'execution') return new Bean(context.execution ?? NO_EXECUTION, legacyMethods(context))
  throw new ExpressionFailure(source, `unknown variable ${name}`)
}

/** Only own properties: nothing of JavaScript's own shows through. */
export function readProperty(target: unknown, key: unknown, source: string): unknown {
  if (target === null) throw new ExpressionFailure(source, `cannot read ${show(key)} of null`)
  if (Array.isArray(target)) {
    const value: unknown = target[toNumber(key, source)]
    return value ?? null
  }
  const name = toText(key)
  const owner = target instanceof Bean ? target.properties : target
  if (typeof owner === 'object' && Object.hasOwn(owner, name)) return (owner as Record<string, unknown>)[name] ?? null
  throw new ExpressionFailure(source, `unknown property ${name}`)
}

export function callFunction(name: string, values: unknown[], context: EvaluationContext, source: string): unknown {
  if (Object.hasOwn(context.functions, name)) {
    const call = context.functions[name] as (...values: unknown[]) => unknown
    return guarded(name, source, () => call(...values))
  }
  if (Object.hasOwn(FUNCTIONS, name)) return FUNCTIONS[name]!(context)
  throw new ExpressionFailure(source, `unknown function ${name}`)
}

/** @param label how the expression names the bean, for the message */
export function callBean(bean: Bean, label: string, name: string, values: unknown[], source: string): unknown {
  if (Object.hasOwn(bean.methods, name)) return guarded(name, source, () => bean.methods[name]!(...values))
  const property = /^(?:get|is)\p{Lu}/u.test(name) ? name.replace(/^(?:get|is)(.)/u, (_, first: string) => first.toLowerCase()) : name
  if (values.length === 0 && Object.hasOwn(bean.properties, property)) return bean.properties[property] ?? null
  throw new ExpressionFailure(source, `unknown method ${label}.${name}`)
}

function guarded(name: string, source: string, call: () => unknown): unknown {
  try {
    return call() ?? null
  } catch (error) {
    if (error instanceof ExpressionFailure || error instanceof NotYetKnown) throw error
    throw new ExpressionFailure(source, `${name}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** `execution` where the caller gave no bean of that name: it can be read only. */
function legacyMethods({ variables }: EvaluationContext): Bean['methods'] {
  return {
    getVariable: (name) => (Object.hasOwn(variables, toText(name)) ? (variables[toText(name)] ?? null) : null),
    hasVariable: (name) => Object.hasOwn(variables, toText(name)),
  }
}

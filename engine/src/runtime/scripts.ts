import { toJson } from '../core/variables.ts'
import { NO_EXECUTION } from '../expression/expression.ts'
import type { Environment, EvaluationContext, JsonValue } from '../index.ts'
import { createScripts, type ScriptOptions } from '../script/scripts.ts'

/** The sandbox as the core asks it; what a script sets is recorded where the expression records its changes. */
export function scriptRunner(options: Partial<ScriptOptions>): { run: NonNullable<Environment['runScript']>; close: () => void } {
  const scripts = createScripts(options)
  const run = (source: string, context: EvaluationContext): unknown => {
    const { now, execution = NO_EXECUTION, writes: recorded } = context
    const { result, writes } = scripts.run({ source, variables: jsonOf(context.variables), now, execution })
    recorded?.push(...writes)
    return result
  }
  return { run, close: () => scripts.close() }
}

const jsonOf = (variables: EvaluationContext['variables']): Record<string, JsonValue> =>
  Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, toJson(value, name)]))

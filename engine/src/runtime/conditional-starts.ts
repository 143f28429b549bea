import { eventStarts, newId } from '@lianban/storage'
import { evaluateCondition } from '../expression/evaluate.ts'
import {
  ExpressionFailure,
  type Actor,
  type Environment,
  type EvaluationContext,
  type ExecutableProcess,
  type Variables,
} from '../index.ts'
import type { CorrelateContext } from './correlate.ts'
import type { Definitions } from './definitions.ts'
import { toVariables, type VariableInput } from './variables.ts'
import type { FunctionsOf } from './commit.ts'
import { loadsNothing } from './not-loaded.ts'

/** Conditional start events that are asked. */
const MAX_ASKED = 1_000

export interface ConditionsRequest extends VariableInput {
  tenantId: string
  businessKey?: string
  /** Only start events of this definition. */
  definitionId?: string
  actor: Actor
}

export interface ConditionsContext extends CorrelateContext {
  definitions: Definitions
  functions: FunctionsOf
  runScript?: Environment['runScript']
}

/**
 * Asks the conditional start events of all newest definitions, with these variables as if they had just been created, and
 * starts an instance at each that holds. One that cannot be computed does not hold.
 */
export async function evaluateConditions(
  context: ConditionsContext,
  request: ConditionsRequest,
): Promise<{ instanceId: string; definitionId: string }[]> {
  const { tenantId, businessKey = null, definitionId, actor } = request
  const now = context.clock()
  const variables = toVariables(request)
  const rows = await eventStarts(context.database).waiting(tenantId, { kind: 'conditional' }, MAX_ASKED)
  const started: { instanceId: string; definitionId: string }[] = []
  for (const row of rows) {
    if (definitionId !== undefined && row.definition_id !== definitionId) continue
    const process = await context.definitions.process(context.database, tenantId, row.definition_id)
    if (!holds(process, row.element_id, variables, contextFor(context, request, now, variables))) continue
    const instanceId = newId()
    await context.submit({
      tenantId,
      instanceId,
      definition: { id: row.definition_id },
      command: { type: 'startInstance', now, actor, instanceId, tenantId, businessKey, startEventId: row.element_id, variables },
    })
    started.push({ instanceId, definitionId: row.definition_id })
  }
  return started
}

function holds(process: ExecutableProcess, elementId: string, variables: Variables, context: EvaluationContext): boolean {
  const trigger = process.scopes[process.key]?.eventStarts.find(({ nodeId }) => nodeId === elementId)?.trigger
  if (trigger?.type !== 'conditional') return false
  if (trigger.variableName !== null && !Object.hasOwn(variables, trigger.variableName)) return false
  if (trigger.variableEvents.length > 0 && !trigger.variableEvents.includes('create')) return false
  try {
    return evaluateCondition(trigger.condition, context)
  } catch (error) {
    if (error instanceof ExpressionFailure) return false
    throw error
  }
}

function contextFor(
  { functions, runScript }: ConditionsContext,
  { tenantId, businessKey }: ConditionsRequest,
  now: number,
  variables: Variables,
): EvaluationContext {
  const plain = Object.fromEntries(Object.entries(variables).map(([name, { value }]) => [name, value]))
  const execution = { processInstanceId: '', processBusinessKey: businessKey ?? null, currentActivityId: '' }
  const context: EvaluationContext = {
    variables: plain,
    functions: functions({ tenantId, now, command: null, load: loadsNothing }),
    now,
    execution,
  }
  if (runScript) context.runScript = (source) => runScript(source, context)
  return context
}

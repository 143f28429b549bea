import { eventStarts, jobs, type EventStartRow, type JobRow, type ProcessDefinitionRow, type Tx } from '@lianban/storage'
import { timerDue } from '../core/subscriptions.ts'
import { evaluateText } from '../expression/evaluate.ts'
import { ExpressionFailure, type Environment, type EvaluationContext, type ExecutableProcess } from '../index.ts'
import { invalidModel } from './errors.ts'
import { jobDefinitionId, newJob } from './job-kinds.ts'
import { short } from './writers/lengths.ts'

export interface StartsContext {
  tenantId: string
  now: number
  functions: Environment['functions']
}

/**
 * Makes these definitions the ones that events of their keys start: messages, signals, conditions by a row each, timers by
 * a job. What older versions had goes; a key without a definition starts by nothing any more.
 * @returns when the first of the timers is due; null: there is none
 * @throws EngineError INVALID_MODEL if a timer or name cannot be computed
 */
export async function registerStarts(
  tx: Tx,
  context: StartsContext,
  keys: string[],
  definitions: { row: ProcessDefinitionRow; process: ExecutableProcess }[],
): Promise<number | null> {
  const { tenantId } = context
  await jobs(tx).removeOfKeys(tenantId, keys, 'timerStart')
  const starts = definitions.flatMap((definition) => startsOf(definition, context))
  const events = starts.flatMap((start) => start.event ?? [])
  const timers = starts.flatMap((start) => start.timer ?? [])
  await eventStarts(tx).replace(tenantId, keys, events)
  await jobs(tx).insert(timers)
  return timers.length > 0 ? Math.min(...timers.map((timer) => timer.available_at ?? Infinity)) : null
}

type Start = { event?: EventStartRow; timer?: JobRow }

function startsOf({ row, process }: { row: ProcessDefinitionRow; process: ExecutableProcess }, context: StartsContext): Start[] {
  const { tenantId, now } = context
  return process.scopes[process.key]!.eventStarts.map(({ nodeId, trigger }): Start => {
    const evaluation: EvaluationContext = {
      variables: {},
      functions: context.functions,
      now,
      execution: { processInstanceId: '', processBusinessKey: null, currentActivityId: nodeId },
    }
    const common = {
      tenant_id: tenantId,
      definition_id: row.id,
      definition_key: row.key,
      element_id: short('element id', nodeId),
      created_at: now,
    }
    try {
      if (trigger.type === 'timer') {
        const { dueAt, cycle } = timerDue(nodeId, trigger, evaluation)
        const isSuspended = row.suspended === 1
        const timer = {
          ...common,
          job_definition_id: jobDefinitionId(row.id, nodeId, 'timer'),
          due_at: dueAt,
          suspended: row.suspended,
          available_at: isSuspended ? null : dueAt,
        }
        return { timer: newJob('timerStart', { cycle }, timer) }
      }
      const eventName = trigger.type === 'conditional' ? null : short(`${trigger.type} name`, evaluateText(trigger.name, evaluation))
      return { event: { ...common, kind: trigger.type, event_name: eventName } }
    } catch (error) {
      if (!(error instanceof ExpressionFailure)) throw error
      throw invalidModel([
        { resource: row.resource_name, code: 'EXPRESSION_INVALID', message: error.message, elementId: nodeId, line: null, column: null },
      ])
    }
  })
}

import type { JobDefinitionRow, ProcessDefinitionRow } from '@lianban/storage'
import type { ExecutableProcess, Expression, Node } from '../index.ts'
import { jobDefinitionId, type JobPlace } from './job-kinds.ts'

/** Where a definition makes jobs, as Camunda names them. */
export function jobDefinitionsOf(row: ProcessDefinitionRow, process: ExecutableProcess): JobDefinitionRow[] {
  return Object.values(process.nodes).flatMap((node) => {
    const place = (type: JobPlace, jobType: string, configuration: string): JobDefinitionRow => ({
      tenant_id: row.tenant_id,
      id: jobDefinitionId(row.id, node.id, type),
      definition_id: row.id,
      definition_key: row.key,
      element_id: node.id,
      job_type: jobType,
      configuration,
      priority: null,
      suspended: 0,
    })
    const timer = timerOf(node)
    return [
      ...(node.asyncBefore ? [place('async-before', 'async-continuation', 'async-before')] : []),
      ...(node.asyncAfter ? [place('async-after', 'async-continuation', 'async-after')] : []),
      ...(timer ? [place('timer', timerType(node, process), `${timer.form.toUpperCase()}: ${textOf(timer.value)}`)] : []),
    ]
  })
}

function timerOf(node: Node) {
  return 'trigger' in node && node.trigger.type === 'timer' ? node.trigger : null
}

function timerType(node: Node, process: ExecutableProcess): string {
  if (node.kind === 'startEvent') return node.scopeId === process.key ? 'timer-start-event' : 'timer-start-event-subprocess'
  return node.kind === 'boundaryEvent' ? 'timer-transition' : 'timer-intermediate-transition'
}

const textOf = (expression: Expression): string => ('text' in expression ? expression.text : expression.source)

import { visibleVariables } from '../../core/variables.ts'
import { nextDue, parseCycle } from '../../expression/cycle.ts'
import { evaluateDue, evaluateText } from '../../expression/evaluate.ts'
import type { ExecutableProcess, InstanceState } from '../../index.ts'
import type { TimerTrigger } from '../../model/executable.ts'

/**
 * When a timer of a running instance would be due, counted from `from`, with the variables as they are now.
 * @returns epoch milliseconds, or null if the element has no timer or it says nothing
 * @throws ExpressionFailure
 */
export function timerDue(
  process: ExecutableProcess,
  state: InstanceState,
  { elementId, tokenId }: { elementId: string; tokenId: string | null },
  from: number,
): number | null {
  const trigger = timerOf(process, elementId)
  if (!trigger) return null
  const execution = { processInstanceId: state.id, processBusinessKey: state.businessKey, currentActivityId: elementId }
  const context = { variables: visibleVariables(state, tokenId ?? state.id), functions: {}, now: from, execution }
  if (trigger.form !== 'cycle') return evaluateDue(trigger.value, context)
  const cycle = parseCycle(evaluateText(trigger.value, context) ?? '')
  return cycle && nextDue(cycle, from, from)
}

function timerOf(process: ExecutableProcess, elementId: string): TimerTrigger | null {
  const node = process.nodes[elementId]
  const trigger = node && 'trigger' in node ? node.trigger : undefined
  return trigger?.type === 'timer' ? trigger : null
}

import { ExpressionFailure } from '../expression/expression.ts'
import type { ExecutableProcess } from '../model/executable.ts'
import { initialState } from './apply.ts'
import type { Command } from './commands.ts'
import { Draft } from './draft.ts'
import { effectsOf } from './effects-of.ts'
import type { Event } from './events.ts'
import { guard } from './guard.ts'
import { handle } from './handle.ts'
import { Refusal } from './refusal.ts'
import type { InstanceState } from './state.ts'
import type { Environment, Rejection, StepResult } from './step-result.ts'
import { Turn } from './turn.ts'

/**
 * Carries out one command on one instance, until every token waits or has gone. Pure and deterministic: the given
 * state is not changed, and the same arguments always give the same result.
 * @param process the definition the instance runs on; its `id` is the deployed definition's
 * @param state null for `startInstance` alone
 * @returns the new state with what happened and what the runtime has to do, or the caller's mistake
 * @throws Error only for our own mistakes, e.g. a state that does not belong to the process
 */
export function step(process: ExecutableProcess, state: InstanceState | null, command: Command, env: Environment): StepResult {
  const rejection = guard(process, state, command)
  if (rejection) return { ok: false, rejection }
  try {
    const turn = command.type === 'startInstance' ? start(process, command, env) : new Turn(process, new Draft(state!), command, env)
    handle(command, turn)
    if (turn.state.status === 'active') turn.run()
    return { ok: true, state: turn.state, events: turn.events, effects: effectsOf(turn.events, turn.state) }
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, rejection: error.rejection }
    const code = error instanceof ExpressionFailure && refusedAs(command)
    if (code) return { ok: false, rejection: { code, message: (error as ExpressionFailure).message } }
    throw error
  }
}

/** A failure outside of any element has no token that could wait with it: the command is refused as a whole. null: it is our own mistake. */
function refusedAs(command: Command): Rejection['code'] | null {
  if (command.type === 'startInstance') return 'START_FAILED'
  if (command.type === 'modifyInstance' || (command.type === 'completeUserTask' && command.instead)) return 'MODIFICATION_NOT_POSSIBLE'
  return null
}

function start(process: ExecutableProcess, command: Extract<Command, { type: 'startInstance' }>, env: Environment): Turn {
  const { instanceId, tenantId, businessKey, now: at, actor, caller = null } = command
  const started: Extract<Event, { type: 'instanceStarted' }> = {
    type: 'instanceStarted',
    at,
    instanceId,
    tenantId,
    definitionId: process.id,
    definitionKey: process.key,
    businessKey,
    actor,
    caller,
  }
  const turn = new Turn(process, new Draft(initialState(started)), command, env)
  turn.events.push(started)
  return turn
}

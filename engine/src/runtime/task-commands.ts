import type { Actor, Command, Modification } from '../index.ts'
import type { UserTaskChanges } from '../core/commands.ts'
import type { CommittedStep, Guard, Prepare, Submission, Within } from './submission.ts'
import { instanceOf, toVariables, type VariableInput } from './variables.ts'

interface TaskCall {
  tenantId: string
  taskId: string
  actor: Actor
  /** Of what carries variables. */
  prepare?: Prepare
  within?: Within
}

export interface TaskCommands {
  /**
   * Also of a task that its owner has delegated, as in Camunda.
   * @throws EngineError TASK_NOT_FOUND, INSTANCE_SUSPENDED, TASK_ALREADY_CLAIMED (only with `expectedAssignee`), DUE_TIME_FAILED
   */
  completeTask(
    request: TaskCall &
      VariableInput & {
        expectedAssignee?: string | null
        localVariables?: VariableInput
        /** Compute due times anew with the variables it sets, see `recalculateTimers`. */
        recalculateTimers?: boolean
        /** Where the instance goes on instead of by the task's own way out. */
        instead?: { instructions: Modification[]; reason: string }
      },
  ): Promise<CommittedStep>
  /** With `expectedAssignee` only if the task still has it, or has the new one already. @throws EngineError TASK_NOT_FOUND, TASK_ALREADY_CLAIMED */
  assignTask(request: TaskCall & { assignee: string | null; expectedAssignee?: string | null }): Promise<void>
  /** Changes of an open task; what is absent stays. @throws EngineError TASK_NOT_FOUND, TASK_ALREADY_CLAIMED (only with `expectedAssignee`) */
  updateTask(request: TaskCall & { changes: UserTaskChanges; expectedAssignee?: string | null }): Promise<void>
  /** @throws EngineError TASK_NOT_FOUND */
  throwBpmnError(request: TaskCall & VariableInput & { errorCode: string; errorMessage?: string | null }): Promise<void>
  throwEscalation(request: TaskCall & VariableInput & { escalationCode: string }): Promise<void>
}

const heldBy = (taskId: string, expected: string | null | undefined, wanted = expected): Guard | undefined =>
  expected === undefined || wanted === undefined ? undefined : { type: 'assignee', taskId, expected, wanted }

/** What people do with user tasks, as commands to their instances. */
export function taskCommands({
  clock,
  submit,
}: {
  clock: () => number
  submit: (submission: Submission) => Promise<CommittedStep>
}): TaskCommands {
  const send = ({ tenantId, taskId, prepare, within }: TaskCall, command: Command, guard?: Guard) =>
    submit({ tenantId, instanceId: instanceOf(taskId) ?? taskId, command, guard, prepare, within })
  const base = ({ actor, taskId }: TaskCall) => ({ now: clock(), actor, tokenId: taskId })
  const commands: TaskCommands = {
    completeTask(request) {
      const { taskId, expectedAssignee: expected, localVariables, instead, recalculateTimers } = request
      const command: Command = {
        ...base(request),
        type: 'completeUserTask',
        variables: toVariables(request),
        ...(localVariables && { localVariables: toVariables(localVariables) }),
        ...(recalculateTimers && { recalculateTimers }),
        ...(instead && { instead }),
      }
      return send(request, command, heldBy(taskId, expected))
    },
    assignTask: ({ assignee, ...request }) => commands.updateTask({ ...request, changes: { assignee } }),
    async updateTask(request) {
      const { taskId, changes, expectedAssignee: expected } = request
      const wanted = changes.assignee === undefined ? expected : changes.assignee
      await send(request, { ...base(request), type: 'updateUserTask', changes }, heldBy(taskId, expected, wanted ?? null))
    },
    async throwBpmnError(request) {
      const { errorCode, errorMessage = null } = request
      await send(request, { ...base(request), type: 'throwBpmnError', errorCode, errorMessage, variables: toVariables(request) })
    },
    async throwEscalation(request) {
      await send(request, {
        ...base(request),
        type: 'throwEscalation',
        escalationCode: request.escalationCode,
        variables: toVariables(request),
      })
    },
  }
  return commands
}

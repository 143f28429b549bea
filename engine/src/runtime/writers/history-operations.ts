import { history, type Tx, type UserOperationRow } from '@lianban/storage'
import type { Command, UserTaskChanges } from '../../core/commands.ts'
import { logId, type StepRows, type TableWriter } from './table-writer.ts'

/** Who acts when the engine does so itself. */
const SYSTEM = 'system'

interface Operation {
  operation: string
  entity: string
  category?: string
  taskId?: string
  annotation?: string | null
  properties: { property: string; from?: unknown; to: unknown }[]
}

/** What people did, in Camunda's words: one row for each property that they changed. */
export class UserOperationWriter implements TableWriter {
  readonly #rows: UserOperationRow[] = []

  add({ command, state, before, firstSeq }: StepRows): void {
    if (command.actor.userId === SYSTEM) return
    const done = command.type === 'migrateInstance' ? null : operationOf(command, before === null ? null : state.id)
    if (!done) return
    const id = logId(state.id, firstSeq)
    done.properties.forEach(({ property, from = null, to }, i) => {
      this.#rows.push({
        tenant_id: state.tenantId,
        id: `${id}.${i}`,
        operation_id: id,
        at: command.now,
        user_id: command.actor.userId,
        operation: done.operation,
        entity: done.entity,
        category: done.category ?? 'Operator',
        instance_id: state.id,
        definition_id: state.definitionId,
        definition_key: state.definitionKey,
        task_id: done.taskId ?? null,
        property,
        old_value: text(from),
        new_value: text(to),
        annotation: done.annotation ?? null,
      })
    })
  }

  write(tx: Tx): Promise<void> {
    return history(tx).operations.insert(this.#rows)
  }
}

const text = (value: unknown): string | null =>
  value === null || value === undefined ? null : typeof value === 'string' ? value : JSON.stringify(value)

const onInstance = (operation: string, property: string, to: unknown, from: unknown = null): Operation => ({
  operation,
  entity: 'ProcessInstance',
  properties: [{ property, from, to }],
})

/** null: nobody asks who did it. */
function operationOf(command: Command, instanceId: string | null): Operation | null {
  switch (command.type) {
    case 'startInstance':
      return command.caller ? null : onInstance('Create', 'processInstanceId', command.instanceId)
    case 'completeUserTask':
      return {
        operation: 'Complete',
        entity: 'Task',
        category: 'TaskWorker',
        taskId: command.tokenId,
        properties: [{ property: 'delete', from: false, to: true }],
      }
    case 'updateUserTask':
      return {
        operation: taskOperation(command.changes, command.actor.userId),
        entity: 'Task',
        category: 'TaskWorker',
        taskId: command.tokenId,
        properties: changed(command.changes),
      }
    case 'setVariables': {
      const names = [...Object.keys(command.variables), ...(command.remove ?? [])]
      const operation = Object.keys(command.variables).length === 0 ? 'RemoveVariable' : 'SetVariable'
      const taskId = command.scopeId === instanceId ? undefined : command.scopeId
      return { operation, entity: 'Variable', taskId, properties: names.map((name) => ({ property: name, to: null })) }
    }
    case 'terminateInstance':
      return command.byCaller ? null : onInstance('Delete', 'deleteReason', command.reason)
    case 'suspendInstance':
      return onInstance('Suspend', 'suspensionState', 'suspended', 'active')
    case 'resumeInstance':
      return onInstance('Activate', 'suspensionState', 'active', 'suspended')
    case 'modifyInstance':
      return { ...onInstance('ModifyProcessInstance', 'nrOfInstructions', command.instructions.length), annotation: command.reason }
    case 'retryIncident':
      return { operation: 'SetJobRetries', entity: 'Job', properties: [{ property: 'retries', from: 0, to: command.retries }] }
    case 'setJobDueAt':
      return { operation: 'SetDueDate', entity: 'Job', properties: [{ property: 'duedate', to: command.dueAt }] }
    case 'correlateMessage':
      return onInstance('CorrelateMessage', 'processInstanceId', instanceId)
    default:
      return null
  }
}

/** What a change of a task is called. */
function taskOperation(changes: UserTaskChanges, userId: string): string {
  if (changes.delegationState === 'PENDING') return 'Delegate'
  if (changes.delegationState === 'RESOLVED') return 'Resolve'
  const names = Object.keys(changes)
  if (names.length !== 1) return 'Update'
  if (changes.assignee !== undefined) return changes.assignee === userId ? 'Claim' : 'Assign'
  return changes.owner !== undefined ? 'SetOwner' : changes.priority !== undefined ? 'SetPriority' : 'Update'
}

const PROPERTIES: Record<keyof UserTaskChanges, string> = {
  name: 'name',
  description: 'description',
  assignee: 'assignee',
  owner: 'owner',
  delegationState: 'delegation',
  candidateUsers: 'candidateUsers',
  candidateGroups: 'candidateGroups',
  dueAt: 'dueDate',
  followUpAt: 'followUpDate',
  priority: 'priority',
}

const changed = (changes: UserTaskChanges) =>
  Object.entries(changes)
    .filter(([, to]) => to !== undefined)
    .map(([name, to]) => ({ property: PROPERTIES[name as keyof UserTaskChanges], to: to as unknown }))

import { userTasks, type Tx, type UserTaskRow } from '@lianban/storage'
import type { InstanceState } from '../../core/state.ts'
import type { UserTaskChanges } from '../../core/commands.ts'
import { short } from './lengths.ts'
import { RowChanges } from './row-changes.ts'
import { identity, type EffectOf, type StepRows, type TableWriter } from './table-writer.ts'

/** The open user tasks and who may take them. */
export class UserTaskWriter implements TableWriter {
  readonly #rows = new RowChanges<UserTaskRow>()

  check({ effects }: StepRows): void {
    for (const effect of effects) {
      if (effect.type === 'updateUserTask') checkLengths(effect.changes)
      if (effect.type !== 'createUserTask') continue
      short('element id', effect.elementId)
      short('form key', effect.task.formKey)
      checkLengths(effect.task)
    }
  }

  add({ command, before, state, effects }: StepRows): void {
    for (const effect of effects) {
      if (effect.type === 'createUserTask') this.#rows.insert(userTaskRow(effect, state))
      else if (effect.type === 'closeUserTask') this.#rows.remove(state.tenantId, effect.tokenId)
      else if (effect.type === 'updateUserTask')
        this.#rows.patch(state.tenantId, effect.tokenId, { ...columnsOf(effect.changes), updated_at: command.now })
    }
    if (before && before.suspended !== state.suspended) this.#suspend(state)
  }

  #suspend({ tenantId, tokens, suspended }: InstanceState): void {
    for (const { id, waitsFor } of Object.values(tokens))
      if (waitsFor === 'userTask') this.#rows.patch(tenantId, id, { suspended: suspended ? 1 : 0 })
  }

  async write(tx: Tx): Promise<void> {
    await userTasks(tx).remove(this.#rows.removed())
    await userTasks(tx).insert(this.#rows.inserted())
    await userTasks(tx).patch(this.#rows.patched())
  }
}

function checkLengths({ assignee, owner, candidateGroups = [], candidateUsers = [] }: UserTaskChanges): void {
  short('assignee', assignee)
  short('owner', owner)
  for (const candidate of [...candidateGroups, ...candidateUsers]) short('candidate', candidate)
}

const userTaskRow = ({ tokenId, elementId, createdAt, task }: EffectOf<'createUserTask'>, state: InstanceState): UserTaskRow => ({
  ...identity(state),
  id: tokenId,
  element_id: elementId,
  name: task.name,
  description: task.description,
  owner: null,
  assignee: task.assignee,
  delegation_state: null,
  candidate_users: task.candidateUsers,
  candidate_groups: task.candidateGroups,
  created_at: createdAt,
  updated_at: null,
  due_at: task.dueAt,
  follow_up_at: task.followUpAt,
  priority: task.priority,
  form_key: task.formKey,
  suspended: state.suspended ? 1 : 0,
})

const COLUMNS = {
  name: 'name',
  description: 'description',
  assignee: 'assignee',
  owner: 'owner',
  delegationState: 'delegation_state',
  candidateUsers: 'candidate_users',
  candidateGroups: 'candidate_groups',
  dueAt: 'due_at',
  followUpAt: 'follow_up_at',
  priority: 'priority',
} as const satisfies Record<keyof UserTaskChanges, keyof UserTaskRow>

/** The columns that are changed. */
export function columnsOf(changes: UserTaskChanges): Partial<UserTaskRow> {
  const entries = Object.entries(changes).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries.map(([name, value]) => [COLUMNS[name as keyof UserTaskChanges], value as unknown]))
}

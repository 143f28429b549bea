import { userTasks, type Tx, type UserTaskRow } from '@lianban/storage'
import type { InstanceState } from '../../core/state.ts'
import { short } from './lengths.ts'
import { RowChanges } from './row-changes.ts'
import { identity, type EffectOf, type StepRows, type TableWriter } from './table-writer.ts'

/** The open user tasks and who may take them. */
export class UserTaskWriter implements TableWriter {
  readonly #rows = new RowChanges<UserTaskRow>()

  check({ effects }: StepRows): void {
    for (const effect of effects) {
      if (effect.type !== 'createUserTask' && effect.type !== 'updateUserTask') continue
      const task: Partial<EffectOf<'createUserTask'>['task']> = effect.type === 'createUserTask' ? effect.task : effect.changes as Partial<EffectOf<'createUserTask'>['task']>
      if (effect.type === 'createUserTask') short('element id', effect.elementId)
      short('assignee', task.assignee)
      short('form key', task.formKey)
      for (const candidate of [...(task.candidateGroups ?? []), ...(task.candidateUsers ?? [])]) short('candidate', candidate)
    }
  }

  add({ effects, state }: StepRows): void {
    for (const effect of effects) {
      if (effect.type === 'createUserTask') this.#rows.insert(userTaskRow(effect, state))
      else if (effect.type === 'closeUserTask') this.#rows.remove(state.tenantId, effect.tokenId)
      else if (effect.type === 'updateUserTask' && effect.changes.assignee !== undefined) {
        this.#rows.patch(state.tenantId, effect.tokenId, { assignee: effect.changes.assignee })
      }
    }
  }

  async write(tx: Tx): Promise<void> {
    await userTasks(tx).remove(this.#rows.removed())
    await userTasks(tx).insert(this.#rows.inserted())
    await userTasks(tx).updateAssignees(this.#rows.patched() as Pick<UserTaskRow, 'tenant_id' | 'id' | 'assignee'>[])
  }
}

const userTaskRow = ({ tokenId, elementId, createdAt, task }: EffectOf<'createUserTask'>, state: InstanceState): UserTaskRow => ({
  ...identity(state),
  id: tokenId,
  element_id: elementId,
  name: task.name,
  assignee: task.assignee,
  candidate_users: task.candidateUsers,
  candidate_groups: task.candidateGroups,
  created_at: createdAt,
  due_at: task.dueAt,
  follow_up_at: task.followUpAt,
  priority: task.priority,
  form_key: task.formKey,
})

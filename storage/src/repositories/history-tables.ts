import type { Relation } from '../conditions.ts'

const instance: Relation = {
  table: 'process_instance',
  on: { id: 'instance_id' },
  relations: { definition: { table: 'process_definition', on: { id: 'definition_id' } } },
}
const definition: Relation = { table: 'process_definition', on: { id: 'definition_id' } }
const processVariable: Relation = { table: 'variable', on: { instance_id: 'instance_id', holder_id: 'instance_id' } }

/** The history's tables for engine-lists.ts: columns that drivers may give as text, and what their rows can be asked by. */
export const HISTORY_TABLES = {
  variable: { numbers: ['number_value', 'created_at', 'updated_at'], relations: { instance } },
  history_task: {
    numbers: ['started_at', 'ended_at', 'due_at', 'follow_up_at'],
    relations: {
      instance,
      definition,
      processVariable,
      taskVariable: { table: 'variable', on: { instance_id: 'instance_id', holder_id: 'id' } },
    },
  },
  history_incident: { numbers: ['raised_at', 'ended_at'], relations: { instance, definition } },
  history_external_task_log: { numbers: ['at'], relations: { instance, definition } },
  user_operation: { numbers: ['at'], relations: { instance } },
}

import { HistoryActivityWriter } from './history-activities.ts'
import { HistoryLogWriter } from './history-logs.ts'
import { UserOperationWriter } from './history-operations.ts'
import { HistoryTaskWriter } from './history-tasks.ts'
import { InstanceEndWriter } from './instance-ends.ts'
import type { TableWriter } from './table-writer.ts'
import { VariableWriter } from './variables.ts'

/**
 * How much is kept beside the events themselves: `none` nothing, `activity` activities, tasks and incidents, `audit` also
 * the variables of what has ended, `full` also jobs, external tasks, decisions and who did what.
 */
export const HISTORY_LEVELS = ['none', 'activity', 'audit', 'full'] as const
export type HistoryLevel = (typeof HISTORY_LEVELS)[number]

/** The writers of a level. Living variables and what runs are written always: queries ask for them. */
export function historyWriters(level: HistoryLevel): TableWriter[] {
  const reaches = (least: HistoryLevel) => HISTORY_LEVELS.indexOf(level) >= HISTORY_LEVELS.indexOf(least)
  return [
    new VariableWriter(reaches('audit')),
    new InstanceEndWriter(),
    new HistoryActivityWriter(reaches('activity')),
    ...(reaches('activity') ? [new HistoryTaskWriter()] : []),
    ...(reaches('full') ? [new HistoryLogWriter(), new UserOperationWriter()] : []),
  ]
}

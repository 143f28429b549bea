import { visibleVariables } from '@lianban/engine'
import { caseEscalations, type CaseEscalationRow, type Tx } from '@lianban/storage'
import { shareOfLimit, type LimitUnit } from '../../clock/index.ts'
import { organOfTask } from '../task-organ.ts'
import type { Draft } from './draft.ts'

/** What is told later, and what the instant is counted from. */
export interface StoredEscalation {
  order: 'notice' | 'blue' | 'orange' | 'red'
  to: { post: string; organ?: string }[]
  /** Epoch milliseconds. */
  from: number
  unit: LimitUnit
}

/** Escalations 升级督办 of the steps that begin are put down, those of the steps that ended go. */
export async function keepEscalations(tx: Tx, draft: Draft): Promise<void> {
  const { row, step, matter } = draft
  if (!matter.matter.escalations) return
  const ended = step.events.flatMap((event) =>
    event.type === 'userTaskCompleted' || event.type === 'userTaskCanceled' ? [event.tokenId] : [],
  )
  await caseEscalations(tx).dropTasks(row.tenant_id, ended)
  await caseEscalations(tx).insert(scheduled(draft).filter(({ task_id }) => !ended.includes(task_id)))
}

/** Shares that have passed when a step begins are not told: it did not have it then. */
function scheduled({ row, step, matter: { matter }, calendar }: Draft): CaseEscalationRow[] {
  const { escalations = [] } = matter
  return step.events.flatMap((event) => {
    if (event.type !== 'userTaskCreated' || event.task.dueAt === null) return []
    const { task, tokenId, elementId, at } = event
    const organId = organOfTask(task.candidateGroups, row.organ_id)
    return escalations
      .filter(({ tasks }) => tasks.includes(elementId))
      .flatMap(({ percent, order, to, clock }): CaseEscalationRow[] => {
        const own = clock === undefined ? null : clockIn(visibleVariables(step.state, tokenId)[clock])
        const from = own?.from ?? at
        const unit = own?.unit ?? matter.steps.find((one) => one.task === elementId)?.limit.unit ?? 'minute'
        const dueAt = shareOfLimit({ from, dueAt: task.dueAt!, unit }, percent, calendar)
        const rule: StoredEscalation = { order, to, from, unit }
        return dueAt <= at
          ? []
          : [
              {
                ...{ tenant_id: row.tenant_id, task_id: tokenId, percent, case_id: row.id, element_id: elementId, step_name: task.name },
                ...{ organ_id: organId, rule, due_at: dueAt },
              },
            ]
      })
  })
}

function clockIn(value: unknown): { from: number; unit: LimitUnit } | null {
  const { from, unit } = (value ?? {}) as { from?: string; unit?: LimitUnit }
  return from === undefined || unit === undefined ? null : { from: Date.parse(from), unit }
}

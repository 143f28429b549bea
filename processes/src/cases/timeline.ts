import { caseEvents, type CaseEventRow } from '@lianban/storage'
import { DAY_MS } from '../clock/index.ts'
import type { Matter } from '../matters/matter-definition.ts'
import type { CaseContext } from './context.ts'
import { isForApplicant } from './desk/internal-lines.ts'
import type { StepRecord } from './get-case.ts'
import type { Caller } from './ports.ts'
import { readableCase } from './resources.ts'
import type { TimelineItem } from './views.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000

/**
 * The time line of a case, one line per hop, oldest first. Opinions are for staff; whoever handed the case in reads with what words it
 * was given back to him. @throws NOT_FOUND
 */
export async function timeline(context: CaseContext, caller: Caller, id: string): Promise<TimelineItem[]> {
  const { row, matter } = await readableCase(context, caller, id)
  const events = await caseEvents(context.database).forCase(caller.tenantId, id)
  const isApplicant = row.applicant_id === caller.userId
  const shown = isApplicant ? events.filter((event) => isForApplicant(event, row.applicant_id)) : events
  return shown.map((event) => presentLine(event, !isApplicant || givesBack(event, matter)))
}

/** Whether the action gave the case back to whoever handed it in, for him to change what he said. */
function givesBack({ element_id, action }: CaseEventRow, { matter: { tasks } }: Matter): boolean {
  const next = tasks[element_id ?? '']?.actions.find(({ key }) => key === action)?.next
  return next !== undefined && 'task' in next && (tasks[next.task]?.actions ?? []).some(({ effect }) => effect === 'amend')
}

function presentLine(event: CaseEventRow, showOpinion: boolean): TimelineItem {
  const { signature } = (event.data as StepRecord | null) ?? {}
  return {
    at: event.at,
    stepName: event.step_name,
    action: event.action_text,
    actorName: event.actor_name,
    onBehalfOf: event.on_behalf_of,
    opinion: showOpinion ? event.opinion : null,
    durationText: event.started_at === null ? null : durationText(event.at - event.started_at),
    lamp: event.lamp,
    signature: showOpinion && signature ? { fileId: signature.fileId, by: signature.signedBy ?? null } : null,
  }
}

/** `3天4小时`, `25分钟`: the two largest units, wall-clock time. @param ms 0 or more */
export function durationText(ms: number): string {
  const days = Math.floor(ms / DAY_MS)
  const hours = Math.floor((ms % DAY_MS) / HOUR_MS)
  const minutes = Math.floor((ms % HOUR_MS) / MINUTE_MS)
  if (days > 0) return `${days}天${hours > 0 ? `${hours}小时` : ''}`
  if (hours > 0) return `${hours}小时${minutes > 0 ? `${minutes}分钟` : ''}`
  return minutes > 0 ? `${minutes}分钟` : '不足1分钟'
}

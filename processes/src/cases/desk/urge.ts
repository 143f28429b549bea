import { caseEvents, caseUrges, inTransaction, type UserTaskRow } from '@lianban/storage'
import { caseLine, lineActor } from '../case-lines.ts'
import type { CaseContext } from '../context.ts'
import { logEntry } from '../log-entries.ts'
import { openTasks } from '../open-tasks.ts'
import type { Caller } from '../ports.ts'
import { caseResource, loadCase, taskResource, type LoadedCase } from '../resources.ts'
import { nobodyToUrge, textRequired, urgeTooSoon } from './errors.ts'

const HOUR_MS = 3_600_000
const MAX_NOTE_CHARS = 200
/** Source: the county's practice; a matter may set its own. */
export const URGE_DEFAULTS = { everyHours: 4, applicantEveryHours: 24 } as const

/** What the page needs to show the button, and say why not. */
export interface UrgeView {
  allowed: boolean
  /** When the caller may urge again; null: now, or never. */
  nextAt: number | null
}

/** @returns whom was told, and when the caller may urge again */
export interface Urged {
  told: number
  nextAt: number
}

/**
 * Urges 催办 whoever has the case in hand: the holders of its open tasks, those who may take one that nobody has, and who
 * acts for them. By the applicant, by who works on the case, and by a leader or supervisor; not oftener than the matter says.
 * @throws CaseError URGE_TOO_SOON (details.nextAt), NOBODY_TO_URGE, TEXT_REQUIRED; NOT_FOUND
 */
export async function urge(context: CaseContext, caller: Caller, caseId: string, { note = '' }: { note?: string }): Promise<Urged> {
  const loaded = await loadCase(context, caller.tenantId, caseId, caller)
  const { authorization } = context.tenants
  // Who may see the case is told what he may not do; from others it stays hidden.
  const hide = !authorization.decide(caller, 'read', caseResource(loaded)).allowed
  await authorization.assert(caller, 'urge', caseResource(loaded), { hide })
  const { row } = loaded
  const text = note.trim()
  if (text.length > MAX_NOTE_CHARS) throw textRequired('催办说明', MAX_NOTE_CHARS, 'note')
  const tasks = await openTasks(context, loaded)
  const told = await holdersOf(context, loaded, tasks, caller)
  const at = context.clock()
  const nextAt = at + everyMs(loaded, caller)
  await inTransaction(context.database, async (tx) => {
    const urged = await caseUrges(tx).urge({
      tenantId: row.tenant_id,
      caseId,
      userId: caller.userId,
      at,
      notAfter: at - everyMs(loaded, caller),
    })
    if (!urged) {
      const last = await caseUrges(tx).lastAt(row.tenant_id, caseId, caller.userId)
      throw urgeTooSoon('催办', (last ?? at) + everyMs(loaded, caller))
    }
    await context.notices.send(tx, row.tenant_id, {
      kind: 'urge',
      to: { userIds: told },
      title: `催办:${row.applicant_name} ${row.matter_name}`,
      text: `${whoUrges(loaded, caller)}催办 ${row.case_no},现在的环节是“${tasks.map(({ name }) => name).join('、')}”。${text}`,
      link: `/cases/${row.id}`,
    })
    await caseEvents(tx).insert([
      caseLine({
        tenant_id: row.tenant_id,
        case_id: caseId,
        at,
        type: 'urged',
        step_name: [...new Set(tasks.map(({ name }) => name))].join('、'),
        action_text: '催办',
        opinion: text || null,
        ...lineActor(caller),
      }),
    ])
    const payload = { tasks: tasks.map(({ id, element_id, name }) => ({ task: id, element: element_id, step: name })), told, note: text }
    await context.tenants.supervision.record(tx, row.tenant_id, [
      logEntry(caller, 'task.urged', { caseId, organId: row.organ_id, payload }),
    ])
  })
  return { told: told.length, nextAt }
}

/** Whether the caller may urge the case, and from when again. */
export async function urgeView(context: CaseContext, caller: Caller, loaded: LoadedCase): Promise<UrgeView> {
  const { row } = loaded
  const may = row.closed_at === null && context.tenants.authorization.decide(caller, 'urge', caseResource(loaded)).allowed
  if (!may) return { allowed: false, nextAt: null }
  const last = await caseUrges(context.database).lastAt(row.tenant_id, row.id, caller.userId)
  const nextAt = last === null ? null : last + everyMs(loaded, caller)
  return nextAt === null || nextAt <= context.clock() ? { allowed: true, nextAt: null } : { allowed: false, nextAt }
}

function everyMs({ row, matter }: LoadedCase, { userId }: Caller): number {
  const { everyHours, applicantEveryHours } = matter.matter.urge ?? URGE_DEFAULTS
  return (row.applicant_id === userId ? applicantEveryHours : everyHours) * HOUR_MS
}

const whoUrges = ({ row }: LoadedCase, caller: Caller): string =>
  row.applicant_id === caller.userId ? `申请人${row.applicant_name}` : (lineActor(caller).actor_name ?? caller.name)

/** Everyone who can move the case on, the one who urges left out. @throws CaseError NOBODY_TO_URGE */
async function holdersOf(context: CaseContext, loaded: LoadedCase, tasks: readonly UserTaskRow[], caller: Caller): Promise<string[]> {
  const { row } = loaded
  if (row.closed_at !== null) throw nobodyToUrge('本办件已经办结,不需要催办')
  if (tasks.length === 0) throw nobodyToUrge('现在没有等待人员办理的环节(可能在等待申请人,或者系统正在制作文书),暂不能催办')
  const people = new Set<string>()
  const agentsOf = await context.tenants.delegations.agents(row.tenant_id)
  for (const task of tasks) {
    const resource = taskResource({ ...loaded, task })
    for (const id of await peopleOf(context, task))
      for (const who of [id, ...agentsOf(id, `complete:${task.element_id}`, resource).map(({ userId }) => userId)]) people.add(who)
  }
  people.delete(caller.userId)
  if (people.size === 0) throw nobodyToUrge('这项任务在您本人手中,或者所需岗位暂无任职人员,没有可以催办的人')
  return [...people]
}

async function peopleOf(context: CaseContext, task: UserTaskRow): Promise<string[]> {
  if (task.assignee !== null) return [task.assignee]
  const people = [...task.candidate_users]
  for (const group of task.candidate_groups) {
    const [organId, post] = group.split(':') as [string, string | undefined]
    if (post === undefined) continue
    people.push(...(await context.tenants.users.holders(task.tenant_id, organId, post)).map(({ userId }) => userId))
  }
  return people
}

import type { Command, Event, InstanceState } from '@lianban/engine'
import type { TaskSignRow } from '@lianban/storage'
import { addLine, change, newDraft, type Draft } from '../cases/projection/draft.ts'
import { stepName } from '../cases/projection/progress.ts'
import { project } from '../cases/projection/projectors.ts'
import { ApprovalFailure, passing, type SystemDecision } from '../cases/approval/found.ts'
import { beginsApproval, systemDecided } from '../cases/approval/decision-words.ts'
import { isOwed, newDebts } from '../cases/duties/new-debts.ts'
import { elementName } from '../matters/matter-definition.ts'
import { isPending } from '../cases/verbs/rules/signs.ts'
import { approversIn } from './approvals.ts'
import { missingIn } from './missing-in.ts'
import { TENANT } from './people.ts'
import type { Work } from './work.ts'

interface Step {
  instanceId: string
  command: Command
  events: Event[]
  state: InstanceState
}

/** Keeps the case file in step with its own instance, by the very projection that the case service runs. */
export function keepCase(work: Work, { instanceId, command, events, state }: Step): void {
  if (instanceId !== work.root) return
  const { matter, calendar } = work.setup
  const process = work.processOf(instanceId)
  const committed = { tenantId: TENANT, instanceId, businessKey: instanceId, command, events, state, settled: state }
  const draft = newDraft({ ...work.file }, matter, calendar, { ...committed, definitionId: process.id, definitionKey: process.key })
  project(draft)
  if (draft.row.closed_at !== null) change(draft, { warn_at: null })
  change(draft, { step_name: stepName(draft) })
  sayWhoDecides(work, draft)
  const participants = { ...work.state.participants }
  for (const { elementId, userId } of draft.participants) participants[elementId] = [...(participants[elementId] ?? []), userId]
  work.change({ file: draft.row, lines: [...work.state.lines, ...draft.lines], participants })
  cancelSigns(work, events)
  if (draft.patch.deemed_accepted) oweBySilence(work)
  if (draft.patch.closed_at != null)
    work.change({ debts: work.state.debts.map((debt) => (isOwed(debt) ? { ...debt, status: 'lapsed' } : debt)) })
  copySteps(work, events, state)
}

/** Who is asked at a step that several persons decide is resolved when it begins; what the system decides about it stands on the time line. */
function sayWhoDecides({ setup, state }: Work, draft: Draft): void {
  const { matter, people } = setup
  const { events, command } = draft.step
  for (const event of events.filter((one) => beginsApproval(one, matter)))
    for (const decision of decisionsIn(setup, { ...state, file: draft.row }, event.elementId, passing(command)))
      addLine(
        draft,
        systemDecided(matter, event, decision, decision.userId === null ? '' : (people.find(decision.userId)?.name ?? decision.userId)),
      )
}

/** Without approvers the step has an incident, which says it. */
function decisionsIn(...args: Parameters<typeof approversIn>): SystemDecision[] {
  try {
    return approversIn(...args).decisions
  } catch (error) {
    if (error instanceof ApprovalFailure) return []
    throw error
  }
}

/** The tasks beside which they were asked have ended: what is not done is asked no more. */
function cancelSigns(work: Work, events: readonly Event[]): void {
  const gone = new Set(events.flatMap((event) => (event.type === 'userTaskCanceled' ? event.tokenId : [])))
  if (gone.size === 0) return
  const { signs, now: done_at } = work.state
  const isGone = (sign: TaskSignRow) => isPending(sign) && (gone.has(sign.host_task) || (sign.task_id !== null && gone.has(sign.task_id)))
  work.change({ signs: signs.map((sign) => (isGone(sign) ? { ...sign, state: 'canceled', done_at } : sign)) })
}

/** Accepted by silence with materials missing: they are owed as if the organ had said so. */
function oweBySilence(work: Work): void {
  const { missing } = missingIn(work)
  const { now: at, debts } = work.state
  const owed = newDebts({ row: work.file, materials: missing, paperNo: null, at, calendar: work.setup.calendar, newId: ids(work, 'debt') })
  work.change({ debts: [...debts, ...owed] })
}

/** Copies 抄送 of steps that are done, to whom the manifest says. */
function copySteps(work: Work, events: readonly Event[], state: InstanceState): void {
  const { matter, people } = work.setup
  const done = new Set(events.flatMap((event) => (event.type === 'userTaskCompleted' ? [event.elementId] : [])))
  for (const elementId of done) {
    const setting = matter.matter.tasks[elementId]?.circulate
    if (!setting || Object.values(state.tokens).some((token) => token.elementId === elementId)) continue
    const { file, now: at, notices } = work.state
    const readers = setting.posts.flatMap(({ post, organ }) => people.holders(organ ?? file!.organ_id, post))
    const to = [...new Set([...setting.users.map((id) => people.find(id)?.name ?? id), ...readers.map(({ name }) => name)])]
    if (to.length === 0) continue
    const title = `抄送:${file!.applicant_name} ${file!.matter_name}`
    const text = `“${elementName(matter, elementId)}”已办结,抄送阅知。${setting.note ?? ''}`
    work.change({ notices: [...notices, { at, to, title, text }] })
  }
}

/** Ids of what a real case would have in tables of their own. */
export const ids = (work: Work, kind: string) => {
  let made = 0
  return () => `${kind}-${work.state.path.length}-${++made}`
}

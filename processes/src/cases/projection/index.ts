import type { Event } from '@lianban/engine'
import type { CommitHook, CommittedStep } from '@lianban/engine/runtime'
import { attachments, caseEvents, caseQuestions, cases, issuedDocuments, newId, taskSigns, type CaseRow, type Tx } from '@lianban/storage'
import type { CalendarOf } from '../../clock/index.ts'
import type { Matter } from '../../matters/matter-definition.ts'
import type { MatterStore } from '../../matters/matter-store.ts'
import type { ApproversOptions } from '../approval/approvers.ts'
import { newLine } from '../line.ts'
import { voidCommitment } from '../duties/commitments.ts'
import { incurBySilence, lapseDebts } from '../duties/debts.ts'
import type { CaseContext } from '../context.ts'
import { ledgersOf, type Ledgers } from '../../ledgers/ledger.ts'
import { jointCaseOf, settleChild } from '../joint/settle-child.ts'
import { circulateDoneSteps } from '../desk/circulate-steps.ts'
import { systemEntry } from '../log-entries.ts'
import type { TenantsPort } from '../ports.ts'
import { externalTaskCompleted } from './documents.ts'
import { keepEscalations } from './escalations.ts'
import { change, changesOf, newDraft, type Draft } from './draft.ts'
import { tellOfSilence } from './opener-silence.ts'
import { recordedTask } from './recorded.ts'
import { addSystemDecisions } from './system-decisions.ts'
import { stepName } from './progress.ts'
import { toldApplicant } from './tell-applicant.ts'
import { project } from './projectors.ts'

export interface ProjectionOptions {
  /** The step may have consequences for this joint case 并联办件, when its transaction is over. */
  jointChanged(step: CommittedStep, jointCaseId: string): void
  supervision: TenantsPort['supervision']
  notices: CaseContext['notices']
  users: ApproversOptions['users']
  matters: MatterStore
  ledgers: Ledgers
  calendarOf: CalendarOf
}

/** Steps that do no more than this leave the case file as it is: a task was taken, given back, handed on. */
const PASSED_OVER: readonly Event['type'][] = ['userTaskUpdated']

/**
 * Keeps the case file in step with its instance: status, dates, time line, documents and supervision entries are
 * written in the transaction of the engine's own step, whoever caused it. Instances that are no case are passed over.
 * All cases of a transaction are read and written together.
 */
export function caseProjection(options: ProjectionOptions): CommitHook {
  return async (tx, steps) => {
    const drafts: Draft[] = []
    for (const { row, matter, step } of await casesOf(options, tx, steps)) {
      const draft = newDraft(row, matter, options.calendarOf(row.tenant_id), step)
      drafts.push(draft)
      project(draft, { externalTaskCompleted })
      // This server may not have heard of a new calendar yet: what it dated in this step is counted anew when it has.
      change(draft, { calendar_version: Math.min(draft.row.calendar_version ?? 1, draft.calendar.edition) })
      if (draft.row.closed_at !== null) change(draft, { warn_at: null })
      change(draft, { step_name: stepName(draft) })
      await addSystemDecisions(options, tx, draft)
    }
    if (drafts.length > 0) await write(options, tx, drafts)
    for (const draft of drafts) {
      const joint = jointCaseOf(draft)
      if (joint !== null) options.jointChanged(draft.step, joint)
    }
  }
}

/** The case of each step that has one, in their order; steps of the same case share its row and find what the one before left. */
async function casesOf({ matters }: ProjectionOptions, tx: Tx, steps: readonly CommittedStep[]) {
  const concerned = steps.filter(
    ({ businessKey, events }) => businessKey !== null && events.some(({ type }) => !PASSED_OVER.includes(type)),
  )
  const rows = await cases(tx).rows(concerned.map(({ tenantId, businessKey }) => ({ tenant_id: tenantId, id: businessKey! })))
  const found: { row: CaseRow; matter: Matter; step: CommittedStep }[] = []
  for (const step of concerned) {
    const row = rows.find(({ tenant_id, id }) => tenant_id === step.tenantId && id === step.businessKey)
    if (row?.instance_id !== step.instanceId) continue
    const matter = await matters.version(tx, row.tenant_id, row.matter_key, row.matter_version)
    if (matter) found.push({ row, matter, step })
  }
  return found
}

async function write(options: ProjectionOptions, tx: Tx, drafts: readonly Draft[]): Promise<void> {
  const { supervision, notices, users, calendarOf } = options
  await cases(tx).patch(drafts.map(changesOf).filter((patch) => patch !== null))
  await cases(tx).addParticipants(drafts.flatMap(participantsOf))
  for (const document of drafts.flatMap(({ documents }) => documents)) await issuedDocuments(tx).insertOnce(document)
  for (const paper of drafts.flatMap(({ papers }) => papers)) await attachments(tx).insert(paper)
  for (const { row, step } of drafts) {
    const canceled = step.events.flatMap((event) => (event.type === 'userTaskCanceled' ? event.tokenId : []))
    if (canceled.length > 0) await taskSigns(tx).cancelOf(row.tenant_id, row.id, canceled, step.command.now)
  }
  for (const draft of drafts) await addForeignCompletions(tx, draft)
  for (const draft of drafts) await keepEscalations(tx, draft)
  await caseEvents(tx).insert(drafts.flatMap(({ lines }) => lines.map((line) => ({ id: newId(), ...line }))))
  for (const tenantId of new Set(drafts.map(({ row }) => row.tenant_id))) {
    const entries = drafts.flatMap((draft) => (draft.row.tenant_id === tenantId ? draft.entries : []))
    if (entries.length > 0) await supervision.record(tx, tenantId, entries)
  }
  for (const draft of drafts) {
    const { row, step, patch } = draft
    const told = toldApplicant(draft)
    if (told) await notices.send(tx, row.tenant_id, told)
    await tellOfSilence(tx, notices, draft)
    await circulateDoneSteps({ notices, tenants: { supervision, users } }, tx, draft)
    if (patch.deemed_accepted) await incurBySilence(tx, { supervision, calendarOf }, draft, step.command.now)
    await settleChild(tx, { supervision }, draft)
    if (patch.closed_at == null) continue
    for (const name of ledgersOf(draft.matter)) await options.ledgers[name]?.closed?.(tx, row)
    await voidCommitment(tx, row)
    await caseQuestions(tx).lapse(row.tenant_id, row.id, step.command.now)
    await lapseDebts(tx, { supervision, calendarOf }, row, step.command.now)
  }
}

const participantsOf = ({ row, step, participants }: Draft) =>
  participants.map(({ elementId, userId }) => ({
    ...{ tenant_id: row.tenant_id, case_id: row.id, element_id: elementId, user_id: userId },
    at: step.command.now,
  }))

/** A task completed past the case service, by the engine's REST door, gets its line and its entry too. */
async function addForeignCompletions(tx: Tx, draft: Draft): Promise<void> {
  const { row, step, matter } = draft
  const completed = step.events.flatMap((event) =>
    event.type === 'userTaskCompleted' && event.tokenId !== recordedTask(step) ? [event] : [],
  )
  if (completed.length === 0) return
  const recorded = await caseEvents(tx).recordedTasks(
    row.tenant_id,
    completed.map(({ tokenId }) => tokenId),
  )
  for (const event of completed.filter(({ tokenId }) => !recorded.includes(tokenId))) {
    const name = matter.elements[event.elementId] ?? event.elementId
    draft.lines.unshift(
      newLine({
        tenant_id: row.tenant_id,
        case_id: row.id,
        at: event.at,
        type: 'task-completed',
        element_id: event.elementId,
        task_id: event.tokenId,
        step_name: name,
        action_text: '经流程引擎接口办理',
        actor_id: event.actor.userId,
        actor_name: event.actor.userId,
      }),
    )
    const entry = systemEntry('task.completed', {
      caseId: row.id,
      organId: row.organ_id,
      payload: { task: event.tokenId, element: event.elementId, step: name, door: 'engine-rest' },
    })
    draft.entries.unshift({ ...entry, actor: { userId: event.actor.userId, onBehalfOf: event.actor.onBehalfOf } })
  }
}

import type { CommitHook } from '@lianban/engine/runtime'
import type { Database } from '@lianban/storage'
import type { Leaver } from '@lianban/tenants'
import type { CalendarOf } from '../clock/index.ts'
import { getMatter, listMatters } from '../matters/list-matters.ts'
import { delegableMatters, stepWords, type DelegableMatter, type StepWords } from '../matters/steps.ts'
import { createMatterStore } from '../matters/matter-store.ts'
import type { EmergencyAccess } from '@lianban/tenants'
import type { Notices } from '../notices/index.ts'
import { claim, release } from './claim.ts'
import { completeHeld, completeTask, type Completed, type Completion } from './complete-task.ts'
import type { CaseContext } from './context.ts'
import { endSuspension, type SuspensionEnd } from './end-suspension.ts'
import { requestExtension, type ExtensionRequest } from './request-extension.ts'
import { diagram, type Diagram } from './diagram.ts'
import { openEmergencyAccess, type EmergencyRequest } from './emergency.ts'
import { getCase } from './get-case.ts'
import { getTask } from './get-task.ts'
import { forgetOldAnswers } from './idempotency.ts'
import { inbox, inboxMark, type InboxListQuery } from './inbox.ts'
import { listIncidents, retryIncident } from './incidents.ts'
import { countByLamp, listCases, type CaseListQuery } from './list-cases.ts'
import { people } from './people.ts'
import type { Caller, EnginePort, TenantsPort } from './ports.ts'
import { caseProjection } from './projection/index.ts'
import { returnTasks } from './return-tasks.ts'
import { waiveSeparation, whoCanTake, type WaiverRequest } from './separation.ts'
import { submit, type Submission, type Submitted } from './submit.ts'
import { supplement, type Supplement } from './supplement.ts'
import { timeline } from './timeline.ts'
import { openFile, registerUpload, type Upload } from './uploads.ts'
import { addSign, pendingSigns, removeSign, type AddSign } from './verbs/add-sign.ts'
import { hold, jump, unhold, voidCase, withdraw } from './verbs/case-verbs.ts'
import { delegate, resolveDelegation } from './verbs/delegate.ts'
import { recall } from './verbs/recall.ts'
import { sendBack, type SendBack } from './verbs/send-back.ts'
import { sign, type Signature } from './verbs/sign.ts'
import { handOver, transfer, type HandedOver, type HandOn, type HandOver } from './verbs/transfer.ts'
import { removeVoter } from './verbs/voters.ts'
import { verifyLicence } from './verification.ts'
import type {
  CaseDetail,
  CaseSummary,
  FileView,
  InboxItem,
  IncidentView,
  LicenceVerification,
  MatterDetail,
  MatterSummary,
  OpenStepView,
  Page,
  TaskDetail,
  TimelineItem,
} from './views.ts'

export interface CasesOptions {
  /** Open and migrated. */
  database: Database
  engine: EnginePort
  tenants: TenantsPort
  notices: Pick<Notices, 'send'>
  calendarOf: CalendarOf
  /** UTC epoch milliseconds. @default Date.now */
  clock?: () => number
  /** Address of the public pages, without a slash at the end; of several tenants each has its own. */
  publicUrl: string | ((tenantId: string) => Promise<string>)
}

/** The case service: what desks and pages ask for, each verb authorized, checked and recorded. See each function for its errors. */
export interface Cases {
  /** To be given to the engine as a commit hook. */
  projection: CommitHook
  listMatters(caller: Caller): Promise<MatterSummary[]>
  getMatter(caller: Caller, key: string): Promise<MatterDetail>
  stepWords(caller: Caller): Promise<StepWords[]>
  delegableMatters(caller: Caller): Promise<DelegableMatter[]>
  registerUpload(caller: Caller, upload: Upload): Promise<FileView & { sha256: string }>
  openFile(caller: Caller, id: string): Promise<Upload>
  submit(caller: Caller, submission: Submission): Promise<Submitted>
  supplement(caller: Caller, caseId: string, request: Supplement): Promise<void>
  requestExtension(caller: Caller, caseId: string, request: ExtensionRequest): Promise<void>
  endSuspension(caller: Caller, caseId: string, request: SuspensionEnd): Promise<void>
  list(caller: Caller, query: CaseListQuery): Promise<Page<CaseSummary>>
  countByLamp(caller: Caller): Promise<{ total: number; lamps: Record<string, number>; statuses: Record<string, number> }>
  get(caller: Caller, id: string): Promise<CaseDetail>
  timeline(caller: Caller, id: string): Promise<TimelineItem[]>
  diagram(caller: Caller, id: string): Promise<Diagram>
  inbox(caller: Caller, query: InboxListQuery): Promise<Page<InboxItem> & { count: number }>
  inboxMark(caller: Caller): Promise<{ count: number; latest: number }>
  getTask(caller: Caller, taskId: string): Promise<TaskDetail>
  claim(caller: Caller, taskId: string): Promise<void>
  release(caller: Caller, taskId: string): Promise<void>
  completeTask(caller: Caller, taskId: string, completion: Completion): Promise<Completed>
  sendBack(caller: Caller, taskId: string, request: SendBack): Promise<void>
  transfer(caller: Caller, taskId: string, request: HandOn): Promise<void>
  handOver(caller: Caller, request: HandOver): Promise<HandedOver>
  delegate(caller: Caller, taskId: string, request: HandOn): Promise<void>
  resolveDelegation(caller: Caller, taskId: string, opinion: string): Promise<void>
  addSign(caller: Caller, taskId: string, request: AddSign): Promise<void>
  removeSign(caller: Caller, taskId: string, request: { signId: string; reason: string }): Promise<void>
  removeVoter(caller: Caller, taskId: string, request: { userId: string; reason: string }): Promise<void>
  sign(caller: Caller, taskId: string, signature: Signature): Promise<void>
  recall(caller: Caller, caseId: string, request: { taskId: string; reason: string }): Promise<void>
  withdraw(caller: Caller, caseId: string, request: { reason: string }): Promise<void>
  voidCase(caller: Caller, caseId: string, request: { reason: string }): Promise<void>
  hold(caller: Caller, caseId: string, request: { reason: string }): Promise<void>
  unhold(caller: Caller, caseId: string): Promise<void>
  jump(caller: Caller, caseId: string, request: { to: string; taskIds?: string[]; reason: string }): Promise<void>
  people(caller: Caller, taskId: string, post: string): Promise<{ id: string; name: string }[]>
  whoCanTake(caller: Caller, caseId: string): Promise<OpenStepView[]>
  waiveSeparation(caller: Caller, caseId: string, request: WaiverRequest): Promise<void>
  openEmergencyAccess(caller: Caller, request: EmergencyRequest): Promise<EmergencyAccess>
  listIncidents(caller: Caller, page: { limit: number; after?: string }): Promise<Page<IncidentView>>
  retryIncident(caller: Caller, incidentId: string): Promise<void>
  verifyLicence(tenantId: string, code: string): Promise<LicenceVerification | null>
  /** Posts of a person have ended: what he holds goes back to the posts' queues. @returns how many tasks */
  returnTasks(leaver: Leaver): Promise<number>
  /** Housekeeping, once a day: answers kept for second clicks. @returns how many were forgotten */
  forgetOldAnswers(tenantId: string): Promise<number>
}

export function createCases({ clock = Date.now, publicUrl, ...options }: CasesOptions): Cases {
  const matters = createMatterStore()
  const context: CaseContext = {
    ...options,
    clock,
    matters,
    publicUrl: typeof publicUrl === 'string' ? () => Promise.resolve(publicUrl.replace(/\/$/, '')) : publicUrl,
  }
  const bound =
    <Args extends unknown[], Result>(verb: (context: CaseContext, ...args: Args) => Result) =>
    (...args: Args): Result =>
      verb(context, ...args)
  return {
    projection: caseProjection({
      supervision: options.tenants.supervision,
      users: options.tenants.users,
      matters,
      calendarOf: options.calendarOf,
    }),
    listMatters: bound(listMatters),
    getMatter: bound(getMatter),
    stepWords: bound(stepWords),
    delegableMatters: bound(delegableMatters),
    registerUpload: bound(registerUpload),
    openFile: bound(openFile),
    submit: bound(submit),
    supplement: bound(supplement),
    requestExtension: bound(requestExtension),
    endSuspension: bound(endSuspension),
    list: bound(listCases),
    countByLamp: bound(countByLamp),
    get: bound(getCase),
    timeline: bound(timeline),
    diagram: bound(diagram),
    inbox: bound(inbox),
    inboxMark: bound(inboxMark),
    getTask: bound(getTask),
    claim: bound(claim),
    release: bound(release),
    completeTask: bound(completeTask),
    sendBack: bound(sendBack),
    transfer: bound(transfer),
    handOver: bound(handOver),
    delegate: bound(delegate),
    resolveDelegation: bound(resolveDelegation),
    addSign: bound(addSign),
    removeVoter: bound(removeVoter),
    // A decision that has waited is carried out by whoever gives the last signature, or takes the last one away.
    async removeSign(caller, taskId, request) {
      const { task } = await removeSign(context, caller, taskId, request)
      if ((await pendingSigns(context, task)).length === 0) await completeHeld(context, caller.tenantId, task.id)
    },
    async sign(caller, taskId, signature) {
      const settled = await sign(context, caller, taskId, signature)
      if (settled !== null) await completeHeld(context, caller.tenantId, settled)
    },
    recall: bound(recall),
    withdraw: bound(withdraw),
    voidCase: bound(voidCase),
    hold: bound(hold),
    unhold: bound(unhold),
    jump: bound(jump),
    people: bound(people),
    whoCanTake: bound(whoCanTake),
    waiveSeparation: bound(waiveSeparation),
    openEmergencyAccess: bound(openEmergencyAccess),
    listIncidents: bound(listIncidents),
    retryIncident: bound(retryIncident),
    verifyLicence: bound(verifyLicence),
    returnTasks: bound(returnTasks),
    forgetOldAnswers: bound(forgetOldAnswers),
  }
}

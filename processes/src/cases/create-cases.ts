import type { CommitHook, CommittedStep } from '@lianban/engine/runtime'
import type { Database } from '@lianban/storage'
import type { EmergencyAccess, Leaver } from '@lianban/tenants'
import type { CalendarOf } from '../clock/index.ts'
import type { Ledgers } from '../ledgers/index.ts'
import { catalogue, type Catalogue, type CatalogueQuery } from '../matters/catalogue.ts'
import { getMatter, listMatters, matterSample, publicMatter, publicSample } from '../matters/list-matters.ts'
import { delegableMatters, stepWords, type DelegableMatter, type StepWords } from '../matters/steps.ts'
import { optionsOf, remoteOptions, type RemoteOptions } from '../options/index.ts'
import { createMatterStore, type MatterStore } from '../matters/matter-store.ts'
import type { Notices } from '../notices/index.ts'
import * as assist from './assist/index.ts'
import { claim, release } from './claim.ts'
import { completeHeld, completeTask, type Completed, type Completion } from './complete-task.ts'
import type { CaseContext } from './context.ts'
import * as desk from './desk/index.ts'
import { endSuspension, type SuspensionEnd } from './end-suspension.ts'
import { requestExtension, type ExtensionRequest } from './request-extension.ts'
import { requestHearing, type HearingRequest } from './request-hearing.ts'
import { diagram, type Diagram } from './diagram.ts'
import { documentsOf } from './documents-of.ts'
import * as duties from './duties/index.ts'
import { openEmergencyAccess, type EmergencyRequest } from './emergency.ts'
import * as licences from './licences/index.ts'
import { getCase } from './get-case.ts'
import { getTask } from './get-task.ts'
import { forgetOldAnswers } from './idempotency.ts'
import { sweepJoint } from './joint/advance.ts'
import { jointWork } from './joint/joint-work.ts'
import { jointNeeds, type JointNeeds } from './joint/needs-of.ts'
import { inbox, inboxMark, type InboxListQuery, type InboxPage } from './inbox.ts'
import { listIncidents, retryIncident } from './incidents.ts'
import { countByLamp, listCases, type CaseListQuery } from './list-cases.ts'
import { people } from './people.ts'
import * as preview from './preview/index.ts'
import type { Caller, EnginePort, TenantsPort } from './ports.ts'
import { caseProjection } from './projection/index.ts'
import { returnTasks } from './return-tasks.ts'
import { prefill, type Prefill } from './prefill.ts'
import { reusableMaterials } from './reuse.ts'
import { waiveSeparation, whoCanTake, type WaiverRequest } from './separation.ts'
import * as signatures from './signatures/index.ts'
import { submit, type Submission, type Submitted } from './submit.ts'
import { supplement, type Supplement } from './supplement.ts'
import { timeline } from './timeline.ts'
import { openFile, registerUpload, type Upload } from './uploads.ts'
import { addSign, pendingSigns, removeSign, type AddSign } from './verbs/add-sign.ts'
import { caseVerbs, hold, jump, unhold, voidCase, withdraw, type CaseVerbs } from './verbs/case-verbs.ts'
import { offeredVerbs, type OfferedVerbs } from './verbs/offered.ts'
import { delegate, resolveDelegation } from './verbs/delegate.ts'
import { recall } from './verbs/recall.ts'
import { sendBack, type SendBack } from './verbs/send-back.ts'
import { sign, type Signature } from './verbs/sign.ts'
import { handOver, transfer, transferees, type HandedOver, type HandOn, type HandOver, type Transferee } from './verbs/transfer.ts'
import { removeVoter } from './verbs/voters.ts'
import { verifyOriginal, type OriginalSeen } from './verify-original.ts'
import type {
  CaseDetail,
  CaseSummary,
  FileView,
  IncidentView,
  MatterDetail,
  MatterSummary,
  MatterGuide,
  OpenStepView,
  Page,
  ReusableView,
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
  /** Ledgers of the county 台账, by name. @default none */
  ledgers?: Ledgers
  /** Data services from which forms get options. @default none */
  remote?: RemoteOptions
  /** UTC epoch milliseconds. @default Date.now */
  clock?: () => number
  /** The installation's one. @default a new one */
  matters?: MatterStore
  /** Address of the public pages, without a slash at the end; of several tenants each has its own. */
  publicUrl: string | ((tenantId: string) => Promise<string>)
}

/** The case service: what desks and pages ask for, each verb authorized, checked and recorded. See each function for its errors. */
export interface Cases {
  /** To be given to the engine as a commit hook. */
  projection: CommitHook
  /** To be given to the engine as `onCommitted`: what follows from steps for joint cases 并联办件 is done after the next verb. */
  committed(steps: readonly CommittedStep[]): void
  listMatters(caller: Caller, query?: CatalogueQuery): Promise<Catalogue>
  getMatter(caller: Caller, key: string): Promise<MatterDetail>
  matterSample(caller: Caller, key: string, name: string): Promise<Buffer>
  /** For whoever asks, without an account. */
  publicCatalogue(tenantId: string, query: CatalogueQuery): Promise<Catalogue>
  publicMatter(tenantId: string, key: string): Promise<MatterGuide>
  publicSample(tenantId: string, key: string, name: string): Promise<Buffer>
  stepWords(caller: Caller): Promise<StepWords[]>
  delegableMatters(caller: Caller): Promise<DelegableMatter[]>
  registerUpload(caller: Caller, upload: Upload): Promise<FileView & { sha256: string }>
  openFile(caller: Caller, id: string): Promise<Upload>
  registerSignature(caller: Caller, picture: { sha256: string; size: number }): Promise<{ signatureId: string }>
  keptSignature(caller: Caller): Promise<signatures.KeptSignature | null>
  keepSignature(caller: Caller, signatureId: string): Promise<void>
  forgetSignature(caller: Caller): Promise<void>
  submit(caller: Caller, submission: Submission): Promise<Submitted>
  assistedMatters(caller: Caller): Promise<MatterSummary[]>
  findApplicant(caller: Caller, given: Pick<assist.NewApplicant, 'kind' | 'number'>): Promise<assist.ApplicantView | null>
  registerApplicant(caller: Caller, given: assist.NewApplicant): Promise<{ applicant: assist.ApplicantView; activation: assist.Activation }>
  activateApplicant(caller: Caller, applicantId: string): Promise<assist.Activation>
  startAssisted(caller: Caller, given: { applicantId: string; matterKey: string }): Promise<assist.AssistedStart>
  submitAssisted(caller: Caller, submission: assist.AssistedSubmission): Promise<Submitted>
  assistedToday(caller: Caller): Promise<{ items: assist.WindowReceipt[] }>
  windowReceipt(caller: Caller, caseId: string): Promise<assist.WindowReceipt>
  supplement(caller: Caller, caseId: string, request: Supplement): Promise<void>
  prefill(caller: Caller, matterKey: string): Promise<Prefill>
  reusableMaterials(caller: Caller, matterKey: string): Promise<ReusableView[]>
  verifyOriginal(caller: Caller, fileId: string, seen: OriginalSeen): Promise<void>
  settleDebt(caller: Caller, caseId: string, materialKey: string, settlement: duties.Settlement): Promise<void>
  waiveDebt(caller: Caller, caseId: string, materialKey: string, request: { reason: string }): Promise<void>
  recordCheck(caller: Caller, caseId: string, result: duties.CheckResult): Promise<void>
  listDebts(caller: Caller, query: duties.DutyListQuery): Promise<Page<duties.DutyItem>>
  listChecks(caller: Caller, query: duties.DutyListQuery): Promise<Page<duties.DutyItem>>
  /** Each minute: debts and checks whose day has passed, renewals that nobody decided in time. @returns how many were found */
  sweepDuties(tenantId: string): Promise<number>
  /** When the next of them is overdue, epoch milliseconds, or null. */
  nextOverdueAt(tenantId: string): Promise<number | null>
  listLicences(
    caller: Caller,
    query: licences.LicenceListQuery,
  ): Promise<Page<licences.LicenceSummary> & { kinds: { kind: string; name: string }[] }>
  getLicence(caller: Caller, id: string): Promise<licences.LicenceDetail>
  licenceChoices(caller: Caller, matterKey: string): Promise<{ field: string; act: string; items: licences.LicenceChoice[] }>
  openExOfficio(caller: Caller, request: licences.ExOfficio): Promise<Submitted>
  makeStatement(caller: Caller, caseId: string, request: licences.Statement): Promise<void>
  /** Each minute: joint cases 并联办件 for which something was left undone. @returns how many are open */
  sweepJoint(tenantId: string): Promise<number>
  jointNeeds(caller: Caller, matterKey: string, request: { form: Record<string, unknown> }): Promise<JointNeeds>
  requestExtension(caller: Caller, caseId: string, request: ExtensionRequest): Promise<void>
  endSuspension(caller: Caller, caseId: string, request: SuspensionEnd): Promise<void>
  requestHearing(caller: Caller, caseId: string, request: HearingRequest): Promise<void>
  list(caller: Caller, query: CaseListQuery): Promise<Page<CaseSummary>>
  countByLamp(caller: Caller): Promise<{ total: number; lamps: Record<string, number>; statuses: Record<string, number> }>
  get(caller: Caller, id: string): Promise<CaseDetail>
  timeline(caller: Caller, id: string): Promise<TimelineItem[]>
  diagram(caller: Caller, id: string): Promise<Diagram>
  documentsOf(caller: Caller, caseIds: readonly string[]): Promise<Map<string, CaseDetail['documents']>>
  inbox(caller: Caller, query: InboxListQuery): Promise<InboxPage>
  inboxMark(caller: Caller): Promise<{ count: number; latest: number }>
  getTask(caller: Caller, taskId: string): Promise<TaskDetail>
  claim(caller: Caller, taskId: string): Promise<void>
  release(caller: Caller, taskId: string): Promise<void>
  completeTask(caller: Caller, taskId: string, completion: Completion): Promise<Completed>
  offeredVerbs(caller: Caller, taskId: string): Promise<OfferedVerbs>
  transferees(caller: Caller, taskId: string): Promise<Transferee[]>
  caseVerbs(caller: Caller, caseId: string): Promise<CaseVerbs>
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
  circulate(caller: Caller, caseId: string, request: desk.CirculationRequest): Promise<desk.Circulated>
  listCirculations(caller: Caller, caseId: string): Promise<desk.CirculationView[]>
  listReaders(
    caller: Caller,
    circulationId: string,
    query: { unread?: boolean; limit: number; after?: string },
  ): Promise<Page<desk.ReaderView>>
  chaseReaders(caller: Caller, circulationId: string): Promise<number>
  cancelCirculation(caller: Caller, circulationId: string, request: { reason: string; userIds?: readonly string[] }): Promise<number>
  readings(caller: Caller, query: desk.ReadingQuery): Promise<Page<desk.ReadingView> & { unread: number }>
  unreadReadings(caller: Caller): Promise<number>
  openReading(caller: Caller, caseId: string): Promise<number>
  replyToReading(caller: Caller, circulationId: string, text: string): Promise<void>
  colleagues(caller: Caller, caseId: string, q: string): Promise<{ people: desk.Colleague[]; posts: desk.PostGroup[] }>
  urge(caller: Caller, caseId: string, request: { note?: string }): Promise<desk.Urged>
  deskOf(caller: Caller, caseId: string): Promise<desk.DeskView>
  ask(caller: Caller, taskId: string, question: desk.NewQuestion): Promise<{ id: string }>
  askAgain(caller: Caller, questionId: string, text: string): Promise<void>
  answer(caller: Caller, questionId: string, text: string): Promise<void>
  withdrawQuestion(caller: Caller, questionId: string): Promise<void>
  questionsOfCase(caller: Caller, caseId: string): Promise<desk.QuestionView[]>
  waitingQuestions(caller: Caller): Promise<number>
  myQuestions(caller: Caller, query: desk.QuestionQuery): Promise<Page<desk.QuestionItem> & { waiting: number }>
  previewCase(caller: Caller, caseId: string): Promise<preview.PathView>
  previewAction(caller: Caller, taskId: string, request: preview.ActionPreview): Promise<preview.PathView>
  previewApplication(caller: Caller, matterKey: string, request: { form: Record<string, unknown> }): Promise<preview.PathView>
  batchOffer(caller: Caller, taskIds: readonly string[]): Promise<desk.BatchOffer>
  completeBatch(caller: Caller, request: desk.BatchRequest): Promise<desk.BatchResult>
  /** Posts of a person have ended: what he holds goes back to the posts' queues. @returns how many tasks */
  returnTasks(leaver: Leaver): Promise<number>
  /** Housekeeping, once a day: answers kept for second clicks. @returns how many were forgotten */
  forgetOldAnswers(tenantId: string): Promise<number>
}

/** What the service does, by name: each works with the context and is bound to it. */
const VERBS = {
  assistedMatters: assist.assistedMatters,
  findApplicant: assist.findApplicant,
  registerApplicant: assist.registerApplicant,
  activateApplicant: assist.activateAgain,
  startAssisted: assist.startAssisted,
  submitAssisted: assist.submitAssisted,
  assistedToday: assist.assistedToday,
  windowReceipt: assist.windowReceipt,
  listMatters,
  getMatter,
  matterSample,
  publicCatalogue: catalogue,
  publicMatter,
  publicSample,
  stepWords,
  delegableMatters,
  registerUpload,
  openFile,
  registerSignature: signatures.registerSignature,
  keptSignature: signatures.keptSignature,
  keepSignature: signatures.keepSignature,
  forgetSignature: signatures.forgetSignature,
  submit,
  supplement,
  prefill,
  reusableMaterials,
  verifyOriginal,
  settleDebt: duties.settleDebt,
  waiveDebt: duties.waiveDebt,
  recordCheck: duties.recordCheck,
  listDebts: duties.listDebts,
  listChecks: duties.listChecks,
  sweepDuties: duties.sweepDuties,
  nextOverdueAt: duties.nextOverdueAt,
  listLicences: licences.listLicences,
  getLicence: licences.getLicence,
  licenceChoices: licences.licenceChoices,
  openExOfficio: licences.openExOfficio,
  makeStatement: licences.makeStatement,
  sweepJoint,
  jointNeeds,
  requestExtension,
  endSuspension,
  requestHearing,
  list: listCases,
  countByLamp,
  get: getCase,
  timeline,
  diagram,
  documentsOf,
  inbox,
  inboxMark,
  getTask,
  claim,
  release,
  completeTask,
  offeredVerbs,
  transferees,
  caseVerbs,
  sendBack,
  transfer,
  handOver,
  delegate,
  resolveDelegation,
  addSign,
  removeVoter,
  recall,
  withdraw,
  voidCase,
  hold,
  unhold,
  jump,
  people,
  whoCanTake,
  waiveSeparation,
  openEmergencyAccess,
  listIncidents,
  retryIncident,
  circulate: desk.circulate,
  listCirculations: desk.listCirculations,
  listReaders: desk.listReaders,
  chaseReaders: desk.chaseReaders,
  cancelCirculation: desk.cancelCirculation,
  readings: desk.readings,
  unreadReadings: desk.unreadReadings,
  openReading: desk.openReading,
  replyToReading: desk.replyToReading,
  colleagues: desk.colleagues,
  urge: desk.urge,
  deskOf: desk.deskOf,
  ask: desk.ask,
  askAgain: desk.askAgain,
  answer: desk.answer,
  withdrawQuestion: desk.withdrawQuestion,
  questionsOfCase: desk.questionsOfCase,
  waitingQuestions: desk.waitingQuestions,
  myQuestions: desk.myQuestions,
  previewCase: preview.previewCase,
  previewAction: preview.previewAction,
  previewApplication: preview.previewApplication,
  batchOffer: desk.batchOffer,
  completeBatch: desk.completeBatch,
  returnTasks,
  forgetOldAnswers,
}

export function createCases({
  clock = Date.now,
  publicUrl,
  matters = createMatterStore(),
  remote,
  ledgers = {},
  ...options
}: CasesOptions): Cases {
  const context: CaseContext = {
    ...options,
    ledgers,
    clock,
    optionsOf: optionsOf({ ...options, clock, remote: remote ?? remoteOptions([], clock) }),
    matters,
    publicUrl: typeof publicUrl === 'string' ? () => Promise.resolve(publicUrl.replace(/\/$/, '')) : publicUrl,
  }
  const joint = jointWork(context)
  return {
    projection: caseProjection({
      jointChanged: joint.changed,
      supervision: options.tenants.supervision,
      notices: options.notices,
      users: options.tenants.users,
      matters,
      ledgers,
      calendarOf: options.calendarOf,
    }),
    committed: joint.committed,
    ...joint.after({
      ...bindAll(context, VERBS),
      // A decision that has waited is carried out by whoever gives the last signature, or takes the last one away.
      async removeSign(caller: Caller, taskId: string, request: { signId: string; reason: string }) {
        const { task } = await removeSign(context, caller, taskId, request)
        if ((await pendingSigns(context.database, task)).length === 0) await completeHeld(context, caller.tenantId, task.id)
      },
      async sign(caller: Caller, taskId: string, signature: Signature) {
        const settled = await sign(context, caller, taskId, signature)
        if (settled !== null) await completeHeld(context, caller.tenantId, settled)
      },
    }),
  }
}

type Verb = (context: CaseContext, ...args: never[]) => unknown
type Bound<V> = V extends (context: CaseContext, ...args: infer Args) => infer Result ? (...args: Args) => Result : never

const bindAll = <Verbs extends Record<string, Verb>>(context: CaseContext, verbs: Verbs) =>
  Object.fromEntries(
    Object.entries(verbs).map(([name, verb]) => [name, (...args: unknown[]) => (verb as (...all: unknown[]) => unknown)(context, ...args)]),
  ) as { [Name in keyof Verbs]: Bound<Verbs[Name]> }

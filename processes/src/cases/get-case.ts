import { caseEvents, incidents, issuedDocuments, issuedNumbers, type CaseEventRow, type IssuedDocumentRow } from '@lianban/storage'
import { project, type FieldAccess } from '@lianban/forms'
import { dayOf, lengthWords, runningDue } from '../clock/index.ts'
import { formOf } from '../matters/matter-definition.ts'
import { clockHistory, type CaseClockHistory } from './clock-history.ts'
import type { CaseContext } from './context.ts'
import { documentView } from './document-view.ts'
import { commitmentView, debtViews } from './duties/duty-views.ts'
import { awaitedStatement } from './licences/awaited-statement.ts'
import { jointView, parentView } from './joint/joint-view.ts'
import { hearingView, isHearingFixed, mayAskForHearing } from './hearing.ts'
import { assistanceView } from './assist/submit-assisted.ts'
import { openTasks } from './open-tasks.ts'
import { personName } from './people.ts'
import { paperViews } from './papers.ts'
import type { Caller } from './ports.ts'
import { presentCase } from './present-case.ts'
import type { SignatureRecord } from './signatures/index.ts'
import { caseResource, readableCase, taskResource, type LoadedCase } from './resources.ts'
import { waiverViews } from './separation.ts'
import { recordSchema } from './task-form.ts'
import type { CaseDetail, CaseVerb, FormView, SupplementRecord, SupplementView } from './views.ts'

/** Open tasks and incidents of one case that are shown. */
const MAX_OPEN = 50
/** What staff without a task of the case may see of the application form. */
const STAFF_ACCESS: FieldAccess = { '*': 'read' }

/** One case with everything the caller may see of it. @throws NOT_FOUND */
export async function getCase(context: CaseContext, caller: Caller, id: string): Promise<CaseDetail> {
  return presentDetail(context, caller, await readableCase(context, caller, id))
}

/** @param access to the application form, where a task narrows it */
export async function presentDetail(context: CaseContext, caller: Caller, loaded: LoadedCase, access?: FieldAccess): Promise<CaseDetail> {
  const { row, matter } = loaded
  const isApplicant = row.applicant_id === caller.userId
  const { tenantId } = caller
  const [materials, documents, events, tasks, open, history] = await Promise.all([
    paperViews(context, caller, loaded),
    issuedDocuments(context.database).forCase(tenantId, row.id),
    caseEvents(context.database).forCase(tenantId, row.id),
    currentTasks(context, caller, loaded),
    incidents(context.database).list({ tenantId, instanceId: row.instance_id }, { limit: MAX_OPEN }),
    clockHistory(context, row, isApplicant),
  ])
  const canRetry = context.tenants.authorization.decide(caller, 'retry', { type: 'incident' }).allowed
  return {
    ...presentCase(row, matter, context.clock(), context.calendarOf(row.tenant_id)),
    form: applicationForm(context, caller, loaded, access),
    materials,
    debts: await debtViews(context, caller, loaded),
    commitment: await commitmentView(context, caller, loaded),
    documents: documents.map(documentView),
    supplement: supplementView(row.supplement as SupplementRecord | null),
    statement: isApplicant ? await awaitedStatement(context, loaded) : null,
    hearing: hearingView(row.hearing),
    allowed: caseVerbs(context, caller, loaded, history),
    clockHistory: history,
    currentTasks: tasks,
    records: isApplicant ? [] : await recordViews(context, loaded, events),
    incidents: open.map((incident) => ({
      id: incident.id,
      message: isApplicant ? '系统正在处理,办理时限不受影响' : incident.message,
      at: incident.raised_at,
      canRetry,
    })),
    waivers: isApplicant ? [] : await waiverViews(context, loaded),
    verificationUrl: await verificationUrl(context, loaded, documents),
    receipt: isApplicant ? await receiptOf(context, loaded) : null,
    assistance: await assistanceView(context, tenantId, row.id),
    joint: await jointView(context, caller, loaded),
    parent: await parentView(context, caller, loaded),
  }
}

/** What the caller may do with the case itself, besides its steps. */
function caseVerbs(context: CaseContext, caller: Caller, loaded: LoadedCase, { suspensions, extensions }: CaseClockHistory): CaseVerb[] {
  const { row, matter } = loaded
  const may = (verb: 'request-extension' | 'end-suspension' | 'request-hearing') =>
    context.tenants.authorization.decide(caller, verb, caseResource(loaded)).allowed
  const isWaiting = row.status === 'supplementing' && (row.supplement as SupplementRecord | null)?.openedAt
  const isExamined = row.accepted_at !== null && row.decided_at === null && row.closed_at === null
  const canExtend = isExamined && matter.matter.limits.extension && extensions.every(({ state }) => state === 'refused')
  return [
    ...(isWaiting && row.applicant_id === caller.userId ? (['supplement'] as const) : []),
    ...(canExtend && may('request-extension') ? (['request-extension'] as const) : []),
    ...(suspensions.some(({ state }) => state === 'open') && !isHearingFixed(row.hearing) && may('end-suspension')
      ? (['end-suspension'] as const)
      : []),
    ...(mayAskForHearing(row.hearing) && may('request-hearing') ? (['request-hearing'] as const) : []),
  ]
}

function applicationForm(context: CaseContext, caller: Caller, { row, matter }: LoadedCase, narrowed?: FieldAccess): FormView {
  const schema = formOf(matter, matter.matter.applicationForm)
  const own = row.status === 'supplementing' ? matter.matter.supplementAccess : STAFF_ACCESS
  const access = narrowed ?? (row.applicant_id === caller.userId ? own : STAFF_ACCESS)
  return { schema, values: project(schema, row.form, access), access }
}

async function currentTasks(context: CaseContext, caller: Caller, loaded: LoadedCase): Promise<CaseDetail['currentTasks']> {
  const views: CaseDetail['currentTasks'] = []
  for (const task of await openTasks(context, loaded, MAX_OPEN)) {
    const resource = taskResource({ ...loaded, task })
    const limit = loaded.matter.matter.steps.find((step) => step.task === task.element_id)?.limit
    views.push({
      taskId: task.id,
      elementId: task.element_id,
      name: task.name,
      assigneeName: task.assignee ? await personName(context, caller.tenantId, task.assignee) : null,
      canOpen: context.tenants.authorization.decide(caller, 'read', resource).allowed,
      dueAt: runningDue(task.due_at),
      limit: limit ? lengthWords(limit) : null,
    })
  }
  return views
}

const supplementView = (record: SupplementRecord | null): SupplementView | null =>
  record && {
    kind: record.kind ?? 'supplement',
    missing: record.missing,
    notifiedAt: record.notifiedAt,
    dueDay: record.dueAt === null ? null : dayOf(record.dueAt - 1),
    supplementedAt: record.supplementedAt,
  }

/** What is kept of a step's form: its values by the form's key. */
export interface StepRecord {
  form?: { key: string; values: Record<string, unknown> }
  fields?: Record<string, unknown>
  /** At a step that several persons decide. */
  vote?: string
  /** By hand, where the step was signed. */
  signature?: SignatureRecord
}

async function recordViews(context: CaseContext, loaded: LoadedCase, events: CaseEventRow[]): Promise<CaseDetail['records']> {
  const views = events.map(async (event) => {
    const form = (event.data as StepRecord | null)?.form
    if (!form || event.element_id === null) return []
    const schema = await recordSchema(context, loaded, event.element_id, form)
    return [
      {
        elementId: event.element_id,
        stepName: event.step_name,
        actorName: event.actor_name,
        at: event.at,
        form: { schema, values: form.values, access: STAFF_ACCESS },
      },
    ]
  })
  return (await Promise.all(views)).flat()
}

/** What stands on the receipt: its own number where there is one, and the query code; null for a case of before there were codes. */
async function receiptOf(context: CaseContext, { row }: LoadedCase): Promise<CaseDetail['receipt']> {
  const numbers = (await issuedNumbers(context.database).forCase(row.tenant_id, row.id)).filter(({ voided_at }) => voided_at === null)
  const queryCode = numbers.find(({ kind }) => kind === 'case')?.query_code
  return queryCode ? { number: numbers.find(({ kind }) => kind === 'receipt')?.number ?? null, queryCode } : null
}

/** Where anyone may check the licence; null until it is issued. */
async function verificationUrl(context: CaseContext, { row, matter }: LoadedCase, documents: IssuedDocumentRow[]): Promise<string | null> {
  const licence = documents.find(({ template }) => template === matter.matter.licence?.document)
  return licence?.verify_code ? `${await context.publicUrl(row.tenant_id)}/verify/${licence.verify_code}` : null
}

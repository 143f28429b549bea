import { issuedDocuments, jointChildren, type CaseWithLamp, type JointChildRow } from '@lianban/storage'
import { jointOf, type JointPart } from '../../joint/index.ts'
import { dayOf } from '../../clock/index.ts'
import type { CaseContext } from '../context.ts'
import { documentView } from '../document-view.ts'
import { openTasks } from '../open-tasks.ts'
import { personName } from '../people.ts'
import type { Caller } from '../ports.ts'
import { presentCase } from '../present-case.ts'
import { partStateText } from './rules.ts'
import { caseResource, loadCase, type LoadedCase } from '../resources.ts'
import type { CaseDetail, CaseSummary, SupplementRecord } from '../views.ts'

/** One matter of a joint case, as its page shows it. */
export interface JointChildView {
  matterKey: string
  name: string
  organName: string
  state: JointChildRow['state']
  /** 等待分发, 等待“…”, 办理中 …, in words. */
  stateText: string
  /** Names of the matters that it waits for or has waited for, of those that this case needs. */
  dependsOn: { matterKey: string; name: string; stopsOnRefusal: boolean }[]
  /** Why it was not started. */
  reason: string | null
  /** The child case; null before it is started, or where the caller may not read it: then `summary` is null too. */
  caseId: string | null
  summary: CaseSummary | null
  /** Who has it now; for staff only. */
  people: string[]
  /** The applicant is asked for something 补正. */
  asksApplicant: boolean
  documents: CaseDetail['documents']
}

export interface JointView {
  children: JointChildView[]
}

/** The joint case that a case is a part of. */
export interface ParentView {
  caseNo: string
  name: string
  /** Null: the caller may not read it. */
  id: string | null
}

/** @returns null: the case is no joint case */
export async function jointView(context: CaseContext, caller: Caller, { row, matter }: LoadedCase): Promise<JointView | null> {
  const joint = jointOf(matter.matter)
  if (!joint) return null
  const rows = await jointChildren(context.database).of(row.tenant_id, row.id)
  const children: JointChildView[] = []
  for (const child of rows) {
    const part = joint.parts.find((one) => one.matter === child.matter_key)!
    children.push(
      await childView(context, caller, { part, child, rows, parts: joint.parts, isApplicant: row.applicant_id === caller.userId }),
    )
  }
  return { children }
}

interface Seen {
  part: JointPart
  child: JointChildRow
  rows: readonly JointChildRow[]
  parts: readonly JointPart[]
  isApplicant: boolean
}

async function childView(context: CaseContext, caller: Caller, seen: Seen): Promise<JointChildView> {
  const { part, child, rows, parts, isApplicant } = seen
  const loaded = child.case_id === null ? null : await loadCase(context, child.tenant_id, child.case_id, caller)
  const mayRead = loaded !== null && context.tenants.authorization.decide(caller, 'read', caseResource(loaded)).allowed
  const row = mayRead ? loaded.row : null
  const dependsOn = part.dependsOn
    .filter(({ matter }) => rows.some(({ matter_key }) => matter_key === matter))
    .map(({ matter, stopsOnRefusal }) => ({
      matterKey: matter,
      name: parts.find((one) => one.matter === matter)?.name ?? matter,
      stopsOnRefusal,
    }))
  const organId = loaded?.row.organ_id ?? part.organ
  return {
    matterKey: part.matter,
    name: part.name,
    organName: loaded?.row.organ_name ?? (await context.tenants.organs.nameOn(child.tenant_id, organId, dayOf(context.clock()))),
    state: child.state,
    stateText: partStateText(
      child,
      loaded?.row ?? null,
      dependsOn.map(({ name }) => name),
    ),
    dependsOn,
    reason: child.reason,
    caseId: row?.id ?? null,
    summary: row && presentCase(row, loaded!.matter, context.clock(), context.calendarOf(row.tenant_id)),
    people: row && !isApplicant ? await peopleOf(context, row) : [],
    asksApplicant: row !== null && row.status === 'supplementing' && (row.supplement as SupplementRecord | null)?.openedAt != null,
    documents: row ? (await issuedDocuments(context.database).forCase(row.tenant_id, row.id)).map(documentView) : [],
  }
}

/** Whoever has one of its open steps; of a step that nobody has taken, its name is all there is to say. */
async function peopleOf(context: CaseContext, row: CaseWithLamp): Promise<string[]> {
  const tasks = await openTasks(context, { row })
  const holders = [...new Set(tasks.flatMap(({ assignee }) => assignee ?? []))]
  return Promise.all(holders.map((id) => personName(context, row.tenant_id, id)))
}

/** The joint case that this one is a part of; null: it stands alone. */
export async function parentView(context: CaseContext, caller: Caller, { row }: LoadedCase): Promise<ParentView | null> {
  if (row.parent_case_id == null) return null
  const parent = await loadCase(context, row.tenant_id, row.parent_case_id, caller)
  const mayRead = context.tenants.authorization.decide(caller, 'read', caseResource(parent)).allowed
  return { caseNo: parent.row.case_no, name: parent.row.matter_name, id: mayRead ? parent.row.id : null }
}

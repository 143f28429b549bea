import { supervisedCases, type SupervisedCaseRow, type SupervisedStepRow, type Tx } from '@lianban/storage'
import type { CaseState } from '../fold/case-state.ts'
import type { RuleEvent } from '../fold/folds.ts'

/** Rows of the indicator tables that one transaction writes. */
export class IndicatorRows {
  readonly #cases = new Map<string, CaseState>()
  readonly #steps: SupervisedStepRow[] = []

  add(tenantId: string, event: RuleEvent, state: CaseState, openedBefore: CaseState['open']): void {
    // A case that was never handed in (a look-up of something foreign) is none.
    if (state.submittedAt === null) return
    this.#cases.set(state.caseId, state)
    if (event.action !== 'task.completed') return
    const opened = openedBefore[String(event.payload.task)]
    this.#steps.push({
      tenant_id: tenantId,
      entry_seq: event.seq,
      case_id: state.caseId,
      element_id: String(event.payload.element ?? ''),
      person_id: event.actorId,
      person_name: event.actorName,
      organ_id: state.organId,
      matter_key: state.matterKey,
      opened_at: opened?.openedAt ?? null,
      due_at: opened?.dueAt ?? null,
      completed_at: event.at,
    })
  }

  async save(tx: Tx, tenantId: string): Promise<void> {
    await supervisedCases(tx).put([...this.#cases.values()].map((state) => caseRow(tenantId, state)))
    await supervisedCases(tx).addSteps(this.#steps)
  }
}

function caseRow(tenantId: string, state: CaseState): SupervisedCaseRow {
  return {
    tenant_id: tenantId,
    case_id: state.caseId,
    case_no: state.caseNo,
    matter_key: state.matterKey,
    matter_name: state.matterName,
    organ_id: state.organId,
    channel: state.channel,
    submitted_at: state.submittedAt,
    accepted_at: state.acceptedAt,
    decided_at: state.decidedAt,
    closed_at: state.closedAt,
    result: state.result,
    promised_days: state.promisedDays,
    statutory_days: state.statutoryDays,
    used_days: state.usedDays,
    on_time: state.usedDays === null || state.promisedDays === null ? null : state.usedDays <= state.promisedDays + state.extension,
    supplements: state.supplements,
    specials: state.specials.length,
    extensions: state.extensions,
    materials: state.materialKeys.length,
    materials_reused: 0,
    complaints: state.complaints,
    rating: state.rating,
    revisited: state.revisited,
  }
}

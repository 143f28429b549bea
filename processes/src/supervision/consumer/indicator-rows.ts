import { supervisedCases, type SupervisedCaseRow, type SupervisedStepRow, type Tx } from '@lianban/storage'
import type { CaseState } from '../fold/case-state.ts'
import type { RuleEvent } from '../fold/folds.ts'

/** Rows of the indicator tables that one transaction writes. */
export class IndicatorRows {
  /** Case → its state, which goes on, and its row as it stood when the transaction began; null if it had none. */
  readonly #cases = new Map<string, { state: CaseState; before: SupervisedCaseRow | null }>()
  readonly #steps: SupervisedStepRow[] = []

  constructor(readonly tenantId: string) {}

  /** Before an entry changes what is known of its case. @returns the task that the entry ends, as it was opened */
  see(event: RuleEvent, state: CaseState | undefined): OpenTask | null {
    if (!state) return null
    if (!this.#cases.has(state.caseId)) this.#cases.set(state.caseId, { state, before: this.#row(state) })
    return event.action === 'task.completed' ? (state.open[String(event.payload.task)] ?? null) : null
  }

  /** After it. @param opened what `see` gave */
  add(event: RuleEvent, state: CaseState, opened: OpenTask | null): void {
    // A case that was never handed in (a look-up of something foreign) is none.
    if (state.submittedAt === null) return
    if (!this.#cases.has(state.caseId)) this.#cases.set(state.caseId, { state, before: null })
    if (event.action !== 'task.completed') return
    this.#steps.push({
      tenant_id: this.tenantId,
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

  /** Most entries of a case say nothing that its row counts: then it is left as it stands. */
  async save(tx: Tx): Promise<void> {
    const changed = [...this.#cases.values()].flatMap(({ state, before }) => {
      const row = this.#row(state)
      return row === null || (before !== null && isSame(before, row)) ? [] : [row]
    })
    await supervisedCases(tx).put(changed)
    await supervisedCases(tx).addSteps(this.#steps)
  }

  #row(state: CaseState): SupervisedCaseRow | null {
    return state.submittedAt === null ? null : caseRow(this.tenantId, state)
  }
}

type OpenTask = CaseState['open'][string]

function isSame(before: SupervisedCaseRow, after: SupervisedCaseRow): boolean {
  for (const column in after) if (before[column as keyof SupervisedCaseRow] !== after[column as keyof SupervisedCaseRow]) return false
  return true
}

const inDays = ({ limitUnit = 'workday' }: CaseState, count: number | null): number | null => (limitUnit === 'workday' ? count : null)

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
    // Indicators add up days; a matter that counts in hours has its own scale.
    promised_days: inDays(state, state.promisedDays),
    statutory_days: inDays(state, state.statutoryDays),
    used_days: inDays(state, state.usedDays),
    on_time: state.usedDays === null || state.promisedDays === null ? null : state.usedDays <= state.promisedDays + state.extension,
    supplements: state.supplements,
    specials: state.specials.length,
    extensions: state.extensions,
    materials: state.materialKeys.length,
    materials_reused: state.materialsReused ?? 0,
    complaints: state.complaints,
    rating: state.rating,
    revisited: state.revisited,
  }
}

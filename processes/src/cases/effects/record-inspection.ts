import { caseEvents, type CaseRow, type Tx } from '@lianban/storage'
import { CaseError } from '../errors.ts'
import type { StepRecord } from '../get-case.ts'
import type { CaseEffect } from './effect.ts'

/*
 * 检验、检测、检疫: two officers each put on record what they found by the technical standards. The decision follows their
 * result: what did not pass is refused in writing, naming the standard. Source: 行政许可法 article 55.
 */

/** What one of the officers found, as the form `inspection-record` has it. */
interface Finding {
  inspectedOn: string
  object: string
  standard: string
  conclusion: '合格' | '不合格'
  needsAnalysis?: boolean
  note?: string
}

interface Inspection {
  /** Whether anything did not pass. */
  failed: boolean
  /** The result has to be analysed before it says anything 进一步技术分析; else it is decided on the spot. */
  needsAnalysis: boolean
  /** Technical standards that it was inspected by, each once. */
  standards: string[]
  findings: (Finding & { inspector: string })[]
}

/** The form by which a finding is known among the records of the steps. */
const FORM = 'inspection-record'

/** One finding more; what both officers found together is a variable of the process. */
export const recordInspection: CaseEffect = {
  async apply(tx, { at, caller, form, loaded: { row, task } }) {
    const others = (await recorded(tx, row)).filter(({ elementId }) => elementId !== task.element_id)
    const own = { elementId: task.element_id, finding: form as unknown as Finding, inspector: caller.name }
    const { failed, needsAnalysis, standards, findings } = together([...others, own])
    const conclusion = failed ? '不合格' : '合格'
    const lines = findings.map(
      ({ inspector, object, standard, conclusion: result, note }) =>
        `${inspector}：${object}，按《${standard}》检验${result}${note ? `。${note}` : ''}`,
    )
    const inspectors = findings.map(({ inspector }) => inspector).join('、')
    const { inspectedOn } = findings.at(-1)!
    return {
      variables: { inspected: { failed, needsAnalysis, standards, lines, inspectors, inspectedOn, recordedAt: at, conclusion } },
      patch: {},
      entries: [{ action: 'inspection.recorded', payload: { ...pick(own.finding), inspector: caller.userId } }],
    }
  },
}

const pick = ({ inspectedOn, standard, conclusion }: Finding) => ({ inspectedOn, standard, conclusion })

/** What the inspection of a case has found so far; null: it has none. */
export async function inspectionOf(db: Tx, row: Pick<CaseRow, 'tenant_id' | 'id'>): Promise<Inspection | null> {
  const found = await recorded(db, row)
  return found.length === 0 ? null : together(found)
}

/** @throws CaseError INSPECTION_FAILED: what did not pass is not granted */
export async function refuseFailed(db: Tx, row: Pick<CaseRow, 'tenant_id' | 'id'>): Promise<void> {
  const inspection = await inspectionOf(db, row)
  if (inspection?.failed)
    throw new CaseError(
      'INSPECTION_FAILED',
      `检验、检测、检疫结果不合格(${failedStandards(inspection)}),不能准予许可。请选择“不予许可”,决定书将写明所依据的技术标准、技术规范(行政许可法第五十五条)`,
    )
}

/** The sentence that a refusal after a failed inspection must have; null where nothing failed. */
export async function standardsSentence(db: Tx, row: Pick<CaseRow, 'tenant_id' | 'id'>): Promise<string | null> {
  const inspection = await inspectionOf(db, row)
  return inspection?.failed ? `经检验、检测、检疫,不符合下列技术标准、技术规范:${failedStandards(inspection)}。` : null
}

const failedStandards = ({ findings }: Inspection): string =>
  [...new Set(findings.filter(({ conclusion }) => conclusion === '不合格').map(({ standard }) => `《${standard}》`))].join('、')

interface Recorded {
  elementId: string
  finding: Finding
  inspector: string
}

/** The newest finding of each of the two steps. */
async function recorded(db: Tx, row: Pick<CaseRow, 'tenant_id' | 'id'>): Promise<Recorded[]> {
  const newest = new Map<string, Recorded>()
  for (const { element_id, data, actor_name } of await caseEvents(db).forCase(row.tenant_id, row.id)) {
    const form = (data as StepRecord | null)?.form
    if (element_id !== null && form?.key === FORM)
      newest.set(element_id, { elementId: element_id, finding: form.values as unknown as Finding, inspector: actor_name ?? '' })
  }
  return [...newest.values()]
}

function together(found: readonly Recorded[]): Inspection {
  const findings = [...found]
    .sort((a, b) => (a.elementId < b.elementId ? -1 : 1))
    .map(({ finding, inspector }) => ({ ...finding, inspector }))
  return {
    failed: findings.some(({ conclusion }) => conclusion === '不合格'),
    needsAnalysis: findings.some(({ needsAnalysis }) => needsAnalysis === true),
    standards: [...new Set(findings.map(({ standard }) => standard))],
    findings,
  }
}

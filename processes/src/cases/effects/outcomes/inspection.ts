import { CaseError } from '../../errors.ts'
import type { Deed, Outcome } from './deed.ts'

/*
 * 检验、检测、检疫: two officers each put on record what they found by the technical standards. The decision follows their
 * result: what did not pass is refused in writing, naming the standard. Source: 行政许可法 article 55.
 */

/** The form by which a finding is known among the records of the steps. */
export const INSPECTION_FORM = 'inspection-record'

/** What one of the officers found, as the form `inspection-record` has it. */
export interface Finding {
  inspectedOn: string
  object: string
  standard: string
  conclusion: '合格' | '不合格'
  needsAnalysis?: boolean
  note?: string
}

/** A finding with the step that put it on record. */
export interface Recorded {
  elementId: string
  finding: Finding
  inspector: string
}

export interface Inspection {
  /** Whether anything did not pass. */
  failed: boolean
  /** The result has to be analysed before it says anything 进一步技术分析; else it is decided on the spot. */
  needsAnalysis: boolean
  /** Technical standards that it was inspected by, each once. */
  standards: string[]
  findings: (Finding & { inspector: string })[]
}

/** What both officers found together. */
export function inspectionOfAll(found: readonly Recorded[]): Inspection {
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

/** One finding more; what both officers found together is a variable of the process. @param others of other steps */
export function inspectionRecorded({ caller, form, at }: Deed, elementId: string, others: readonly Recorded[]): Outcome {
  const own = { elementId, finding: form as unknown as Finding, inspector: caller.name }
  const { failed, needsAnalysis, standards, findings } = inspectionOfAll([...others, own])
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
}

const pick = ({ inspectedOn, standard, conclusion }: Finding) => ({ inspectedOn, standard, conclusion })

/** @throws CaseError INSPECTION_FAILED: what did not pass is not granted */
export function refuseFailedInspection(inspection: Inspection | null): void {
  if (inspection?.failed)
    throw new CaseError(
      'INSPECTION_FAILED',
      `检验、检测、检疫结果不合格(${failedStandards(inspection)}),不能准予许可。请选择“不予许可”,决定书将写明所依据的技术标准、技术规范(行政许可法第五十五条)`,
    )
}

/** The sentence that a refusal after a failed inspection must have; null where nothing failed. */
export const standardsSentence = (inspection: Inspection | null): string | null =>
  inspection?.failed ? `经检验、检测、检疫,不符合下列技术标准、技术规范:${failedStandards(inspection)}。` : null

const failedStandards = ({ findings }: Inspection): string =>
  [...new Set(findings.filter(({ conclusion }) => conclusion === '不合格').map(({ standard }) => `《${standard}》`))].join('、')

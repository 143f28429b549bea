import { compileExpression, ExpressionSyntaxError } from '@lianban/engine'
import { assessmentFrames, type AssessmentFrameRow, type AssessmentIndicatorRow, type AssessmentTargetRow } from '@lianban/storage'
import { decimalAt, entry, organDoing, pointsAt, refuse, rowsOf, textOf } from './doing.ts'
import { isWeighted } from './found.ts'
import { draftOf } from './frame.ts'
import type { ScoringRule } from './scoring.ts'

/** Indicators of one owner in one frame. */
const MAX_INDICATORS = 99

/** 指标责任部门 proposes its indicators with a base and a target for each unit; what it proposed before gives way. */
export const proposeIndicators = entry(
  async (db, input) => {
    const { form } = input
    const { frame } = await draftOf(db, input, 'indicators')
    const owner = organDoing(input)
    const rows = rowsOf(form, 'indicators')
    if (rows.length > MAX_INDICATORS) refuse('indicators', `一个责任部门最多提出${MAX_INDICATORS}项指标`)
    const indicators = rows.map((row, at) => indicatorFrom(frame, owner, row, at))
    const names = indicators.map(({ name }) => name)
    if (new Set(names).size < names.length) refuse('indicators', '指标名称不能重复')
    return { frame, owner, indicators, targets: targetsFrom(frame, owner, indicators, rowsOf(form, 'targets')) }
  },
  async (tx, { caller }, { frame, owner, indicators, targets }) => {
    await assessmentFrames(tx).propose({ tenant_id: caller.tenantId, frame_id: frame.id, owner }, indicators, targets)
    const payload = { frame: frame.id, owner, indicators: indicators.map(({ id, name, weight }) => ({ id, name, weight })) }
    return { entries: [{ action: 'assessment.indicators-proposed', payload }] }
  },
)

function indicatorFrom(frame: AssessmentFrameRow, owner: string, row: Record<string, unknown>, at: number): AssessmentIndicatorRow {
  const no = (frame.owners.indexOf(owner) + 1) * 100 + at + 1
  const path = `indicators.${at}`
  const rule = ruleFrom(row, path)
  const source = row.source as AssessmentIndicatorRow['source']
  const weighted = rule.kind === 'formula' || rule.kind === 'rank'
  const weight = weighted ? pointsAt(row.weight, `${path}.weight`) : 0
  if (weighted && weight <= 0) refuse(`${path}.weight`, '请填写权重')
  return {
    ...{ tenant_id: frame.tenant_id, id: `${frame.id}-${no}`, frame_id: frame.id, no, name: textOf(row.name) },
    ...{ definition: textOf(row.definition), measure: textOf(row.measure), source, weight, rule: { ...rule }, owner },
    data_source: textOf(row.dataSource),
  }
}

const PERCENT = 10

function ruleFrom(row: Record<string, unknown>, path: string): ScoringRule {
  const better = row.better === 'less' ? 'less' : 'more'
  switch (row.kind) {
    case 'rank':
      return { kind: 'rank', better }
    case 'plus-minus':
      return { kind: 'plus-minus', plusCap: pointsAt(row.plusCap, `${path}.plusCap`), minusCap: pointsAt(row.minusCap, `${path}.minusCap`) }
    case 'veto':
      return { kind: 'veto' }
    default: {
      const formula = textOf(row.formula) || null
      const [floor, cap] = [Number(row.floor ?? 0), Number(row.cap ?? 100)].map((percent) => Math.round(percent * PERCENT)) as [
        number,
        number,
      ]
      if (floor > cap) refuse(`${path}.floor`, '完成率下限不能高于上限')
      if (formula !== null) refuseWrongFormula(formula, `${path}.formula`)
      return { kind: 'formula', better, floor, cap, formula }
    }
  }
}

function refuseWrongFormula(formula: string, path: string): void {
  try {
    compileExpression(formula, 'feel')
  } catch (error) {
    if (!(error instanceof ExpressionSyntaxError)) throw error
    refuse(path, `公式有误:${error.message}。可用的量:value 完成值、target 目标值、base 基数`)
  }
}

/** A base and a target of a unit. What adds, takes or vetoes and names no unit is for all of them. */
function targetsFrom(
  frame: AssessmentFrameRow,
  owner: string,
  indicators: readonly AssessmentIndicatorRow[],
  rows: Record<string, unknown>[],
): AssessmentTargetRow[] {
  const own = { tenant_id: frame.tenant_id, frame_id: frame.id, parts_at: null }
  const decimal = (value: unknown, path: string) => (value === undefined || value === null ? null : decimalAt(value, path))
  const targets = rows.map((row, at): AssessmentTargetRow => {
    const indicator = indicators.find(({ name }) => name === textOf(row.indicator))
    if (!indicator) refuse(`targets.${at}.indicator`, `上面没有名称为“${textOf(row.indicator)}”的指标`)
    const organ = textOf(row.organ)
    if (!frame.units.includes(organ)) refuse(`targets.${at}.organ`, '该单位不是本方案的被考核单位')
    if (organ === owner && ['reported', 'group'].includes(indicator.source))
      refuse(`targets.${at}.organ`, '指标责任部门不能核定本单位的完成值,请把本单位的这项指标交其他部门负责', 'OWNER_SCORES_HIMSELF')
    const [base, target] = [decimal(row.base, `targets.${at}.base`), decimal(row.target, `targets.${at}.target`)]
    return { ...own, indicator_id: indicator.id, organ_id: organ, base, target }
  })
  const keys = targets.map(({ indicator_id, organ_id }) => `${indicator_id} ${organ_id}`)
  if (new Set(keys).size < keys.length) refuse('targets', '同一单位的同一指标只填写一行')
  for (const { id, name } of indicators.filter(isWeighted))
    if (!targets.some(({ indicator_id }) => indicator_id === id)) refuse('targets', `请填写“${name}”各被考核单位的基数和目标值`)
  const forAll = indicators.filter((one) => !isWeighted(one) && !targets.some(({ indicator_id }) => indicator_id === one.id))
  return [
    ...targets,
    ...forAll.flatMap(({ id }) =>
      frame.units
        .filter((organ) => organ !== owner)
        .map((organ) => ({ ...own, indicator_id: id, organ_id: organ, base: null, target: null })),
    ),
  ]
}

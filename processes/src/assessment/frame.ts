import type { JsonValue } from '@lianban/engine'
import {
  assessmentFrames,
  organs,
  type AssessmentFamily,
  type AssessmentFrameRow,
  type AssessmentIndicatorRow,
  type AssessmentTargetRow,
} from '@lianban/storage'
import { dayOf, yearOf } from '../clock/day.ts'
import { pointsText } from './decimal.ts'
import { entry, opening, pointsAt, refuse, rowsOf, textOf, textsOf, type Db } from './doing.ts'
import { isWeighted } from './found.ts'
import { ASSESSMENT_DUTIES, ASSESSMENT_FAMILIES, FAMILY_LETTERS } from './words.ts'
import type { EffectInput } from '../cases/effects/effect.ts'

/* 年度考核方案: it is opened, its weights are balanced, it starts. */

/** 考核办 hands in the frame of a year and a family of targets. */
export const openFrame = opening(
  async (db, { caller, form, openerOrgan, at }) => {
    const family = form.family as AssessmentFamily
    const year = Number(form.year)
    const duties = await dutiesOf(db, caller.tenantId, year, family)
    if (duties.setting !== openerOrgan) refuse('family', `责任分工表没有把${ASSESSMENT_FAMILIES[family]}的目标制定分给本单位`)
    const id = `${year}-${FAMILY_LETTERS[family]}`
    if (await assessmentFrames(db).get(caller.tenantId, id)) refuse('year', `${year}年度的${ASSESSMENT_FAMILIES[family]}考核方案已经有了`)
    const [from, until] = [textOf(form.adjustFrom), textOf(form.adjustUntil)]
    if (yearOf(from) !== year || yearOf(until) !== year || from > until)
      refuse('adjustUntil', '目标调整的起止日期应当在考核年度之内,截止日期不早于开始日期')
    const owners = textsOf(form.owners)
    await refuseExternal(db, caller.tenantId, 'owners', owners)
    return {
      frame: {
        ...{ tenant_id: caller.tenantId, id, year, family, name: textOf(form.name) },
        ...{ base: pointsAt(form.base, 'base'), report_day: Number(form.reportDay), adjust_from: from, adjust_until: until },
        ...{ tie: form.tie, missing: form.missing, excellent_percent: Number(form.excellentPercent) },
        ...{ plus_cap: pointsAt(form.plusCap, 'plusCap'), units: textsOf(form.units), owners },
        ...{ status: 'drafting', case_id: '', created_at: at, started_at: null },
      } as AssessmentFrameRow,
      duties,
    }
  },
  async (tx, { row }, { frame, duties }) => {
    await assessmentFrames(tx).insert({ ...frame, case_id: row.id })
    return {
      variables: { frameId: frame.id, owners: frame.owners, units: frame.units, scoringOrgan: duties.scoring, letters: [] },
      entries: [{ action: 'assessment.frame-opened', payload: { frame: frame.id, units: frame.units, owners: frame.owners } }],
    }
  },
)

/** Weights as balanced: of every unit they add up to the base of the frame. */
export const balanceFrame = entry(
  async (db, input) => {
    const { frame, indicators, targets } = await draftOf(db, input, 'weights')
    const weights = new Map(indicators.map(({ id, weight }) => [id, weight]))
    for (const [at, { indicatorId, weight }] of rowsOf(input.form, 'weights').entries()) {
      const found = indicators.find(({ id }) => id === textOf(indicatorId))
      if (!found) refuse(`weights.${at}.indicatorId`, `本方案没有编号为“${textOf(indicatorId)}”的指标`)
      if (!isWeighted(found)) refuse(`weights.${at}.indicatorId`, `“${found.name}”不占权重`)
      weights.set(found.id, pointsAt(weight, `weights.${at}.weight`))
    }
    refuseUnbalanced(
      frame,
      indicators.map((one) => ({ ...one, weight: weights.get(one.id)! })),
      targets,
    )
    return weights
  },
  async (tx, { caller }, weights) => {
    for (const [id, weight] of weights) await assessmentFrames(tx).setWeight(caller.tenantId, id, weight)
    return { entries: [{ action: 'assessment.weights-balanced', payload: { weights: Object.fromEntries(weights) } }] }
  },
)

/** The committee has decided: from now on weights and rules stand still, and every unit gets its letter of responsibility. */
export const startFrame = entry(
  async (db, input) => {
    const { frame, indicators, targets } = await draftOf(db, input, 'meetingNo')
    refuseUnbalanced(frame, indicators, targets)
    return { frame, letters: await lettersOf(db, input.at, frame, indicators, targets) }
  },
  async (tx, { at }, { frame, letters }) => {
    if (!(await assessmentFrames(tx).advance(frame, 'drafting', { status: 'started', started_at: at })))
      refuse('meetingNo', '考核方案已经下达,请刷新页面')
    return { variables: { letters }, entries: [{ action: 'assessment.started', payload: { frame: frame.id } }] }
  },
)

/** Who sets, follows and scores a family of targets in a year. @throws CaseError FORM_INVALID */
export async function dutiesOf(db: Db, tenantId: string, year: number, family: AssessmentFamily) {
  const rows = (await assessmentFrames(db).duties(tenantId, year)).filter((row) => row.family === family)
  const organ = (duty: keyof typeof ASSESSMENT_DUTIES): string =>
    rows.find((row) => row.duty === duty)?.organ_id ??
    refuse('year', `${year}年度责任分工表没有写明${ASSESSMENT_FAMILIES[family]}的${ASSESSMENT_DUTIES[duty]}单位,请先在“责任分工”中登记`)
  return { setting: organ('setting'), progress: organ('progress'), scoring: organ('scoring') }
}

/** 有线 and others outside the government give technical support; they own no indicator and score nobody. @throws CaseError */
export async function refuseExternal(db: Db, tenantId: string, path: string, ids: readonly string[]): Promise<void> {
  const known = await organs(db).list(tenantId)
  const external = known.find(({ id, kind }) => ids.includes(id) && kind === 'external')
  if (external) refuse(path, `${external.short_name}是提供技术支撑的外部单位,不能负责指标和评分`)
}

/** The draft that a case has opened. However the case came back to a step, nothing of it moves once it has started. @throws CaseError */
export async function draftOf(db: Db, { caller, loaded }: EffectInput, path: string) {
  const frame = await assessmentFrames(db).ofCase(caller.tenantId, loaded.row.id)
  if (!frame) throw new Error(`case ${loaded.row.id} has opened no frame`)
  if (frame.status !== 'drafting') refuse(path, '目标责任书已经下达,指标、权重和计分规则不再变动', 'FRAME_STARTED')
  const indicators = await assessmentFrames(db).indicators(caller.tenantId, frame.id)
  const targets = await assessmentFrames(db).targets(caller.tenantId, { frame_id: frame.id })
  return { frame, indicators, targets }
}

function refuseUnbalanced(
  frame: AssessmentFrameRow,
  indicators: readonly AssessmentIndicatorRow[],
  targets: readonly AssessmentTargetRow[],
): void {
  for (const unit of frame.units) {
    const mine = indicators.filter(({ id }) => targets.some((target) => target.indicator_id === id && target.organ_id === unit))
    const sum = mine.filter(isWeighted).reduce((total, { weight }) => total + weight, 0)
    if (sum !== frame.base)
      refuse('weights', `被考核单位(${unit})各项指标的权重合计${pointsText(sum)}分,应当是${pointsText(frame.base)}分`, 'WEIGHTS_UNBALANCED')
  }
}

/** Full names of organs as of a day; an organ that is not there has its id. */
export async function namesOn(db: Db, tenantId: string, ids: readonly string[], day: string): Promise<ReadonlyMap<string, string>> {
  const named = await Promise.all(ids.map(async (id) => [id, (await organs(db).nameOn(tenantId, id, day))?.name ?? id] as const))
  return new Map(named)
}

/** What stands in each unit's 目标责任书. */
async function lettersOf(
  db: Db,
  at: number,
  frame: AssessmentFrameRow,
  indicators: readonly AssessmentIndicatorRow[],
  targets: readonly AssessmentTargetRow[],
): Promise<JsonValue[]> {
  const names = await namesOn(db, frame.tenant_id, frame.units, dayOf(at))
  return frame.units.map((organ) => ({
    ...{ organ, organName: names.get(organ)!, year: frame.year, frameName: frame.name, base: pointsText(frame.base) },
    rows: indicators.flatMap((one) => {
      const target = targets.find(({ indicator_id, organ_id }) => indicator_id === one.id && organ_id === organ)
      if (!target) return []
      const aim = target.target === null ? '—' : `${target.target}${one.measure}`
      return [{ no: one.id, name: one.name, base: target.base ?? '—', target: aim, weight: isWeighted(one) ? pointsText(one.weight) : '—' }]
    }),
  }))
}
